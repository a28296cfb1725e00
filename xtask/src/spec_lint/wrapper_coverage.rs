//! Whether the wrapper `publicsquare` passes on every property that the description has.
//!
//! In come the description and the sources of the wrapper. Out comes a diagnostic for each property that no file of
//! the wrapper names: applications would never see it. rustc cannot say so, because the generated types are open and
//! an unread field is no error.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use openapi_loader::pointer::escape;
use openapi_loader::{Diagnostic, Document};
use serde_json::Value;

use super::members;
use crate::endpoints::snake_case;
use crate::rust_files;

/// The sources of the wrapper, from the root of the workspace.
const WRAPPER: &str = "crates/publicsquare/src";

/// A file of the wrapper.
struct Source {
    /// From the root of the workspace.
    file: String,
    text: String,
}

/// Every property of a schema that the wrapper leaves out.
pub(super) fn check(document: &Document, root: &Path) -> io::Result<Vec<Diagnostic>> {
    Ok(missing(document, &sources(root)?))
}

fn missing(document: &Document, sources: &[Source]) -> Vec<Diagnostic> {
    let mut missing = Vec::new();
    for (schema, value) in members(document, "/components/schemas") {
        let of_type: Vec<&Source> = sources
            .iter()
            .filter(|source| takes_apart(&source.text, schema))
            .collect();
        // A schema that is only a part of another one is read where that one is read, or from the text of a response.
        let (files, place) = match of_type.first() {
            Some(first) => (of_type.clone(), first.file.clone()),
            None => (sources.iter().collect(), WRAPPER.to_owned()),
        };
        let pointer = format!("/components/schemas/{}", escape(schema));
        for (at, property) in properties(&pointer, value) {
            if !files.iter().any(|source| passes_on(&source.text, property)) {
                missing.push(document.diagnostic(
                    &at,
                    format!("the wrapper leaves out `{property}` of `{schema}`"),
                    format!("read or set it in {place}, and test it in crates/publicsquare/tests"),
                ));
            }
        }
    }
    missing
}

/// The properties that a schema describes itself: their places and names.
fn properties<'v>(pointer: &str, schema: &'v Value) -> Vec<(String, &'v str)> {
    let mut found = Vec::new();
    let own = schema.get("properties").and_then(Value::as_object);
    for (name, _) in own.into_iter().flatten() {
        let at = format!("{pointer}/properties/{}", escape(name));
        found.push((at, name.as_str()));
    }
    let parts = schema.get("allOf").and_then(Value::as_array);
    for (index, part) in parts.into_iter().flatten().enumerate() {
        found.extend(properties(&format!("{pointer}/allOf/{index}"), part));
    }
    found
}

/// Whether this text takes values of a type apart or builds them.
fn takes_apart(text: &str, schema: &str) -> bool {
    has_word(text, &format!(": types::{schema}"))
        || text.contains(&format!("types::{schema}::builder"))
}

/// Whether the text reads or sets a member of that name, or has its name on the wire.
fn passes_on(text: &str, property: &str) -> bool {
    let name = snake_case(property);
    // A keyword of Rust gets an underscore.
    [format!(".{name}"), format!(".{name}_")]
        .iter()
        .any(|member| has_word(text, member))
        || text.contains(&format!("\"{property}\""))
}

/// Whether a text has this word, and not only as the beginning of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = text.get(at + word.len()..).unwrap_or_default();
        !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// The files of the wrapper.
fn sources(root: &Path) -> io::Result<Vec<Source>> {
    let files = rust_files::below(&root.join(WRAPPER))?;
    let source = |path: &PathBuf| {
        let file = path.strip_prefix(root).unwrap_or(path);
        let parts: Vec<_> = file.iter().map(|part| part.to_string_lossy()).collect();
        Ok(Source {
            file: parts.join("/"),
            text: fs::read_to_string(path)?,
        })
    };
    files.iter().map(source).collect()
}

#[cfg(test)]
mod tests {
    use openapi_loader::load;

    use super::*;
    use crate::{spec, workspace};

    fn messages(wrapper: &str) -> Vec<String> {
        let text = "openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    Key:
      properties: {id: {type: string}, type: {type: string}, lastUsed: {type: string}}
    Page:
      allOf: [{properties: {size: {type: integer}}}]
";
        let document = load("api.yaml", text).unwrap();
        let file = "keys.rs".to_owned();
        let text = wrapper.to_owned();
        let found = missing(&document, &[Source { file, text }]);
        found.iter().map(|one| one.message().to_owned()).collect()
    }

    #[test]
    fn a_property_that_nobody_names_is_found() {
        let all = "fn read(key: types::Key) { key.id; key.type_; key.last_used } page.size";
        assert_eq!(messages(all), [""; 0]);
        assert_eq!(
            messages("fn read(key: types::Key) { key.identity; key.type_; page.size(); }"),
            [
                "the wrapper leaves out `id` of `Key`",
                "the wrapper leaves out `lastUsed` of `Key`"
            ]
        );
    }

    #[test]
    fn the_wrapper_passes_on_all_that_the_yaml_describes() {
        let root = workspace::path("");
        let text = fs::read_to_string(root.join(spec::FILE)).unwrap();
        let document = load(spec::FILE, &text).unwrap();
        let missing = check(&document, &root).unwrap();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
