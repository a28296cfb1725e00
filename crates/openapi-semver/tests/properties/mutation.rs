//! One random change in a description.
//!
//! A description and a seed come in. Out comes the description with one keyword changed and a text that says what was
//! done, or the description with other prose. `spelling` changes the text without the meaning.

use serde_json::{Value, json};

use crate::spelling::Dice;

/// The description with one keyword changed, and what was done to it.
pub(crate) fn mutated(description: &Value, seed: u64) -> (Value, String) {
    let mut dice = Dice::new(seed);
    let mut description = description.clone();
    let mut places = Vec::new();
    schemas(&description, &mut places);
    places.push("operation".to_owned());
    let place = places.swap_remove(dice.below(places.len()));
    let what = if place == "operation" {
        operation(&mut description, &mut dice)
    } else {
        let schema = description.pointer_mut(&place).unwrap();
        keyword(schema, &mut dice)
    };
    (description, format!("{what} at {place}"))
}

/// The description with other prose.
pub(crate) fn retold(description: &Value, seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let mut description = description.clone();
    let mut places = Vec::new();
    schemas(&description, &mut places);
    for place in places {
        let schema = description.pointer_mut(&place).unwrap();
        match dice.below(4) {
            0 => schema["description"] = json!("In other words."),
            1 => schema["example"] = json!(dice.below(9)),
            2 => schema["x-note"] = json!({"maxLength": 3}),
            _ => schema["externalDocs"] = json!({"url": "https://example.com/docs"}),
        }
    }
    description["info"]["description"] = json!("All about things.");
    description
}

/// The pointers of all schemas that are not references.
fn schemas(description: &Value, places: &mut Vec<String>) {
    let paths = description["paths"].as_object().unwrap();
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            let base = format!("/paths/{}/{method}", path.replace('/', "~1"));
            let parameters = operation["parameters"].as_array().unwrap();
            for index in 1..parameters.len() {
                below(
                    description,
                    format!("{base}/parameters/{index}/schema"),
                    places,
                );
            }
            for part in ["requestBody", "responses/200", "responses/404"] {
                let place = format!("{base}/{part}/content/application~1json/schema");
                below(description, place, places);
            }
        }
    }
    for name in description["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        below(description, format!("/components/schemas/{name}"), places);
    }
}

fn below(description: &Value, place: String, places: &mut Vec<String>) {
    let Some(schema) = description.pointer(&place).and_then(Value::as_object) else {
        return;
    };
    if schema.contains_key("$ref") {
        return;
    }
    for (keyword, value) in schema {
        match keyword.as_str() {
            "items" | "additionalProperties" => {
                below(description, format!("{place}/{keyword}"), places);
            }
            "properties" => {
                for name in value.as_object().unwrap().keys() {
                    below(description, format!("{place}/properties/{name}"), places);
                }
            }
            "oneOf" | "anyOf" => {
                for index in 0..value.as_array().unwrap().len() {
                    below(description, format!("{place}/{keyword}/{index}"), places);
                }
            }
            _ => {}
        }
    }
    places.push(place);
}

fn keyword(schema: &mut Value, dice: &mut Dice) -> String {
    let kind = schema["type"].as_str().unwrap_or_default().to_owned();
    let choices: &[&str] = match kind.as_str() {
        "string" if schema.get("enum").is_some() => &["nullable", "enum", "type", "deprecated"],
        "string" => &[
            "nullable",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "type",
            "deprecated",
        ],
        "integer" | "number" => &[
            "nullable",
            "minimum",
            "maximum",
            "multipleOf",
            "type",
            "deprecated",
        ],
        "array" => &[
            "nullable",
            "minItems",
            "maxItems",
            "uniqueItems",
            "deprecated",
        ],
        "object" => &[
            "nullable",
            "required",
            "properties",
            "minProperties",
            "maxProperties",
            "deprecated",
        ],
        _ => &["nullable", "deprecated"],
    };
    let keyword = choices[dice.below(choices.len())];
    let Some(members) = schema.as_object_mut() else {
        return "nothing".to_owned();
    };
    match keyword {
        "nullable" | "deprecated" | "uniqueItems" => {
            let set = members.get(keyword) == Some(&json!(true));
            members.insert(keyword.to_owned(), json!(!set));
        }
        "enum" => {
            let values = members["enum"].as_array_mut().unwrap();
            if values.len() > 1 && dice.below(2) == 0 {
                values.pop();
            } else {
                values.push(json!("quite-another"));
            }
        }
        "type" => {
            members.clear();
            members.insert("type".to_owned(), json!("boolean"));
        }
        "pattern" => {
            members.insert("pattern".to_owned(), json!("^[a-z]+$"));
        }
        "format" => {
            members.insert("format".to_owned(), json!("date-time"));
        }
        "required" => {
            let names: Vec<String> = members["properties"]
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect();
            let name = &names[dice.below(names.len())];
            let required = members.entry("required").or_insert_with(|| json!([]));
            let required = required.as_array_mut().unwrap();
            match required.iter().position(|other| other == name) {
                Some(index) => drop(required.remove(index)),
                None => required.push(json!(name)),
            }
            if required.is_empty() {
                members.remove("required");
            }
        }
        "properties" => {
            members["properties"]["summary"] = json!({"type": "boolean"});
        }
        number => {
            // In a closed object a limit above the number of described properties changes nothing.
            let start = if number == "maxProperties" { 0 } else { 7 };
            let value = members.get(number).and_then(Value::as_i64);
            members.insert(
                number.to_owned(),
                json!(value.map_or(start, |value| value + 1)),
            );
        }
    }
    format!("{keyword} of a {kind}")
}

fn operation(description: &mut Value, dice: &mut Dice) -> String {
    let paths = description["paths"].as_object_mut().unwrap();
    let item = paths.values_mut().next().unwrap();
    let operation = item.as_object_mut().unwrap().values_mut().next().unwrap();
    match dice.below(6) {
        0 => operation["operationId"] = json!("renamed"),
        1 => operation["deprecated"] = json!(true),
        2 => operation["responses"]["500"] = json!({"description": "Broken."}),
        3 => {
            let parameters = operation["parameters"].as_array_mut().unwrap();
            parameters.push(json!({"name": "extra", "in": "query", "schema": {"type": "string"}}));
        }
        4 => {
            operation["responses"]["200"]["headers"] =
                json!({"X-More": {"schema": {"type": "string"}}})
        }
        _ => operation["servers"] = json!([{"url": "https://example.net"}]),
    }
    "an operation".to_owned()
}
