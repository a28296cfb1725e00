//! The rule `alternatives`: turns a choice in a response into one object or into any JSON value.
//!
//! In comes a document that may use `oneOf` or `anyOf`. Out comes one without such choices in responses. A client that
//! chooses would have to insist on the members that distinguish the alternatives, and could lose a response. Choices in
//! requests stay, and become enumerations. For this, an `anyOf` in a request becomes a `oneOf` unless its alternatives are
//! objects. `allOf` is handled in `all_of.rs`.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use super::all_of::{is_wrapped_reference, meaning};
use super::schemas::{Side, components, holds_a_secret, reference, resolved, rewrite, walk};
use crate::refusal::Refusal;

/// Turns `oneOf` and `anyOf` of a response into the object that has the members of all alternatives. If the alternatives
/// are not objects, the result is any JSON value.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let components = components(&openapi);
    let mut refusals = Vec::new();
    rewrite(&mut openapi, |root, schema| {
        if root.side != Side::Response {
            walk(schema, &root.pointer, &mut |members, pointer| {
                if members.contains_key("oneOf") && members.contains_key("anyOf") {
                    refusals.push(Refusal::new(
                        pointer,
                        format!("a schema in {} has both `oneOf` and `anyOf`", root.owner),
                        "describe the combinations that the service accepts by one `oneOf`",
                    ));
                } else {
                    choose_one(&components, members);
                }
            });
            return;
        }
        walk(schema, &root.pointer, &mut |members, pointer| {
            let is_composed = ["oneOf", "anyOf", "allOf"]
                .iter()
                .any(|keyword| members.contains_key(*keyword));
            if !is_composed || is_wrapped_reference(members) {
                return;
            }
            if let Some(object) = union(&components, members, &mut BTreeSet::new()) {
                *members = object;
            } else if holds_a_secret(&components, &Value::Object(members.clone())) {
                refusals.push(Refusal::new(
                    pointer,
                    format!(
                        "{} is one of several schemas that have no common form, and a secret is in one of them",
                        root.owner
                    ),
                    "write it as one object in which the secret is a member of `format: password`",
                ));
            } else {
                members.retain(|keyword, _| ["title", "description"].contains(&keyword.as_str()));
            }
        });
    });
    if refusals.is_empty() {
        Ok(openapi)
    } else {
        Err(refusals)
    }
}

/// Turns an `anyOf` into a `oneOf` unless every alternative is an object.
///
/// progenitor writes the alternatives of an `anyOf` as members of one struct, each flattened into it. Only objects can be
/// flattened. Of other values the client sends one, and one is enough for `anyOf`.
fn choose_one(components: &BTreeMap<String, Value>, members: &mut Map<String, Value>) {
    let is_flat = |parts: &[Value]| parts.iter().all(|part| is_object(components, part, DEPTH));
    if matches!(members.get("anyOf"), Some(Value::Array(parts)) if is_flat(parts)) {
        return;
    }
    if let Some(parts) = members.remove("anyOf") {
        members.insert("oneOf".to_owned(), parts);
    }
}

/// How deep choices may be nested. This bounds the work for a schema that refers to itself.
const DEPTH: usize = 32;

/// Whether each value of the schema is an object.
fn is_object(components: &BTreeMap<String, Value>, schema: &Value, depth: usize) -> bool {
    let (Some(depth), Some(members)) = (
        depth.checked_sub(1),
        resolved(components, schema).as_object(),
    ) else {
        return false;
    };
    let parts = |keyword: &str| members.get(keyword).and_then(Value::as_array);
    let all = |keyword: &str| {
        parts(keyword).is_some_and(|parts| {
            let mut parts = parts.iter();
            parts.len() > 0 && parts.all(|part| is_object(components, part, depth))
        })
    };
    match members.get("type").and_then(Value::as_str) {
        Some(kind) => kind == "object",
        None if members.contains_key("properties") => true,
        None => {
            let of_all = parts("allOf").into_iter().flatten();
            all("oneOf")
                || all("anyOf")
                || of_all
                    .into_iter()
                    .any(|part| is_object(components, part, depth))
        }
    }
}

