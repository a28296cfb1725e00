//! Whether the Rust types match the description.
//!
//! In come the description and the JSON Schemas that the types print of themselves. Out comes a diagnostic for each
//! disagreement that `openapi/type-differences.toml` does not list, and for each entry of that list that is out of
//! date. The comparison itself is in the crate `publicsquare-schema-check`.

use std::fs;
use std::io;
use std::process::Command;

use openapi_loader::{Diagnostic, Document};
use publicsquare_schema_check::{disagreements, listed};
use serde_json::{Map, Value};

use crate::programs::Programs;
use crate::{cargo, workspace};

/// The list of differences that are meant.
const LIST: &str = "openapi/type-differences.toml";

/// Every disagreement that is not listed, and every entry of the list that no disagreement needs.
pub(super) fn check(document: &Document) -> io::Result<Vec<Diagnostic>> {
    let text = fs::read_to_string(workspace::path(LIST))
        .map_err(|error| io::Error::new(error.kind(), format!("{LIST}: {error}")))?;
    let list = listed(&text).map_err(|error| {
        io::Error::other(format!(
            "{LIST}:{}:{}: {}",
            error.line(),
            error.column(),
            error.message()
        ))
    })?;
    let judgement = list.judge(disagreements(document, &schemas()?));
    let unlisted = judgement.unlisted.iter().map(|disagreement| {
        document.diagnostic(
            &disagreement.pointer,
            format!(
                "the Rust types and the YAML disagree: {} [{}]",
                disagreement.message, disagreement.kind
            ),
            format!("mend the YAML or the generator, or list it in {LIST} with a reason"),
        )
    });
    let unused = judgement.unused.iter().map(|entry| {
        document.diagnostic(
            "",
            format!("an entry of {LIST} fits no disagreement: {entry:?}"),
            "remove the entry",
        )
    });
    Ok(unlisted.chain(unused).collect())
}

/// The program that prints the JSON Schemas of the types it is built with.
const PRINTER: &str = "json_schemas";

/// The JSON Schemas of the types.
fn schemas() -> io::Result<Map<String, Value>> {
    // The whole workspace is named, so that the features are those of the tests and nothing is built twice.
    let programs = Programs::built(cargo::command(&[
        "build",
        "--quiet",
        "--locked",
        "--workspace",
        "--example",
        PRINTER,
        "--message-format",
        "json-render-diagnostics",
    ]))?;
    let print = Command::new(programs.path(PRINTER)?);
    serde_json::from_str(&cargo::output(print)?).map_err(io::Error::other)
}
