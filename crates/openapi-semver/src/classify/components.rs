//! Components.

use super::{Effect, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::rust(
        "api-schema-removed",
        Effect::BREAKING,
        "{it} is gone, and with it its Rust type",
    ),
    Rule::rust(
        "api-schema-renamed",
        Effect::BREAKING,
        "{it} is called `{is}` now, and so is its Rust type",
    ),
    Rule::rust(
        "api-schema-replaced",
        Effect::BREAKING,
        "{it} was the schema `{was}` and is the schema `{is}`, so its Rust type is another one",
    ),
    Rule::rust("api-schema-added", Effect::COMPATIBLE, "{it} is new"),
    Rule::new(
        "unused-component-added",
        Effect::DOCS_ONLY,
        "{it} is new, and nothing refers to it",
    ),
    Rule::new(
        "unused-component-removed",
        Effect::DOCS_ONLY,
        "{it} is gone, and nothing referred to it",
    ),
    Rule::new(
        "unused-component-changed",
        Effect::DOCS_ONLY,
        "{it} has changed, and nothing refers to it",
    ),
];
