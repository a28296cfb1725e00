//! The same description in another spelling.
//!
//! A description and a seed come in. Out comes a description with the same meaning: other order, `$ref` for inline,
//! explicit defaults, an `allOf` of one. `mutation` changes the meaning.

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::{Map, Value, json};

pub(crate) struct Dice(TestRng);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    /// A number below `limit`, which is not zero.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.0.next_u64() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn chance(&mut self) -> bool {
        self.below(3) == 0
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last + 1);
            list.swap(last, other);
        }
    }
}

/// JSON, which is also YAML. The seed decides on the order of members.
pub(crate) fn text(value: &Value, seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let mut text = String::new();
    write(value, &mut dice, seed != 0, &mut text);
    text
}

fn write(value: &Value, dice: &mut Dice, shuffled: bool, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut members: Vec<(&String, &Value)> = map.iter().collect();
            if shuffled {
                dice.shuffle(&mut members);
            }
            text.push('{');
            for (index, (name, value)) in members.into_iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                text.push_str(&json!(name).to_string());
                text.push_str(": ");
                write(value, dice, shuffled, text);
            }
            text.push('}');
        }
        Value::Array(list) => {
            text.push('[');
            for (index, value) in list.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                write(value, dice, shuffled, text);
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

pub(crate) fn respelled(description: &Value, seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let mut description = description.clone();
    let components = description["components"]["schemas"].clone();
    for item in members(&mut description["paths"]) {
        hoist_parameters(item, &mut dice);
        for operation in members(item).filter(|operation| operation.is_object()) {
            respell_operation(operation, &components, &mut dice);
        }
    }
    for schema in members(&mut description["components"]["schemas"]) {
        respell_schema(schema, &components, 1, &mut dice);
    }
    hoist_security(&mut description, &mut dice);
    description
}

fn members(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value
        .as_object_mut()
        .into_iter()
        .flat_map(serde_json::Map::values_mut)
}

fn respell_operation(operation: &mut Value, components: &Value, dice: &mut Dice) {
    if dice.chance() {
        operation["deprecated"] = json!(false);
    }
    for list in ["tags", "parameters", "security"] {
        if let Some(list) = operation.get_mut(list).and_then(Value::as_array_mut) {
            dice.shuffle(list);
        }
    }
    for parameter in operation
        .get_mut("parameters")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        respell_parameter(parameter, components, dice);
    }
    let body = operation.get_mut("requestBody");
    let body = body
        .into_iter()
        .flat_map(|body| members(&mut body["content"]));
    for media in body {
        respell_schema(&mut media["schema"], components, 2, dice);
    }
    for response in members(&mut operation["responses"]) {
        for media in members(&mut response["content"]) {
            respell_schema(&mut media["schema"], components, 2, dice);
        }
    }
}

fn respell_parameter(parameter: &mut Value, components: &Value, dice: &mut Dice) {
    respell_schema(&mut parameter["schema"], components, 1, dice);
    let style = if parameter["in"] == "query" {
        "form"
    } else {
        "simple"
    };
    if parameter["in"] == "header" && dice.chance() {
        parameter["name"] = json!("x-header");
    }
    for (keyword, default) in [
        ("style", json!(style)),
        ("explode", json!(style == "form")),
        ("deprecated", json!(false)),
    ] {
        if dice.chance() {
            parameter[keyword] = default;
        }
    }
}

/// Moves what all operations of a path have in common to the path.
fn hoist_parameters(item: &mut Value, dice: &mut Dice) {
    if !dice.chance() {
        return;
    }
    let Some(operations) = item.as_object_mut() else {
        return;
    };
    let path = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
    for operation in operations.values_mut() {
        if let Some(parameters) = operation["parameters"].as_array_mut() {
            parameters.retain(|parameter| parameter["in"] != "path");
        }
    }
    operations.insert("parameters".to_owned(), json!([path]));
}

