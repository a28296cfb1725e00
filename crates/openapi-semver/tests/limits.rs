//! Documents that nobody writes by hand: very long chains of schemas, and very tangled ones.
//!
//! The test compares them on the small stack of a test thread. It passes if the comparison ends and finds the
//! difference. The bench `compare` measures how long documents of ordinary shape take.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;

use openapi_loader::load_published;
use openapi_semver::{Class, Comparison, Report};

fn document(schemas: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Chains, version: v1}}
paths:
  /chain:
    get:
      operationId: getChain
      responses:
        '200':
          description: It.
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}
components:
  schemas:
{schemas}"
    )
}

fn compare(base: &str, revision: &str) -> Report {
    let base = load_published("base.yaml", &document(base)).unwrap();
    let revision = load_published("revision.yaml", &document(revision)).unwrap();
    Comparison::new(&base, &revision).report()
}

/// Writes a schema that leads to the given schema.
type Link = fn(&str) -> String;

/// A chain of `length` schemas. Each leads to the next one in the same way, and the last one is a number.
fn chain(length: usize, link: Link) -> String {
    let mut schemas = String::new();
    for index in 0..length {
        let next = format!("{{$ref: '#/components/schemas/S{}'}}", index + 1);
        writeln!(schemas, "    S{index}: {}", link(&next)).unwrap();
    }
    schemas + &format!("    S{length}: {{type: integer, maximum: 10}}\n")
}

#[test]
fn a_chain_of_references_may_be_long() {
    let links: [(usize, Link); 5] = [
        (6_000, |next| {
            format!("{{type: object, properties: {{next: {next}}}}}")
        }),
        (6_000, |next| format!("{{type: array, items: {next}}}")),
        (1_000, |next| format!("{{allOf: [{next}]}}")),
        (6_000, |next| {
            format!("{{oneOf: [{next}, {{type: string}}]}}")
        }),
        (6_000, |next| format!("{{not: {next}}}")),
    ];
    std::thread::scope(|scope| {
        for (length, link) in links {
            scope.spawn(move || {
                let base = chain(length, link);
                let revision = base.replace("maximum: 10", "maximum: 20");
                assert_eq!(compare(&base, &base).class, Class::None);
                assert_eq!(compare(&base, &revision).class, Class::Breaking);
            });
        }
    });
}

/// Recursive schemas that are composed of each other. They stand for as many schemas as there are sets of them.
fn tangle(count: usize) -> String {
    let mut schemas = String::new();
    for index in 0..count {
        let others: Vec<String> = (0..count)
            .map(|other| format!("p{other}: {{$ref: '#/components/schemas/S{other}'}}"))
            .filter(|other| !other.starts_with(&format!("p{index}:")))
            .collect();
        let next = (index + 1) % count;
        writeln!(
            schemas,
            "    S{index}:
      type: object
      properties: {{q: {{allOf: [{{$ref: '#/components/schemas/S{index}'}}, {{$ref: '#/components/schemas/S{next}'}}]}}, {}}}",
            others.join(", ")
        )
        .unwrap();
    }
    schemas + "    Leaf: {type: integer, maximum: 10}\n"
}

#[test]
fn schemas_that_are_put_together_of_each_other_end() {
    let base = tangle(24);
    assert_eq!(compare(&base, &base).class, Class::None);
    let revision = base.replacen("type: object", "type: object\n      maxProperties: 9", 1);
    assert_ne!(compare(&base, &revision).class, Class::None);
}
