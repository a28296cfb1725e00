//! What a schema refers to.
//!
//! In come a schema and the components of its document, out comes what its references lead to.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::Value;

use super::{COMPONENTS, parts, walk};

/// The names of the components that a schema refers to.
pub(in crate::normalize) fn references(schema: &Value) -> Vec<String> {
    let mut schema = schema.clone();
    let mut names = Vec::new();
    each_reference(&mut schema, &mut |reference| {
        names.extend(reference.strip_prefix(COMPONENTS).map(str::to_owned));
    });
    names
}

/// Shows every `$ref` in a schema.
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

/// A schema, or what its reference leads to.
pub(in crate::normalize) fn resolved<'a>(
    components: &'a BTreeMap<String, Value>,
    schema: &'a Value,
) -> &'a Value {
    let mut found = schema;
    // A reference can lead to another one. The loader lets no circle pass.
    for _ in 0..components.len() {
        let Some(name) = reference(found) else { break };
        match components.get(name) {
            Some(next) => found = next,
            None => break,
        }
    }
    found
}

/// The name of the component that a schema is a reference to.
pub(in crate::normalize) fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(COMPONENTS)
}

/// Whether a secret is in the schema or in one that it leads to.
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
