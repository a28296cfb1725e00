//! Components.

use super::{Effect, Rule};
use crate::class::Class;

pub(super) const RULES: &[Rule] = &[
    Rule::rust(
        "api-schema-removed",
        Effect::BREAKING,
        Class::DocsOnly,
        "{it} is gone",
    ),
    Rule::rust(
        "api-schema-renamed",
        Effect::BREAKING,
        Class::DocsOnly,
        "{it} is called `{is}` now",
    ),
    Rule::new(
        "api-schema-spelling-changed",
        Effect::DOCS_ONLY,
        "{it} is spelled `{is}` now",
    ),
    Rule::rust(
        "api-schema-replaced",
        Effect::BREAKING,
        Class::DocsOnly,
        "{it} was the schema `{was}` and is the schema `{is}`",
    ),
    Rule::rust(
        "api-schema-added",
        Effect::COMPATIBLE,
        Class::DocsOnly,
        "{it} is new",
    ),
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
