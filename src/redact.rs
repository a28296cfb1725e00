//! Secrets that a server, or something on the way to it, repeats in an error.

use std::borrow::Cow;

use crate::SecretKey;

const REDACTED: &str = "[redacted]";

/// Removes the key that the request carried, and whatever has the shape of a key.
///
/// Error pages of proxies show request headers, and problem details may name the key they refuse.
pub(crate) fn secrets(text: &str, key: &SecretKey) -> String {
    let without_own: Cow<'_, str> = if text.contains(key.expose_secret()) {
        text.replace(key.expose_secret(), REDACTED).into()
    } else {
        text.into()
    };
    let mut clean = String::with_capacity(without_own.len());
    let mut rest = &*without_own;
    while let Some((start, end)) = find_key(rest) {
        clean.push_str(&rest[..start]);
        clean.push_str(REDACTED);
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean
}

/// Finds `pk_prod_…`, `sk_test_…` and the like: two or three letters ending in `k`, an environment,
/// and at least eight letters or digits.
fn find_key(text: &str) -> Option<(usize, usize)> {
    ["_test_", "_prod_", "_production_"]
        .into_iter()
        .flat_map(|environment| {
            text.match_indices(environment)
                .filter_map(move |(index, _)| {
                    let before = text.as_bytes()[..index]
                        .iter()
                        .rev()
                        .take_while(|byte| byte.is_ascii_alphabetic())
                        .count();
                    let start = index + environment.len();
                    let length = text.as_bytes()[start..]
                        .iter()
                        .take_while(|byte| byte.is_ascii_alphanumeric())
                        .count();
                    let is_key = (2..=3).contains(&before)
                        && text.as_bytes()[index - 1].eq_ignore_ascii_case(&b'k')
                        && length >= 8;
                    is_key.then(|| (index - before, start + length))
                })
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_key_is_removed_whatever_its_shape() {
        let key = SecretKey::new("canary");
        assert_eq!(
            secrets("bad key canary, canary!", &key),
            "bad key [redacted], [redacted]!"
        );
    }

    #[test]
    fn what_looks_like_a_key_is_removed_and_ids_are_not() {
        let key = SecretKey::new("canary");
        assert_eq!(
            secrets(
                "sk_prod_6fpAaGyHBeGNpxTp for key_7Ay5mcUX, xsk_test_6fpAaGyH.",
                &key
            ),
            "[redacted] for key_7Ay5mcUX, [redacted]."
        );
        let innocent = "ask_test_1 my_test_application _test_abcdefgh";
        assert_eq!(secrets(innocent, &key), innocent);
    }
}
