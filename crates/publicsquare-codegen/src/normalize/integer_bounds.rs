//! The rule `integer-bounds`: lets only the format decide the Rust type of an integer.
//!
//! progenitor makes `NonZeroU64` of a `minimum` of 1, and `u8` of 0 to 255. Then loosening a bound would change the Rust
//! type. In comes a document. Out comes one whose integers have no bounds. Because progenitor no longer sees the bounds,
//! defaults are checked against them here, by `integer_default.rs`.

use openapi_loader::pointer::escape;
use openapiv3::{
    AdditionalProperties, OpenAPI, Parameter, ParameterSchemaOrContent, ReferenceOr, RequestBody,
    Schema, SchemaKind, Type,
};

use super::integer_default;
use crate::operations::{self, data_mut};
use crate::refusal::Refusal;

/// Removes the bounds of every integer that a request can contain. Schemas that no request uses become types as well, and
/// are treated in the same way.
///
/// Without bounds, an integer is an `i64`, or the type that its `format` says.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let mut loosening = Loosening::default();
    if let Some(components) = &mut openapi.components {
        for (name, schema) in &mut components.schemas {
            loosening.schema(schema, &format!("/components/schemas/{}", escape(name)));
        }
        for (name, parameter) in &mut components.parameters {
            let pointer = format!("/components/parameters/{}", escape(name));
            loosening.parameter(parameter, &pointer);
        }
        for (name, body) in &mut components.request_bodies {
            let pointer = format!("/components/requestBodies/{}", escape(name));
            loosening.body(body, &pointer);
        }
    }
    for (path, item) in &mut openapi.paths.paths {
        if let ReferenceOr::Item(item) = item {
            loosening.parameters(&mut item.parameters, &format!("/paths/{}", escape(path)));
        }
    }
    operations::for_each_mut(&mut openapi, |site, operation| {
        loosening.parameters(&mut operation.parameters, &site.pointer);
        if let Some(body) = &mut operation.request_body {
            loosening.body(body, &format!("{}/requestBody", site.pointer));
        }
    });
    if loosening.refusals.is_empty() {
        Ok(openapi)
    } else {
        Err(loosening.refusals)
    }
}

/// The state of the walk through the document, with the refusals so far.
#[derive(Default)]
struct Loosening {
    refusals: Vec<Refusal>,
}

impl Loosening {
    fn parameters(&mut self, parameters: &mut [ReferenceOr<Parameter>], owner: &str) {
        for (index, parameter) in parameters.iter_mut().enumerate() {
            self.parameter(parameter, &format!("{owner}/parameters/{index}"));
        }
    }

    fn parameter(&mut self, parameter: &mut ReferenceOr<Parameter>, pointer: &str) {
        let Some(parameter_data) = data_mut(parameter) else {
            return;
        };
        if let ParameterSchemaOrContent::Schema(schema) = &mut parameter_data.format {
            self.schema(schema, &format!("{pointer}/schema"));
        }
    }

    fn body(&mut self, body: &mut ReferenceOr<RequestBody>, pointer: &str) {
        let ReferenceOr::Item(body) = body else {
            return;
        };
        for (media_type, body) in &mut body.content {
            if let Some(schema) = &mut body.schema {
                let pointer = format!("{pointer}/content/{}/schema", escape(media_type));
                self.schema(schema, &pointer);
            }
        }
    }

    fn schema(&mut self, schema: &mut ReferenceOr<Schema>, pointer: &str) {
        if let ReferenceOr::Item(schema) = schema {
            self.loosen(schema, pointer);
        }
    }

    fn boxed(&mut self, schema: &mut ReferenceOr<Box<Schema>>, pointer: &str) {
        if let ReferenceOr::Item(schema) = schema {
            self.loosen(schema, pointer);
        }
    }

    fn further(&mut self, schema: &mut Option<AdditionalProperties>, pointer: &str) {
        if let Some(AdditionalProperties::Schema(schema)) = schema {
            self.schema(schema, &format!("{pointer}/additionalProperties"));
        }
    }

    fn parts(&mut self, parts: &mut [ReferenceOr<Schema>], pointer: &str, keyword: &str) {
        for (index, part) in parts.iter_mut().enumerate() {
            self.schema(part, &format!("{pointer}/{keyword}/{index}"));
        }
    }

