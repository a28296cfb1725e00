//! Valid documents: what the loader keeps of them, and where their parts are.
//!
//! Each test loads a document that is correct and checks values, order, lines and columns. Refusals are tested in the
//! other files, by the kind of problem.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use openapi_loader::{Diagnostics, Position, load, load_published};
use serde_json::{Value, json};

const LENDING: &str = include_str!("specs/lending.yaml");

const SMALL: &str = "\
openapi: 3.0.3
info: {title: Größe, version: v1}
paths:
  /b/{id}:
    parameters: [{name: id, in: path, required: true, schema: {}}]
    get: {operationId: getB, responses: {200: {description: B}}}
  /a:
    get: {operationId: getA, responses: {}}
";

fn place(text: &str, pointer: &str) -> Option<(usize, usize)> {
    let document = load("api.yaml", text).unwrap();
    document
        .position(pointer)
        .map(|Position { line, column, .. }| (line, column))
}

#[test]
fn a_document_with_every_object_is_accepted() {
    let document = load("lending.yaml", LENDING).unwrap();
    let ids: Vec<_> = document
        .openapi()
        .operations()
        .map(|(path, method, operation)| (path, method, operation.operation_id.as_deref().unwrap()))
        .collect();
    assert_eq!(
        ids,
        [
            ("/tools", "get", "listTools"),
            ("/tools", "post", "addTool"),
            ("/tools/{id}", "get", "getTool"),
            ("/tools/{id}", "put", "replacePicture"),
            ("/tools/{id}", "delete", "removeTool"),
            ("/tools/{id}/loans/{loan}", "patch", "returnTool"),
        ]
    );
}

#[test]
fn the_value_is_the_document_as_written() {
    let document = load("lending.yaml", LENDING).unwrap();
    let at = |pointer| {
        document
            .value()
            .pointer(pointer)
            .cloned()
            .unwrap_or_default()
    };
    assert_eq!(at("/x-reviewed"), json!("2026-11-01"));
    assert_eq!(
        at("/paths/~1tools/get/parameters/1"),
        json!({"$ref": "#/components/parameters/Page"})
    );
    assert_eq!(
        at("/paths/~1tools/get/responses/200/description"),
        json!("A page of tools")
    );
    assert_eq!(
        at("/paths/~1tools/get/responses/default"),
        json!({"$ref": "#/components/responses/Refused"}),
    );
    assert_eq!(at("/paths/~1tools/post/callbacks/lent/x-since"), json!(2));
    assert_eq!(
        at("/paths/~1tools/get/parameters/2/schema/example"),
        json!("no")
    );
}

#[test]
fn the_model_keeps_the_order_of_the_text() {
    let document = load("api.yaml", SMALL).unwrap();
    let paths: Vec<_> = document
        .openapi()
        .paths
        .iter()
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(paths, ["/b/{id}", "/a"]);
}

#[test]
fn extensions_are_allowed_wherever_the_specification_has_them() {
    let text = include_str!("specs/extensions.yaml");
    let document = load("extensions.yaml", text).unwrap();
    fn count(value: &Value) -> usize {
        match value {
            Value::Object(members) => {
                usize::from(members.contains_key("x-a"))
                    + members.values().map(count).sum::<usize>()
            }
            Value::Array(items) => items.iter().map(count).sum(),
            _ => 0,
        }
    }
    assert_eq!(count(document.value()), text.matches("x-a:").count());
}

#[test]
fn json_is_read_as_well() {
    let document = load("lending.yaml", LENDING).unwrap();
    for json in [
        serde_json::to_string(document.value()).unwrap(),
        serde_json::to_string_pretty(document.value())
            .unwrap()
            .replace("  ", "\t"),
    ] {
        let again = load("lending.json", &json).unwrap();
        assert_eq!(again.value(), document.value());
    }
}

#[test]
fn plain_scalars_follow_the_core_schema_of_yaml_1_2() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\nx-a:\n  \
                [~, null, NULL, true, False, no, on, 0x1F, 0o17, -0, +5, 1e3, .5, -2., 1_000, 18446744073709551615, \
                '12', \"12\", !!str 12, !!float 1, 2026-11-01, 0x, 1e, ., +, 1:30, =, '<<']\n";
    let document = load("api.yaml", text);
    let document = document.unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(
        document.value()["x-a"],
        json!([
            null,
            null,
            null,
            true,
            false,
            "no",
            "on",
            31,
            15,
            0,
            5,
            1000.0,
            0.5,
            -2.0,
            "1_000",
            18_446_744_073_709_551_615_u64,
            "12",
            "12",
            "12",
            1,
            "2026-11-01",
            "0x",
            "1e",
            ".",
            "+",
            "1:30",
            "=",
            "<<"
        ])
    );
}

#[test]
fn aliases_stand_for_what_their_anchors_hold() {
    let text = "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\n\
                x-a: &a {b: &b [1, 2]}\nx-c: *a\nx-d: [*b, *b]\n";
    let document = load("api.yaml", text).unwrap();
    assert_eq!(document.value()["x-c"], json!({"b": [1, 2]}));
    assert_eq!(document.value()["x-d"], json!([[1, 2], [1, 2]]));
    assert_eq!(place(text, "/x-d/1"), Some((6, 11)));
    assert_eq!(place(text, "/x-c/b/0"), Some((4, 17)));
}

