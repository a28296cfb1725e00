//! Findings about what a call returns.
//!
//! Each test gives two clients whose `send` returns different types, or the same type in different words. The first is
//! breaking and the second is no finding. `methods` tests the methods themselves.

use super::*;

#[test]
fn another_return_type_is_breaking() {
    let base = with_operation(TYPES, &send("types::Key", "()"));
    let revision = with_operation(TYPES, &send("Vec<types::Key>", "()"));
    let found = findings(&base, &revision);
    assert_eq!(
        lines(&found),
        ["breaking rust-return-type-changed: \
          `Client::list_keys` returned `types::Key` and returns `Vec<types::Key>`"]
    );
    assert_eq!(found[0].anchor, Anchor::Method("list_keys".to_owned()));
    assert_eq!(found[0].side, Side::Revision);
}

#[test]
fn another_error_type_is_breaking() {
    let base = with_operation(TYPES, &send("types::Key", "()"));
    let revision = with_operation(TYPES, &send("types::Key", "types::Problem"));
    assert_eq!(
        lines(&findings(&base, &revision)),
        ["breaking rust-error-type-changed: \
          the error of `Client::list_keys` was `()` and is `types::Problem`"]
    );
}

#[test]
fn an_error_without_a_parameter_is_one_of_nothing() {
    let base = "pub async fn send(self) -> Result<ResponseValue<i64>, Error> { todo() }";
    let base = with_operation("", base);
    assert_eq!(findings(&base, &with_operation("", &send("i64", "()"))), []);
}

#[test]
fn something_else_than_an_answer_is_another_return_type() {
    let base = with_operation("", &send("i64", "()"));
    let plain = "pub async fn send(self) -> Result<i64, Error<()>> { todo() }";
    assert_eq!(
        lines(&findings(&base, &with_operation("", plain))),
        [
            "breaking rust-return-type-changed: `Client::list_keys` returned \
          `Result<ResponseValue<i64>, Error<()>>` and returns `Result<i64, Error<()>>`"
        ]
    );
}

#[test]
fn a_stream_is_a_step_of_its_own() {
    let stream = |item: &str| {
        format!(
            "pub fn stream(self) -> impl futures::Stream<Item = Result<{item}, Error<()>>>
             + Unpin + 'a {{ todo() }}"
        )
    };
    let base = with_operation(TYPES, &stream("types::Key"));
    assert_eq!(
        lines(&findings(&base, &with_operation(TYPES, &stream("i64")))),
        [
            "breaking rust-return-type-changed: `Client::list_keys().stream()` returned \
          `impl Stream<Item = Result<types::Key, Error<()>>> + Unpin` and returns \
          `impl Stream<Item = Result<i64, Error<()>>> + Unpin`"
        ]
    );
    assert_eq!(
        lines(&findings(&base, &with_operation(TYPES, ""))),
        ["breaking rust-setter-removed: `Client::list_keys().stream()` is gone"]
    );
}
