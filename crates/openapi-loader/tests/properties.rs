//! Properties of the loader on random texts and random JSON.
//!
//! For any text, the loader returns, and every problem points into the text. Any JSON value is read as YAML reads it,
//! and every node is found at its place. The first property is in `foreign_bytes/load.rs`, which the fuzz target `load`
//! shares. The other files test documents that were written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../publicsquare/tests/support/corpus.rs"]
mod corpus;
#[path = "foreign_bytes/load.rs"]
mod load;

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};

const LENDING: &str = include_str!("specs/lending.yaml");

static VALUE: LazyLock<Value> = LazyLock::new(|| {
    openapi_loader::load("lending.yaml", LENDING)
        .unwrap()
        .value()
        .clone()
});

#[test]
fn the_corpus_holds() {
    corpus::play("load", load::holds);
}

fn yaml_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("openapi: 3.0.3\n"),
        Just("info: {title: t, version: v}\n"),
        Just("paths:"),
        Just("\n"),
        Just(" "),
        Just("  "),
        Just("\t"),
        Just("- "),
        Just("? "),
        Just(": "),
        Just("&a "),
        Just("*a"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just(", "),
        Just("'"),
        Just("\""),
        Just("|\n"),
        Just(">-\n"),
        Just("#"),
        Just("---\n"),
        Just("...\n"),
        Just("!!str "),
        Just("!x "),
        Just("%"),
        Just("<<: "),
        Just("$ref: '#/'"),
        Just("components:"),
        Just("schemas:"),
        Just("responses:"),
        Just("200: "),
        Just("1e9"),
        Just("\\u12"),
        Just("é"),
        Just("\u{feff}"),
        Just("\u{85}"),
        Just("/a/{b}: "),
        Just("get: "),
        Just("x-a: "),
        Just("\r\n"),
        Just("\0"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Any text, control characters included.
fn any_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '\0',
        '\t',
        '\n',
        '\r',
        '\u{7f}',
        '\u{85}',
        '\u{a0}',
        '\u{2028}',
        '\u{feff}',
        '\u{fffe}',
        '\u{10ffff}',
        '\\',
        '"',
        '\'',
        ':',
        '#',
        ' ',
        '<',
        '*',
        '&',
        '%',
        '-',
    ]);
    prop::collection::vec(prop_oneof![any::<char>(), odd], 0..12).prop_map(String::from_iter)
}

/// Any JSON value.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| Number::from_f64(number).map_or(Value::Null, Value::Number)),
        any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any_text(), inner, 0..6)
                .prop_map(|members| Value::from(Map::from_iter(members))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in prop::collection::vec(any::<char>(), 0..200).prop_map(String::from_iter)) {
        load::holds(text.as_bytes());
    }

    #[test]
    fn anything_like_yaml_is_answered(text in yaml_like()) {
        load::holds(text.as_bytes());
    }

    #[test]
    fn a_damaged_document_is_answered(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, yaml_like()), 1..4),
    ) {
        let mut text: Vec<char> = LENDING.chars().collect();
        for (index, length, inserted) in cuts {
            let start = index.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, inserted.chars());
        }
        load::holds(text.into_iter().collect::<String>().as_bytes());
    }

    #[test]
    fn a_document_with_a_foreign_value_is_answered(
        index in any::<prop::sample::Index>(),
        foreign in json_value(),
    ) {
        let mut value = VALUE.clone();
        let mut nodes = vec![String::new()];
        pointers(&value, String::new(), &mut nodes);
        let pointer = nodes.get(index.index(nodes.len())).unwrap();
        *value.pointer_mut(pointer).unwrap() = foreign;
        load::holds(value.to_string().as_bytes());
    }

    #[test]
    fn json_reads_as_itself(extension in json_value(), example in json_value()) {
        let mut value = VALUE.clone();
        value["x-anything"] = extension;
        value["components"]["schemas"]["Anything"] = json!({"example": example, "enum": [1, "a"]});
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let again = openapi_loader::load("lending.json", &text);
            let again = again.unwrap_or_else(|problems| panic!("{problems}\n{text}"));
            prop_assert_eq!(again.value(), &value);
        }
    }
}

fn pointers(value: &Value, pointer: String, found: &mut Vec<String>) {
    found.push(pointer.clone());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let key = openapi_loader::pointer::escape(key);
                pointers(member, format!("{pointer}/{key}"), found);
            }
        }
        _ => {}
    }
}