/// The object with the members of all alternatives. `None` if one of them is not an object, or if two contradict each
/// other.
fn union(
    components: &BTreeMap<String, Value>,
    schema: &Map<String, Value>,
    seen: &mut BTreeSet<String>,
) -> Option<Map<String, Value>> {
    let mut whole = schema.clone();
    let mut properties = match whole.remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    let further = whole.remove("additionalProperties").unwrap_or(false.into());
    let mut is_open = further != Value::Bool(false);
    if holds_a_secret(components, &further) {
        return None;
    }
    for keyword in ["oneOf", "anyOf", "allOf"] {
        let Some(Value::Array(parts)) = whole.remove(keyword) else {
            continue;
        };
        for part in &parts {
            if let Some(name) = reference(part)
                && !seen.insert(name.to_owned())
            {
                continue;
            }
            let part = union(components, resolved(components, part).as_object()?, seen)?;
            is_open |= part.contains_key("additionalProperties");
            // Without members it is no object, or one of which nothing is known.
            for (name, property) in part.get("properties")?.as_object()? {
                match properties.get(name) {
                    Some(known) if meaning(known) != meaning(property) => {
                        let loose = loosened(components, known, property)?;
                        properties.insert(name.clone(), loose);
                    }
                    Some(_) => {}
                    None => drop(properties.insert(name.clone(), property.clone())),
                }
            }
        }
    }
    for keyword in ["discriminator", "required"] {
        whole.remove(keyword);
    }
    if !properties.is_empty() {
        whole.insert("type".to_owned(), "object".into());
        whole.insert("properties".to_owned(), Value::Object(properties));
    }
    if is_open {
        whole.insert("additionalProperties".to_owned(), Value::Object(Map::new()));
    }
    Some(whole)
}

