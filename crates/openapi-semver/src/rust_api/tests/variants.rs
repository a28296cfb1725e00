//! Findings about the variants of enums.
//!
//! The tests add, remove and change variants, with and without `#[non_exhaustive]`. A new variant breaks a `match`
//! that names all of them, unless the enum is `#[non_exhaustive]`. `types` tests structs.

use super::*;

#[test]
fn a_variant_that_is_gone_is_breaking() {
    let found = findings(
        "pub mod types { pub enum Color { Red, Green } }",
        "pub mod types { pub enum Color { Green } }",
    );
    assert_eq!(
        lines(&found),
        ["breaking rust-variant-removed: `types::Color::Red` is gone"]
    );
    assert_eq!(found[0].anchor, Anchor::Type("Color".to_owned()));
    assert_eq!(found[0].side, Side::Base);
}

#[test]
fn a_hidden_variant_is_no_api() {
    assert_eq!(
        of_types(
            "pub enum Color { Red, #[doc(hidden)] Green }",
            "pub enum Color { Red }"
        ),
        NOTHING
    );
}

#[test]
fn a_new_variant_is_breaking_unless_the_enum_was_non_exhaustive() {
    assert_eq!(
        of_types("pub enum Color { Red }", "pub enum Color { Red, Green }"),
        ["breaking rust-variant-added: \
          `types::Color::Green` is new: an exhaustive `match` no longer compiles"]
    );
    assert_eq!(
        of_types(
            "#[non_exhaustive] pub enum Color { Red }",
            "#[non_exhaustive] pub enum Color { Red, Green }"
        ),
        ["compatible rust-variant-added: `types::Color::Green` is new"]
    );
}

#[test]
fn another_payload_of_a_variant_is_breaking() {
    let base = "pub enum Value {
        Bare(String), Empty, Named { a: String }, More { a: String }, Pair(String, i64)
    }";
    let revision = "pub enum Value {
        Bare(i64), Empty(i64), Named { a: bool }, More { a: String, b: bool }, Pair(String, bool)
    }";
    assert_eq!(
        of_types(base, revision),
        [
            "breaking rust-variant-type-changed: \
             `types::Value::Bare` held `String` and holds `i64`",
            "breaking rust-variant-type-changed: \
             `types::Value::Empty` held nothing and holds `(i64)`",
            "breaking rust-variant-type-changed: \
             `types::Value::More` held `{ a: String }` and holds `{ a: String, b: bool }`",
            "breaking rust-variant-type-changed: \
             `types::Value::Named.a` held `String` and holds `bool`",
            "breaking rust-variant-type-changed: \
             `types::Value::Pair.1` held `i64` and holds `bool`",
        ]
    );
}
