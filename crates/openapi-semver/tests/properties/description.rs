//! Random descriptions that the loader accepts, with most of what OpenAPI 3.0 can say.
//!
//! Nothing but random numbers comes in. A [`Description`] comes out, as JSON. `mutation` changes one keyword of it,
//! and `spelling` writes the same description in another way.

use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// The components that a schema can refer to.
const COMPONENTS: [&str; 3] = ["Alpha", "Beta", "Gamma"];

/// Names of properties. Some of them are keywords elsewhere.
const NAMES: [&str; 6] = ["id", "name", "description", "example", "x-trace", "next"];

/// A description. `Debug` shows its JSON.
#[derive(Clone)]
pub(crate) struct Description(pub(crate) Value);

impl std::fmt::Debug for Description {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

pub(crate) fn description() -> impl Strategy<Value = Description> {
    let components = vec(object(schema().boxed()), COMPONENTS.len());
    (components, vec(operation(), 1..4)).prop_map(|(components, operations)| {
        let mut paths = Map::new();
        for (index, mut operation) in operations.into_iter().enumerate() {
            operation["operationId"] = json!(format!("call{index}"));
            let method = ["get", "post", "put"][index % 3];
            let path = format!("/things{}/{{id}}", index / 2);
            let item = paths.entry(path).or_insert_with(|| json!({}));
            item[method] = operation;
        }
        let schemas: Map<String, Value> = COMPONENTS
            .iter()
            .map(|name| (*name).to_owned())
            .zip(components)
            .collect();
        Description(json!({
            "openapi": "3.0.3",
            "info": {"title": "Things", "version": "v1"},
            "servers": [{"url": "https://example.com"}, {"url": "https://example.org"}],
            "tags": [{"name": "one"}, {"name": "two"}],
            "paths": paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {
                    "Key": {"type": "apiKey", "in": "header", "name": "X-API-KEY"},
                    "Basic": {"type": "http", "scheme": "basic"},
                },
            },
        }))
    })
}

fn operation() -> impl Strategy<Value = Value> {
    let body = option::of((schema(), any::<bool>()));
    let security = btree_set(prop_oneof![Just("Key"), Just("Basic")], 0..3);
    (
        option::of(schema()),
        option::of(string()),
        body,
        schema(),
        schema(),
        security,
    )
        .prop_map(|(query, header, body, success, error, security)| {
            let mut parameters = vec![
                json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}),
            ];
            if let Some(schema) = query {
                parameters.push(json!({"name": "query", "in": "query", "schema": schema}));
            }
            if let Some(schema) = header {
                parameters.push(json!({"name": "X-Header", "in": "header", "schema": schema}));
            }
            let security: Vec<Value> = security
                .iter()
                .map(|name| {
                    let mut alternative = Map::new();
                    alternative.insert((*name).to_owned(), json!([]));
                    Value::Object(alternative)
                })
                .collect();
            let mut operation = json!({
                "tags": ["one", "two"],
                "parameters": parameters,
                "security": security,
                "responses": {
                    "200": {"description": "Done.", "content": {"application/json": {"schema": success}}},
                    "404": {"description": "Not there.", "content": {"application/json": {"schema": error}}},
                },
            });
            if let Some((schema, required)) = body {
                operation["requestBody"] =
                    json!({"required": required, "content": {"application/json": {"schema": schema}}});
            }
            operation
        })
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        3 => string(),
        2 => number(),
        1 => Just(json!({"type": "boolean"})),
        3 => reference(),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            4 => object(inner.clone()),
            2 => (inner.clone(), option::of(0_u8..3)).prop_map(|(items, least)| {
                with(json!({"type": "array", "items": items}), "minItems", least.map(|least| json!(least + 1)))
            }),
            1 => vec(inner.clone(), 2..4).prop_map(|members| json!({"oneOf": members})),
            1 => vec(inner, 2..4).prop_map(|members| json!({"anyOf": members})),
        ]
    })
}

fn reference() -> impl Strategy<Value = Value> {
    proptest::sample::select(&COMPONENTS[..])
        .prop_map(|name| json!({"$ref": format!("#/components/schemas/{name}")}))
}

fn string() -> impl Strategy<Value = Value> {
    let bounds = (option::of(1_u8..5), option::of(10_u8..20));
    let values = option::of(btree_set("[a-c]{1,2}", 1..4));
    (bounds, values, any::<bool>()).prop_map(|((least, most), values, nullable)| {
        let schema = json!({"type": "string"});
        let schema = match values {
            Some(values) => with(schema, "enum", Some(json!(values))),
            None => with(
                with(schema, "minLength", least.map(Value::from)),
                "maxLength",
                most.map(Value::from),
            ),
        };
        with(schema, "nullable", nullable.then_some(json!(true)))
    })
}

fn number() -> impl Strategy<Value = Value> {
    let bounds = (option::of(-5_i8..5), option::of(10_i8..20));
    (bounds, any::<bool>(), any::<bool>()).prop_map(|((least, most), whole, nullable)| {
        let schema = json!({"type": if whole { "integer" } else { "number" }});
        let schema = with(schema, "minimum", least.map(Value::from));
        let schema = with(schema, "maximum", most.map(Value::from));
        with(schema, "nullable", nullable.then_some(json!(true)))
    })
}

fn object(inner: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = Value> {
    let properties = btree_map(proptest::sample::select(&NAMES[..]), inner.clone(), 1..4);
    let rest = prop_oneof![
        3 => Just(None),
        1 => Just(Some(json!(false))),
        1 => inner.prop_map(Some),
    ];
    (properties, any::<u8>(), rest).prop_map(|(properties, required, rest)| {
        let required: Vec<&&str> = properties
            .keys()
            .enumerate()
            .filter(|(index, _)| required >> index & 1 == 1)
            .map(|(_, name)| name)
            .collect();
        let required = (!required.is_empty()).then(|| json!(required));
        let schema = json!({"type": "object", "properties": properties});
        with(
            with(schema, "required", required),
            "additionalProperties",
            rest,
        )
    })
}

fn with(mut schema: Value, keyword: &str, value: Option<Value>) -> Value {
    if let Some(value) = value {
        schema[keyword] = value;
    }
    schema
}
