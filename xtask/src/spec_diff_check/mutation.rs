//! Random changes of schemas, and the pairs of descriptions that they make.
//!
//! In come a number of pairs and a seed. Out come pairs of `seed.yaml` and a changed copy of it, the same ones for
//! the same seed. Changes of operations are in `operations`.

use std::io;
use std::rc::Rc;

use openapi_loader::load_published;
use openapi_loader::pointer::child;
use serde_json::{Value, json};

use super::operations;
use super::pairs::{Pair, Side};
use super::random::Random;

const SEED: &str = include_str!("seed.yaml");

/// This many pairs that the generator accepts. The name of each has its seed.
pub(crate) fn pairs(count: usize, seed: u64) -> io::Result<Vec<Pair>> {
    let base = load_published("seed.yaml", SEED)
        .map(Side::of)
        .map_err(|error| io::Error::other(error.to_string()))?;
    let mut pairs: Vec<Pair> = Vec::new();
    let mut random = Random::new(seed);
    // The loader or the generator refuses many of the changes.
    for attempt in 0..count.saturating_mul(30) {
        if pairs.len() == count {
            break;
        }
        let mut value = base.document.value().clone();
        let mut done = Vec::new();
        for _ in 0..=random.below(2) {
            done.extend(change(&mut value, &mut random));
        }
        if done.is_empty() || value == *base.document.value() {
            continue;
        }
        let name = format!("mutation {attempt} of seed {seed}: {}", done.join(", "));
        let Ok(changed) = load_published("changed.yaml", &value.to_string()) else {
            continue;
        };
        let changed = Side::of(changed);
        if changed.client().is_none() {
            continue;
        }
        let (base, revision) = if random.below(2) == 0 {
            (Rc::clone(&base), changed)
        } else {
            (changed, Rc::clone(&base))
        };
        pairs.push(Pair {
            name,
            base,
            revision,
        });
    }
    Ok(pairs)
}

/// Makes one change and returns its name; `None` if the document has nothing to change in that way.
fn change(document: &mut Value, random: &mut Random) -> Option<String> {
    if random.below(4) == 0 {
        return operations::change(document, random);
    }
    let places = schemas(document);
    let place = random.pick(&places)?.clone();
    let what = random.below(16);
    let name = format!("{what} at {place}");
    if what == 0 {
        return inlined(document, &place).map(|()| name);
    }
    if what == 1 {
        return moved_to_components(document, &place).map(|()| name);
    }
    let other = scalar(random);
    let schema = document.pointer_mut(&place)?;
    if schema.get("$ref").is_some() {
        return match what {
            2 | 3 => {
                *schema = other;
                Some(name)
            }
            4 => {
                *schema = json!({"allOf": [schema.clone()]});
                Some(name)
            }
            5 => {
                *schema = json!({"type": "array", "items": schema.clone()});
                Some(name)
            }
            _ => None,
        };
    }
    let is_object = schema.get("properties").is_some();
    match what {
        2 | 3 if !is_object => *schema = other,
        4 => *schema = json!({"allOf": [schema.clone()]}),
        5 => *schema = json!({"type": "array", "items": schema.clone()}),
        6 => *schema = json!({"oneOf": [schema.clone(), other]}),
        7 => {
            let nullable = schema.get("nullable") != Some(&Value::Bool(true));
            schema["nullable"] = nullable.into();
        }
        8 => schema["description"] = format!("About {}.", random.below(99)).into(),
        9 if schema.get("enum").is_some() => {
            let values = schema.get_mut("enum")?.as_array_mut()?;
            match random.below(3) {
                0 => values.push("brass".into()),
                1 => drop(values.pop()),
                _ => values.reverse(),
            }
        }
        9 if schema.get("type") == Some(&json!("string")) => schema["enum"] = json!(["a", "b"]),
        10 | 11 => bound(schema, random)?,
        12 | 13 if is_object => property(schema, random, other)?,
        14 if is_object => {
            let name = random.pick(&names(schema.get("properties")?))?.clone();
            let required = schema
                .as_object_mut()?
                .entry("required")
                .or_insert_with(|| json!([]));
            let list = required.as_array_mut()?;
            match list.iter().position(|one| *one == *name) {
                Some(at) => drop(list.remove(at)),
                None => list.push(name.into()),
            }
            if list.is_empty() {
                schema.as_object_mut()?.remove("required");
            }
        }
        14 => schema["default"] = schema.get("enum")?.get(0)?.clone(),
        15 if is_object => match random.below(3) {
            0 => schema["additionalProperties"] = false.into(),
            1 => schema["additionalProperties"] = other,
            _ => drop(schema.as_object_mut()?.remove("additionalProperties")),
        },
        15 => schema["readOnly"] = true.into(),
        _ => return None,
    }
    Some(name)
}

