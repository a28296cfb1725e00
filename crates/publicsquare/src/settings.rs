//! What an account decides about a restricted key, checked before anything is sent.

use publicsquare_client::types;

use crate::effect::Effect;
use crate::error::Error;
use crate::key_facts::Permission;
use crate::problem::{FieldError, Problem};

/// The longest name, in characters, by the vendor's published schema.
const LONGEST_NAME: usize = 100;

/// The body of a request, or everything that is wrong with it at once.
pub(crate) fn checked(
    name: String,
    permissions: impl IntoIterator<Item = impl Into<Permission>>,
    effect: Effect,
) -> Result<types::ApiKeyRequest, Error> {
    let permissions: Vec<String> = permissions
        .into_iter()
        .map(|permission| String::from(permission.into()))
        .collect();
    let mut errors = Vec::new();
    let mut flaw = |field: &str, message: String| match errors.last_mut() {
        Some(FieldError {
            field: last,
            messages,
        }) if last == field => messages.push(message),
        _ => errors.push(FieldError {
            field: field.to_owned(),
            messages: vec![message],
        }),
    };
    match name.chars().count() {
        0 => flaw("name", "a key needs a name".to_owned()),
        length if length > LONGEST_NAME => flaw(
            "name",
            format!("the name has {length} characters, and {LONGEST_NAME} is the most"),
        ),
        _ => {}
    }
    if permissions.is_empty() {
        flaw("permissions", "a key needs a permission".to_owned());
    }
    for (index, permission) in permissions.iter().enumerate() {
        let unusable = |c: char| c.is_whitespace() || c.is_control();
        if permission.is_empty() || permission.contains(unusable) {
            flaw(
                "permissions",
                format!(
                    "permission {} is empty or has a space in it; they are like payment:read",
                    index + 1
                ),
            );
        }
    }
    if errors.is_empty() {
        let body = types::ApiKeyRequest::builder()
            .name(name)
            .permissions(permissions);
        return body
            .try_into()
            .map_err(|error: types::error::ConversionError| {
                Error::invalid_input(error.to_string())
            });
    }
    Err(
        Error::invalid_input("the key cannot be described like this").with(|inner| {
            inner.effect = effect;
            inner.problem = Some(Problem {
                errors,
                ..Problem::default()
            });
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let error =
            checked("x".repeat(101), [" ", "payment:read", ""], Effect::Create).unwrap_err();
        let fields: Vec<(&str, usize)> = error
            .field_errors()
            .iter()
            .map(|error| (error.field.as_str(), error.messages.len()))
            .collect();
        assert_eq!(fields, [("name", 1), ("permissions", 2)]);
        let line = error.to_string();
        assert!(
            line.contains("101 characters") && line.contains("permission 3"),
            "{line}"
        );
    }

    #[test]
    fn names_are_counted_in_characters() {
        assert!(checked("ü".repeat(100), ["payment:read"], Effect::Create).is_ok());
        assert!(checked(String::new(), ["payment:read"], Effect::Create).is_err());
        assert!(checked("a".to_owned(), Vec::<Permission>::new(), Effect::Create).is_err());
    }
}
