//! The facts of the vendor's documentation, one by one.
//!
//! Each test asserts one fact, such as a path, a header, a status or a bound, in `openapi/publicsquare.yaml`. So an edit that
//! loses a fact is noticed. The source of each fact is in the description, as `x-source`. Examples are tested in
//! `examples.rs`.

use std::collections::BTreeSet;

use openapi_loader::pointer;
use serde_json::{Value, json};

use super::{document, resolved};

const OPERATION: &str = "/paths/~1api-keys~1{id}~1regenerate/post";

/// The node at a pointer. References on the way are followed.
fn at(document: &Value, pointer: &str) -> Value {
    let mut node = document;
    for step in pointer.split('/').skip(1) {
        let step = pointer::unescape(step);
        node = resolved(document, &node[&*step]);
        assert!(!node.is_null(), "there is no {step} of {pointer}");
    }
    node.clone()
}

fn in_operation(pointer: &str) -> Value {
    at(document().value(), &format!("{OPERATION}{pointer}"))
}

fn schema(name: &str) -> Value {
    at(document().value(), &format!("/components/schemas/{name}"))
}

fn names(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

/// The name of the schema of a status.
fn schema_of(status: &str) -> String {
    let content = in_operation(&format!("/responses/{status}/content"));
    assert_eq!(
        names(&content),
        BTreeSet::from(["application/json"]),
        "{status}"
    );
    let reference = content["application/json"]["schema"]["$ref"]
        .as_str()
        .unwrap();
    reference.rsplit('/').next().unwrap().to_owned()
}

/// A parameter of the operation with its schema in place.
fn parameter(name: &str) -> Value {
    let document = document();
    let parameters = at(document.value(), &format!("{OPERATION}/parameters"));
    let found = parameters.as_array().unwrap().iter();
    let mut found: Vec<Value> = found
        .map(|parameter| resolved(document.value(), parameter).clone())
        .filter(|parameter| parameter["name"] == name)
        .collect();
    assert_eq!(found.len(), 1, "{name}");
    let mut parameter = found.remove(0);
    parameter["schema"] = resolved(document.value(), &parameter["schema"]).clone();
    parameter
}

#[test]
fn the_operation_is_a_post_without_a_body_to_the_one_server() {
    let document = document();
    let servers = document.value()["servers"].as_array().unwrap();
    let urls: Vec<&Value> = servers.iter().map(|server| &server["url"]).collect();
    assert_eq!(urls, ["https://api.publicsquare.com"]);
    let operation = in_operation("");
    assert_eq!(operation["operationId"], "regenerateApiKey");
    assert_eq!(operation.get("requestBody"), None);
    assert_eq!(operation.get("servers"), None);
}

#[test]
fn the_id_is_a_required_string_in_the_path() {
    let id = parameter("id");
    assert_eq!(id["in"], "path");
    assert_eq!(id["required"], true);
    assert_eq!(id["schema"]["type"], "string");
    assert_eq!(id["schema"]["maxLength"], 50);
    assert_eq!(
        id["schema"]["pattern"],
        "^[a-zA-Z]{2,6}_[1-9A-HJ-NP-Za-km-z]+$"
    );
    assert_eq!(id["schema"].get("nullable"), None);
}

#[test]
fn the_request_may_have_two_headers_and_nothing_else() {
    for name in ["IDEMPOTENCY-KEY", "X-CORRELATION-ID"] {
        let header = parameter(name);
        assert_eq!(header["in"], "header");
        assert_eq!(header["required"], false);
        assert_eq!(header["schema"]["type"], "string");
    }
    assert_eq!(in_operation("/parameters").as_array().unwrap().len(), 3);
}

#[test]
fn the_key_is_sent_in_a_header_and_needs_a_scope() {
    assert_eq!(
        in_operation("/security"),
        json!([{"ApiKey": ["api-key:write"]}])
    );
    let document = document();
    let scheme = at(document.value(), "/components/securitySchemes/ApiKey");
    assert_eq!(scheme["type"], "apiKey");
    assert_eq!(scheme["in"], "header");
    assert_eq!(scheme["name"], "X-API-KEY");
}

#[test]
fn both_documented_permissions_are_described() {
    assert_eq!(
        in_operation("/x-documented-permissions"),
        json!({
            "security-scope": ["api-key:write"],
            "permissions-heading": ["payment-method:write"],
        })
    );
}

#[test]
fn every_documented_status_is_described() {
    let responses = in_operation("/responses");
    let expected = [
        "200", "400", "401", "403", "404", "409", "422", "429", "500",
    ];
    assert_eq!(names(&responses), BTreeSet::from(expected));
}

#[test]
fn every_status_has_its_own_schema() {
    assert_eq!(schema_of("200"), "ApiKey");
    assert_eq!(schema_of("400"), "ValidationProblemDetails");
    for status in ["401", "403", "404", "409", "422", "429", "500"] {
        assert_eq!(schema_of(status), "ProblemDetails", "{status}");
    }
}

#[test]
fn an_api_key_has_these_members() {
    let schema = schema("ApiKey");
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["required"], json!(["name", "permissions"]));
    // The vendor's page of the operation does not close the object.
    assert_eq!(schema.get("additionalProperties"), None);

    let properties = &schema["properties"];
    let optional = [
        "id",
        "account_id",
        "environment",
        "key",
        "type",
        "created_at",
        "modified_at",
    ];
    let expected: BTreeSet<&str> = optional
        .into_iter()
        .chain(["name", "permissions"])
        .collect();
    assert_eq!(names(properties), expected);
    for name in optional {
        assert_eq!(properties[name]["type"], "string", "{name}");
        assert_eq!(properties[name]["nullable"], true, "{name}");
        assert_eq!(properties[name].get("enum"), None, "{name}");
    }
    for name in ["created_at", "modified_at"] {
        assert_eq!(properties[name]["format"], "date-time", "{name}");
    }
    assert_eq!(properties["key"]["format"], "password");
}

