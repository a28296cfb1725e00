//! The real generated client of this workspace, compared with itself and with edited copies.
//!
//! The tests show that the reader understands everything that the generator writes, and that single edits of the real
//! code are found. The other files use small clients that were written for one point each.

use super::*;

const GENERATED: &str = include_str!("../../../../../src/generated.rs");

#[test]
fn a_client_does_not_differ_from_itself() {
    assert_eq!(findings(GENERATED, GENERATED), []);
    let generated = surface(GENERATED);
    assert_eq!(compare(&generated, &generated), []);
}

#[test]
fn a_surface_can_be_made_in_another_thread() {
    let made = std::thread::spawn(|| surface(GENERATED));
    assert_eq!(compare(&made.join().unwrap(), &surface(GENERATED)), []);
}

#[test]
fn everything_in_a_client_is_found_gone_where_it_is_missing() {
    let found = lines(&findings(GENERATED, ""));
    for expected in [
        "breaking rust-type-removed: `types::ApiKey` is gone",
        "breaking rust-type-removed: `types::ProblemDetails` is gone",
        "breaking rust-method-removed: `Client::regenerate_api_key` is gone",
        "breaking rust-method-removed: `Client::baseurl` is gone",
        "breaking rust-item-removed: `ResponseValue` is gone",
    ] {
        assert!(
            found.iter().any(|line| line == expected),
            "{expected}: {found:#?}"
        );
    }
    let gained = lines(&findings("", GENERATED));
    assert_eq!(gained.len(), found.len());
    assert!(
        gained
            .iter()
            .all(|line| line.starts_with(Class::Compatible.as_str()))
    );
}

#[test]
fn edits_of_a_client_are_found_where_they_are() {
    let edits = [
        (
            "V: std::convert::TryInto<crate::ApiKeyId>",
            "V: std::convert::TryInto<::std::string::String>",
            "breaking rust-setter-type-changed: `Client::regenerate_api_key().id(..)` \
             took `ApiKeyId` and takes `String`",
        ),
        (
            "ResponseValue<types::ApiKey>",
            "ResponseValue<()>",
            "breaking rust-return-type-changed: `Client::regenerate_api_key` \
             returned `types::ApiKey` and returns `()`",
        ),
        (
            "Error<types::ValidationProblemDetails>",
            "Error<types::ProblemDetails>",
            "breaking rust-error-type-changed: the error of `Client::regenerate_api_key` \
             was `types::ValidationProblemDetails` and is `types::ProblemDetails`",
        ),
        (
            "pub key: ::std::option::Option<crate::SecretKey>",
            "pub key: ::std::option::Option<::std::string::String>",
            "breaking rust-field-type-changed: `types::ApiKey.key` \
             was `Option<SecretKey>` and is `Option<String>`",
        ),
        (
            "pub fn idempotency_key<V>",
            "fn idempotency_key<V>",
            "breaking rust-setter-removed: \
             `Client::regenerate_api_key().idempotency_key(..)` is gone",
        ),
    ];
    for (before, now, expected) in edits {
        // In the operation itself. The types stand before all operations.
        let operation = GENERATED.find("pub struct RegenerateApiKey<'a>").unwrap();
        let (head, tail) = GENERATED.split_at(operation);
        let edited = if tail.contains(before) {
            format!("{head}{}", tail.replacen(before, now, 1))
        } else {
            assert!(head.contains(before), "{before}");
            format!("{}{tail}", head.replacen(before, now, 1))
        };
        assert_eq!(lines(&findings(GENERATED, &edited)), [expected]);
    }
}
