//! Findings about types and their fields.
//!
//! The tests add, remove and change types, fields, derived traits and conversions. `variants` tests enums, and
//! `identity` tests when two types are the same.

use super::*;

#[test]
fn a_type_that_is_gone_is_breaking_and_a_new_one_is_not() {
    let found = findings(
        "pub mod types { pub struct ApiKey { pub id: String } }",
        "pub mod types { pub struct Key { pub id: String } }",
    );
    assert_eq!(
        lines(&found),
        [
            "breaking rust-type-removed: `types::ApiKey` is gone",
            "compatible rust-type-added: `types::Key` is new",
        ]
    );
    assert_eq!(found[0].anchor, Anchor::Type("ApiKey".to_owned()));
    assert_eq!(found[0].side, Side::Base);
    assert_eq!(found[1].anchor, Anchor::Type("Key".to_owned()));
    assert_eq!(found[1].side, Side::Revision);
}

#[test]
fn a_hidden_type_is_no_api() {
    let visible = "pub struct Key { pub id: String }";
    let hidden = "#[doc(hidden)] pub struct Key { pub id: String }";
    assert_eq!(of_types(hidden, ""), NOTHING);
    assert_eq!(
        of_types(visible, hidden),
        ["breaking rust-type-removed: `types::Key` is gone"]
    );
    assert_eq!(
        of_types(hidden, visible),
        ["compatible rust-type-added: `types::Key` is new"]
    );
}

#[test]
fn a_field_that_is_gone_is_breaking_and_a_new_one_is_not() {
    let found = findings(
        r#"pub mod types { pub struct ApiKey {
            #[serde(rename = "modifiedAt", default)]
            pub modified_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
            pub id: String,
        } }"#,
        "pub mod types { pub struct ApiKey { pub r#type: Vec<i64>, pub id: String } }",
    );
    assert_eq!(
        lines(&found),
        [
            "breaking rust-field-removed: \
             `types::ApiKey.modified_at: Option<DateTime<Utc>>` is gone",
            "breaking rust-field-added: `types::ApiKey.type: Vec<i64>` is new: \
             code that spells out all fields no longer compiles",
        ]
    );
    let field = |wire_name: &str| Anchor::Field {
        type_name: "ApiKey".to_owned(),
        wire_name: wire_name.to_owned(),
    };
    assert_eq!(found[0].anchor, field("modifiedAt"));
    assert_eq!(found[0].side, Side::Base);
    assert_eq!(found[1].anchor, field("type"));
    assert_eq!(found[1].side, Side::Revision);
}

#[test]
fn another_type_of_a_field_is_breaking() {
    let found = findings(
        "pub mod types { pub struct ApiKey { pub name: ::std::option::Option<::std::string::String> } }",
        r#"pub mod types { pub struct ApiKey {
            #[serde(rename(serialize = "out", deserialize = "in"))] pub name: String
        } }"#,
    );
    assert_eq!(
        lines(&found),
        [
            "breaking rust-field-type-changed: `types::ApiKey.name` was `Option<String>` and is `String`"
        ]
    );
    let anchor = Anchor::Field {
        type_name: "ApiKey".to_owned(),
        wire_name: "in".to_owned(),
    };
    assert_eq!(found[0].anchor, anchor);
}

#[test]
fn two_types_of_one_short_name_are_told_apart() {
    assert_eq!(
        of_types(
            "pub struct Key { pub at: Vec<::chrono::Date> }",
            "pub struct Key { pub at: Vec<::time::Date> }"
        ),
        ["breaking rust-field-type-changed: \
          `types::Key.at` was `Vec<chrono::Date>` and is `Vec<time::Date>`"]
    );
}

#[test]
fn spellings_prose_order_and_private_fields_do_not_matter() {
    let base = "/// Old.
        #[derive(Clone, Debug)]
        pub struct Key {
            /// Old.
            pub a: ::std::vec::Vec<Other>,
            pub b: ::std::collections::HashMap<::std::string::String, [u8; 4usize]>,
            #[doc(hidden)] pub c: i64,
            d: i64,
        }
        pub struct Other(pub ::std::string::String);";
    let revision = "pub struct Other(pub String);
        /// New.
        #[derive(::std::fmt::Debug)] #[derive(::std::clone::Clone)]
        pub struct Key {
            #[serde(default)]
            pub b: std::collections::HashMap<String, [u8; 4]>,
            pub a: Vec<self::Other>,
        }";
    assert_eq!(of_types(base, revision), NOTHING);
}

#[test]
fn a_type_of_the_same_name_elsewhere_is_another_one() {
    let types = |path: &str| {
        format!("pub struct Other {{ pub a: i64 }} pub struct Key {{ pub a: {path}Other }}")
    };
    for path in ["super::", "::types::", "crate::other::types::"] {
        assert_eq!(
            of_types(&types(""), &types(path)),
            ["breaking rust-field-type-changed: `types::Key.a` was `types::Other` and is `Other`"]
        );
    }
    for path in ["self::", "super::types::", "crate::types::"] {
        assert_eq!(of_types(&types(""), &types(path)), NOTHING);
    }
}

