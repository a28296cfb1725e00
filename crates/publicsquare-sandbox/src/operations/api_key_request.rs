//! The body of a create or update request: the name and the permissions of a restricted key.
//!
//! In come headers and a body. Out comes a valid [`ApiKeyRequest`], or every error by field. That the body is
//! a JSON object at all is checked by [`request_body`].

use std::sync::Arc;

use axum::body::Body;
use axum::http::HeaderMap;
use serde_json::{Map, Value};

use crate::field_errors::FieldErrors;
use crate::request_body;

/// The documented maximum length of a name, in Unicode scalar values.
pub(crate) const NAME_LENGTH: usize = 100;

/// A name and permissions.
///
/// Any text is accepted as a permission: the vendor publishes a list, but does not call it complete.
#[derive(Clone, Debug, Hash)]
pub(super) struct ApiKeyRequest {
    pub(super) name: String,
    pub(super) permissions: Arc<[String]>,
}

/// Reads the body and checks every member.
pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<ApiKeyRequest, FieldErrors> {
    parse(request_body::json_object(headers, body).await?)
}

fn parse(mut members: Map<String, Value>) -> Result<ApiKeyRequest, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = name(members.remove("name"))
        .map_err(|message| errors.add("name", message))
        .unwrap_or_default();
    let permissions = permissions(members.remove("permissions"))
        .map_err(|message| errors.add("permissions", message))
        .unwrap_or_default();
    for unknown in members.keys() {
        errors.add(unknown, "The request has no such field.");
    }
    if errors.is_empty() {
        Ok(ApiKeyRequest {
            name,
            permissions: permissions.into(),
        })
    } else {
        Err(errors)
    }
}

fn name(value: Option<Value>) -> Result<String, String> {
    match value {
        None => Err("The field name is required.".to_owned()),
        Some(Value::String(name)) if (1..=NAME_LENGTH).contains(&name.chars().count()) => Ok(name),
        Some(_) => Err(format!(
            "The field name must be a string with a length between 1 and {NAME_LENGTH}."
        )),
    }
}

fn permissions(value: Option<Value>) -> Result<Vec<String>, &'static str> {
    const FORM: &str = "The field permissions must be an array of at least one string.";
    let value = value.ok_or("The field permissions is required.")?;
    let Value::Array(entries) = value else {
        return Err(FORM);
    };
    if entries.is_empty() {
        return Err(FORM);
    }
    entries
        .into_iter()
        .map(|entry| match entry {
            // The vendor documents neither a complete list nor a form.
            Value::String(permission) => Ok(permission),
            _ => Err(FORM),
        })
        .collect()
}
