//! The types of the client and the description of the API agree, except for the listed differences.
//!
//! In come `openapi/publicsquare.yaml`, `openapi/type-differences.toml` and the types of the client. Every disagreement must
//! be listed, and every entry must be used. How single schemas are compared is tested in the other files of this folder.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use openapi_loader::Document;
use publicsquare_schema_check::{Disagreement, List, disagreements, listed};
use serde_json::{Map, Value};

const DESCRIPTION: &str = "openapi/publicsquare.yaml";
const LIST: &str = "openapi/type-differences.toml";

fn read(file: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(file)).unwrap()
}

fn document() -> Document {
    openapi_loader::load(DESCRIPTION, &read(DESCRIPTION)).unwrap()
}

fn list() -> List {
    listed(&read(LIST)).unwrap_or_else(|error| panic!("{LIST}:{error}"))
}

fn schemas() -> Map<String, Value> {
    let schemas = publicsquare_client::types::json_schemas().into_iter();
    schemas
        .map(|(name, schema)| (name.to_owned(), schema.into()))
        .collect()
}

/// Each disagreement with the line of the description, for a readable failure.
fn said(document: &Document, found: &[Disagreement]) -> Vec<String> {
    let lines = found.iter().map(|one| {
        let place = document.position(&one.pointer).unwrap();
        format!("{DESCRIPTION}:{place}: {one}")
    });
    lines.collect()
}

#[test]
fn every_disagreement_is_listed_and_every_entry_is_used() {
    let document = document();
    let judgement = list().judge(disagreements(&document, &schemas()));
    assert_eq!(said(&document, &judgement.unlisted), [""; 0]);
    let unused: Vec<String> = judgement
        .unused
        .iter()
        .map(|entry| format!("{LIST}:{}: {entry} covers nothing", entry.line))
        .collect();
    assert_eq!(unused, [""; 0]);
}

#[test]
fn a_member_that_a_type_does_not_have_is_found() {
    let document = document();
    let mut schemas = schemas();
    schemas["ApiKey"]["properties"]
        .as_object_mut()
        .unwrap()
        .remove("key");
    let judgement = list().judge(disagreements(&document, &schemas));
    let pointers: Vec<&str> = judgement.unlisted.iter().map(|one| &*one.pointer).collect();
    assert_eq!(pointers, ["/components/schemas/ApiKey/properties/key"]);
}