#[test]
fn another_kind_of_type_is_breaking_and_all_that_is_said() {
    let kinds = [
        ("a struct", "pub struct T { pub a: i64 }"),
        ("a tuple struct", "pub struct T(pub i64, pub i64);"),
        ("a unit struct", "pub struct T;"),
        ("a newtype", "pub struct T(pub i64);"),
        (
            "an enum",
            "#[derive(Copy)] #[non_exhaustive] pub enum T { A }",
        ),
        ("an alias", "pub type T = i64;"),
    ];
    for (before, base) in kinds {
        for (now, revision) in kinds {
            let expected = if before == now {
                vec![]
            } else {
                vec![format!(
                    "breaking rust-type-kind-changed: `types::T` was {before} and is {now}"
                )]
            };
            assert_eq!(of_types(base, revision), expected);
        }
    }
}

#[test]
fn becoming_non_exhaustive_is_breaking_and_the_reverse_is_not() {
    let open = "pub struct Key { pub a: i64 }";
    let closed = "#[non_exhaustive] pub struct Key { pub a: i64 }";
    assert_eq!(
        of_types(open, closed),
        [
            "breaking rust-type-non-exhaustive: `types::Key` has become `#[non_exhaustive]`: \
          code that spells out all of its members no longer compiles"
        ]
    );
    assert_eq!(
        of_types(closed, open),
        ["compatible rust-type-non-exhaustive: `types::Key` is no longer `#[non_exhaustive]`"]
    );
}

#[test]
fn an_implementation_that_is_gone_is_breaking_and_a_new_one_is_not() {
    assert_eq!(
        of_types(
            r#"#[derive(::serde::Serialize, Clone, Copy)]
               #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
               pub enum Color { Red }
               impl ::std::str::FromStr for Color {}"#,
            "#[derive(Clone)]
             pub enum Color { Red }
             impl ::serde::Serialize for Color {}
             impl ::std::default::Default for Color {}"
        ),
        [
            "breaking rust-impl-removed: \
             `types::Color` no longer implements `Copy`, `FromStr`, `JsonSchema`",
            "compatible rust-impl-added: `types::Color` implements `Default` now",
        ]
    );
}

#[test]
fn local_traits_do_not_count_and_conversions_do() {
    let base = "pub struct Name(String);
        impl ::std::convert::From<Name> for String {}
        impl ::std::convert::TryFrom<&str> for Name { type Error = Never; }
        impl ::std::ops::Deref for Name { type Target = ::std::string::String; }
        impl crate::lenient_decoding::LenientDecode for Name {}";
    assert_eq!(
        of_types(base, "pub struct Name(String);"),
        [
            "breaking rust-impl-removed: `types::Name` no longer implements \
          `Deref<Target = String>`, `From<types::Name> for String`, `TryFrom<&str>`"
        ]
    );
    let elsewhere = base.replace("Never", "Other");
    assert_eq!(of_types(base, &elsewhere), NOTHING);
}

#[test]
fn what_a_newtype_holds_counts_where_it_can_be_seen() {
    let [public, private] = ["pub struct N(pub String);", "pub struct N(String);"];
    assert_eq!(
        of_types(public, private),
        [
            "breaking rust-field-removed: what `types::N` holds is private now: \
          code that builds it or takes it apart by `.0` no longer compiles"
        ]
    );
    assert_eq!(
        of_types(private, public),
        ["compatible rust-field-added: what `types::N` holds is public now"]
    );
    assert_eq!(of_types(private, "pub struct N(i64);"), NOTHING);
}

#[test]
fn what_a_newtype_or_an_alias_stands_for_is_compared_once() {
    let types = |inner: &str| {
        format!(
            "pub struct Name(pub {inner}); pub type Alias = {inner};
             pub struct Key {{ pub name: Name, pub other: Option<Name>, pub alias: Alias }}"
        )
    };
    assert_eq!(
        of_types(&types("String"), &types("i64")),
        [
            "breaking rust-field-type-changed: `types::Alias` was `String` and is `i64`",
            "breaking rust-field-type-changed: `types::Name` held `String` and holds `i64`",
        ]
    );
}

#[test]
fn other_public_names_at_the_top_are_api() {
    let found = findings(
        "pub use progenitor_client::{Error, ResponseValue as Answer}; pub trait ClientKeysExt {}
         mod private {} #[doc(hidden)] pub mod hidden {} pub mod prelude {}",
        "pub use progenitor_client::{ByteStream, Error}; pub mod prelude {} use std::fmt;",
    );
    assert_eq!(
        lines(&found),
        [
            "breaking rust-item-removed: `Answer` is gone",
            "breaking rust-item-removed: `ClientKeysExt` is gone",
            "compatible rust-item-added: `ByteStream` is new",
        ]
    );
    assert!(
        found
            .iter()
            .all(|finding| finding.anchor == Anchor::Elsewhere)
    );
}
