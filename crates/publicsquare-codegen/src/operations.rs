//! Visits the operations of a document.
//!
//! In comes a document. Out comes each operation with its [`Site`]: a label for people, such as `GET /books`, and a JSON
//! pointer. It also has the small functions that the other modules share, such as the one that follows the reference of a
//! response. Facts about an operation are collected in `operation_facts.rs`.

use openapi_loader::pointer::escape;
use openapiv3::{
    OpenAPI, Operation, Parameter, ParameterData, PathItem, ReferenceOr, Response, StatusCode,
};

/// Where an operation is: as a label for people, and as a JSON pointer.
pub(crate) struct Site {
    /// `POST /api-keys/{id}/regenerate`
    pub(crate) label: String,
    /// `/paths/~1api-keys~1{id}~1regenerate/post`
    pub(crate) pointer: String,
}

impl Site {
    pub(crate) fn new(path: &str, method: &str) -> Self {
        Self {
            label: format!("{} {path}", method.to_uppercase()),
            pointer: format!("/paths/{}/{method}", escape(path)),
        }
    }
}

pub(crate) fn all(openapi: &OpenAPI) -> impl Iterator<Item = (Site, &Operation)> {
    openapi
        .paths
        .iter()
        .filter_map(|(path, item)| Some((path, item.as_item()?)))
        .flat_map(|(path, item)| {
            item.iter()
                .map(move |(method, operation)| (Site::new(path, method), operation))
        })
}

pub(crate) fn for_each_mut(openapi: &mut OpenAPI, mut visit: impl FnMut(&Site, &mut Operation)) {
    for (path, item) in &mut openapi.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        for (method, operation) in methods_mut(item) {
            visit(&Site::new(path, method), operation);
        }
    }
}

fn methods_mut(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    slots(item)
        .into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// Returns the data that all kinds of parameters have. `None` for a reference.
pub(crate) fn data_mut(parameter: &mut ReferenceOr<Parameter>) -> Option<&mut ParameterData> {
    match parameter {
        ReferenceOr::Item(
            Parameter::Query { parameter_data, .. }
            | Parameter::Header { parameter_data, .. }
            | Parameter::Path { parameter_data, .. }
            | Parameter::Cookie { parameter_data, .. },
        ) => Some(parameter_data),
        ReferenceOr::Reference { .. } => None,
    }
}

/// Returns all HTTP methods that a path can have, including those that it does not have.
pub(crate) fn slots(item: &mut PathItem) -> [(&'static str, &mut Option<Operation>); 8] {
    [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("delete", &mut item.delete),
        ("options", &mut item.options),
        ("head", &mut item.head),
        ("patch", &mut item.patch),
        ("trace", &mut item.trace),
    ]
}

/// Follows the reference of a response into `components.responses`.
pub(crate) fn resolve<'a>(
    openapi: &'a OpenAPI,
    response: &'a ReferenceOr<Response>,
) -> Option<&'a Response> {
    match response {
        ReferenceOr::Item(response) => Some(response),
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/responses/")?;
            resolve(openapi, openapi.components.as_ref()?.responses.get(name)?)
        }
    }
}

/// Returns the class of a status: 2 for 200, 204 and 2XX.
pub(crate) fn class(status: &StatusCode) -> u16 {
    match status {
        StatusCode::Code(code) => code / 100,
        StatusCode::Range(class) => *class,
    }
}
