//! The rule `all-of`: joins the parts of an `allOf` into one object.
//!
//! In comes a document whose schemas may be composed by `allOf`. Out comes one in which such a schema is a single object,
//! so that later rules see its members. Parts that contradict each other are refused. What both of two bounds or lists allow
//! is found in `all_of/intersection.rs`. Choices (`oneOf`, `anyOf`) are handled in `alternatives.rs`.

mod intersection;

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::schemas::{components, parts, resolved, rewrite, walk};
use crate::refusal::Refusal;

/// Keywords that describe a schema and do not restrict it.
const PROSE: &[&str] = &[
    "title",
    "description",
    "example",
    "externalDocs",
    "deprecated",
    "xml",
    "discriminator",
];

/// How deep `allOf` may be nested. The loader has refused circles; this bounds the work.
const DEPTH: usize = 32;

/// Joins the parts of each `allOf`.
///
/// An `allOf` with a single reference stays: this is how a description makes a reference nullable. Parts that cannot be
/// joined stay as well. progenitor handles them in requests, and a later rule refuses them in responses.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let components = components(&openapi);
    let mut refusals = Vec::new();
    rewrite(&mut openapi, |root, schema| {
        let is_component = root.pointer.starts_with("/components/schemas/");
        if is_component
            && let Value::Object(members) = schema
            && is_choice(members)
        {
            members.remove("nullable");
        }
        say_null_at_references(&components, schema);
        walk(schema, &root.pointer, &mut |members, pointer| {
            if !members.contains_key("allOf") || is_wrapped_reference(members) {
                return;
            }
            match united(&components, members, DEPTH) {
                Ok(Some(united)) => *members = united,
                Ok(None) => {}
                Err(what) => refusals.push(Refusal::new(
                    pointer,
                    format!(
                        "the parts of an `allOf` in {} contradict each other: {what}",
                        root.owner
                    ),
                    "describe the member in the same way in each part, or in only one of them",
                )),
            }
        });
    });
    if refusals.is_empty() {
        Ok(openapi)
    } else {
        Err(refusals)
    }
}

fn is_choice(members: &Map<String, Value>) -> bool {
    members.contains_key("oneOf") || members.contains_key("anyOf")
}

/// Marks each reference to a nullable choice as nullable, and removes the mark from the choice itself. Otherwise
/// progenitor would give the same name to the choice and to its nullable form.
fn say_null_at_references(components: &BTreeMap<String, Value>, schema: &mut Value) {
    walk(schema, "", &mut |members, _| {
        for (step, part) in parts(members) {
            // A nullable alternative is a choice within a choice.
            let is_alternative = ["oneOf", "anyOf", "allOf"]
                .iter()
                .any(|keyword| step.starts_with(keyword));
            let is_nullable_choice = resolved(components, part).as_object().is_some_and(|found| {
                is_choice(found) && found.get("nullable") == Some(&Value::Bool(true))
            });
            if part.get("$ref").is_some() && !is_alternative && is_nullable_choice {
                *part = json!({"allOf": [part.take()], "nullable": true});
            }
        }
    });
}

/// Whether a schema is a single reference, perhaps with a description or `nullable`.
pub(super) fn is_wrapped_reference(members: &Map<String, Value>) -> bool {
    let is_single = matches!(members.get("allOf"), Some(Value::Array(parts))
        if matches!(&parts[..], [part] if part.get("$ref").is_some()));
    is_single
        && members.keys().all(|keyword| {
            ["allOf", "nullable", "readOnly", "writeOnly", "default"].contains(&keyword.as_str())
                || PROSE.contains(&keyword.as_str())
                || keyword.starts_with("x-")
        })
}

