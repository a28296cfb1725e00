//! What each operation has to state.
//!
//! In comes the description. Out comes a diagnostic for each operation without a summary, a source, a tag or an error
//! response. The schemas that it uses are checked in `schemas`.

use openapi_loader::{Diagnostic, Document};
use serde_json::Value;

use super::each_operation;

/// Each operation has a summary, a tag, a source and an error response.
pub(super) fn are_complete(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (pointer, label, operation) in each_operation(document) {
        let mut want = |there: bool, what: &str, help: &str| {
            if !there {
                found.push(document.diagnostic(&pointer, format!("{label} has no {what}"), help));
            }
        };
        let text = |keyword: &str| {
            operation
                .get(keyword)
                .and_then(Value::as_str)
                .is_some_and(|text| !text.trim().is_empty())
        };
        want(text("summary"), "`summary`", "say in one line what it does");
        want(
            text("x-source"),
            "`x-source`",
            "name the page that documents it, as the comment at the top of the file explains",
        );
        let tagged = operation
            .get("tags")
            .and_then(Value::as_array)
            .is_some_and(|tags| !tags.is_empty());
        want(tagged, "tag", "give it one of the document's `tags`");
        let refuses = operation
            .get("responses")
            .and_then(Value::as_object)
            .is_some_and(|responses| responses.keys().any(|status| status.starts_with('4')));
        want(
            refuses,
            "4xx response",
            "describe how the API refuses a request: callers handle errors by their type",
        );
    }
    found
}
