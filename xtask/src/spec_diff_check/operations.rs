//! Random changes of operations: their names, parameters, bodies and responses.
//!
//! In come a description and a source of random numbers. Out comes the description with one change, and a name for
//! it. Changes of schemas are in `mutation`.

use serde_json::{Value, json};

use super::mutation::names;
use super::random::Random;

/// Makes one change to an operation and returns its name.
pub(crate) fn change(document: &mut Value, random: &mut Random) -> Option<String> {
    let paths = names(document.get("paths")?);
    let path = random.pick(&paths)?.clone();
    let item = document.get_mut("paths")?.get_mut(&path)?;
    let methods = names(item);
    let method = random.pick(&methods)?.clone();
    let what = random.below(10);
    let name = format!("{what} at {method} {path}");
    if what == 0 {
        item.as_object_mut()?.remove(&method);
        return Some(name);
    }
    let operation = item.get_mut(&method)?;
    match what {
        1 => operation["operationId"] = "doIt".into(),
        2 => {
            // Another spelling of the same name.
            let id = operation.get("operationId")?.as_str()?.to_owned();
            let snake: String = id
                .chars()
                .flat_map(|c| {
                    let before = c.is_uppercase().then_some('_');
                    before.into_iter().chain(c.to_lowercase())
                })
                .collect();
            operation["operationId"] = snake.into();
        }
        3..=5 => parameter(operation, random)?,
        6 => {
            let answers = operation.get_mut("responses")?.as_object_mut()?;
            let statuses: Vec<String> = answers.keys().cloned().collect();
            let status = random.pick(&statuses)?;
            let answer = answers.remove(status)?;
            let new = *random.pick(&[
                "200", "201", "202", "400", "404", "409", "4XX", "5XX", "default",
            ])?;
            answers.insert(new.to_owned(), answer);
        }
        7 => {
            let answers = operation.get_mut("responses")?.as_object_mut()?;
            answers.insert(
                "429".to_owned(),
                json!({"$ref": "#/components/responses/Failed"}),
            );
        }
        8 => {
            operation["requestBody"] = json!({
                "required": random.below(2) == 0,
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Place"}}},
            });
        }
        _ => {
            operation.as_object_mut()?.remove("requestBody")?;
        }
    }
    Some(name)
}

fn parameter(operation: &mut Value, random: &mut Random) -> Option<()> {
    let parameters = operation
        .as_object_mut()?
        .entry("parameters")
        .or_insert_with(|| json!([]));
    let parameters = parameters.as_array_mut()?;
    let free: Vec<usize> = (0..parameters.len())
        .filter(|index| {
            parameters
                .get(*index)
                .is_some_and(|one| one["in"] != "path")
        })
        .collect();
    match random.below(4) {
        0 => parameters.push(json!({
            "name": "more", "in": "query", "required": random.below(2) == 0, "schema": {"type": "string"},
        })),
        1 => drop(parameters.remove(*random.pick(&free)?)),
        2 => {
            let parameter = parameters.get_mut(*random.pick(&free)?)?;
            let required = parameter.get("required") != Some(&Value::Bool(true));
            parameter["required"] = required.into();
        }
        _ => {
            let parameter = parameters.get_mut(*random.pick(&free)?)?;
            let to = if parameter["in"] == "query" { "header" } else { "query" };
            parameter["in"] = to.into();
        }
    }
    Some(())
}