/// Joins two different descriptions of a member. Two texts become any text, everything else becomes any value.
fn loosened(components: &BTreeMap<String, Value>, one: &Value, other: &Value) -> Option<Value> {
    if holds_a_secret(components, one) || holds_a_secret(components, other) {
        return None;
    }
    let kind = |schema: &Value| resolved(components, schema).get("type").cloned();
    let same = kind(one).filter(|kind| {
        ["string", "integer", "number", "boolean"]
            .iter()
            .any(|known| kind == known)
    });
    Some(
        match same.filter(|found| kind(other).as_ref() == Some(found)) {
            Some(kind) => Value::Object(Map::from_iter([("type".to_owned(), kind)])),
            None => Value::Object(Map::new()),
        },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn one(schema: Value) -> Option<Value> {
        let components = BTreeMap::from([
            (
                "Cat".to_owned(),
                json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["cat"]}, "lives": {"type": "integer"}}}),
            ),
            (
                "Dog".to_owned(),
                json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": ["dog"]}, "tricks": {"type": "array", "items": {}}}}),
            ),
        ]);
        let members = schema.as_object().expect("an object");
        union(&components, members, &mut BTreeSet::new()).map(Value::Object)
    }

    #[test]
    fn alternatives_become_one_object_with_the_members_of_all() {
        let pets = json!({
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": "kind"}
        });
        let expected = json!({"type": "object", "properties": {
            "kind": {"type": "string"}, "lives": {"type": "integer"}, "tricks": {"type": "array", "items": {}}
        }});
        assert_eq!(one(pets), Some(expected));
    }

    #[test]
    fn alternatives_that_are_not_objects_have_no_common_form() {
        assert_eq!(
            one(json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"type": "string"}]})),
            None
        );
    }

    fn chosen(mut schema: Value) -> Value {
        let components = BTreeMap::from([
            ("Tone".to_owned(), json!({"type": "string"})),
            (
                "Cat".to_owned(),
                json!({"allOf": [{"type": "object"}, {"required": ["a"]}]}),
            ),
            (
                "Loop".to_owned(),
                json!({"anyOf": [{"$ref": "#/components/schemas/Loop"}]}),
            ),
        ]);
        choose_one(&components, schema.as_object_mut().expect("an object"));
        schema
    }

    #[test]
    fn a_request_sends_one_of_any_values_unless_all_are_objects() {
        let cat = json!({"$ref": "#/components/schemas/Cat"});
        let tone = json!({"$ref": "#/components/schemas/Tone"});
        let choice = json!({"oneOf": [cat, {"anyOf": [cat, {"properties": {}}]}]});
        for (parts, is_kept) in [
            (json!([cat, {"type": "object"}]), true),
            (json!([cat, choice]), true),
            (json!([cat, tone]), false),
            (json!([{"type": "integer"}, {"type": "number"}]), false),
            (json!([cat, {"oneOf": [cat, tone]}]), false),
            (json!([cat, {"oneOf": []}]), false),
            (json!([{"$ref": "#/components/schemas/Loop"}, cat]), false),
            (json!([{}]), false),
        ] {
            let keyword = if is_kept { "anyOf" } else { "oneOf" };
            assert_eq!(chosen(json!({"anyOf": &parts})), json!({keyword: parts}));
        }
    }

    #[test]
    fn an_object_of_which_nothing_is_known_has_no_common_form_with_others() {
        for part in [json!({"type": "object"}), json!({})] {
            let schema = json!({"anyOf": [{"$ref": "#/components/schemas/Cat"}, part]});
            assert_eq!(one(schema), None, "{part}");
        }
        let untyped = json!({"oneOf": [{"properties": {"a": {"type": "string"}}}]});
        let expected = json!({"type": "object", "properties": {"a": {"type": "string"}}});
        assert_eq!(one(untyped), Some(expected));
    }

    #[test]
    fn the_object_is_open_if_an_alternative_is() {
        let part = |further: Value| json!({"type": "object", "properties": {"a": {}}, "additionalProperties": further});
        for (first, second, is_open) in [
            (json!(false), json!(false), false),
            (json!(true), json!(false), true),
            (json!(false), json!({"type": "string"}), true),
        ] {
            let found = one(json!({"oneOf": [part(first), part(second)]})).unwrap_or_default();
            let expected = is_open.then(|| json!({}));
            assert_eq!(found.get("additionalProperties").cloned(), expected);
        }
        let secret = part(json!({"type": "string", "format": "password"}));
        assert_eq!(one(json!({"oneOf": [secret]})), None);
    }

    #[test]
    fn a_member_that_all_describe_in_one_way_stays_as_it_is() {
        let secret = json!({"type": "string", "format": "password"});
        let part = |schema: &Value| json!({"type": "object", "properties": {"a": schema}});
        let mut described = secret.clone();
        described["description"] = json!("d");
        let found = one(json!({"oneOf": [part(&secret), part(&described)]}));
        assert_eq!(found, Some(part(&secret)));
    }

    #[test]
    fn a_member_that_is_described_in_two_ways_is_read_as_what_both_are() {
        let part = |schema: &Value| json!({"type": "object", "properties": {"a": schema}});
        for (first, second, both) in [
            (
                json!({"type": "integer", "minimum": 1}),
                json!({"type": "integer"}),
                json!({"type": "integer"}),
            ),
            (
                json!({"type": "string"}),
                json!({"type": "integer"}),
                json!({}),
            ),
            (
                json!({"type": "array", "items": {"type": "string"}}),
                json!({"type": "array", "items": {"type": "integer"}}),
                json!({}),
            ),
            (
                json!({"type": "object", "properties": {"b": {}}}),
                json!({"type": "object", "properties": {"c": {}}}),
                json!({}),
            ),
        ] {
            let found = one(json!({"oneOf": [part(&first), part(&second)]}));
            assert_eq!(found, Some(part(&both)), "{first}");
        }
    }

    #[test]
    fn a_secret_never_becomes_an_ordinary_value() {
        let key = json!({"type": "object", "properties": {"kind": {"type": "string", "format": "password"}}});
        assert_eq!(
            one(json!({"anyOf": [{"$ref": "#/components/schemas/Cat"}, key]})),
            None
        );
    }
}
