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
    let text: String = if separated {
        text.chars()
            .map(|c| if c == '_' || !is_word(c) { 'X' } else { c })
            .collect()
    } else {
        text.replace('\'', "")
            .chars()
            .map(|c| if is_word(c) { c } else { '-' })
            .collect()
    };
    match text.as_str() {
        "+1" => "Plus1".to_owned(),
        "-1" => "Minus1".to_owned(),
        text => text.to_pascal_case(),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
