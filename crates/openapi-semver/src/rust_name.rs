//! The Rust names that a generator makes of the names in a document.
//!
//! Two operationIds or two schema names come in, and the answer is whether they become the same method or type.
//! progenitor separates the words of a name by case and by characters that no identifier can have. Two names that
//! differ in nothing else become one name in Rust. [`openapi_loader::fold_name`] is coarser: it ignores where words
//! begin.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The method that an operationId becomes.
pub(crate) fn method(id: &str) -> String {
    plain(id).to_snake_case()
}

/// Whether two operationIds become the same method.
pub(crate) fn is_same_method(a: &str, b: &str) -> bool {
    a == b || method(a) == method(b)
}

/// Whether two names of schemas become the same type.
pub(crate) fn is_same_type(a: &str, b: &str) -> bool {
    a == b || plain(a).to_upper_camel_case() == plain(b).to_upper_camel_case()
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| *c != '\'')
        .map(|c| {
            if c.is_alphanumeric() || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_no_name() {
        for (a, b) in [
            ("getCrates", "get_crates"),
            ("getCrates", "Get crates"),
            ("get-crates", "get.crates"),
            ("getAPIKey", "get_api_key"),
        ] {
            assert!(is_same_method(a, b), "{a} {b}");
            assert!(is_same_type(a, b), "{a} {b}");
        }
        for (a, b) in [("getCrates", "getcrates"), ("get1", "get2"), ("a", "ab")] {
            assert!(!is_same_method(a, b), "{a} {b}");
            assert!(!is_same_type(a, b), "{a} {b}");
        }
    }
}
