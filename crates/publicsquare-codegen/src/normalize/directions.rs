//! The rule `directions`: removes members that only the other direction has.
//!
//! In comes a document in which requests and responses have separate schemas (`split.rs`). Out comes one whose requests have
//! no `readOnly` members and whose responses have no `writeOnly` members.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use super::schemas::{Side, components, resolved, rewrite, walk};
use crate::refusal::Refusal;

/// Removes `readOnly` members from requests, which must not send them, and `writeOnly` members from responses, which
/// never contain them.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let components = components(&openapi);
    rewrite(&mut openapi, |root, schema| {
        let keyword = match root.side {
            Side::Request => "readOnly",
            Side::Response => "writeOnly",
            Side::Both => return,
        };
        walk(schema, &root.pointer, &mut |members, _| {
            withhold(&components, members, keyword);
        });
    });
    Ok(openapi)
}

fn withhold(components: &BTreeMap<String, Value>, members: &mut Map<String, Value>, keyword: &str) {
    let Some(Value::Object(properties)) = members.get_mut("properties") else {
        return;
    };
    let before: Vec<String> = properties.keys().cloned().collect();
    properties.retain(|_, property| !is_marked(components, property, keyword));
    let kept: Vec<String> = properties.keys().cloned().collect();
    if let Some(Value::Array(required)) = members.get_mut("required") {
        required.retain(|name| {
            let is_one = |names: &[String]| names.iter().any(|known| name == known.as_str());
            is_one(&kept) || !is_one(&before)
        });
        if required.is_empty() {
            members.remove("required");
        }
    }
}

/// Whether a property, or the schema that it refers to, has the keyword.
pub(super) fn is_marked(
    components: &BTreeMap<String, Value>,
    property: &Value,
    keyword: &str,
) -> bool {
    let has = |schema: &Value| schema.get(keyword) == Some(&Value::Bool(true));
    has(property) || has(resolved(components, property))
}
