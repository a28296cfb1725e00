//! The rule `errors-in-place`: moves errors that are described in place into the components.
//!
//! In comes a document whose errors may be described where they are used. Out comes one in which each such object is a
//! component with a name, so that `error_schema.rs` can compare the errors of an operation.

use std::collections::HashSet;

use heck::ToPascalCase;
use openapi_loader::fold_name;
use openapiv3::{OpenAPI, ReferenceOr, Response, Schema, SchemaKind, Type};

use crate::operations;
use crate::refusal::Refusal;

const JSON: &str = "application/json";
const SCHEMAS: &str = "#/components/schemas/";
const RESPONSES: &str = "#/components/responses/";

/// Moves each object that describes an error in place into the components.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let Some(components) = &openapi.components else {
        openapi.components = Some(openapiv3::Components::default());
        return apply(openapi);
    };
    let mut moved = Moved {
        taken: components
            .schemas
            .keys()
            .map(|name| fold_name(name))
            .collect(),
        schemas: Vec::new(),
    };
    let of_errors = names_of_errors(&mut openapi);
    if let Some(components) = &mut openapi.components {
        for (name, response) in &mut components.responses {
            if of_errors.contains(name) {
                moved.take(response, name);
            }
        }
    }
    operations::for_each_mut(&mut openapi, |site, operation| {
        let owner = operation
            .operation_id
            .clone()
            .unwrap_or_else(|| site.label.clone());
        let responses = &mut operation.responses;
        for (status, response) in &mut responses.responses {
            if operations::class(status) >= 4 {
                moved.take(response, &owner);
            }
        }
        if let Some(response) = &mut responses.default {
            moved.take(response, &owner);
        }
    });
    if let Some(components) = &mut openapi.components {
        for (name, schema) in moved.schemas {
            components.schemas.insert(name, ReferenceOr::Item(schema));
        }
    }
    Ok(openapi)
}

/// The names of the component responses that are used for an error. A response that is only used for successes stays
/// where it is, so its type does not get a name with `Error`.
fn names_of_errors(openapi: &mut OpenAPI) -> HashSet<String> {
    let name_of = |response: &ReferenceOr<Response>| match response {
        ReferenceOr::Reference { reference } => {
            reference.strip_prefix(RESPONSES).map(str::to_owned)
        }
        ReferenceOr::Item(_) => None,
    };
    let mut open: Vec<String> = Vec::new();
    operations::for_each_mut(openapi, |_, operation| {
        let responses = &operation.responses;
        let errors = responses.responses.iter();
        let errors = errors.filter(|(status, _)| operations::class(status) >= 4);
        let errors = errors.map(|(_, response)| response);
        open.extend(errors.chain(&responses.default).filter_map(name_of));
    });
    let components = openapi.components.as_ref();
    let mut names = HashSet::new();
    // A component may be a reference to another one.
    while let Some(name) = open.pop() {
        let response = components.and_then(|components| components.responses.get(&name));
        if names.insert(name) {
            open.extend(response.and_then(name_of));
        }
    }
    names
}

struct Moved {
    /// The names of the components, without case and separators.
    taken: Vec<String>,
    schemas: Vec<(String, Schema)>,
}

impl Moved {
    fn take(&mut self, response: &mut ReferenceOr<Response>, owner: &str) {
        let ReferenceOr::Item(response) = response else {
            return;
        };
        let Some(body) = response.content.get_mut(JSON) else {
            return;
        };
        let Some(ReferenceOr::Item(schema)) = &body.schema else {
            return;
        };
        if !matches!(schema.schema_kind, SchemaKind::Type(Type::Object(_))) {
            return;
        }
        let start = format!("{} Error", owner).to_pascal_case();
        let known = self.schemas.iter().find(|(name, known)| {
            name.starts_with(&start) && known.schema_kind == schema.schema_kind
        });
        let name = match known {
            Some((name, _)) => name.clone(),
            None => {
                let mut name = start;
                while self.taken.contains(&fold_name(&name)) {
                    name.push_str("Body");
                }
                self.taken.push(fold_name(&name));
                self.schemas.push((name.clone(), schema.clone()));
                name
            }
        };
        body.schema = Some(ReferenceOr::Reference {
            reference: format!("{SCHEMAS}{name}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{after, component, described, document, operation, part};
    use super::*;

    #[test]
    fn an_error_in_place_becomes_a_component_of_the_operation() {
        let error = |status: &str| {
            format!(
                r#""{status}": {{"description": "d", "content": {{"{JSON}": {{"schema": {{"type": "object", "properties": {{"code": {{"type": "string"}}}}}}}}}}}}"#
            )
        };
        let declared = [error("400"), error("404")].join(",");
        let openapi = apply(document(&declared, "")).expect("the rule takes it");
        let expected = ReferenceOr::Reference {
            reference: format!("{SCHEMAS}MakeError"),
        };
        for response in operation(&openapi).responses.responses.values() {
            let response = response.as_item().expect("inline");
            assert_eq!(response.content[JSON].schema, Some(expected.clone()));
        }
    }

    #[test]
    fn two_errors_of_an_operation_have_one_name_only_if_they_are_the_same() {
        let openapi = described(
            "paths:
  /things:
    get:
      operationId: get
      responses:
        '204': {description: d}
        '400': {description: d, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
        '404': {description: d, content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}
        '409': {description: d, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
    put:
      operationId: put
      responses:
        '204': {description: d}
        default: {description: d, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}
",
        );
        let openapi = after(apply, openapi);
        for (place, name) in [
            ("get/responses/400", "GetError"),
            ("get/responses/404", "GetErrorBody"),
            ("get/responses/409", "GetError"),
            ("put/responses/default", "PutError"),
        ] {
            let place = format!("/paths/~1things/{place}/content/application~1json/schema/$ref");
            assert_eq!(part(&openapi, &place), format!("{SCHEMAS}{name}"));
        }
        let members = |name: &str| component(&openapi, name)["properties"].clone();
        assert!(members("GetError").get("a").is_some());
        assert!(members("GetErrorBody").get("b").is_some());
    }

    #[test]
    fn a_success_that_is_a_component_is_not_named_an_error() {
        let body = r#"{"description": "d", "content": {"application/json": {"schema": {"type": "object",
            "properties": {"code": {"type": "string"}}}}}}"#;
        let text = format!(
            r##"{{"openapi": "3.0.3", "info": {{"title": "t", "version": "1"}},
            "paths": {{"/things": {{"get": {{"operationId": "get", "responses": {{
                "200": {{"$ref": "#/components/responses/Thing"}},
                "default": {{"$ref": "#/components/responses/Alias"}}}}}}}}}},
            "components": {{"responses": {{"Thing": {body}, "Flaw": {body},
                "Alias": {{"$ref": "#/components/responses/Flaw"}}}}}}}}"##
        );
        let openapi =
            apply(serde_json::from_str(&text).expect("a document")).expect("the rule takes it");
        let components = openapi.components.expect("components");
        assert_eq!(components.schemas.keys().collect::<Vec<_>>(), ["FlawError"]);
    }
}
