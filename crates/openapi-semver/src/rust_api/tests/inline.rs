//! Types that are compared by what they consist of.

use super::*;

#[test]
fn a_newtype_an_alias_and_a_box_stand_for_what_they_hold() {
    let base = "pub struct InlineName(String);
        pub struct Key { pub a: InlineName, pub b: String, pub c: Vec<InlineName>, pub d: Old }
        pub struct Old(String);";
    let revision = "pub struct InlineOther(pub Box<Wide>); pub type Wide = String;
        pub struct Old(String);
        pub struct Key { pub a: String, pub b: Wide, pub c: Vec<InlineOther>, pub d: Old }";
    assert_eq!(
        of_types(base, revision),
        ["compatible rust-type-added: `types::Wide` is new"]
    );
}

#[test]
fn a_newtype_around_a_shared_name_stands_for_that_name() {
    let base = "pub struct Name(pub String); pub struct Key { pub a: Name, pub b: InlineName }
        pub struct InlineName(pub Name);";
    let revision = "pub struct Name(pub i64); pub struct Key { pub a: InlineName, pub b: Name }
        pub struct InlineName(pub Name);";
    assert_eq!(
        of_types(base, revision),
        ["breaking rust-field-type-changed: `types::Name` held `String` and holds `i64`"]
    );
}

#[test]
fn a_name_in_place_of_another_counts_only_where_the_types_differ() {
    let base = "pub struct Old { pub a: i64 } pub struct Key { pub owner: Option<Old> }";
    let same = "pub struct New { pub a: i64 } pub struct Key { pub owner: Option<New> }";
    let different = "pub struct New { pub a: i64, pub b: i64 }
        pub struct Old { pub a: i64 } pub struct Key { pub owner: Option<New> }";
    assert_eq!(
        of_types(base, same),
        [
            "breaking rust-type-removed: `types::Old` is gone",
            "compatible rust-type-added: `types::New` is new",
        ]
    );
    assert_eq!(
        of_types(base, different),
        [
            "breaking rust-field-type-changed: \
             `types::Key.owner` was `Option<types::Old>` and is `Option<types::New>`",
            "compatible rust-type-added: `types::New` is new",
        ]
    );
}

#[test]
fn types_in_place_of_others_have_to_be_the_same_in_all_respects() {
    let user = |name: &str, ty: &str| format!("{ty} pub struct Key {{ pub owner: {name} }}");
    let pairs = [
        (
            "pub struct Old { pub a: i64 }",
            "#[non_exhaustive] pub struct New { pub a: i64 }",
        ),
        ("pub enum Old { A }", "pub enum New { A, B }"),
        ("pub enum Old { A, B }", "pub enum New { A, C }"),
        ("pub enum Old { A(i64) }", "pub enum New { A { a: i64 } }"),
        ("pub enum Old { A }", "pub enum New { A() }"),
        ("pub struct Old { pub a: i64 }", "pub enum New { A }"),
    ];
    for (base, revision) in pairs {
        let found = of_types(&user("Old", base), &user("New", revision));
        assert_eq!(
            found.first().map(String::as_str),
            Some(
                "breaking rust-field-type-changed: \
                 `types::Key.owner` was `types::Old` and is `types::New`"
            ),
            "{base} {revision}"
        );
        assert_eq!(found.len(), 3);
    }
}

