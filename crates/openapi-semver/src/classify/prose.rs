//! What is written for people.

use super::{Effect, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "title-changed",
        Effect::DOCS_ONLY,
        "the title of {it} has changed",
    ),
    Rule::new(
        "description-changed",
        Effect::DOCS_ONLY,
        "the description of {it} has changed",
    ),
    Rule::new(
        "summary-changed",
        Effect::DOCS_ONLY,
        "the summary of {it} has changed",
    ),
    Rule::new(
        "example-changed",
        Effect::DOCS_ONLY,
        "the examples of {it} have changed",
    ),
    Rule::new(
        "external-docs-changed",
        Effect::DOCS_ONLY,
        "the external documentation of {it} has changed",
    ),
    Rule::new(
        "link-changed",
        Effect::DOCS_ONLY,
        "the links of {it} have changed",
    ),
    Rule::new(
        "bearer-format-changed",
        Effect::DOCS_ONLY,
        "the hint at the format of the token of {it} has changed",
    ),
    Rule::new(
        "extension-changed",
        Effect::DOCS_ONLY,
        "the extension `{was}` of {it} has changed",
    ),
    Rule::new("api-tag-added", Effect::DOCS_ONLY, "{it} is new"),
    Rule::new("api-tag-removed", Effect::DOCS_ONLY, "{it} is gone"),
    Rule::new(
        "api-tag-changed",
        Effect::DOCS_ONLY,
        "the tags of {it} have changed",
    ),
    Rule::new("info-changed", Effect::DOCS_ONLY, "{it} has changed"),
    Rule::new(
        "api-version-changed",
        Effect::DOCS_ONLY,
        "{it} was {was} and is {is}; no request carries it",
    ),
    Rule::new(
        "openapi-version-changed",
        Effect::DOCS_ONLY,
        "{it} is written in OpenAPI {is} and no longer in {was}",
    ),
];
