//! Tests of the rule `one-error-schema`.
//!
//! In come the errors of an operation. Out comes the schema that all of them get, or the refusal of errors that no single
//! type can hold.

use super::super::fixture::{component, document, operation, response};
use super::*;

fn names_after(responses: &[String]) -> Vec<(String, String)> {
    let openapi = apply(document(&responses.join(","), "")).expect("the rule takes it");
    let responses = &operation(&openapi).responses;
    assert!(responses.default.is_none());
    responses
        .responses
        .iter()
        .filter_map(|(status, response)| {
            let name = schema_name(&openapi, response).expect("a component")?;
            Some((status.to_string(), name.to_owned()))
        })
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(a, b)| (a.to_string(), b.to_string()))
        .collect()
}

#[test]
fn the_schema_that_includes_the_others_takes_their_place() {
    let declared = [response("400", "FieldProblem"), response("404", "Problem")];
    assert_eq!(
        names_after(&declared),
        pairs(&[("400", "FieldProblem"), ("404", "FieldProblem")])
    );
}

#[test]
fn an_error_without_a_body_gets_the_schema_too() {
    let declared = [
        response("404", "Problem"),
        r#""429": {"description": "d"}"#.to_owned(),
    ];
    assert_eq!(
        names_after(&declared),
        pairs(&[("404", "Problem"), ("429", "Problem")])
    );
}

#[test]
fn an_error_keeps_its_description() {
    let declared = [
        response("404", "Problem"),
        r#""429": {"description": "Too many."}"#.to_owned(),
    ];
    let openapi = apply(document(&declared.join(","), "")).expect("the rule takes it");
    let responses = operation(&openapi).responses.responses.values();
    let descriptions: Vec<&str> = responses
        .filter_map(|response| Some(response.as_item()?.description.as_str()))
        .collect();
    assert_eq!(descriptions, ["d", "Too many."]);
}

#[test]
fn default_becomes_the_two_classes_of_errors() {
    let declared = [
        response("404", "Problem"),
        response("default", "FieldProblem"),
    ];
    let expected = [
        ("404", "FieldProblem"),
        ("4XX", "FieldProblem"),
        ("5XX", "FieldProblem"),
    ];
    assert_eq!(names_after(&declared), pairs(&expected));
}

#[test]
fn errors_that_do_not_include_each_other_get_a_schema_with_the_members_of_all() {
    for (taken, expected) in [("Other", "MakeErrors"), ("make_errors", "MakeErrorsBody")] {
        let schemas = format!(
            r#", "A": {{"type": "object", "properties": {{"title": {{"type": "string"}}, "a": {{"type": "string", "description": "one"}}}}}},
            "B": {{"type": "object", "properties": {{"b": {{"type": "integer"}}, "a": {{"type": "string", "description": "other"}}}}}},
            "{taken}": {{"type": "object"}}"#
        );
        let declared = [response("400", "A"), response("404", "B")].join(",");
        let openapi = apply(document(&declared, &schemas)).expect("the rule takes it");
        for response in operation(&openapi).responses.responses.values() {
            assert_eq!(schema_name(&openapi, response), Ok(Some(expected)));
        }
        let whole = component(&openapi, expected)["properties"].clone();
        let kinds = ["a", "b", "title"].map(|name| whole[name]["type"].clone());
        assert_eq!(kinds, ["string", "integer", "string"]);
        assert_eq!(whole.as_object().map(serde_json::Map::len), Some(3));
    }
}

#[test]
fn schemas_that_contradict_each_other_are_refused_by_operation() {
    let other = r#", "Other": {"type": "object", "properties": {"title": {"type": "integer"}}}"#;
    let declared = [response("400", "Problem"), response("404", "Other")].join(",");
    let refusals = apply(document(&declared, other)).expect_err("titles of two types");
    assert_eq!(refusals.len(), 1);
    assert!(
        refusals[0].message.starts_with("POST /things declares"),
        "{:?}",
        refusals[0]
    );
}