#[test]
fn members_are_found_at_their_keys_and_elements_at_their_starts() {
    assert_eq!(place(SMALL, ""), Some((1, 1)));
    assert_eq!(place(SMALL, "/info/version"), Some((2, 22)));
    assert_eq!(place(SMALL, "/paths/~1b~1{id}/parameters/0"), Some((5, 18)));
    assert_eq!(
        place(SMALL, "/paths/~1b~1{id}/get/responses/200"),
        Some((6, 42))
    );
}

#[test]
fn what_is_not_there_is_found_at_the_nearest_node_around_it() {
    assert_eq!(place(SMALL, "/paths/~1a/post/responses"), Some((7, 3)));
    assert_eq!(place(SMALL, "/paths/~1b~1{id}/parameters/7"), Some((5, 5)));
    assert_eq!(place(SMALL, "/info/title/0"), Some((2, 8)));
    assert_eq!(place(SMALL, "paths"), None);
}

#[test]
fn later_phases_can_blame_a_place() {
    let document = load("api.yaml", SMALL).unwrap();
    let diagnostic = document.diagnostic("/paths/~1a/get", "too late", "come earlier");
    assert_eq!((diagnostic.line(), diagnostic.column()), (8, 5));
    assert_eq!(diagnostic.pointer(), "/paths/~1a/get");
    assert_eq!(
        diagnostic.to_string(),
        "api.yaml:8:5: too late\n  help: come earlier"
    );
    assert_eq!(document.diagnostic("no pointer", "m", "h").line(), 1);
}

#[test]
fn problems_are_shown_one_a_paragraph_in_the_order_of_the_text() {
    let text = "paths: {}\nopenapi: 3.0.3\nfoo: 1\ninfo: {title: t, verzion: v}\n";
    let problems: Diagnostics = load("api.yaml", text).unwrap_err();
    let shown = "\
api.yaml:3:1: `foo` is not a keyword of the document
  help: remove it, or make it an extension: `x-foo`

api.yaml:4:1: the info object needs `version`
  help: add `version`

api.yaml:4:18: `verzion` is not a keyword of the info object
  help: did you mean `version`?";
    assert_eq!(problems.to_string(), shown);
    let error: &dyn std::error::Error = &problems;
    assert_eq!(error.to_string(), shown);
    let pointers: Vec<_> = problems.iter().map(|problem| problem.pointer()).collect();
    assert_eq!(pointers, ["/foo", "/info", "/info/verzion"]);
    assert_eq!((&problems).into_iter().count(), 3);
    assert_eq!(problems.into_iter().count(), 3);
}

#[test]
fn a_billion_laughs_are_refused() {
    let mut text =
        "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\nx-0: &a0 [1]\n".to_owned();
    for level in 1..=12 {
        let alias = format!("*a{}", level - 1);
        text += &format!("x-{level}: &a{level} [{}]\n", vec![alias; 10].join(", "));
    }
    let problems = load("api.yaml", &text).unwrap_err();
    let shown: Vec<_> = problems.iter().map(|p| (p.line(), p.message())).collect();
    let message = "with its aliases expanded the document has more than 1000000 nodes";
    assert_eq!(shown, [(10, message)]);
}

#[test]
fn depth_is_bounded_with_and_without_aliases() {
    let head = "openapi: 3.0.3\ninfo: {title: t, version: v}\npaths: {}\n";
    let list = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(load("api.yaml", &format!("{head}x-a: {}\n", list(63))).is_ok());
    let refused = |text: &str| {
        let problems = load("api.yaml", text).unwrap_err();
        let first = problems
            .iter()
            .next()
            .map(|p| (p.line(), p.message().to_owned()));
        first.unwrap()
    };
    let message = "the document nests deeper than 64 levels".to_owned();
    assert_eq!(
        refused(&format!("{head}x-a: {}\n", list(64))),
        (4, message.clone())
    );
    assert_eq!(refused(&"[".repeat(100_000)), (1, message.clone()));
    assert_eq!(refused(&"- ".repeat(100_000)), (1, message.clone()));
    let aliased = format!(
        "{head}x-a: &a {}\nx-b: {}*a{}\n",
        list(40),
        "[".repeat(30),
        "]".repeat(30)
    );
    assert_eq!(refused(&aliased), (5, message));
}

#[test]
fn what_openapi_ignores_is_ignored_in_the_documents_of_others() {
    let text = "openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    Name: {type: string, example: 090}
    Alias: {$ref: '#/components/schemas/Name', description: Another name.}
";
    assert!(load("theirs.yaml", text).is_err());
    let document = load_published("theirs.yaml", text).unwrap();
    let example = document.value().pointer("/components/schemas/Name/example");
    assert_eq!(example.and_then(serde_json::Value::as_i64), Some(90));
}

#[test]
fn the_documents_of_others_are_refused_for_everything_else() {
    let text = "openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    Name: {typ: string}
";
    assert!(load_published("theirs.yaml", text).is_err());
}

#[test]
fn json_writes_characters_in_two_halves() {
    let text = r#"{"openapi": "3.0.3", "info": {"title": "\ud83d\ude00 \\ud83d", "version": "v1"},
 "x-a": "\uD83D\uDE00\"\ud83d\ude00", "paths": {}}"#;
    let document = load("api.json", text).unwrap();
    let expected: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(document.value(), &expected);
    let column = text.lines().nth(1).unwrap().find("\"paths\"").unwrap() + 1;
    let place = document.position("/paths").unwrap();
    assert_eq!((place.line, place.column), (2, column));
    let alone = load("api.json", &text.replace(r"\ude00", "")).unwrap_err();
    assert!(alone.to_string().contains("not YAML"), "{alone}");
}