    fn loosen(&mut self, schema: &mut Schema, pointer: &str) {
        self.refusals.extend(integer_default::flaw(schema, pointer));
        match &mut schema.schema_kind {
            SchemaKind::Type(Type::Integer(integer)) => {
                (integer.minimum, integer.maximum) = (None, None);
                (integer.exclusive_minimum, integer.exclusive_maximum) = (false, false);
                integer.multiple_of = None;
            }
            SchemaKind::Type(Type::Array(array)) => {
                if let Some(items) = &mut array.items {
                    self.boxed(items, &format!("{pointer}/items"));
                }
            }
            SchemaKind::Type(Type::Object(object)) => {
                for (name, property) in &mut object.properties {
                    self.boxed(property, &format!("{pointer}/properties/{}", escape(name)));
                }
                self.further(&mut object.additional_properties, pointer);
            }
            SchemaKind::Type(_) => {}
            SchemaKind::OneOf { one_of } => self.parts(one_of, pointer, "oneOf"),
            SchemaKind::AllOf { all_of } => self.parts(all_of, pointer, "allOf"),
            SchemaKind::AnyOf { any_of } => self.parts(any_of, pointer, "anyOf"),
            // A schema under `not` keeps its bounds: without them it would forbid more.
            SchemaKind::Not { .. } => {}
            SchemaKind::Any(any) => {
                // A part of an `allOf` may have bounds, while another part has the type.
                (any.minimum, any.maximum) = (None, None);
                (any.exclusive_minimum, any.exclusive_maximum) = (None, None);
                any.multiple_of = None;
                for (name, property) in &mut any.properties {
                    self.boxed(property, &format!("{pointer}/properties/{}", escape(name)));
                }
                if let Some(items) = &mut any.items {
                    self.boxed(items, &format!("{pointer}/items"));
                }
                self.further(&mut any.additional_properties, pointer);
                self.parts(&mut any.one_of, pointer, "oneOf");
                self.parts(&mut any.all_of, pointer, "allOf");
                self.parts(&mut any.any_of, pointer, "anyOf");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture::{document, operation, response};
    use super::*;

    /// The schema after the rule, as a component.
    fn loosened(schema: &Value) -> Value {
        let schemas = format!(r#", "Thing": {schema}"#);
        let openapi =
            apply(document(&response("200", "Problem"), &schemas)).expect("the rule takes it");
        let schemas = &openapi.components.expect("components").schemas;
        serde_json::to_value(&schemas["Thing"]).expect("serializable")
    }

    #[test]
    fn integers_lose_their_bounds_and_keep_their_format_wherever_they_are() {
        let strict = json!({
            "type": "object",
            "required": ["count"],
            "properties": {
                "count": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 9},
                "steps": {"type": "array", "minItems": 1, "items": {
                    "type": "integer", "minimum": 0, "exclusiveMinimum": true, "multipleOf": 5
                }},
                "either": {"oneOf": [{"type": "integer", "maximum": 1}, {"type": "string"}]},
                "both": {"allOf": [{"type": "integer"}, {"minimum": 1}]}
            },
            "additionalProperties": {"type": "integer", "minimum": 1}
        });
        let loose = json!({
            "type": "object",
            "required": ["count"],
            "properties": {
                "count": {"type": "integer", "format": "int32"},
                "steps": {"type": "array", "minItems": 1, "items": {"type": "integer"}},
                "either": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
                "both": {"allOf": [{"type": "integer"}, {}]}
            },
            "additionalProperties": {"type": "integer"}
        });
        assert_eq!(loosened(&strict), loose);
    }

    #[test]
    fn other_types_keep_their_bounds() {
        for schema in [
            json!({"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a"}),
            json!({"type": "number", "minimum": 1.5}),
            json!({"not": {"type": "integer", "minimum": 1}}),
        ] {
            assert_eq!(loosened(&schema), schema);
        }
    }

    #[test]
    fn parameters_and_bodies_lose_bounds_too() {
        let integer = json!({"type": "integer", "minimum": 1});
        let mut openapi = document(&response("200", "Problem"), "");
        let parameter = json!({"name": "limit", "in": "query", "schema": integer});
        let body = json!({"content": {"application/json": {"schema": integer}}});
        let read = |value: &Value| serde_json::from_value(value.clone()).expect("a parameter");
        operations::for_each_mut(&mut openapi, |_, operation| {
            operation.parameters = vec![ReferenceOr::Item(read(&parameter))];
            operation.request_body = serde_json::from_value(body.clone()).expect("a body");
        });
        for item in openapi.paths.paths.values_mut() {
            if let ReferenceOr::Item(item) = item {
                item.parameters = vec![ReferenceOr::Item(read(&parameter))];
            }
        }
        let components = openapi.components.as_mut().expect("components");
        let shared = ReferenceOr::Item(read(&parameter));
        components.parameters.insert("Limit".to_owned(), shared);
        let shared = serde_json::from_value(body.clone()).expect("a body");
        components.request_bodies.insert("Limit".to_owned(), shared);

        let loose = apply(openapi).expect("the rule takes it");
        assert!(!operation(&loose).parameters.is_empty());
        let text = serde_json::to_string(&loose).expect("serializable");
        assert_eq!(text.matches(r#""schema":{"type":"integer"}"#).count(), 5);
        assert!(!text.contains("minimum"), "{text}");
    }

    #[test]
    fn a_default_that_the_integer_cannot_have_is_refused_at_its_place() {
        let schemas = r#", "Thing": {"type": "object", "properties": {"n/a": {"type": "array",
            "items": {"type": "integer", "minimum": 1, "default": 0}}}}"#;
        let refusals =
            apply(document(&response("200", "Problem"), schemas)).expect_err("0 is below 1");
        let pointers: Vec<&str> = refusals.iter().map(|refusal| &*refusal.pointer).collect();
        let expected = "/components/schemas/Thing/properties/n~1a/items/default";
        assert_eq!(pointers, [expected]);
    }
}
