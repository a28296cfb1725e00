//! Findings about the methods of the client.
//!
//! The tests add, remove and change methods, in inherent `impl` blocks and in traits. Private and hidden methods are
//! no findings. `answers` tests what a call returns, and `setters` tests the steps of a builder.

use super::*;

#[test]
fn a_method_that_is_gone_is_breaking_and_a_new_one_is_not() {
    let found = findings(
        "impl Client { pub fn regenerate_api_key(&self) -> builder::A<'_> {} fn private() {} }",
        "impl Client { pub fn make(&self) {} #[doc(hidden)] pub fn hidden(&self) {} }",
    );
    assert_eq!(
        lines(&found),
        [
            "breaking rust-method-removed: `Client::regenerate_api_key` is gone",
            "compatible rust-method-added: `Client::make` is new",
        ]
    );
    let anchor = |name: &str| Anchor::Method(name.to_owned());
    assert_eq!(found[0].anchor, anchor("regenerate_api_key"));
    assert_eq!(found[0].side, Side::Base);
    assert_eq!(found[1].anchor, anchor("make"));
}

#[test]
fn a_method_of_a_trait_is_a_method() {
    let inherent = "impl Client { pub fn make(&self) -> i64 { 1 } }";
    let of_trait = "pub trait ClientKeysExt { fn make(&self) -> i64; }
        impl ClientKeysExt for Client { fn make(&self) -> i64 { 1 } }";
    let hidden = "pub trait ClientKeysExt { #[doc(hidden)] fn make(&self) -> i64; }
        impl ClientKeysExt for Client { fn make(&self) -> i64 { 1 } }";
    let foreign = "impl ClientInfo<()> for Client { fn make(&self) -> i64 { 1 } }";
    let about_methods = |base, revision| {
        let mut found = findings(base, revision);
        found.retain(|finding| matches!(finding.anchor, Anchor::Method(_)));
        lines(&found)
    };
    assert_eq!(about_methods(inherent, of_trait), NOTHING);
    assert_eq!(about_methods(of_trait, foreign), NOTHING);
    assert_eq!(
        about_methods(of_trait, hidden),
        ["breaking rust-method-removed: `Client::make` is gone"]
    );
}

#[test]
fn arguments_of_positional_methods_count_with_their_order_and_without_their_names() {
    let client = |arguments: &str, result: &str| {
        format!(
            "pub mod types {{ {TYPES} }}
             impl Client {{
                 pub async fn make<'a, B: Into<reqwest::Body>>(&'a self, {arguments})
                     -> Result<ResponseValue<{result}>, Error<()>> {{ todo() }}
             }}"
        )
    };
    let base = client("id: &'a str, body: B, n: i64", "types::Key");
    let renamed = client("key: &str, b: B, count: i64", "types::Key");
    assert_eq!(findings(&base, &renamed), []);
    assert_eq!(
        lines(&findings(
            &base,
            &client("id: &str, n: i64, body: B", "bool")
        )),
        [
            "breaking rust-method-signature-changed: \
             argument 2 of `Client::make` was `impl Into<Body>` and is `i64`",
            "breaking rust-method-signature-changed: \
             argument 3 of `Client::make` was `i64` and is `impl Into<Body>`",
            "breaking rust-return-type-changed: \
             `Client::make` returned `types::Key` and returns `bool`",
        ]
    );
    assert_eq!(
        lines(&findings(&base, &client("id: &types::Key", "types::Key"))),
        [
            "breaking rust-method-signature-changed: `Client::make` was \
          `async fn(&self, &str, impl Into<Body>, i64) \
          -> Result<ResponseValue<types::Key>, Error<()>>` and is \
          `async fn(&self, &types::Key) -> Result<ResponseValue<types::Key>, Error<()>>`"
        ]
    );
}

#[test]
fn a_builder_in_place_of_arguments_is_another_signature() {
    let positional = "impl Client { pub fn list_keys(&self) -> i64 { 1 } } pub mod types {}
        pub mod builder {}";
    assert_eq!(
        lines(&findings(
            positional,
            &with_operation("", &setter("page", "i64"))
        )),
        [
            "breaking rust-method-signature-changed: `Client::list_keys` was \
          `fn(&self) -> i64` and is `fn(&self) -> builder::ListKeys`"
        ]
    );
}

#[test]
fn constructors_and_other_methods_are_compared_by_their_signatures() {
    let base = "impl Client {
        pub fn new(baseurl: &str) -> Self {} pub fn inner(&self) -> &crate::A {}
        pub fn wait(&self) {}
    }";
    let revision = "impl Client {
        pub fn new(baseurl: &str, inner: crate::A) -> Self {} pub fn inner(&self) -> &crate::B {}
        pub async fn wait(&self) {}
    }";
    assert_eq!(
        lines(&findings(base, revision)),
        [
            "breaking rust-return-type-changed: `Client::inner` returned `&A` and returns `&B`",
            "breaking rust-method-signature-changed: \
             `Client::new` was `fn(&str) -> Self` and is `fn(&str, A) -> Self`",
            "breaking rust-method-signature-changed: \
             `Client::wait` was `fn(&self) -> ()` and is `async fn(&self) -> ()`",
        ]
    );
}
