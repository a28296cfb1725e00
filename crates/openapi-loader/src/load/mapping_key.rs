//! The text of a YAML key. JSON has only strings there.
//!
//! A scalar comes in, and its text goes out, or a refusal. A key such as `on` or `12` without quotes is refused,
//! because YAML does not read it as text. Status codes below `responses` are the exception. `scalar` reads values.

use saphyr_parser::{ScalarStyle, Tag};

use super::node::Data;
use super::scalar::{self, Refusal};

/// Whether a key is a merge key of YAML 1.1.
pub(super) fn merges(text: &str, style: ScalarStyle) -> bool {
    text == "<<" && style == ScalarStyle::Plain
}

/// The text of a key. With `status_codes`, a whole number is read as its text.
///
/// # Errors
/// A refusal of keys that are not strings, and of merge keys.
pub(super) fn resolve(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    status_codes: bool,
) -> Result<String, Refusal> {
    if merges(text, style) {
        return Err(Refusal::new(
            "merge keys (`<<`) are not part of YAML 1.2",
            "repeat the members, or use `$ref` or `allOf`",
        ));
    }
    let kind = match scalar::resolve(text, style, tag)? {
        Data::String(text) => return Ok(text),
        Data::Number(number) if number.is_u64() && status_codes => return Ok(number.to_string()),
        Data::Number(_) => "a number",
        Data::Bool(_) => "a boolean",
        _ if text.is_empty() => "empty",
        _ => "null",
    };
    let help = if text.is_empty() {
        "write the key, in quotes if it is meant to be empty".to_owned()
    } else {
        format!("quote it: '{text}'")
    };
    Err(Refusal::new(
        format!("the key `{text}` is {kind}, not a string"),
        help,
    ))
}
