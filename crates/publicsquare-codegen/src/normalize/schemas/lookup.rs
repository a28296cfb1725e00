//! Follows the references of a schema.
//!
//! In come a schema and the component schemas of its document, as JSON. Out comes the target of a reference, the names of
//! all components to which the schema refers, or whether a secret is in it. The walk through all schemas of a document is
//! in `schemas.rs`.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::Value;

use super::{COMPONENTS, parts, walk};

/// The names of the components to which a schema refers.
pub(in crate::normalize) fn references(schema: &Value) -> Vec<String> {
    let mut schema = schema.clone();
    let mut names = Vec::new();
    each_reference(&mut schema, &mut |reference| {
        names.extend(reference.strip_prefix(COMPONENTS).map(str::to_owned));
    });
    names
}

/// Visits every `$ref` in a schema.
pub(in crate::normalize) fn each_reference(schema: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    let Value::Object(members) = schema else {
        return;
    };
    if let Some(Value::String(reference)) = members.get_mut("$ref") {
        visit(reference);
        return;
    }
    for (_, part) in parts(members) {
        each_reference(part, visit);
    }
}

/// The component schemas as JSON, by name.
pub(in crate::normalize) fn components(openapi: &OpenAPI) -> BTreeMap<String, Value> {
    openapi
        .components
        .iter()
        .flat_map(|components| &components.schemas)
        .filter_map(|(name, schema)| Some((name.clone(), serde_json::to_value(schema).ok()?)))
        .collect()
}

/// Returns the schema, or the target of its reference.
pub(in crate::normalize) fn resolved<'a>(
    components: &'a BTreeMap<String, Value>,
    schema: &'a Value,
) -> &'a Value {
    let mut found = schema;
    // A reference may lead to another reference. The loader has refused circles.
    for _ in 0..components.len() {
        let Some(name) = reference(found) else { break };
        match components.get(name) {
            Some(next) => found = next,
            None => break,
        }
    }
    found
}

/// The name of the component, if the schema is a reference.
pub(in crate::normalize) fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(COMPONENTS)
}

/// Whether there is a secret in the schema or in a schema that it uses.
pub(in crate::normalize) fn holds_a_secret(
    components: &BTreeMap<String, Value>,
    schema: &Value,
) -> bool {
    let mut open = vec![schema.clone()];
    let mut seen = BTreeSet::new();
    while let Some(mut next) = open.pop() {
        let mut found = false;
        walk(&mut next, "", &mut |members, _| {
            found |= members
                .get("format")
                .is_some_and(|format| format == "password");
        });
        if found {
            return true;
        }
        for name in references(&next) {
            if let Some(component) = components.get(&name).filter(|_| seen.insert(name.clone())) {
                open.push(component.clone());
            }
        }
    }
    false
}