#[test]
fn a_name_and_the_permissions_are_bounded_and_never_null() {
    let schema = schema("ApiKey");
    let name = &schema["properties"]["name"];
    assert_eq!(name["type"], "string");
    assert_eq!(
        (&name["minLength"], &name["maxLength"]),
        (&json!(1), &json!(100))
    );
    assert_eq!(name.get("nullable"), None);

    let permissions = &schema["properties"]["permissions"];
    assert_eq!(permissions["type"], "array");
    assert_eq!(permissions["items"], json!({"type": "string"}));
    assert_eq!(permissions["minItems"], 1);
    assert_eq!(permissions.get("nullable"), None);
}

#[test]
fn problems_are_open_and_every_member_is_nullable() {
    for name in ["ProblemDetails", "ValidationProblemDetails"] {
        let schema = schema(name);
        assert_eq!(schema["type"], "object", "{name}");
        assert_eq!(schema["additionalProperties"], json!({}), "{name}");
        assert_eq!(schema.get("required"), None, "{name}");
        for member in ["type", "title", "detail", "instance"] {
            assert_eq!(
                schema["properties"][member]["type"], "string",
                "{name} {member}"
            );
            assert_eq!(
                schema["properties"][member]["nullable"], true,
                "{name} {member}"
            );
        }
        let status = &schema["properties"]["status"];
        assert_eq!(status["type"], "integer", "{name}");
        assert_eq!(status["format"], "int32", "{name}");
        assert_eq!(status["nullable"], true, "{name}");
    }
}

#[test]
fn only_a_validation_problem_has_errors() {
    let common = ["type", "title", "status", "detail", "instance"];
    let plain = schema("ProblemDetails");
    assert_eq!(names(&plain["properties"]), BTreeSet::from(common));

    let validation = schema("ValidationProblemDetails");
    let expected: BTreeSet<&str> = common.into_iter().chain(["errors"]).collect();
    assert_eq!(names(&validation["properties"]), expected);
    let errors = &validation["properties"]["errors"];
    assert_eq!(errors["type"], "object");
    assert_eq!(errors["nullable"], true);
    let texts = json!({"type": "array", "items": {"type": "string"}});
    assert_eq!(errors["additionalProperties"], texts);
}

#[test]
fn the_documented_example_is_the_one_of_the_operation() {
    assert_eq!(
        in_operation("/responses/200/content/application~1json/example"),
        json!({
            "id": "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ",
            "account_id": "acc_B518niGwGYKzig6vtrRVZGGGV",
            "environment": "production",
            "key": "pk_prod_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "type": "publishable",
            "created_at": "2024-06-30T01:02:29.212Z",
            "modified_at": "2024-06-30T01:02:29.212Z",
            "name": "Test Application",
            "permissions": ["api-key:write", "business:read", "business:writer"],
        })
    );
}
