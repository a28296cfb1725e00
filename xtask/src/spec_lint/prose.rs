//! Every component and every property has a description.
//!
//! In comes the API description. Out comes a diagnostic for each part without a text, because the text becomes the
//! documentation of a Rust item. Names are checked in `names`.

use openapi_loader::pointer::escape;
use openapi_loader::{Diagnostic, Document};
use serde_json::Value;

use super::members;

/// Every component and every property has a description.
pub(super) fn is_there(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut want = |pointer: &str, value: &Value, what: String| {
        let described = value.get("$ref").is_some()
            || value.get("allOf").is_some()
            || value
                .get("description")
                .and_then(Value::as_str)
                .is_some_and(|text| !text.trim().is_empty());
        if !described {
            found.push(document.diagnostic(
                pointer,
                format!("{what} has no `description`"),
                "say what it is: it becomes the documentation of the Rust item",
            ));
        }
    };
    for kind in ["schemas", "parameters", "responses"] {
        for (name, component) in members(document, &format!("/components/{kind}")) {
            let pointer = format!("/components/{kind}/{}", escape(name));
            want(&pointer, component, format!("the component `{name}`"));
            let properties = component.get("properties").and_then(Value::as_object);
            for (property, value) in properties.into_iter().flatten() {
                want(
                    &format!("{pointer}/properties/{}", escape(property)),
                    value,
                    format!("the property `{property}` of `{name}`"),
                );
            }
        }
    }
    found
}
