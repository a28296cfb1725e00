//! Rulings on components: the names of schemas, and components that nothing refers to.
//!
//! A schema gives a generated type its name, so these rulings are about Rust. A component that nothing refers to is in
//! no request and no response. Security schemes are in `security`.

use super::{Effect, Ruling};
use crate::class::Class;
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::rust(
        Rule::ApiSchemaRemoved,
        Effect::BREAKING,
        Class::DocsOnly,
        "{it} is gone",
    ),
    Ruling::rust(
        Rule::ApiSchemaRenamed,
        Effect::BREAKING,
        Class::DocsOnly,
        "{it} is called `{is}` now",
    ),
    Ruling::new(
        Rule::ApiSchemaSpellingChanged,
        Effect::DOCS_ONLY,
        "{it} is spelled `{is}` now",
    ),
    Ruling::rust(
        Rule::ApiSchemaReplaced,
        Effect::BREAKING,
        Class::DocsOnly,
        "{it} was the schema `{was}` and is the schema `{is}`",
    ),
    Ruling::rust(
        Rule::ApiSchemaAdded,
        Effect::COMPATIBLE,
        Class::DocsOnly,
        "{it} is new",
    ),
    Ruling::new(
        Rule::UnusedComponentAdded,
        Effect::DOCS_ONLY,
        "{it} is new, and nothing refers to it",
    ),
    Ruling::new(
        Rule::UnusedComponentRemoved,
        Effect::DOCS_ONLY,
        "{it} is gone, and nothing referred to it",
    ),
    Ruling::new(
        Rule::UnusedComponentChanged,
        Effect::DOCS_ONLY,
        "{it} has changed, and nothing refers to it",
    ),
];
