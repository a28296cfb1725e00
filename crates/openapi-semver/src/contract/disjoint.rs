//! Whether no value can match two schemas at once.
//!
//! Two schemas of one contract come in. `true` goes out only if it is certain that no value matches both: they are of
//! different types, have different values, or are objects with a property that tells them apart. A `oneOf` needs this,
//! because it refuses values that match two of its alternatives. [`detect`](crate::detect) asks when one comes or goes.

use std::cmp::Ordering;

use serde_json::Value;

use super::schema::{Additional, Choice, Property, Schema, SchemaId};
use super::{Contract, compare_numbers, values_of};

/// How deep properties and alternatives are looked at. This bounds the work for recursive schemas.
const DEPTH: usize = 6;

/// Whether it is certain that no value matches both schemas.
pub(crate) fn are_disjoint(contract: &Contract<'_>, one: SchemaId, other: SchemaId) -> bool {
    disjoint(contract, one, other, DEPTH)
}

fn disjoint(contract: &Contract<'_>, one: SchemaId, other: SchemaId, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let (a, b) = (contract.get(one), contract.get(other));
    if (is_nullable(&a) && allows_null(&b)) || (is_nullable(&b) && allows_null(&a)) {
        return false;
    }
    let each = |choices: &[Choice], other: SchemaId| {
        choices.iter().any(|choice| {
            let mut members = choice.members.iter();
            members.all(|(_, member)| disjoint(contract, *member, other, depth))
        })
    };
    let by_choice = |schema: &Schema, other: SchemaId| {
        each(&schema.one_of, other) || each(&schema.any_of, other)
    };
    of_different_types(&a, &b)
        || of_different_values(&a, &b)
        || told_apart(contract, &a, &b, depth)
        || by_choice(&a, other)
        || by_choice(&b, one)
}

fn text<'s>(schema: &'s Schema, keyword: &str) -> Option<&'s str> {
    schema.facets.get(keyword)?.value.as_str()
}

fn is_nullable(schema: &Schema) -> bool {
    let facet = schema.facets.get("nullable");
    facet.is_some_and(|facet| facet.value == true)
}

/// Whether a schema may allow null. One without a type does if its values do not exclude null.
fn allows_null(schema: &Schema) -> bool {
    let lists_null = schema
        .facets
        .get("enum")
        .is_none_or(|facet| values_of(facet).contains(&Value::Null));
    is_nullable(schema) || (lists_null && text(schema, "type").is_none())
}

fn of_different_types(a: &Schema, b: &Schema) -> bool {
    let is_number = |kind: &str| ["integer", "number"].contains(&kind);
    match (text(a, "type"), text(b, "type")) {
        (Some(one), Some(other)) => one != other && !(is_number(one) && is_number(other)),
        _ => false,
    }
}

fn of_different_values(a: &Schema, b: &Schema) -> bool {
    let is_same = |one: &Value, other: &Value| {
        one == other
            || (one.is_number()
                && other.is_number()
                && compare_numbers(one, other) == Ordering::Equal)
    };
    match (a.facets.get("enum"), b.facets.get("enum")) {
        (Some(one), Some(other)) => {
            let others = values_of(other);
            let mut values = values_of(one).into_iter();
            values.all(|value| !others.iter().any(|other| is_same(&value, other)))
        }
        _ => false,
    }
}

