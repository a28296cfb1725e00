//! Refuses two properties of one object that would become the same Rust field.
//!
//! In comes a document. Out comes a refusal for each such pair, at the place of the second property. progenitor would write
//! both fields, and rustc would report the error at a line of generated code that nobody wrote. Names of types, operations
//! and parameters are checked in `names.rs`.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use openapi_loader::pointer::escape;
use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use crate::normalize::each_schema_object;
use crate::refusal::Refusal;

/// The field of progenitor for the members that are not described one by one.
const EXTRA: &str = "extra";

pub(crate) fn check(openapi: &OpenAPI) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    each_schema_object(openapi, |pointer, owner, members| {
        refusals.extend(of_object(pointer, owner, members));
    });
    refusals
}

fn of_object(pointer: &str, owner: &str, members: &Map<String, Value>) -> Vec<Refusal> {
    let Some(Value::Object(properties)) = members.get("properties") else {
        return Vec::new();
    };
    let mut refusals = Vec::new();
    let has_more = matches!(
        members.get("additionalProperties"),
        Some(Value::Bool(true) | Value::Object(_))
    );
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for name in properties.keys() {
        let field = field(name);
        if has_more && field == EXTRA {
            refusals.push(Refusal::new(
                format!("{pointer}/properties/{}", escape(name)),
                format!(
                    "the member `{name}` of {owner} would have the Rust name that stands for all members that are not described"
                ),
                "rename it, or leave out `additionalProperties`",
            ));
        }
        if let Some(first) = known.insert(field, name) {
            refusals.push(Refusal::new(
                format!("{pointer}/properties/{}", escape(name)),
                format!(
                    "the members `{first}` and `{name}` of {owner} would have the same name in Rust"
                ),
                "rename one of the two, or leave it out",
            ));
        }
    }
    refusals
}

/// The name that progenitor gives the field.
fn field(name: &str) -> String {
    match name {
        "+1" => return "plus1".to_owned(),
        "-1" => return "minus1".to_owned(),
        _ => {}
    }
    let words: String = name
        .replace('\'', "")
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let field = words.to_snake_case();
    if field.starts_with(char::is_alphabetic) {
        field
    } else {
        format!("x{field}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(schema: Value) -> Vec<String> {
        let members = schema.as_object().expect("an object");
        let refusals = of_object("/s", "the schema `S`", members);
        refusals
            .into_iter()
            .map(|refusal| format!("{}: {}", refusal.pointer, refusal.message))
            .collect()
    }

    #[test]
    fn two_members_with_one_rust_name_are_refused_at_their_place() {
        assert_eq!(
            said(json!({"properties": {"a-b": {}, "aB": {}, "c": {}}})),
            [
                "/s/properties/aB: the members `a-b` and `aB` of the schema `S` would have the same name in Rust"
            ]
        );
        assert_eq!(said(json!({"properties": {"😀": {}, "🎉": {}}})).len(), 1);
        assert_eq!(
            said(json!({"properties": {"+1": {}, "-1": {}, "1": {}}})).len(),
            0
        );
    }

    #[test]
    fn a_member_with_the_name_for_all_others_is_refused() {
        let closed = json!({"properties": {"extra": {}}, "additionalProperties": false});
        assert_eq!(said(closed).len(), 0);
        let open = json!({"properties": {"extra": {}}, "additionalProperties": {"type": "string"}});
        assert_eq!(said(open).len(), 1);
    }
}
