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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::fixture::{after, component, exchange};
    use super::*;

    const THING: &str = "{type: object, required: [id, key, name, made, further], properties: {
        id: {type: string, readOnly: true}, key: {type: string, writeOnly: true}, name: {type: string, readOnly: false},
        made: {$ref: '#/components/schemas/Time'}, pin: {$ref: '#/components/schemas/Pin'},
        part: {type: object, required: [id], properties: {id: {type: string, readOnly: true}}}}}";

    /// The members and the required members of the schema that is sent, and of the schema that is read.
    fn sent_and_read() -> [(Vec<String>, Value); 2] {
        let schemas = format!(
            "    Sent: {THING}\n    Read: {THING}\n    Time: {{type: string, readOnly: true}}\n    Pin: {{type: string, writeOnly: true}}"
        );
        let [sent, read] =
            ["Sent", "Read"].map(|name| format!("{{$ref: '#/components/schemas/{name}'}}"));
        let openapi = after(apply, exchange(&sent, &read, &schemas));
        ["Sent", "Read"].map(|name| {
            let schema = component(&openapi, name);
            let members = schema["properties"].as_object().expect("members").keys();
            (members.cloned().collect(), schema["required"].clone())
        })
    }

    #[test]
    fn a_request_has_no_members_that_only_responses_have() {
        let [(sent, required), _] = sent_and_read();
        assert_eq!(sent, ["key", "name", "part", "pin"]);
        // A member that is required without a description stays required.
        assert_eq!(required, json!(["key", "name", "further"]));
    }

    #[test]
    fn a_response_has_no_members_that_only_requests_have() {
        let [_, (read, required)] = sent_and_read();
        assert_eq!(read, ["id", "made", "name", "part"]);
        assert_eq!(required, json!(["id", "name", "made", "further"]));
    }

    #[test]
    fn an_object_whose_required_members_are_all_withheld_requires_nothing() {
        let mut schema =
            json!({"required": ["id"], "properties": {"id": {"readOnly": true}, "name": {}}});
        let members = schema.as_object_mut().expect("an object");
        withhold(&BTreeMap::new(), members, "readOnly");
        assert_eq!(schema, json!({"properties": {"name": {}}}));
    }
}