/// Whether a property that one of two objects has to have cannot be what the other one describes.
fn told_apart(contract: &Contract<'_>, a: &Schema, b: &Schema, depth: usize) -> bool {
    let is_object = |schema: &Schema| text(schema, "type") == Some("object");
    let travels = |property: &Property| {
        let facets = &contract.get(property.schema).facets;
        // In one direction the property is left out, and then it tells nothing.
        !facets.contains_key("readOnly") && !facets.contains_key("writeOnly")
    };
    let tells = |owner: &Schema, other: &Schema| {
        owner
            .properties
            .iter()
            .filter(|(_, property)| property.required.is_some() && travels(property))
            .any(|(name, property)| match other.properties.get(name) {
                Some(same) => {
                    travels(same) && disjoint(contract, property.schema, same.schema, depth)
                }
                None => matches!(other.additional, Additional::Nothing(_)),
            })
    };
    // Without a type on one side at least, both may be a value that is no object.
    (is_object(a) || is_object(b)) && (tells(a, b) || tells(b, a))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether two schemas are disjoint, which must not depend on their order.
    fn apart(one: &str, other: &str) -> bool {
        let text = format!(
            "openapi: 3.0.3
info: {{title: t, version: v1}}
paths: {{}}
components:
  schemas:
    One: {one}
    Other: {other}
    Loop: {{type: object, required: [next], properties: {{next: {{$ref: '#/components/schemas/Loop'}}}}}}
"
        );
        let document = openapi_loader::load_published("a.yaml", &text).expect("a description");
        let contract = Contract::read(&document);
        let id = |name| contract.component(name).expect("a component");
        let found = are_disjoint(&contract, id("One"), id("Other"));
        assert_eq!(are_disjoint(&contract, id("Other"), id("One")), found);
        found
    }

    #[test]
    fn types_and_values_can_be_apart() {
        for (one, other, expected) in [
            ("{type: string}", "{type: integer}", true),
            ("{type: number}", "{type: integer}", false),
            ("{type: string, nullable: true}", "{type: integer}", true),
            (
                "{type: string, nullable: true}",
                "{type: integer, nullable: true}",
                false,
            ),
            ("{type: string, nullable: true}", "{}", false),
            ("{type: string}", "{maxLength: 3}", false),
            ("{enum: [a, b]}", "{enum: [c]}", true),
            ("{enum: [a, b]}", "{type: string, enum: [b]}", false),
            (
                "{type: number, enum: [1.5, 2]}",
                "{type: integer, enum: [2]}",
                false,
            ),
            (
                "{type: number, enum: [1.5]}",
                "{type: integer, enum: [2]}",
                true,
            ),
            (
                "{type: array, items: {type: string}}",
                "{type: array, items: {type: integer}}",
                false,
            ),
        ] {
            assert_eq!(apart(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn objects_are_apart_if_a_required_property_is() {
        let object = |rest: &str| format!("{{type: object, {rest}}}");
        let kind = |value: &str| format!("properties: {{kind: {{type: string, enum: [{value}]}}}}");
        let required = |value: &str| format!("required: [kind], {}", kind(value));
        for (one, other, expected) in [
            (object(&required("a")), object(&required("b")), true),
            (object(&required("a")), object(&kind("b")), true),
            (object(&kind("a")), object(&kind("b")), false),
            (object(&required("a")), object(&required("a")), false),
            (
                object(&required("a")),
                object("properties: {x: {type: string}}"),
                false,
            ),
            (
                object(&required("a")),
                object("properties: {x: {}}, additionalProperties: false"),
                true,
            ),
            (
                object(&required("a")),
                format!("{{{}}}", required("b")),
                true,
            ),
            (
                format!("{{{}}}", required("a")),
                format!("{{{}}}", required("b")),
                false,
            ),
            (
                object("required: [kind], properties: {kind: {type: string, readOnly: true}}"),
                object(&kind("b").replace("string, enum: [b]", "integer")),
                false,
            ),
            (
                object(&required("a")),
                object("required: [kind], properties: {kind: {type: integer, writeOnly: true}}"),
                false,
            ),
        ] {
            assert_eq!(apart(&one, &other), expected, "{one} {other}");
        }
    }

    #[test]
    fn alternatives_are_apart_if_each_of_them_is() {
        let reference = "{$ref: '#/components/schemas/Loop'}";
        for (one, other, expected) in [
            (
                "{oneOf: [{type: string}, {type: boolean}]}",
                "{type: integer}",
                true,
            ),
            (
                "{anyOf: [{type: string}, {type: number}]}",
                "{type: integer}",
                false,
            ),
            (
                "{anyOf: [{type: string}, {type: boolean}]}",
                "{oneOf: [{type: integer}, {type: object}]}",
                true,
            ),
            (
                reference,
                "{type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Loop'}}}",
                false,
            ),
        ] {
            assert_eq!(apart(one, other), expected, "{one} {other}");
        }
    }
}
