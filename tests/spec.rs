//! The description of the API: its examples, its facts, and the parser of ids.
//!
//! In comes `openapi/publicsquare.yaml`. The tests in `spec/` assert that its examples are valid, that it says what the
//! vendor's documentation says, and that the hand-written parser of ids follows it. The generated code is compared in
//! `snapshot.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "spec/examples.rs"]
mod examples;
#[path = "spec/facts.rs"]
mod facts;
#[path = "spec/ids.rs"]
mod ids;
#[path = "spec/json_schema.rs"]
mod json_schema;

use std::fs;
use std::path::Path;

use publicsquare_codegen::{Document, load};
use serde_json::Value;

const FILE: &str = "openapi/publicsquare.yaml";

fn document() -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    load(FILE, &fs::read_to_string(path).unwrap()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Follows references within the document.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("a reference within");
            let target = document.pointer(pointer).expect("it leads somewhere");
            resolved(document, target)
        }
        None => value,
    }
}
