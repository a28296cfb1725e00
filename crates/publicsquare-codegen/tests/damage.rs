//! Documents that are assembled from pieces of other documents.
//!
//! proptest cuts objects out of the descriptions in `tests/corpus/` and puts them into others. Every result that loads must
//! be generated, or refused with a message and a help text. Nothing may end the process. The property is in
//! `foreign_bytes/generate.rs`, and the fuzz target `generate` asserts the same for other input.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../publicsquare/tests/support/corpus.rs"]
mod corpus;
#[path = "foreign_bytes/generate.rs"]
mod generate;

use std::fs;
use std::path::Path;

use openapi_loader::load_published;
use proptest::prelude::*;
use proptest::sample::Index;

#[test]
fn the_corpus_holds() {
    corpus::play("generate", generate::holds);
}

fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut texts: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| fs::read_to_string(path).unwrap())
        // Small documents are enough and keep the test fast.
        .filter(|text| text.len() < 4_000)
        .collect();
    texts.sort();
    texts
}

/// Replaces an object in `text` by an object of `other`.
fn grafted(text: &str, other: &str, from: &Index, to: &Index) -> String {
    let values = |text: &str| -> Vec<(usize, usize)> {
        let mut open = Vec::new();
        let mut found = Vec::new();
        for (at, c) in text.char_indices() {
            match c {
                '{' => open.push(at),
                '}' => found.extend(open.pop().map(|start| (start, at + 1))),
                _ => {}
            }
        }
        found
    };
    let (mine, theirs) = (values(text), values(other));
    if mine.is_empty() || theirs.is_empty() {
        return text.to_owned();
    }
    let (start, end) = mine[to.index(mine.len())];
    let (from, until) = theirs[from.index(theirs.len())];
    format!("{}{}{}", &text[..start], &other[from..until], &text[end..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn each_document_that_loads_is_generated_or_refused(
        one in any::<Index>(),
        grafts in proptest::collection::vec(any::<(Index, Index, Index)>(), 1..4),
    ) {
        let all = texts();
        let first: &String = one.get(&all);
        let mut text = first.clone();
        for (other, from, to) in &grafts {
            let other: &String = other.get(&all);
            text = grafted(&text, other, from, to);
        }
        generate::holds(text.as_bytes());
    }
}

#[test]
fn a_long_chain_and_a_deep_schema_are_no_trouble() {
    let chain: String = (0..250)
        .map(|n| format!("    S{n}: {{type: object, properties: {{a: {{$ref: '#/components/schemas/S{}'}}}}}}\n", n + 1))
        .collect();
    let deep = (0..24).fold("{type: string}".to_owned(), |inner, _| {
        format!("{{type: object, properties: {{a: {inner}}}}}")
    });
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: v1}}\npaths:\n  /a:\n    put:\n      operationId: putA\n      requestBody: \
         {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}}}\n      responses: {{'200': \
         {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Deep'}}}}}}}}}}\n\
         components:\n  schemas:\n{chain}    S250: {{type: string}}\n    Deep: {deep}\n"
    );
    let document = load_published("deep.yaml", &text).unwrap();
    assert!(
        publicsquare_codegen::generate(&document)
            .unwrap()
            .client
            .contains("pub struct S249")
    );
}

#[test]
fn code_grows_with_the_operations() {
    let lines = |count: usize| {
        let paths: String = (0..count)
            .map(|n| {
                format!(
                    "  /a{n}/{{id}}:\n    put:\n      operationId: put{n}\n      parameters: [{{name: id, in: path, required: true, schema: \
                     {{type: string}}}}]\n      requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {{b: {{type: \
                     string}}}}}}}}}}}}\n      responses: {{'200': {{description: d, content: {{application/json: {{schema: {{type: object, \
                     properties: {{c: {{type: integer}}}}}}}}}}}}}}\n"
                )
            })
            .collect();
        let text = format!("openapi: 3.0.3\ninfo: {{title: t, version: v1}}\npaths:\n{paths}");
        let code =
            publicsquare_codegen::generate(&load_published("many.yaml", &text).unwrap()).unwrap();
        code.client.lines().count() + code.mocks.lines().count()
    };
    let (few, many) = (lines(5), lines(20));
    assert!(many <= 4 * few, "{few} lines of 5 operations, {many} of 20");
}
