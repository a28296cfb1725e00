//! Keeps only enumerations whose values can become the variants of a Rust type.
//!
//! In comes a schema. Out comes the same schema, without its `enum` if two values would get the same Rust name, or if the
//! values cannot be compared. It is part of the rule `plain-values`.

use std::collections::BTreeSet;

use heck::ToPascalCase;
use serde_json::{Map, Value};

/// Keeps an enumeration only if each value has a Rust name of its own.
pub(super) fn settle(members: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = members.get("enum") else {
        return;
    };
    let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    let is_text = members.get("type").is_some_and(|kind| kind == "string");
    let is_named = |separated: bool| {
        let mut names = BTreeSet::new();
        texts
            .iter()
            .all(|text| names.insert(variant(text, separated)))
    };
    let is_empty = values.iter().all(Value::is_null);
    // Values that are objects cannot be the variants of a type.
    let is_compound = values
        .iter()
        .any(|value| value.is_object() || value.is_array());
    if is_empty || is_compound || (is_text && !is_named(false) && !is_named(true)) {
        members.remove("enum");
        members.remove("default");
    }
}

/// The name that progenitor gives a variant: its first choice, and the one it uses if the first choices are not distinct.
fn variant(text: &str, separated: bool) -> String {
    let name = match (text, separated) {
        // `postprocess/variant_names.rs` gives them these names.
        ("+1", false) => "Plus1".to_owned(),
        ("-1", false) => "Minus1".to_owned(),
        (_, false) => replaced(&text.replace('\'', ""), |c| !is_word(c), '-').to_pascal_case(),
        (_, true) => replaced(text, |c| c == '_' || !is_word(c), 'X').to_pascal_case(),
    };
    match name.chars().next() {
        Some(first) if is_identifier(&first.to_string()) => name,
        // No Rust name starts with a digit, and none is empty.
        _ => format!("X{name}"),
    }
}

fn replaced(text: &str, is_one: impl Fn(char) -> bool, by: char) -> String {
    text.chars()
        .map(|c| if is_one(c) { by } else { c })
        .collect()
}

/// Whether an identifier of Rust may contain the character. A power such as `²` is a number, and still no part of one.
fn is_word(c: char) -> bool {
    is_identifier(&format!("x{c}"))
}

fn is_identifier(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok_and(|found| found == text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stays(kind: &str, values: Value) -> bool {
        let mut members = Map::from_iter([
            ("type".to_owned(), kind.into()),
            ("enum".to_owned(), values),
        ]);
        settle(&mut members);
        members.contains_key("enum")
    }

    #[test]
    fn texts_stay_an_enumeration_if_each_has_a_name_of_its_own() {
        for values in [
            json!(["a", "b", null]),
            json!(["a-b", "c"]),
            json!(["+1", "-1", "1"]),
            // These differ only if what is left out of a name is written as an X.
            json!(["a", "'a"]),
            json!(["a b", "a  b"]),
            json!(["ab", "a_b", "ab_"]),
            json!(["m²", "m"]),
            // These differ only if it is not.
            json!(["aXb", "a_b"]),
            json!(["aXb", "a-b"]),
        ] {
            assert!(stays("string", values.clone()), "{values}");
        }
    }

    #[test]
    fn texts_that_would_have_one_name_are_no_enumeration() {
        for values in [
            json!(["a", "A"]),
            json!(["a-b", "a_b"]),
            json!(["a-b", "a b"]),
            json!(["+1", "-1", "plus1"]),
            json!(["+1", "-1", "minus1"]),
            json!(["", "x"]),
            json!(["1", "x1"]),
            json!(["m²", "m³"]),
        ] {
            assert!(!stays("string", values.clone()), "{values}");
        }
    }

    #[test]
    fn numbers_stay_an_enumeration_and_objects_do_not() {
        assert!(stays("integer", json!([1, 2])));
        assert!(!stays("string", json!([null])));
        assert!(!stays("object", json!([{"a": 1}])));
        assert!(!stays("array", json!([[1], [2]])));
    }
}
