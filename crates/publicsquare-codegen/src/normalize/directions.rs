//! Members that travel one way only.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use serde_json::{Map, Value};

use super::schemas::{Side, components, resolved, rewrite, walk};
use crate::refusal::Refusal;

/// Takes `readOnly` members from requests, where they are not to be sent, and `writeOnly` members from responses,
/// where they never come.
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
