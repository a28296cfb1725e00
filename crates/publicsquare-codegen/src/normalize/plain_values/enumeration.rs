//! Enumerations that become a Rust type.
//!
//! In comes a schema, out comes the same schema, without its `enum` where the values cannot be the variants of a type.

use std::collections::BTreeSet;

use heck::ToPascalCase;
use serde_json::{Map, Value};

/// Leaves an enumeration only where each value has a name in Rust that no other has.
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
    // Two objects are not compared in Rust.
    let is_compound = values
        .iter()
        .any(|value| value.is_object() || value.is_array());
    if is_empty || is_compound || (is_text && !is_named(false) && !is_named(true)) {
        members.remove("enum");
        members.remove("default");
    }
}

/// The name of a variant, as the generator makes it at first, and where that does not tell all of them apart.
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
