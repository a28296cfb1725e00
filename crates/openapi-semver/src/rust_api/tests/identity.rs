//! Types are the same if their paths are the same.
//!
//! The tests give a type that looks like another one or that holds it, such as a newtype or a `Box`. Each is a
//! finding. Different ways to write one path are none.

use super::*;

#[test]
fn a_newtype_or_a_box_does_not_stand_for_what_it_holds() {
    let types = |ty: &str| {
        format!("pub struct Name(pub String); #[non_exhaustive] pub struct Key {{ pub a: {ty} }}")
    };
    for other in ["Name", "Box<String>", "Option<String>"] {
        let found = of_types(&types("String"), &types(other));
        assert_eq!(found.len(), 1, "{other}: {found:?}");
        assert!(
            found[0].starts_with("breaking rust-field-type-changed: `types::Key.a` was `String`")
        );
        let back = of_types(&types(other), &types("String"));
        assert_eq!(back.len(), 1, "{other}: {back:?}");
    }
}

#[test]
fn a_name_in_place_of_another_is_another_type() {
    let base = "pub struct Old { pub a: i64 } pub struct Key { pub owner: Option<Old> }";
    let revision = "pub struct New { pub a: i64 } pub struct Key { pub owner: Option<New> }";
    assert_eq!(
        of_types(base, revision),
        [
            "breaking rust-field-type-changed: \
             `types::Key.owner` was `Option<types::Old>` and is `Option<types::New>`",
            "breaking rust-type-removed: `types::Old` is gone",
            "compatible rust-type-added: `types::New` is new",
        ]
    );
}

#[test]
fn an_answer_under_another_name_is_another_type() {
    let client = |name: &str| {
        let types = format!("pub struct {name} {{ pub id: String }}");
        with_operation(&types, &send(&format!("types::{name}"), "()"))
    };
    assert_eq!(
        lines(&findings(&client("ListKeysResponse"), &client("Keys"))),
        [
            "breaking rust-type-removed: `types::ListKeysResponse` is gone",
            "compatible rust-type-added: `types::Keys` is new",
            "breaking rust-return-type-changed: `Client::list_keys` \
             returned `types::ListKeysResponse` and returns `types::Keys`",
        ]
    );
}

#[test]
fn recursive_types_and_long_chains_are_compared_to_an_end() {
    let chain = |last: &str| {
        let mut code = "pub struct Loop(pub Box<Loop>);".to_owned();
        for index in 0..3_000 {
            let next = index + 1;
            code.push_str(&format!(
                "#[non_exhaustive] pub struct Inline{index} {{ pub a: Inline{next} }}"
            ));
        }
        code + &format!("#[non_exhaustive] pub struct Inline3000 {{ pub {last}: i64 }}")
    };
    assert_eq!(of_types(&chain("a"), &chain("a")), NOTHING);
    assert_eq!(of_types(&chain("a"), &chain("b")).len(), 2);
}