#[test]
fn what_differs_in_an_anonymous_type_is_reported_where_it_is_used() {
    let base = "pub struct Key { #[serde(rename = \"Owner\")] pub owner: Option<InlineOwner> }
        pub struct InlineOwner {
            pub id: String, pub name: String, pub kind: InlineKind, pub address: InlineAddress,
        }
        pub enum InlineKind { Person, Company(InlineCompany) }
        pub struct InlineCompany { pub tax: String }
        pub struct InlineAddress { pub street: String, pub city: String }";
    let revision = "pub struct Key { pub owner: Option<InlineKeyOwner> }
        pub struct InlineKeyOwner {
            pub id: i64, pub kind: InlineKind, pub address: InlineAddress, pub more: String,
        }
        #[non_exhaustive]
        pub enum InlineKind { Company(InlineCompany), Robot(String) }
        pub struct InlineCompany { pub tax: i64 }
        pub struct InlineAddress { pub city: String }";
    let base = format!("pub mod types {{ {base} }}");
    let revision = format!("pub mod types {{ {revision} }}");
    let found = findings(&base, &revision);
    assert_eq!(
        lines(&found),
        [
            "breaking rust-field-removed: `types::Key.owner`: field `name` is gone",
            "compatible rust-field-added: `types::Key.owner`: field `more` is new",
            "breaking rust-field-removed: `types::Key.owner`: field `address.street` is gone",
            "breaking rust-field-type-changed: \
             `types::Key.owner`: field `id` was `String` and is `i64`",
            "breaking rust-type-non-exhaustive: `types::Key.owner`: the type of `kind` has become \
             `#[non_exhaustive]`: code that spells out all of its members no longer compiles",
            "breaking rust-variant-removed: \
             `types::Key.owner`: variant `kind.Person` is gone",
            "breaking rust-variant-added: `types::Key.owner`: variant `kind.Robot` is new: \
             an exhaustive `match` no longer compiles",
            "breaking rust-field-type-changed: \
             `types::Key.owner`: field `kind.Company.tax` was `String` and is `i64`",
        ]
    );
    let anchor = |wire_name: &str| Anchor::Field {
        type_name: "Key".to_owned(),
        wire_name: wire_name.to_owned(),
    };
    for finding in found {
        let expected = match finding.side {
            Side::Base => anchor("Owner"),
            Side::Revision => anchor("owner"),
        };
        assert_eq!(finding.anchor, expected);
    }
}

#[test]
fn an_anonymous_type_that_gets_a_name_is_compared_by_its_members() {
    let base = "pub struct Key { pub owner: InlineOwner } pub struct InlineOwner { pub id: i64 }";
    let revision = "pub struct Key { pub owner: Owner }
        #[derive(Default)] pub struct Owner { pub id: i64, pub name: String }";
    assert_eq!(
        of_types(base, revision),
        [
            "compatible rust-field-added: `types::Key.owner`: field `name` is new",
            "compatible rust-type-added: `types::Owner` is new",
        ]
    );
}

#[test]
fn another_kind_of_an_anonymous_type_is_another_type() {
    let base = "pub struct Key { pub owner: InlineOwner } pub struct InlineOwner { pub id: i64 }";
    let revision = "pub struct Key { pub owner: InlineOwner } pub enum InlineOwner { A }";
    assert_eq!(
        of_types(base, revision),
        ["breaking rust-field-type-changed: \
          `types::Key.owner` is `types::InlineOwner` as before, which is another type now"]
    );
}

#[test]
fn recursive_types_are_compared_to_an_end() {
    let base = "pub struct Tree { pub root: InlineNode, pub named: Old }
        pub struct InlineNode { pub next: Option<Box<InlineNode>>, pub value: String }
        pub struct Old { pub next: Vec<Old>, pub inner: InlineNode }
        pub struct InlineLoop(Box<InlineLoop>);
        pub struct Loops { pub a: InlineLoop }";
    let revision = |value: &str| {
        format!(
            "pub struct Tree {{ pub root: InlineTree, pub named: New }}
             pub struct InlineTree {{ pub next: Option<Box<InlineTree>>, pub value: {value} }}
             pub struct New {{ pub next: Vec<New>, pub inner: InlineTree }}
             pub struct InlineRing(Box<InlineRing>);
             pub struct Loops {{ pub a: InlineRing }}"
        )
    };
    let renamed = [
        "breaking rust-type-removed: `types::Old` is gone",
        "compatible rust-type-added: `types::New` is new",
    ];
    assert_eq!(of_types(base, &revision("String")), renamed);
    assert_eq!(
        of_types(base, &revision("i64")),
        [
            renamed[0],
            "breaking rust-field-type-changed: \
             `types::Tree.named` was `types::Old` and is `types::New`",
            "breaking rust-field-type-changed: \
             `types::Tree.root`: field `value` was `String` and is `i64`",
            renamed[1],
        ]
    );
}

#[test]
fn a_long_chain_of_types_does_not_overflow_the_stack() {
    let chain = |last: &str| {
        let mut code = "pub struct Start { pub a: Inline0 }".to_owned();
        for index in 0..3_000 {
            let next = index + 1;
            code.push_str(&format!(
                "pub struct Inline{index} {{ pub a: Inline{next} }}"
            ));
        }
        code + &format!("pub struct Inline3000 {{ pub {last}: i64 }}")
    };
    assert_eq!(of_types(&chain("a"), &chain("a")), NOTHING);
    assert_eq!(of_types(&chain("a"), &chain("b")).len(), 2);
}
