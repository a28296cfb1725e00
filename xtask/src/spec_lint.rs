//! `cargo xtask spec-lint`: whether the API description keeps the house rules.
//!
//! In comes the description. Out comes a diagnostic with line and column for each broken rule, for each difference
//! from the Rust types, for each property that the wrapper leaves out, and for each piece that an operation lacks.
//! What the generator refuses is reported before. The rules about the repository itself are in `house`.

mod names;
mod operations;
mod prose;
mod schema_check;
mod schemas;
mod wrapper_coverage;

use std::io::{self, Write};

use openapi_loader::pointer::escape;
use openapi_loader::{Diagnostic, Diagnostics, Document};

use crate::cli::{RegenFlags, RootFlags};
use crate::exit::{Exit, report};
use crate::{endpoints, regen, revisions, workspace};

/// A house rule.
type Rule = fn(&Document) -> Vec<Diagnostic>;

const RULES: &[Rule] = &[
    names::operation_ids,
    names::components,
    names::properties,
    operations::are_complete,
    prose::is_there,
    schemas::secrets_are_secret,
    schemas::responses_are_open,
];

pub(crate) fn run(flags: &RootFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let Some(document) = revisions::own(&flags.root)? else {
        return Ok(Exit::Unusable);
    };
    if let Err(refused) = publicsquare_codegen::generate(&document) {
        report(&refused.to_string());
        return Ok(Exit::Unusable);
    }
    let mut found: Vec<Diagnostic> = RULES.iter().flat_map(|rule| rule(&document)).collect();
    // This program was built with the types of its own workspace only.
    if flags.root == workspace::path("") {
        found.extend(schema_check::check(&document)?);
        found.extend(wrapper_coverage::check(&document, &flags.root)?);
        let missing = endpoints::missing(&document, &flags.root)?;
        found.extend(missing.into_iter().map(|missing| {
            let what = format!("{} lacks {}", missing.operation, missing.piece);
            document.diagnostic(&missing.pointer, what, missing.what_to_do)
        }));
    } else {
        writeln!(
            out,
            "this is another workspace, so the YAML is not compared with the Rust types"
        )?;
    }
    if !found.is_empty() {
        report(&Diagnostics::sorted(found).to_string());
        return Ok(Exit::Failure);
    }
    let fresh = RegenFlags {
        check: true,
        root: flags.root.clone(),
    };
    let exit = regen::run(&fresh, out)?;
    if exit == Exit::Success {
        writeln!(out, "{} is clean", document.file())?;
    }
    Ok(exit)
}

/// The operations of a document: pointer, name for a message, and the object.
pub(crate) fn each_operation(document: &Document) -> Vec<(String, String, &serde_json::Value)> {
    const METHODS: [&str; 8] = [
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    ];
    let mut operations = Vec::new();
    for (path, item) in members(document, "/paths") {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operations.push((
                    format!("/paths/{}/{method}", escape(path)),
                    format!("{} {path}", method.to_uppercase()),
                    operation,
                ));
            }
        }
    }
    operations
}

/// The members of the object at a pointer. Nothing if there is no object.
fn members<'d>(
    document: &'d Document,
    pointer: &str,
) -> impl Iterator<Item = (&'d String, &'d serde_json::Value)> {
    document
        .value()
        .pointer(pointer)
        .and_then(serde_json::Value::as_object)
        .into_iter()
        .flatten()
}
