//! The name and the permissions of a restricted key, checked before anything is sent.
//!
//! In come a name and permissions from the caller. Out comes the body of a request, or one error with everything that
//! is wrong. People and logs see the name, so it must hold no character that ends a line or a text, and no API
//! key. The requests that send the body are [`create`](crate::create) and [`update`](crate::update).

use publicsquare_client::{redact_keys, types};

use crate::display_text::is_invisible;
use crate::effect::Effect;
use crate::error::Error;
use crate::key_attributes::Permission;
use crate::problem::{FieldError, Problem};

/// The longest name, in characters, by the vendor's published schema.
const LONGEST_NAME: usize = 100;

/// The body of a request, or one error with everything that is wrong.
pub(crate) fn key_request(
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
            format!("the name has {length} characters; the limit is {LONGEST_NAME}"),
        ),
        _ => {}
    }
    if let Some((place, character)) = control_character(&name) {
        flaw(
            "name",
            format!(
                "character {place} of the name is {character:?}, a control character; remove it"
            ),
        );
    }
    if redact_keys(&name) != name {
        flaw(
            "name",
            "the name holds a text like the secret value of an API key, and names are not secret"
                .to_owned(),
        );
    }
    if permissions.is_empty() {
        flaw("permissions", "a key needs a permission".to_owned());
    }
    for (index, permission) in permissions.iter().enumerate() {
        if !is_word(permission) {
            flaw(
                "permissions",
                format!(
                    "permission {} is empty, or holds a space or an invisible character; a permission \
                     is one word, such as payment:read",
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
        Error::invalid_input("the name or the permissions of the key cannot be used").with(
            |inner| {
                inner.effect = effect;
                inner.problem = Some(Problem {
                    errors,
                    ..Problem::default()
                });
            },
        ),
    )
}

/// Whether a text can be a type or a permission: one word without invisible characters.
pub(crate) fn is_word(text: &str) -> bool {
    let unusable = |c: char| c.is_whitespace() || is_invisible(c);
    !text.is_empty() && !text.contains(unusable) && redact_keys(text) == text
}

/// The first character that controls a terminal or ends a line or a text, and its place, counted from 1.
fn control_character(text: &str) -> Option<(usize, char)> {
    // Many programs end a line at these two separators, although Unicode does not call them control characters.
    let controls = |c: &char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let mut characters = text.chars().enumerate();
    characters.find_map(|(index, c)| controls(&c).then_some((index + 1, c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_error_has_everything_that_is_wrong() {
        let error =
            key_request("x".repeat(101), [" ", "payment:read", ""], Effect::READ).unwrap_err();
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
    fn a_name_has_no_control_character_and_no_key() {
        for hidden in [
            '\0', '\n', '\r', '\t', '\u{1b}', '\u{7f}', '\u{85}', '\u{2028}', '\u{2029}',
        ] {
            let error =
                key_request(format!("Till{hidden}4"), ["payment:read"], Effect::READ).unwrap_err();
            assert!(error.is_invalid_input());
            let line = error.to_string();
            assert!(line.contains("character 5 of the name is '\\"), "{line}");
        }
        let name = "for sk_prod_6fpAaGyHBeGNpxTp";
        let error = key_request(name.to_owned(), ["payment:read"], Effect::READ).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("6fpA"), "{error}");
        assert!(
            key_request(
                "Kasse 4 \u{202b}قائمة\u{202c}".to_owned(),
                ["a"],
                Effect::READ
            )
            .is_ok()
        );
    }

    #[test]
    fn a_permission_is_one_visible_word() {
        for odd in [
            "",
            "a b",
            "a\0",
            "a\nb",
            "a\u{200b}",
            "a\u{202e}b",
            "sk_prod_6fpAaGyHBeGNpxTp",
        ] {
            assert!(
                key_request("n".to_owned(), [odd], Effect::READ).is_err(),
                "{odd:?}"
            );
        }
        assert!(key_request("n".to_owned(), ["business:writer"], Effect::READ).is_ok());
    }

    #[test]
    fn names_are_counted_in_characters() {
        assert!(key_request("ü".repeat(100), ["payment:read"], Effect::READ).is_ok());
        assert!(key_request(String::new(), ["payment:read"], Effect::READ).is_err());
        assert!(key_request("a".to_owned(), Vec::<Permission>::new(), Effect::READ).is_err());
    }
}