fn property(schema: &mut Value, random: &mut Random, other: Value) -> Option<()> {
    let known = names(schema.get("properties")?);
    let name = random.pick(&known)?.clone();
    let properties = schema.get_mut("properties")?.as_object_mut()?;
    match random.below(4) {
        0 => drop(properties.remove(&name)),
        1 => {
            let kept = properties.remove(&name)?;
            properties.insert(format!("{name}_now"), kept);
        }
        2 => {
            properties.insert("extra".to_owned(), other);
            let required = schema
                .as_object_mut()?
                .entry("required")
                .or_insert_with(|| json!([]));
            required.as_array_mut()?.push("extra".into());
        }
        _ => {
            properties.insert("extra".to_owned(), other);
        }
    }
    Some(())
}

fn bound(schema: &mut Value, random: &mut Random) -> Option<()> {
    let keywords: &[&str] = match schema.get("type")?.as_str()? {
        "string" => &["maxLength", "minLength", "pattern", "format"],
        "integer" => &["minimum", "maximum", "format"],
        "array" => &["maxItems", "minItems", "uniqueItems"],
        _ => return None,
    };
    let keyword = *random.pick(keywords)?;
    if schema.get(keyword).is_some() && random.below(2) == 0 {
        schema.as_object_mut()?.remove(keyword);
        return Some(());
    }
    let is_text = schema.get("type")? == "string";
    schema[keyword] = match keyword {
        "pattern" => "^[a-z]+$".into(),
        "format" if is_text => {
            (*random.pick(&["date-time", "date", "uuid", "password", "own"])?).into()
        }
        "format" => (*random.pick(&["int32", "int64", "uint8"])?).into(),
        "uniqueItems" => true.into(),
        "maximum" | "maxLength" | "maxItems" => (10 + random.below(90)).into(),
        _ => random.below(3).into(),
    };
    Some(())
}

fn scalar(random: &mut Random) -> Value {
    match random.below(7) {
        0 => json!({"type": "string"}),
        1 => json!({"type": "integer"}),
        2 => json!({"type": "boolean"}),
        3 => json!({"type": "number"}),
        4 => json!({"type": "string", "enum": ["x", "y"]}),
        5 => json!({"type": "object", "properties": {"inner": {"type": "string"}}}),
        _ => json!({"$ref": "#/components/schemas/Place"}),
    }
}

/// Replaces a `$ref` by the schema that it points to.
fn inlined(document: &mut Value, place: &str) -> Option<()> {
    let target = document.pointer(place)?.get("$ref")?.as_str()?;
    let target = openapi_loader::reference_target(target)?;
    let schema = document.pointer(&target)?.clone();
    *document.pointer_mut(place)? = schema;
    Some(())
}

fn moved_to_components(document: &mut Value, place: &str) -> Option<()> {
    let schema = document.pointer(place)?.clone();
    if schema.get("$ref").is_some()
        || place.starts_with("/components/schemas/") && place.matches('/').count() == 3
    {
        return None;
    }
    *document.pointer_mut(place)? = json!({"$ref": "#/components/schemas/Moved"});
    let components = document
        .pointer_mut("/components/schemas")?
        .as_object_mut()?;
    components.insert("Moved".to_owned(), schema);
    Some(())
}

/// The pointers of all schemas.
fn schemas(document: &Value) -> Vec<String> {
    let mut places = Vec::new();
    let mut todo = vec![(String::new(), document)];
    while let Some((pointer, value)) = todo.pop() {
        let last = pointer.rsplit('/').next().unwrap_or_default();
        let parent = pointer.rsplit('/').nth(1).unwrap_or_default();
        if last == "schema" || last == "items" || matches!(parent, "schemas" | "properties") {
            places.push(pointer.clone());
        }
        match value {
            Value::Object(members) => todo.extend(
                members
                    .iter()
                    .map(|(name, value)| (child(&pointer, name), value)),
            ),
            Value::Array(items) => todo.extend(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, value)| (format!("{pointer}/{index}"), value)),
            ),
            _ => {}
        }
    }
    places.sort();
    places
}

pub(crate) fn names(object: &Value) -> Vec<String> {
    object
        .as_object()
        .map(|members| members.keys().cloned().collect())
        .unwrap_or_default()
}
