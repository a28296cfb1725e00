//! Faults of schemas that would leak a secret or break on a new property.
//!
//! In comes the description. Out comes a diagnostic for each key that is not marked as a secret, and for each
//! response that forbids additional properties. Whether the schemas match the Rust types is checked in
//! `schema_check`.

use openapi_loader::pointer::escape;
use openapi_loader::{Diagnostic, Document};
use serde_json::Value;

use super::each_operation;

/// The value of a key is `format: password`, so that its Rust type cannot be printed.
pub(super) fn secrets_are_secret(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    everywhere(document.value(), String::new(), &mut |pointer, value| {
        let key = value
            .get("properties")
            .and_then(|properties| properties.get("key"));
        let Some(key) = key else { return };
        let is_text = key.get("type").and_then(Value::as_str) == Some("string");
        if is_text && key.get("format").and_then(Value::as_str) != Some("password") {
            found.push(document.diagnostic(
                &format!("{pointer}/properties/key"),
                "a property called `key` is not `format: password`",
                "add the format, or the generated code prints the secret",
            ));
        }
    });
    found
}

/// What responses hold can grow, and one more member must not cost the new key.
pub(super) fn responses_are_open(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen = Vec::new();
    for (pointer, _, operation) in each_operation(document) {
        if let Some(responses) = operation.get("responses") {
            let pointer = format!("{pointer}/responses");
            closed(document, &pointer, responses, &mut seen, &mut found);
        }
    }
    found
}

fn closed(
    document: &Document,
    pointer: &str,
    value: &Value,
    seen: &mut Vec<String>,
    found: &mut Vec<Diagnostic>,
) {
    everywhere(value, pointer.to_owned(), &mut |pointer, value| {
        if value.get("additionalProperties") == Some(&Value::Bool(false)) {
            found.push(document.diagnostic(
                &format!("{pointer}/additionalProperties"),
                "a response is closed to further properties",
                "leave `additionalProperties` out: the vendor may add some at any time",
            ));
        }
        let Some(target) = value.get("$ref").and_then(Value::as_str) else {
            return;
        };
        let target = target.trim_start_matches('#').to_owned();
        if let Some(value) = document.value().pointer(&target)
            && !seen.contains(&target)
        {
            seen.push(target.clone());
            closed(document, &target, value, seen, found);
        }
    });
}

/// Calls `visit` with every object and its pointer. Examples and defaults are no schemas.
fn everywhere(value: &Value, pointer: String, visit: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => {
            visit(&pointer, value);
            for (name, member) in members {
                if !matches!(name.as_str(), "example" | "examples" | "default") {
                    everywhere(member, format!("{pointer}/{}", escape(name)), visit);
                }
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                everywhere(element, format!("{pointer}/{index}"), visit);
            }
        }
        _ => {}
    }
}
