//! The rule `alternatives`: turns a choice in a response into one object or into any JSON value.
//!
//! In comes a document whose responses may use `oneOf` or `anyOf`. Out comes one without such choices in responses. A client
//! that chooses would have to insist on the members that distinguish the alternatives, and could lose a response. Choices
//! in requests stay, and become enumerations. `allOf` is handled in `all_of.rs`.

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
    let mut is_open = false;
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
            if part.get("type").is_none_or(|kind| kind != "object")
                && !part.contains_key("properties")
            {
                return None;
            }
            is_open |= !matches!(
                part.get("additionalProperties"),
                None | Some(Value::Bool(false))
            );
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
    for keyword in ["discriminator", "required", "additionalProperties"] {
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

    #[test]
    fn a_secret_never_becomes_an_ordinary_value() {
        let key = json!({"type": "object", "properties": {"kind": {"type": "string", "format": "password"}}});
        assert_eq!(
            one(json!({"anyOf": [{"$ref": "#/components/schemas/Cat"}, key]})),
            None
        );
    }
}
