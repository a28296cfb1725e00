//! What a YAML scalar means, by the core schema of YAML 1.2, as far as JSON can express it.
//!
//! A scalar comes in, with its style and its tag. A value of the JSON data model goes out, or a refusal. Numbers that
//! people read in two ways, such as `012`, are refused. `mapping_key` reads keys.

use saphyr_parser::{ScalarStyle, Tag};
use serde_json::Number;

use super::node::Data;

/// Why a scalar is refused: what is wrong, and what to do.
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) help: String,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The meaning of a scalar.
///
/// # Errors
/// A refusal of scalars that have no JSON form, or another one than the author probably meant.
pub(super) fn resolve(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Data, Refusal> {
    let plain = style == ScalarStyle::Plain;
    let Some(tag) = tag else {
        return if plain {
            resolve_plain(text)
        } else {
            Ok(Data::String(text.to_owned()))
        };
    };
    if tag.is_yaml_core_schema() && tag.suffix == "str" {
        return Ok(Data::String(text.to_owned()));
    }
    let unknown = || {
        Refusal::new(
            format!(
                "the tag `{}` has no meaning in an OpenAPI document",
                spelling(tag)
            ),
            "remove the tag; quote the value if it has to be a string",
        )
    };
    if !tag.is_yaml_core_schema() || !plain {
        return Err(unknown());
    }
    let data = resolve_plain(text)?;
    match (tag.suffix.as_str(), &data) {
        ("null", Data::Null) | ("bool", Data::Bool(_)) | ("float", Data::Number(_)) => Ok(data),
        ("int", Data::Number(number)) if !number.is_f64() => Ok(data),
        ("null" | "bool" | "float" | "int", _) => Err(Refusal::new(
            format!("`{text}` does not fit its tag `{}`", spelling(tag)),
            "remove the tag, or correct the value",
        )),
        _ => Err(unknown()),
    }
}

/// A tag as it is usually written.
pub(super) fn spelling(tag: &Tag) -> String {
    if tag.is_yaml_core_schema() {
        format!("!!{}", tag.suffix)
    } else {
        format!("{}{}", tag.handle, tag.suffix)
    }
}

fn resolve_plain(text: &str) -> Result<Data, Refusal> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Data::Null),
        "true" | "True" | "TRUE" => return Ok(Data::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Data::Bool(false)),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(Refusal::new(
            format!("the number `{text}` has no JSON form"),
            "use a finite number, or quote it if it is meant as text",
        ));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(text, digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(text, digits, 8);
    }
    if is_digits(unsigned) {
        return integer(text, unsigned);
    }
    if is_float(unsigned) {
        return float(text);
    }
    Ok(Data::String(text.to_owned()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_float(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let mantissa_fits = match mantissa.split_once('.') {
        Some(("", fraction)) => is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && (fraction.is_empty() || is_digits(fraction)),
        None => is_digits(mantissa),
    };
    let exponent_fits = exponent
        .is_none_or(|exponent| is_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    mantissa_fits && exponent_fits
}

fn radix(text: &str, digits: &str, radix: u32) -> Result<Data, Refusal> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Ok(Data::String(text.to_owned()));
    }
    match u64::from_str_radix(digits, radix) {
        Ok(value) => Ok(Data::Number(value.into())),
        Err(_) => Err(too_large(text)),
    }
}

fn integer(text: &str, unsigned: &str) -> Result<Data, Refusal> {
    if unsigned.len() > 1 && unsigned.starts_with('0') {
        // `012` is 12 in YAML 1.2, 10 in YAML 1.1, and perhaps a postal code for its author.
        return Err(Refusal::new(
            format!("the number `{text}` starts with a zero"),
            "quote it if it is meant as text, else drop the zero",
        ));
    }
    if let Ok(value) = text.parse::<i64>() {
        return Ok(Data::Number(value.into()));
    }
    match text.strip_prefix('+').unwrap_or(text).parse::<u64>() {
        Ok(value) => Ok(Data::Number(value.into())),
        Err(_) => Err(too_large(text)),
    }
}

/// The value in YAML 1.2 of a whole number that starts with a zero. [`resolve`] refuses it.
pub(super) fn with_leading_zero(text: &str, style: ScalarStyle) -> Option<Data> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if style != ScalarStyle::Plain || !is_digits(unsigned) {
        return None;
    }
    text.parse::<i64>()
        .ok()
        .map(|value| Data::Number(value.into()))
}

/// The approximate value of a whole number that does not fit into 64 bits. [`resolve`] refuses it.
pub(super) fn beyond_64_bits(text: &str, style: ScalarStyle) -> Option<Data> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if style != ScalarStyle::Plain || !is_digits(unsigned) {
        return None;
    }
    float(text).ok()
}

fn float(text: &str) -> Result<Data, Refusal> {
    let number = text.parse().ok().and_then(Number::from_f64);
    number.map(Data::Number).ok_or_else(|| too_large(text))
}

fn too_large(text: &str) -> Refusal {
    Refusal::new(
        format!("the number `{text}` does not fit into 64 bits"),
        "use a smaller number, or quote it if it is meant as text",
    )
}
