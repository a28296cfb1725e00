//! The form of an id, and which parts of a path may be shown.
//!
//! In come ids and paths from requests and files. Out comes whether an id has the documented form, and a path
//! without anything that could be a key value. The [`request_log`](crate::request_log) and
//! [`problem`](crate::problem) details show only such paths.

/// Digits and letters without `0`, `O`, `I` and `l`.
pub(crate) const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The documented pattern of an id, for messages. [`matches_pattern`] checks it.
pub(crate) const PATTERN: &str = "^[a-zA-Z]{2,6}_[1-9A-HJ-NP-Za-km-z]+$";

/// The documented maximum length of an id, in characters.
pub(crate) const MAX_LENGTH: usize = 50;

/// Whether `id` has the documented form. Its length is not checked.
pub(crate) fn matches_pattern(id: &str) -> bool {
    id.split_once('_').is_some_and(|(prefix, rest)| {
        (2..=6).contains(&prefix.len())
            && prefix.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !rest.is_empty()
            && rest.bytes().all(|byte| BASE58.contains(&byte))
    })
}

/// The path without the segments that could be the value of a key in the wrong place.
///
/// A segment stays if it is an id, or a word of lower-case letters, dots and hyphens. The value of a key is
/// never one of these, because it has two underscores.
pub(crate) fn printable_path(path: &str) -> String {
    let mut printable = String::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            printable.push('/');
        }
        let is_word = segment
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'.');
        if is_word || (segment.len() <= MAX_LENGTH && matches_pattern(segment)) {
            printable.push_str(segment);
        } else {
            printable.push_str("[hidden]");
        }
    }
    printable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_a_short_prefix_and_base58() {
        for id in ["key_7Ay5mcUXAxwrN6wQEQUVEHBCJ", "ab_1", "abcdef_z"] {
            assert!(matches_pattern(id), "{id}");
        }
        for id in [
            "",
            "_",
            "key_",
            "key",
            "k_1",
            "abcdefg_1",
            "k2y_1",
            "key_0",
            "key_a_b",
            "key_é",
            "kéy_1",
        ] {
            assert!(!matches_pattern(id), "{id}");
        }
    }

    #[test]
    fn a_key_value_in_a_path_is_hidden() {
        assert_eq!(
            printable_path("/api-keys/key_1/regenerate"),
            "/api-keys/key_1/regenerate"
        );
        assert_eq!(
            printable_path("/api-keys/sk_prod_abc/regenerate"),
            "/api-keys/[hidden]/regenerate"
        );
        assert_eq!(printable_path("/%73k_prod_abc"), "/[hidden]");
    }
}
