//! Finds the schemas that operations describe in place and that progenitor makes types of.
//!
//! In comes the whole description. Out comes each schema of a parameter, a body or a response, with the name that progenitor
//! would give its type. `types.rs` looks for a type with that name. Component schemas are visited in `types.rs` itself.

use openapi_loader::pointer;
use serde_json::Value;

use crate::shape::Site;

/// A schema that an operation describes in place.
pub(crate) struct Place<'a> {
    /// The name that progenitor would give its type.
    pub(crate) type_name: String,
    pub(crate) site: Site<'a>,
}

/// Returns the schemas of parameters, bodies and responses.
pub(crate) fn schemas(document: &Value) -> Vec<Place<'_>> {
    let mut places = Vec::new();
    for (path, item) in members(document, "paths") {
        let item = Site::new(pointer::child("/paths", path), item);
        for (method, operation) in item.schema.as_object().into_iter().flatten() {
            let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
                continue;
            };
            let mut walk = Walk {
                document,
                id,
                places: &mut places,
            };
            walk.parameters(&item);
            walk.operation(&Site::new(pointer::child(&item.pointer, method), operation));
        }
    }
    places
}

/// The `title` of a schema. progenitor uses it as the name of the type.
pub(crate) fn title(schema: &Value) -> Option<&str> {
    schema.get("title").and_then(Value::as_str)
}

struct Walk<'a, 'w> {
    document: &'a Value,
    id: &'a str,
    places: &'w mut Vec<Place<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn operation(&mut self, operation: &Site<'a>) {
        self.parameters(operation);
        if let Some(body) = child(operation, "requestBody") {
            self.content(&self.resolved(body), "body");
        }
        if let Some(responses) = child(operation, "responses") {
            for (status, response) in responses.schema.as_object().into_iter().flatten() {
                let response = Site::new(pointer::child(&responses.pointer, status), response);
                self.content(&self.resolved(response), "response");
            }
        }
    }

    fn parameters(&mut self, owner: &Site<'a>) {
        let Some(parameters) = child(owner, "parameters") else {
            return;
        };
        for (index, parameter) in parameters
            .schema
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            let pointer = format!("{}/{index}", parameters.pointer);
            let parameter = self.resolved(Site::new(pointer, parameter));
            let name = parameter.schema.get("name").and_then(Value::as_str);
            if let Some(schema) = child(&parameter, "schema") {
                self.add(schema, name.unwrap_or_default());
            }
        }
    }

    fn content(&mut self, owner: &Site<'a>, name: &str) {
        let Some(content) = child(owner, "content") else {
            return;
        };
        for (media_type, body) in content.schema.as_object().into_iter().flatten() {
            let body = Site::new(pointer::child(&content.pointer, media_type), body);
            if let Some(schema) = child(&body, "schema") {
                self.add(schema, name);
            }
        }
    }

    fn add(&mut self, site: Site<'a>, name: &str) {
        let type_name = title(site.schema).map_or(format!("{}-{name}", self.id), str::to_owned);
        self.places.push(Place { type_name, site });
    }

    /// Follows the reference of a parameter, a body or a response.
    fn resolved(&self, site: Site<'a>) -> Site<'a> {
        let reference = site.schema.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|reference| {
            let pointer = reference.strip_prefix('#')?;
            Some(Site::new(pointer, self.document.pointer(pointer)?))
        });
        target.unwrap_or(site)
    }
}

fn child<'a>(site: &Site<'a>, name: &str) -> Option<Site<'a>> {
    Some(Site::new(
        pointer::child(&site.pointer, name),
        site.schema.get(name)?,
    ))
}

fn members<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let members = value.get(name).and_then(Value::as_object);
    members.into_iter().flatten()
}
