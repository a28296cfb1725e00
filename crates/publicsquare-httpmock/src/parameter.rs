//! Parameters as the client sends them, for mocks to compare with.

use publicsquare_client::serialize_secrets;
use serde::Serialize;
use serde_json::Value;

/// The text of a value; the elements of a list are parted by commas.
#[allow(dead_code, reason = "there may be no parameter that is not plain text")]
pub(crate) fn text(value: &(impl Serialize + ?Sized)) -> String {
    list(value, ",")
}

/// The elements of a list as one text.
#[allow(dead_code, reason = "there may be no list that is one parameter")]
pub(crate) fn list(values: &(impl Serialize + ?Sized), delimiter: &str) -> String {
    elements(values).join(delimiter)
}

/// The elements of a list as texts. What is no list is one element.
#[allow(dead_code, reason = "there may be no list in a query")]
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

/// A regular expression that matches the value as one step of a path.
#[allow(dead_code, reason = "there may be no parameter in a path")]
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

/// As the client encodes it (URL Standard, path percent-encode set, and what would be another step).
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
    fn a_step_of_a_path_is_compared_as_it_is_sent() {
        assert_eq!(path("a.b c/ä"), r"a\.b%20c%2F%C3%A4");
        assert_eq!(path(&["a,b", "c"]), "a%2Cb,c");
        assert_eq!(path(&["a,b"]), "a%2Cb");
        assert_eq!(path("a,b"), "a,b");
        assert_eq!(text(&[1, 2]), "1,2");
        assert_eq!(elements("a"), ["a"]);
    }
}
