//! Small descriptions held against small types.

#![allow(dead_code, reason = "each test program uses its own part of this")]

use openapi_loader::load;
use publicsquare_schema_check::{Disagreement, disagreements};
use serde_json::Value;

/// What is found for a whole document.
#[track_caller]
pub(crate) fn found(yaml: &str, schemas: &Value) -> Vec<Disagreement> {
    let document = load("api.yaml", yaml).unwrap_or_else(|problems| panic!("{problems}"));
    disagreements(&document, schemas.as_object().unwrap())
}

/// A document with these components, written in the flow style of YAML.
pub(crate) fn document(components: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: v1}}\npaths: {{}}\ncomponents:\n  schemas: {components}\n"
    )
}

/// Asserts what is found for these components: `kind pointer`, the pointer below the components.
#[track_caller]
pub(crate) fn assert_found(components: &str, schemas: &Value, expected: &[&str]) {
    let found = found(&document(components), schemas);
    let lines: Vec<String> = found.iter().map(line).collect();
    assert_eq!(lines, expected, "{found:#?}");
}

fn line(one: &Disagreement) -> String {
    let pointer = one.pointer.strip_prefix("/components/schemas");
    format!("{} {}", one.kind, pointer.unwrap_or(&one.pointer))
}