/// Moves the security of the first operation to the document. The other operations keep their meaning.
fn hoist_security(description: &mut Value, dice: &mut Dice) {
    if !dice.chance() {
        return;
    }
    let mut hoisted = None;
    for item in members(&mut description["paths"]) {
        for operation in members(item).filter(|operation| operation.is_object()) {
            let security = operation["security"].clone();
            if hoisted.is_none() {
                hoisted = Some(security.clone());
            }
            if hoisted.as_ref() == Some(&security)
                && let Some(operation) = operation.as_object_mut()
            {
                operation.remove("security");
            }
        }
    }
    description["security"] = hoisted.unwrap_or_else(|| json!([]));
}

/// `depth` is the number of references that may still be replaced by their targets.
fn respell_schema(schema: &mut Value, components: &Value, depth: usize, dice: &mut Dice) {
    if let Some(name) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|target| target.rsplit('/').next())
    {
        match dice.below(4) {
            0 if depth > 0 => {
                *schema = components[name].clone();
                respell_schema(schema, components, depth - 1, dice);
            }
            1 => *schema = json!({"allOf": [schema.clone()]}),
            2 => *schema = json!({"oneOf": [schema.clone()]}),
            _ => {}
        }
        return;
    }
    for list in ["required", "enum", "oneOf", "anyOf"] {
        if let Some(list) = schema.get_mut(list).and_then(Value::as_array_mut) {
            dice.shuffle(list);
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        let list = schema.get_mut(keyword).and_then(Value::as_array_mut);
        for member in list.into_iter().flatten() {
            respell_schema(member, components, depth, dice);
        }
    }
    if let Some(items) = schema.get_mut("items") {
        respell_schema(items, components, depth, dice);
    }
    if let Some(properties) = schema.get_mut("properties") {
        for property in members(properties) {
            respell_schema(property, components, depth, dice);
        }
    }
    if let Some(rest) = schema.get_mut("additionalProperties")
        && rest.is_object()
    {
        respell_schema(rest, components, depth, dice);
    }
    explicit_defaults(schema, dice);
    if dice.chance() {
        split(schema, dice);
    }
}

fn explicit_defaults(schema: &mut Value, dice: &mut Dice) {
    let kind = schema["type"].as_str().unwrap_or_default().to_owned();
    let mut defaults = vec![
        ("nullable", json!(false)),
        ("deprecated", json!(false)),
        ("readOnly", json!(false)),
        ("writeOnly", json!(false)),
    ];
    match kind.as_str() {
        "string" => defaults.push(("minLength", json!(0))),
        "array" => defaults.extend([("minItems", json!(0)), ("uniqueItems", json!(false))]),
        "object" => defaults.extend([
            ("minProperties", json!(0)),
            ("additionalProperties", json!(true)),
        ]),
        _ => {}
    }
    let Some(schema) = schema.as_object_mut() else {
        return;
    };
    for (keyword, default) in defaults {
        if !schema.contains_key(keyword) && dice.chance() {
            schema.insert(keyword.to_owned(), default);
        }
    }
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if schema.contains_key(bound) && dice.chance() {
            schema.insert(exclusive.to_owned(), json!(false));
        }
    }
}

/// Splits a schema into an `allOf` with the same meaning.
fn split(schema: &mut Value, dice: &mut Dice) {
    // A closed part refuses the properties that the other parts describe.
    let can_be_split =
        schema["properties"].is_object() && schema["additionalProperties"] != json!(false);
    if dice.below(2) == 0 || !can_be_split {
        *schema = json!({"allOf": [schema.clone()]});
        return;
    }
    // The parts of an object, with one property each.
    let mut whole = schema.as_object().cloned().unwrap_or_default();
    let properties = whole.remove("properties").unwrap_or_default();
    let mut parts = vec![Value::Object(whole)];
    for (name, property) in properties.as_object().cloned().unwrap_or_default() {
        let mut part = Map::new();
        part.insert(name, property);
        parts.push(json!({"properties": part}));
    }
    dice.shuffle(&mut parts);
    *schema = json!({"allOf": parts});
}
