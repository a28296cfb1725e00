//! Findings about the setters in the builder of an operation.
//!
//! The tests add and remove setters and change what they take. A setter that takes all that it took before, and more,
//! is compatible. `builders` tests the builders of types.

use super::*;

#[test]
fn a_setter_that_is_gone_is_breaking_and_a_new_one_is_not() {
    const OTHERS: &str = "fn private(self) {} pub fn associated() {}";
    let base = with_operation("", &setter("page", "i64"));
    let hidden = format!("#[doc(hidden)] {}", setter("page", "i64"));
    let revision = with_operation("", &(hidden + &setter("limit", "i64") + OTHERS));
    let found = findings(&base, &revision);
    assert_eq!(
        lines(&found),
        [
            "breaking rust-setter-removed: `Client::list_keys().page(..)` is gone",
            "compatible rust-setter-added: `Client::list_keys().limit(..)` is new",
        ]
    );
    assert_eq!(found[0].anchor, Anchor::Method("list_keys".to_owned()));
    assert_eq!(found[0].side, Side::Base);
}

#[test]
fn another_type_of_a_setter_is_breaking() {
    let base = with_operation(TYPES, &setter("page", "::std::num::NonZeroU64"));
    let revision = with_operation(TYPES, &setter("page", "types::Key"));
    assert_eq!(
        lines(&findings(&base, &revision)),
        ["breaking rust-setter-type-changed: \
          `Client::list_keys().page(..)` took `NonZeroU64` and takes `types::Key`"]
    );
}

#[test]
fn the_ways_to_write_a_parameter_type_are_one() {
    let inline = "pub fn page<T: std::convert::TryInto<String>>(mut self, page: T) -> Self
        where T::Error: std::fmt::Display { self }";
    let base = with_operation("", inline);
    assert_eq!(
        findings(&base, &with_operation("", &setter("page", "String"))),
        []
    );
    let relaxed = inline.replace("<T: ", "<T: ?Sized + ");
    assert_eq!(findings(&base, &with_operation("", &relaxed)), []);
    let plain = with_operation("", "pub fn page(mut self, page: String) -> Self { self }");
    assert_eq!(
        lines(&findings(&base, &plain)),
        ["breaking rust-setter-type-changed: \
          `Client::list_keys().page(..)` took `impl TryInto<String>` and takes `String`"]
    );
}

#[test]
fn another_bound_of_a_setter_is_breaking() {
    let operation =
        |bound: &str| with_operation("", &setter("page", &format!("i64> + {bound}<u8")));
    assert_eq!(
        lines(&findings(&operation("From"), &operation("Into"))),
        [
            "breaking rust-setter-type-changed: `Client::list_keys().page(..)` took \
          `impl TryInto<i64> + From<u8>` and takes `impl TryInto<i64> + Into<u8>`"
        ]
    );
    let parameter = |ty: &str| {
        let code =
            format!("pub fn page<V: TryInto<{ty}> + Send>(self, value: V) -> Self {{ self }}");
        with_operation("", &code)
    };
    assert_eq!(
        lines(&findings(&parameter("i64"), &parameter("u8"))),
        [
            "breaking rust-setter-type-changed: `Client::list_keys().page(..)` took \
          `impl TryInto<i64> + Send` and takes `impl TryInto<u8> + Send`"
        ]
    );
}

#[test]
fn another_number_of_arguments_of_a_setter_is_breaking() {
    let one = with_operation("", "pub fn page(self, a: i64) -> Self { self }");
    let two = with_operation("", "pub fn page(self, a: i64, b: i64) -> Self { self }");
    assert_eq!(
        lines(&findings(&one, &two)),
        [
            "breaking rust-setter-type-changed: `Client::list_keys().page(..)` was \
          `fn(self, i64) -> Self` and is `fn(self, i64, i64) -> Self`"
        ]
    );
}

#[test]
fn a_setter_is_judged_by_what_it_takes() {
    let types = "pub struct Name(String);
        impl ::std::convert::TryFrom<&str> for Name {}
        impl ::std::convert::TryFrom<String> for Name {}
        pub struct Flag(pub bool);
        impl ::std::convert::From<bool> for Flag {}
        pub struct Id(String);
        impl ::std::convert::TryFrom<&str> for Id {}
        impl ::std::convert::From<Id> for ::std::string::String {}";
    let takes = |ty: &str| with_operation(types, &setter("page", ty));
    let same = [
        ("i32", "i64"),
        ("i64", "u8"),
        ("types::Name", "types::Name"),
    ];
    for (before, now) in same {
        assert_eq!(findings(&takes(before), &takes(now)), [], "{before} {now}");
    }
    let more = [
        ("f32", "f64"),
        ("::std::num::NonZeroU64", "u64"),
        ("bool", "types::Flag"),
        ("types::Id", "String"),
    ];
    for (before, now) in more {
        let found = lines(&findings(&takes(before), &takes(now)));
        assert_eq!(found.len(), 1, "{before} {now}: {found:?}");
        assert!(found[0].starts_with("compatible rust-setter-type-changed"));
        assert!(found[0].ends_with(", with all that it took before"));
    }
    let refused = [
        ("f64", "f32"),
        ("u64", "::std::num::NonZeroU64"),
        ("::std::num::NonZeroU64", "i64"),
        ("i64", "f64"),
        ("String", "types::Name"),
        ("types::Name", "String"),
        ("i64", "Option<i64>"),
        ("Vec<i64>", "Vec<i32>"),
        ("bool", "String"),
    ];
    for (before, now) in refused {
        let found = lines(&findings(&takes(before), &takes(now)));
        assert_eq!(found.len(), 1, "{before} {now}: {found:?}");
        assert!(found[0].starts_with("breaking rust-setter-type-changed"));
    }
}

#[test]
fn a_function_of_a_builder_is_compared_by_what_it_builds() {
    let operation = |argument: &str| {
        let map = format!(
            "pub fn change<F>(mut self, f: F) -> Self
             where F: FnOnce(types::builder::{argument}) -> types::builder::{argument} {{ self }}"
        );
        with_operation(TYPES, &map)
    };
    assert_eq!(
        lines(&findings(&operation("Key"), &operation("Problem"))),
        [
            "breaking rust-setter-type-changed: `Client::list_keys().change(..)` took \
          `impl FnOnce(types::builder::Key) -> types::builder::Key` and takes \
          `impl FnOnce(types::builder::Problem) -> types::builder::Problem`"
        ]
    );
}
