//! What the values of keys look like in the vendor's documentation: `pk_prod_…`, `sk_test_…`.

use publicsquare::Environment;

/// Whether something has that form.
pub(crate) fn looks_like_key(held: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(held) else {
        return false;
    };
    let mut parts = text.splitn(3, '_');
    let (kind, environment, rest) = (parts.next(), parts.next(), parts.next());
    kind.is_some_and(|kind| {
        (1..=6).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_lowercase())
    }) && matches!(environment, Some("test" | "prod"))
        && rest.is_some_and(|rest| !rest.is_empty())
}

/// The environment that a value tells.
pub(crate) fn environment_of(value: &str) -> Option<Environment> {
    let (_, rest) = value.split_once('_')?;
    match rest.split_once('_')?.0 {
        "test" => Some(Environment::Test),
        "prod" => Some(Environment::Production),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_from_other_secrets() {
        for key in [
            "pk_prod_6fpAaGyHBeGNpxTpJKMD5w5wk",
            "sk_test_a",
            "rk_prod_b_c",
        ] {
            assert!(looks_like_key(key.as_bytes()), "{key}");
        }
        for other in [
            "",
            "hunter2",
            "sk_live_a",
            "sk_test_",
            "SK_test_a",
            "_test_a",
            "sk-test-a",
        ] {
            assert!(!looks_like_key(other.as_bytes()), "{other}");
        }
        assert!(!looks_like_key(b"sk_test_\xff"));
        assert_eq!(environment_of("sk_test_a"), Some(Environment::Test));
        assert_eq!(environment_of("pk_prod_a"), Some(Environment::Production));
        assert_eq!(environment_of("sk_live_a"), None);
    }
}
