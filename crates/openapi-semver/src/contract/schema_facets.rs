//! The keywords of a schema that contain no schemas, such as `type`, `enum` and `maxLength`.
//!
//! The nodes of a schema come in. Out comes one value for each keyword, in one form for every spelling. Where several
//! nodes have a keyword, the values are combined: the narrower bound counts. Keywords that only repeat what others say
//! are removed by [`schema_implications`](super::schema_implications).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Value, json};

use super::facet::{Facet, Facets};
use super::node::{Node, Pointer, component};
use super::number::{self, Bound};
use super::pattern;
use super::schema_implications;
use super::sorted::Sorted;

const KNOWN: &[&str] = &[
    "type",
    "format",
    "nullable",
    "enum",
    "default",
    "pattern",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "readOnly",
    "writeOnly",
    "deprecated",
    "discriminator",
    "xml",
];

pub(super) fn is_known(keyword: &str) -> bool {
    KNOWN.contains(&keyword)
}

/// The keywords of the nodes of a schema, combined. `nullable` is the place that allows null, if null is allowed.
pub(super) fn merge(parts: &[Node<'_>], nullable: Option<&Pointer>) -> Facets {
    let mut facets = Sorted::new();
    for part in parts {
        for (keyword, node) in part.members() {
            let Some(keyword) = KNOWN.iter().find(|known| **known == keyword).copied() else {
                continue;
            };
            if matches!(
                keyword,
                "exclusiveMaximum" | "exclusiveMinimum" | "nullable"
            ) {
                continue;
            }
            let Some(value) = canonical(part, keyword, &node) else {
                continue;
            };
            let facet = Facet::new(value, node.pointer);
            match facets.remove(keyword) {
                None => facets.insert(keyword, facet),
                Some(before) => facets.insert(keyword, both(keyword, before, facet)),
            };
        }
    }
    if let Some(pointer) = nullable
        && parts.iter().any(constrains)
    {
        let facet = Facet::new(Value::Bool(true), Rc::clone(pointer));
        facets.insert("nullable", facet);
    }
    null_as_value(&mut facets);
    whole_bounds(&mut facets);
    schema_implications::simplify(&mut facets);
    facets
}

/// Whether a node excludes any value. A node that excludes nothing allows null anyway.
fn constrains(part: &Node<'_>) -> bool {
    part.members().any(|(keyword, _)| {
        !super::prose::is_prose(keyword)
            && !matches!(
                keyword,
                "allOf" | "nullable" | "default" | "deprecated" | "readOnly" | "writeOnly" | "xml"
            )
    })
}

/// Removes the `null` of an `enum` if `nullable` or `type` says already whether null is allowed.
fn null_as_value(facets: &mut Facets) {
    if !facets.contains_key("nullable") && !facets.contains_key("type") {
        return;
    }
    if let Some(Value::Array(values)) = facets.get_mut("enum").map(|facet| &mut facet.value)
        && values.len() > 1
    {
        values.retain(|value| !value.is_null());
    }
}

/// The value of a keyword in one form. `None` if the value means the same as no keyword.
fn canonical(part: &Node<'_>, keyword: &str, node: &Node<'_>) -> Option<Value> {
    let value = node.value;
    match keyword {
        "uniqueItems" | "readOnly" | "writeOnly" | "deprecated" => {
            (value == &Value::Bool(true)).then(|| value.clone())
        }
        "minLength" | "minItems" | "minProperties" if value.as_f64() == Some(0.0) => None,
        "pattern" if value.as_str().is_some_and(pattern::matches_every_text) => None,
        "maximum" | "minimum" => {
            let exclusive = match keyword {
                "maximum" => "exclusiveMaximum",
                _ => "exclusiveMinimum",
            };
            let exclusive = part.value.get(exclusive) == Some(&Value::Bool(true));
            Some(json!({"value": number::canonical(value), "exclusive": exclusive}))
        }
        "maxLength" | "maxItems" | "maxProperties" | "minLength" | "minItems" | "minProperties"
        | "multipleOf" => Some(number::canonical(value)),
        "enum" => {
            let values: BTreeMap<String, Value> = value
                .as_array()
                .into_iter()
                .flatten()
                .map(number::all_canonical)
                .map(|value| (value.to_string(), value))
                .collect();
            Some(Value::Array(values.into_values().collect()))
        }
        "default" => Some(number::all_canonical(value)),
        "discriminator" => Some(discriminator(part, node)),
        "xml" => xml(value),
        _ => Some(value.clone()),
    }
}

fn xml(value: &Value) -> Option<Value> {
    let members: BTreeMap<&String, &Value> = value
        .as_object()?
        .iter()
        .filter(|(name, value)| {
            let default =
                matches!(name.as_str(), "attribute" | "wrapped") && *value == &Value::Bool(false);
            !default && !name.starts_with("x-")
        })
        .collect();
    (!members.is_empty()).then(|| json!(members))
}

/// The property that decides between alternatives, and the component that each of its values stands for. The name
/// of a component stands for the component, unless the mapping gives it another value.
fn discriminator(part: &Node<'_>, node: &Node<'_>) -> Value {
    let mut mapping: BTreeMap<String, String> = BTreeMap::new();
    let listed = node.value.get("mapping").and_then(Value::as_object);
    for (value, target) in listed.into_iter().flatten() {
        let target = target.as_str().unwrap_or_default();
        let name = target.strip_prefix('#').and_then(component);
        mapping.insert(value.clone(), name.unwrap_or_else(|| target.to_owned()));
    }
    let named: BTreeSet<String> = mapping.values().cloned().collect();
    for keyword in ["oneOf", "anyOf"] {
        for member in part.member(keyword).iter().flat_map(Node::elements) {
            if let Some(target) = member
                .reference()
                .and_then(openapi_loader::reference_target)
                && let Some(name) = component(&target)
                && !named.contains(&name)
            {
                mapping.entry(name.clone()).or_insert(name);
            }
        }
    }
    json!({
        "propertyName": node.value.get("propertyName"),
        "mapping": mapping,
    })
}

/// The value of a keyword that two nodes have.
pub(super) fn both(keyword: &str, first: Facet, second: Facet) -> Facet {
    if first.value == second.value {
        return first;
    }
    let pick = |second_wins: bool, first: Facet, second: Facet| {
        if second_wins { second } else { first }
    };
    match keyword {
        "uniqueItems" | "readOnly" | "writeOnly" | "deprecated" | "default" | "discriminator"
        | "xml" => first,
        "maxLength" | "maxItems" | "maxProperties" => {
            let second_wins = number::compare(&second.value, &first.value) == Ordering::Less;
            pick(second_wins, first, second)
        }
        "minLength" | "minItems" | "minProperties" => {
            let second_wins = number::compare(&second.value, &first.value) == Ordering::Greater;
            pick(second_wins, first, second)
        }
        "maximum" | "minimum" => {
            let second_wins = match (Bound::of(&first), Bound::of(&second)) {
                (Some(a), Some(b)) => match b.cmp(&a) {
                    Ordering::Equal => b.exclusive,
                    Ordering::Less => keyword == "maximum",
                    Ordering::Greater => keyword == "minimum",
                },
                _ => false,
            };
            pick(second_wins, first, second)
        }
        "enum" => {
            let allowed: BTreeSet<String> = texts(&second.value);
            let values: Vec<Value> = first
                .value
                .as_array()
                .into_iter()
                .flatten()
                .filter(|value| allowed.contains(&value.to_string()))
                .cloned()
                .collect();
            Facet::new(Value::Array(values), first.pointer)
        }
        "type" if is_number_and_integer(&first.value, &second.value) => {
            let second_wins = second.value == "integer";
            pick(second_wins, first, second)
        }
        // A value has to match both patterns or formats. It cannot have two types.
        _ => {
            let mut all: BTreeMap<String, Value> = BTreeMap::new();
            for value in [&first.value, &second.value] {
                match value {
                    Value::Array(list) => {
                        all.extend(list.iter().map(|one| (one.to_string(), one.clone())));
                    }
                    one => {
                        all.insert(one.to_string(), one.clone());
                    }
                }
            }
            Facet::new(Value::Array(all.into_values().collect()), second.pointer)
        }
    }
}

fn texts(list: &Value) -> BTreeSet<String> {
    list.as_array()
        .into_iter()
        .flatten()
        .map(Value::to_string)
        .collect()
}

fn is_number_and_integer(first: &Value, second: &Value) -> bool {
    (first == "number" && second == "integer") || (first == "integer" && second == "number")
}

/// Gives whole numbers whole bounds: below 10 and at most 9.5 both become at most 9.
fn whole_bounds(facets: &mut Facets) {
    if facets
        .get("type")
        .is_none_or(|kind| kind.value != "integer")
    {
        return;
    }
    for (keyword, step) in [("maximum", -1), ("minimum", 1)] {
        let Some(facet) = facets.get_mut(keyword) else {
            continue;
        };
        let fraction = Bound::of(facet).and_then(|bound| bound.value.as_f64());
        if let Some(fraction) = fraction.filter(|value| value.fract() != 0.0) {
            let whole = if step < 0 {
                fraction.floor()
            } else {
                fraction.ceil()
            };
            facet.value = json!({"value": number::canonical(&json!(whole)), "exclusive": false});
        } else if let Some(bound) = Bound::of(facet)
            && bound.exclusive
            && let Some(value) = number::whole(&bound.value)
            && let Ok(value) = i64::try_from(value + step)
        {
            facet.value = json!({"value": value, "exclusive": false});
        }
    }
}
