//! Tests of the rule `all-of`.
//!
//! In come schemas that are composed of parts, and references to choices. Out come the single objects, what contradicts, and
//! where `nullable` is said.

use super::super::fixture::{after, component, exchange};
use super::*;

fn whole(schema: Value) -> Result<Option<Value>, String> {
    let components = BTreeMap::from([
        (
            "Base".to_owned(),
            json!({"type": "object", "description": "d", "required": ["id"], "properties": {"id": {"type": "string"}}}),
        ),
        (
            "More".to_owned(),
            json!({"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"n": {"type": "integer"}}}]}),
        ),
    ]);
    let members = schema.as_object().expect("an object").clone();
    united(&components, &members, DEPTH).map(|found| found.map(Value::Object))
}

#[test]
fn the_members_of_all_parts_are_joined() {
    let schema = json!({
        "allOf": [{"$ref": "#/components/schemas/More"}, {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}],
        "description": "The whole."
    });
    let expected = json!({
        "type": "object", "required": ["id", "a"], "description": "The whole.",
        "properties": {"id": {"type": "string"}, "n": {"type": "integer"}, "a": {"type": "string"}}
    });
    assert_eq!(whole(schema), Ok(Some(expected)));
}

#[test]
fn a_contradiction_is_named() {
    let schema = json!({"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"id": {"type": "integer"}}}]});
    assert_eq!(
        whole(schema),
        Err("`id` has two different types".to_owned())
    );
}

#[test]
fn a_part_may_add_to_a_member() {
    let schema = json!({"allOf": [{"properties": {"kind": {"type": "string"}}}, {"properties": {"kind": {"enum": ["cat"]}}}]});
    let expected = json!({"properties": {"kind": {"type": "string", "enum": ["cat"]}}});
    assert_eq!(whole(schema), Ok(Some(expected)));
}

#[test]
fn a_nullable_choice_is_nullable_where_it_is_used() {
    let choice = json!({"nullable": true, "oneOf": [{"type": "string"}, {"type": "integer"}]});
    let reference = json!({"$ref": "#/components/schemas/Choice"});
    let components = BTreeMap::from([("Choice".to_owned(), choice)]);
    let mut schema =
        json!({"type": "object", "properties": {"a": reference, "b": {"type": "string"}}});
    say_null_at_references(&components, &mut schema);
    assert_eq!(
        schema["properties"],
        json!({"a": {"allOf": [reference], "nullable": true}, "b": {"type": "string"}})
    );
}

#[test]
fn alternatives_inside_a_part_stay() {
    let schema = json!({"allOf": [{"oneOf": [{"type": "string"}]}, {"type": "object"}]});
    assert_eq!(whole(schema), Ok(None));
}

/// A part that has one member, `a`.
fn with_member(schema: Value) -> Value {
    json!({"properties": {"a": schema}})
}

/// The member `a` that two parts describe. An error if they contradict each other.
fn joined(one: Value, other: Value) -> Result<Value, String> {
    let found = whole(json!({"allOf": [with_member(one), with_member(other)]}))?;
    Ok(found.unwrap_or_default()["properties"]["a"].clone())
}

#[test]
fn two_descriptions_of_a_member_are_joined_if_both_can_be_true() {
    let base = json!({"$ref": "#/components/schemas/Base"});
    for (one, other, both) in [
        (base.clone(), base.clone(), base.clone()),
        (base.clone(), json!({"description": "d"}), base.clone()),
        (json!({"x-kind": 1}), base.clone(), base),
        (
            json!({"type": "string", "description": "d"}),
            json!({"type": "string", "example": "e"}),
            json!({"type": "string", "description": "d"}),
        ),
        (
            json!({"type": "string", "enum": ["a", "b"]}),
            json!({"type": "string", "enum": ["b", "c"]}),
            json!({"type": "string", "enum": ["b"]}),
        ),
        (
            json!({"type": "string", "maxLength": 3}),
            json!({"type": "string", "minLength": 1}),
            json!({"type": "string", "maxLength": 3, "minLength": 1}),
        ),
    ] {
        assert_eq!(joined(one, other.clone()), Ok(both), "{other}");
    }
}

#[test]
fn two_descriptions_of_a_member_that_cannot_both_be_true_are_named() {
    let base = json!({"$ref": "#/components/schemas/Base"});
    for (one, other) in [
        (base.clone(), json!({"type": "object"})),
        (json!({"type": "object"}), base),
        (json!({"type": "string"}), json!({"type": "integer"})),
        (
            json!({"type": "object", "required": ["a"]}),
            json!({"type": "object", "required": ["b"]}),
        ),
    ] {
        let what = Err("`a` has two different types".to_owned());
        assert_eq!(joined(one, other.clone()), what, "{other}");
    }
    let parts = json!({"allOf": [{"type": "object"}, {"type": "string"}]});
    let what = "it is \"object\" and \"string\"";
    assert_eq!(whole(parts), Err(what.to_owned()));
}

#[test]
fn the_prose_of_a_part_is_not_that_of_the_whole() {
    let schema = json!({"allOf": [
        {"type": "object", "title": "Part", "description": "d", "x-kind": 1, "nullable": true, "minProperties": 1}
    ]});
    assert_eq!(
        whole(schema),
        Ok(Some(json!({"type": "object", "minProperties": 1})))
    );
}

/// The component `Thing` after the rule.
fn thing(schema: &str) -> Value {
    let any = "{type: object}";
    let schemas = format!(
        "    Plain: {{type: object, nullable: true, properties: {{a: {{type: string}}}}}}
    Choice: {{nullable: true, oneOf: [{{type: string}}, {{type: integer}}]}}
    Certain: {{anyOf: [{{type: string}}, {{type: integer}}]}}
    Thing: {schema}"
    );
    component(&after(apply, exchange(any, any, &schemas)), "Thing")
}

#[test]
fn only_a_reference_to_a_nullable_choice_is_marked() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let schema = json!({"type": "object", "properties": {
        "choice": reference("Choice"),
        "plain": reference("Plain"),
        "certain": reference("Certain"),
        "either": {"oneOf": [reference("Choice"), reference("Plain")]},
        "place": {"nullable": true, "oneOf": [{"type": "string"}, {"type": "integer"}]},
    }});
    let mut marked = schema.clone();
    marked["properties"]["choice"] = json!({"allOf": [reference("Choice")], "nullable": true});
    assert_eq!(thing(&schema.to_string()), marked);
}

#[test]
fn a_choice_loses_its_mark_and_an_object_keeps_it() {
    for (schema, is_nullable) in [
        (
            "{nullable: true, oneOf: [{type: string}, {type: integer}]}",
            false,
        ),
        (
            "{nullable: true, anyOf: [{type: string}, {type: integer}]}",
            false,
        ),
        ("{nullable: true, type: object}", true),
    ] {
        let found = thing(schema).get("nullable").cloned();
        assert_eq!(found, is_nullable.then_some(json!(true)), "{schema}");
    }
}

#[test]
fn a_reference_with_a_description_stays_a_reference() {
    let wrapped = json!({"type": "object", "properties": {
        "a": {"description": "d", "nullable": true, "x-kind": 1, "allOf": [{"$ref": "#/components/schemas/Plain"}]}
    }});
    let found = thing(&wrapped.to_string());
    assert_eq!(
        found["properties"]["a"]["allOf"],
        wrapped["properties"]["a"]["allOf"]
    );
    let joined = "{allOf: [{$ref: '#/components/schemas/Plain'}], minProperties: 1}";
    assert_eq!(
        thing(joined),
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "minProperties": 1})
    );
}
