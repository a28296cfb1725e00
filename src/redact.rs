//! Removes secrets from texts, problem details and headers.
//!
//! A server, or a proxy on the way to it, may repeat the API key or the idempotency key of a request in an error. In
//! comes what was received; out comes the same without these secrets and without anything that looks like a key.
//! `body.rs` and `client_hooks.rs` call this for each response. The type of a secret itself is in `secret_key.rs`, and
//! what looks like a key is known in `redact/key_search.rs`.

mod key_search;

use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::Value;

use self::key_search::find_key;
pub use self::key_search::redact_keys;

const REDACTED: &str = "[redacted]";

/// Names of members whose value is always treated as a secret, in lower case and without separators.
const SECRET_MEMBERS: &[&str] = &[
    "key",
    "apikey",
    "xapikey",
    "idempotencykey",
    "authorization",
    "secret",
    "token",
];

/// The secrets of one request: the API key and the idempotency key. An empty text stands for a missing one.
pub(crate) struct Secrets<'a>(pub(crate) [&'a str; 2]);

impl Secrets<'_> {
    /// Removes the secrets of the request, and everything that looks like a key, from a text.
    ///
    /// Error pages of proxies show request headers, and problem details may repeat a refused value.
    pub(crate) fn remove_from(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in self.known() {
            clean = clean.replace(secret, REDACTED);
        }
        redact_keys(&clean).into_owned()
    }

    /// Removes secrets from every text in a JSON value. The texts are decoded at this point, so a JSON escape cannot
    /// hide a part of a secret.
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

    /// Removes each header that contains a secret of the request, or something that looks like a key.
    ///
    /// The whole header goes. A header with `[redacted]` in it would be taken for a value, such as a correlation id.
    pub(crate) fn remove_from_headers(&self, headers: &mut HeaderMap) {
        let holds_one = |value: &HeaderValue| {
            self.known()
                .any(|secret| holds(value.as_bytes(), secret.as_bytes()))
                || holds_key(value.as_bytes())
        };
        while let Some(name) = headers
            .iter()
            .find_map(|(name, value)| holds_one(value).then(|| name.clone()))
        {
            headers.remove(name);
        }
    }

    fn known(&self) -> impl Iterator<Item = &str> {
        self.0.into_iter().filter(|secret| !secret.is_empty())
    }
}

/// Whether a header contains a secret. It runs for every header of a response, so it searches bytes without a copy.
fn holds(value: &[u8], secret: &[u8]) -> bool {
    let Some((last_start, first)) = value.len().checked_sub(secret.len()).zip(secret.first())
    else {
        return false;
    };
    (0..=last_start).any(|start| value[start] == *first && value[start..].starts_with(secret))
}

/// Whether a header contains something that looks like a key. Its bytes may not be text.
fn holds_key(value: &[u8]) -> bool {
    // Most headers have too few underscores, so they are not searched.
    value.iter().filter(|byte| matches!(byte, b'_')).count() >= 2
        && find_key(&String::from_utf8_lossy(value), 0).is_some()
}

fn is_secret_member(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    SECRET_MEMBERS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SECRETS: Secrets<'_> = Secrets(["canary+1", "idem-2"]);

    #[test]
    fn the_secrets_of_the_request_are_removed_whatever_they_look_like() {
        assert_eq!(
            SECRETS.remove_from("bad key canary+1, canary+1! for idem-2"),
            "bad key [redacted], [redacted]! for [redacted]"
        );
    }

    #[test]
    fn everything_that_looks_like_a_key_is_removed_and_ids_are_kept() {
        assert_eq!(
            SECRETS.remove_from("sk_prod_6fpAaGyHBeGNpxTp for key_7Ay5mcUX, xsk_test_6fpA-GyH_1."),
            "[redacted] for key_7Ay5mcUX, [redacted]."
        );
        let innocent = "ask_test_1 my_test_application _test_abcdefgh";
        assert_eq!(SECRETS.remove_from(innocent), innocent);
    }

    #[test]
    fn a_key_behind_other_letters_is_removed_and_a_word_is_kept() {
        assert_eq!(
            SECRETS.remove_from("apikeysk_test_4eC39HqLyjWDarjtT1zdp7dc."),
            "[redacted]."
        );
        let innocent = "task_test_environment disk_prod_20240630 risk_test_a1";
        assert_eq!(SECRETS.remove_from(innocent), innocent);
    }

    #[test]
    fn json_values_are_searched_after_decoding_by_content_and_by_name() {
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
    fn headers_that_contain_a_secret_are_removed_and_others_are_kept() {
        let mut headers = HeaderMap::new();
        headers.insert("date", HeaderValue::from_static("today"));
        // It has the first letters of the secrets, and as many underscores as a key.
        headers.insert("via", HeaderValue::from_static("edge_cache_14, can-idem"));
        headers.append("server", HeaderValue::from_static("nginx"));
        headers.append(
            "server",
            HeaderValue::from_static("for sk_prod_6fpAaGyHBeGNpxTp"),
        );
        headers.insert("x-correlation-id", HeaderValue::from_static("a canary+1"));
        SECRETS.remove_from_headers(&mut headers);
        assert_eq!(headers.len(), 2, "{headers:?}");
        assert_eq!(headers["date"], "today");
        assert_eq!(headers["via"], "edge_cache_14, can-idem");
    }
}
