//! Secrets that a server, or something on the way to it, repeats.

use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::Value;

const REDACTED: &str = "[redacted]";

/// Members that hold a secret whatever it looks like, without case and separators.
const SECRET_MEMBERS: &[&str] = &[
    "key",
    "apikey",
    "xapikey",
    "idempotencykey",
    "authorization",
    "secret",
    "token",
];

/// The secrets of one request.
pub(crate) struct Secrets<'a>(pub(crate) [&'a str; 2]);

impl Secrets<'_> {
    /// Removes the secrets of the request and whatever has the shape of a key.
    ///
    /// Error pages of proxies show request headers, and problem details may name what they refuse.
    pub(crate) fn remove_from(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in self.known() {
            clean = clean.replace(secret, REDACTED);
        }
        without_keys(&clean)
    }

    /// Removes them from every text in a value. Texts are decoded here, so that no spelling of a
    /// character hides a part of a secret.
    pub(crate) fn remove_from_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.remove_from(text),
            Value::Array(values) => values
                .iter_mut()
                .for_each(|value| self.remove_from_value(value)),
            Value::Object(members) => {
                *members = std::mem::take(members)
                    .into_iter()
                    .map(|(name, mut value)| {
                        if is_secret_member(&name) && value.is_string() {
                            value = REDACTED.into();
                        }
                        self.remove_from_value(&mut value);
                        (self.remove_from(&name), value)
                    })
                    .collect();
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Hides the headers that hold a secret of the request.
    pub(crate) fn remove_from_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            let holds_one = self
                .known()
                .any(|secret| holds(value.as_bytes(), secret.as_bytes()));
            if holds_one {
                *value = HeaderValue::from_static(REDACTED);
            }
        }
    }

    fn known(&self) -> impl Iterator<Item = &str> {
        self.0.into_iter().filter(|secret| !secret.is_empty())
    }
}

/// Whether a header holds a secret, neither of which is empty. Runs for every header of an answer.
fn holds(value: &[u8], secret: &[u8]) -> bool {
    let Some((last_start, first)) = value.len().checked_sub(secret.len()).zip(secret.first())
    else {
        return false;
    };
    (0..=last_start).any(|start| value[start] == *first && value[start..].starts_with(secret))
}

fn is_secret_member(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    SECRET_MEMBERS.contains(&name.as_str())
}

fn without_keys(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((start, end)) = find_key(rest) {
        clean.push_str(&rest[..start]);
        clean.push_str(REDACTED);
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}

/// Finds `pk_prod_…`, `sk_test_…` and the like: two or three letters ending in `k`, an environment,
/// and at least eight characters that a key may have.
fn find_key(text: &str) -> Option<(usize, usize)> {
    ["_test_", "_prod_", "_production_"]
        .into_iter()
        .flat_map(|environment| {
            text.match_indices(environment)
                .filter_map(move |(index, _)| {
                    let bytes = text.as_bytes();
                    let before = bytes[..index]
                        .iter()
                        .rev()
                        .take_while(|byte| byte.is_ascii_alphabetic())
                        .count();
                    let start = index + environment.len();
                    let length = bytes[start..]
                        .iter()
                        .take_while(|byte| {
                            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
                        })
                        .count();
                    let is_key = (2..=3).contains(&before)
                        && bytes[index - 1].eq_ignore_ascii_case(&b'k')
                        && length >= 8;
                    is_key.then(|| (index - before, start + length))
                })
        })
        .min()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SECRETS: Secrets<'_> = Secrets(["canary+1", "idem-2"]);

    #[test]
    fn the_secrets_of_the_request_are_removed_whatever_their_shape() {
        assert_eq!(
            SECRETS.remove_from("bad key canary+1, canary+1! for idem-2"),
            "bad key [redacted], [redacted]! for [redacted]"
        );
    }

    #[test]
    fn what_looks_like_a_key_is_removed_and_ids_are_not() {
        assert_eq!(
            SECRETS.remove_from("sk_prod_6fpAaGyHBeGNpxTp for key_7Ay5mcUX, xsk_test_6fpA-GyH_1."),
            "[redacted] for key_7Ay5mcUX, [redacted]."
        );
        let innocent = "ask_test_1 my_test_application _test_abcdefgh";
        assert_eq!(SECRETS.remove_from(innocent), innocent);
    }

    #[test]
    fn values_are_searched_after_decoding_by_text_and_by_name() {
        let mut value: Value = serde_json::from_str(
            r#"{"detail": "canary\u002B1", "errors": {"idem-2": ["sk_\u0074est_abcdefgh"]},
                "apiKey": "anything", "count": 1}"#,
        )
        .expect("valid JSON");
        SECRETS.remove_from_value(&mut value);
        assert_eq!(
            value,
            json!({"detail": REDACTED, "errors": {REDACTED: [REDACTED]}, "apiKey": REDACTED, "count": 1})
        );
    }

    #[test]
    fn headers_that_repeat_a_secret_are_hidden() {
        let mut headers = HeaderMap::new();
        headers.insert("x-correlation-id", HeaderValue::from_static("a canary+1"));
        headers.insert("date", HeaderValue::from_static("today"));
        SECRETS.remove_from_headers(&mut headers);
        assert_eq!(headers["x-correlation-id"], REDACTED);
        assert_eq!(headers["date"], "today");
    }
}
