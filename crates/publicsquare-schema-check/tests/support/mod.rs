//! Compares small descriptions with small types, for all tests of this folder.
//!
//! In come component schemas in the flow style of YAML, and JSON Schemas by type name. Out come the disagreements as
//! `kind pointer`, in which the pointer starts below the components, so that a test stays short.

#![allow(dead_code, reason = "each test program uses its own part of this")]

use openapi_loader::load;
use publicsquare_schema_check::{Disagreement, disagreements};
use serde_json::Value;

/// The disagreements of a whole document.
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

/// Asserts the disagreements of these components, as `kind pointer`. The pointer starts below the components.
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