/// Joins the parts and the keywords beside `allOf`. `None` if they contain more than members of an object.
fn united(
    components: &BTreeMap<String, Value>,
    members: &Map<String, Value>,
    depth: usize,
) -> Result<Option<Map<String, Value>>, String> {
    let Some(depth) = depth.checked_sub(1) else {
        return Ok(None);
    };
    let mut beside = members.clone();
    let Some(Value::Array(parts)) = beside.remove("allOf") else {
        return Ok(Some(beside));
    };
    let mut whole = Map::new();
    for part in &parts {
        let Value::Object(part) = resolved(components, part) else {
            return Ok(None);
        };
        let Some(mut part) = united(components, part, depth)? else {
            return Ok(None);
        };
        // The title and the description of a part do not describe the whole.
        part.retain(|keyword, _| !PROSE.contains(&keyword.as_str()) && !keyword.starts_with("x-"));
        // The whole is nullable only if it says so itself.
        part.remove("nullable");
        if !unite(&mut whole, part)? {
            return Ok(None);
        }
    }
    let is_whole = unite(&mut whole, beside)?;
    Ok(is_whole.then_some(whole))
}

/// Adds a part to the whole, and reports whether that was possible.
fn unite(whole: &mut Map<String, Value>, mut part: Map<String, Value>) -> Result<bool, String> {
    intersection::of_ranges(whole, &mut part);
    for (keyword, value) in part {
        match (keyword.as_str(), value) {
            ("oneOf" | "anyOf" | "not" | "allOf", _) => return Ok(false),
            ("properties", Value::Object(properties)) => {
                let known = whole
                    .entry("properties")
                    .or_insert_with(|| Value::Object(Map::new()));
                let Value::Object(known) = known else {
                    return Ok(false);
                };
                for (name, property) in properties {
                    match known.get(&name).map(|other| same(other, &property)) {
                        Some(Some(one)) => drop(known.insert(name, one)),
                        Some(None) => return Err(format!("`{name}` has two different types")),
                        None => drop(known.insert(name, property)),
                    }
                }
            }
            ("required", Value::Array(names)) => {
                let known = whole
                    .entry("required")
                    .or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(known) = known {
                    let new: Vec<Value> = names
                        .into_iter()
                        .filter(|name| !known.contains(name))
                        .collect();
                    known.extend(new);
                }
            }
            // A closed part would forbid the members of all other parts.
            ("additionalProperties", Value::Bool(false)) => {}
            (name, value) => {
                let value = match whole.get(name) {
                    None => value,
                    Some(known) => match intersection::of(name, known, &value) {
                        Some(both) => both,
                        None if name == "type" => {
                            return Err(format!("it is {known} and {value}"));
                        }
                        None => return Err(format!("`{name}` is {known} and {value}")),
                    },
                };
                whole.insert(keyword, value);
            }
        }
    }
    Ok(true)
}

/// Joins two descriptions of a member. `None` if they contradict each other.
fn same(one: &Value, other: &Value) -> Option<Value> {
    let (a, mut b) = (meaning(one), meaning(other));
    let has_reference = |members: &Map<String, Value>| members.contains_key("$ref");
    if a == b || b.is_empty() {
        return Some(one.clone());
    }
    if a.is_empty() {
        return Some(other.clone());
    }
    if has_reference(&a) || has_reference(&b) {
        return None;
    }
    let mut both = one.as_object()?.clone();
    intersection::of_ranges(&mut both, &mut b);
    for (keyword, value) in b {
        let value = match both.get(&keyword) {
            None => value,
            Some(known) => intersection::of(&keyword, known, &value)?,
        };
        both.insert(keyword, value);
    }
    Some(Value::Object(both))
}

/// A schema without title, description and examples.
pub(super) fn meaning(schema: &Value) -> Map<String, Value> {
    schema.as_object().map(meaning_of).unwrap_or_default()
}

/// The keywords of a schema without title, description and examples.
pub(super) fn meaning_of(members: &Map<String, Value>) -> Map<String, Value> {
    let mut members = members.clone();
    members.retain(|keyword, _| !PROSE.contains(&keyword.as_str()) && !keyword.starts_with("x-"));
    members
}

#[cfg(test)]
mod tests;
