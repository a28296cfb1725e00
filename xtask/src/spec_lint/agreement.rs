//! Whether the Rust types say what the YAML says.

use std::fs;
use std::io;

use openapi_source::{Diagnostic, Document};
use publicsquare_agreement::{disagreements, listed};
use serde_json::{Map, Value};

use crate::{cargo, workspace};

/// Where they differ on purpose.
const LIST: &str = "openapi/type-differences.toml";

/// Every disagreement that is not listed, and every entry of the list that is about none.
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
            format!("an entry of {LIST} is about nothing: {entry:?}"),
            "remove the entry",
        )
    });
    Ok(unlisted.chain(unused).collect())
}

/// The JSON Schemas of the types, printed by a program that is built with them.
fn schemas() -> io::Result<Map<String, Value>> {
    let command = cargo::command(&[
        "run",
        "--quiet",
        "--locked",
        "--package",
        "publicsquare-client",
        "--no-default-features",
        "--features",
        "schemars",
        "--example",
        "json_schemas",
    ]);
    serde_json::from_str(&cargo::output(command)?).map_err(io::Error::other)
}
