//! The rule `descriptions`: makes every description safe as documentation.
//!
//! In comes a document whose descriptions may contain code blocks, HTML or hidden characters. Out comes the same document
//! with texts that rustdoc shows and never compiles. `doc_text.rs` does the work on a single text.

use openapiv3::{OpenAPI, Parameter, ReferenceOr, RequestBody};
use serde_json::Value;

use super::schemas::{rewrite, walk};
use crate::doc_text;
use crate::operations::{self, data_mut};
use crate::refusal::Refusal;

/// Rewrites each title, summary and description.
pub(super) fn apply(mut openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let info = &mut openapi.info;
    info.title = doc_text::inline(&info.title);
    info.version = doc_text::printable(&info.version).replace('\n', " ");
    info.description = info.description.as_deref().map(doc_text::block);
    if let Some(components) = &mut openapi.components {
        components.parameters.values_mut().for_each(of_parameter);
        components.request_bodies.values_mut().for_each(of_body);
    }
    for item in openapi.paths.paths.values_mut() {
        if let ReferenceOr::Item(item) = item {
            item.parameters.iter_mut().for_each(of_parameter);
        }
    }
    operations::for_each_mut(&mut openapi, |_, operation| {
        operation.summary = operation.summary.as_deref().map(doc_text::inline);
        operation.description = operation.description.as_deref().map(doc_text::block);
        operation.parameters.iter_mut().for_each(of_parameter);
        operation.request_body.iter_mut().for_each(of_body);
    });
    rewrite(&mut openapi, |root, schema| {
        walk(schema, &root.pointer, &mut |members, _| {
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = doc_text::block(text);
            }
            if let Some(Value::String(text)) = members.get_mut("title") {
                *text = doc_text::printable(text).replace('\n', " ");
            }
        });
    });
    Ok(openapi)
}

fn of_parameter(parameter: &mut ReferenceOr<Parameter>) {
    let Some(parameter_data) = data_mut(parameter) else {
        return;
    };
    parameter_data.description = parameter_data.description.as_deref().map(doc_text::inline);
}

fn of_body(body: &mut ReferenceOr<RequestBody>) {
    if let ReferenceOr::Item(body) = body {
        body.description = body.description.as_deref().map(doc_text::inline);
    }
}
