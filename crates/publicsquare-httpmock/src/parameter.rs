//! Writes parameters in the way the client sends them, so that mocks can compare them.
//!
//! The generated mocks call these functions. In comes a value. Out comes the text that the client would send in a header or
//! a query, or a regular expression for a segment of a path. The client has the counterpart in its own `parameter.rs`, and
//! both must produce the same texts.

use publicsquare_client::serialize_secrets;
use serde::Serialize;
use serde_json::Value;

/// The text of a value. The elements of a list are separated by commas.
#[allow(
    dead_code,
    reason = "all parameters of the description may be plain text"
)]
pub(crate) fn text(value: &(impl Serialize + ?Sized)) -> String {
    list(value, ",")
}

/// The elements of a list as one text.
#[allow(
    dead_code,
    reason = "the description may have no list that is one parameter"
)]
pub(crate) fn list(values: &(impl Serialize + ?Sized), delimiter: &str) -> String {
    elements(values).join(delimiter)
}

/// The elements of a list as texts. A value that is not a list is one element.
#[allow(dead_code, reason = "the description may have no list in a query")]
pub(crate) fn elements(values: &(impl Serialize + ?Sized)) -> Vec<String> {
    match serialize_secrets(|| serde_json::to_value(values)) {
        Ok(Value::Array(values)) => values.iter().map(of_json).collect(),
        Ok(value) => vec![of_json(&value)],
        Err(_) => Vec::new(),
    }
}

fn of_json(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// A regular expression that matches the value as one segment of a path.
#[allow(dead_code, reason = "the description may have no parameter in a path")]
pub(crate) fn path(value: &(impl Serialize + ?Sized)) -> String {
    let step = match serialize_secrets(|| serde_json::to_value(value)) {
        Ok(Value::Array(values)) => values
            .iter()
            .map(|value| encoded(&of_json(value)).replace(',', "%2C"))
            .collect::<Vec<_>>()
            .join(","),
        Ok(value) => encoded(&of_json(&value)),
        Err(_) => String::new(),
    };
    regex::escape(&step)
}

/// Encodes a text as the client does: the path percent-encode set of the URL Standard, and `/` and `%`.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        let is_kept = byte.is_ascii_graphic() && !b"\"#<>?`{}/%".contains(&byte);
        if is_kept {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_of_a_path_is_compared_as_the_client_sends_it() {
        assert_eq!(path("a.b c/ä"), r"a\.b%20c%2F%C3%A4");
        assert_eq!(path(&["a,b", "c"]), "a%2Cb,c");
        assert_eq!(path(&["a,b"]), "a%2Cb");
        assert_eq!(path("a,b"), "a,b");
        assert_eq!(text(&[1, 2]), "1,2");
        assert_eq!(elements("a"), ["a"]);
    }
}
