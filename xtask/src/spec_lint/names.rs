//! How operations, components and properties are named.
//!
//! In comes the description. Out comes a diagnostic for each name that is not in the case of its kind: operations in
//! lower camel case, components in upper camel case, properties in snake case. Texts are checked in `prose`.

use openapi_loader::pointer::escape;
use openapi_loader::{Diagnostic, Document};
use serde_json::Value;

use super::{each_operation, members};

/// An operationId is in lower camel case, because it becomes a method.
pub(super) fn operation_ids(document: &Document) -> Vec<Diagnostic> {
    each_operation(document)
        .into_iter()
        .filter_map(|(pointer, label, operation)| {
            let id = operation.get("operationId").and_then(Value::as_str)?;
            (!is_camel(id, false)).then(|| {
                document.diagnostic(
                    &format!("{pointer}/operationId"),
                    format!("the operationId `{id}` of {label} is not in lower camel case"),
                    "write it like `regenerateApiKey`",
                )
            })
        })
        .collect()
}

/// A component is in upper camel case, because it becomes a Rust type of the same name.
pub(super) fn components(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (kind, components) in members(document, "/components") {
        for name in components
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
        {
            if !is_camel(name, true) {
                found.push(document.diagnostic(
                    &format!("/components/{kind}/{}", escape(name)),
                    format!("the component `{name}` is not in upper camel case"),
                    "write it like `ApiKey`",
                ));
            }
        }
    }
    found
}

/// A property is in snake case, as the vendor writes it.
pub(super) fn properties(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (schema, value) in members(document, "/components/schemas") {
        let properties = value.get("properties").and_then(Value::as_object);
        for (name, _) in properties.into_iter().flatten() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !name.chars().all(plain) {
                found.push(document.diagnostic(
                    &format!(
                        "/components/schemas/{}/properties/{}",
                        escape(schema),
                        escape(name)
                    ),
                    format!("the property `{name}` of `{schema}` is not in snake case"),
                    "write it like `account_id`",
                ));
            }
        }
    }
    found
}

fn is_camel(name: &str, upper: bool) -> bool {
    let first = name.chars().next();
    first.is_some_and(|c| {
        if upper {
            c.is_ascii_uppercase()
        } else {
            c.is_ascii_lowercase()
        }
    }) && name.chars().all(|c| c.is_ascii_alphanumeric())
}
