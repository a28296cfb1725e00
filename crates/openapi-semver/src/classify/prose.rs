//! Rulings on text for people: titles, descriptions, examples, tags, links and extensions.
//!
//! No program depends on any of these, so all of them are `docs-only`. Names that programs do depend on, such as an
//! operationId, are in `operations` and `components`.

use super::{Effect, Ruling};
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::TitleChanged,
        Effect::DOCS_ONLY,
        "the title of {it} has changed",
    ),
    Ruling::new(
        Rule::DescriptionChanged,
        Effect::DOCS_ONLY,
        "the description of {it} has changed",
    ),
    Ruling::new(
        Rule::SummaryChanged,
        Effect::DOCS_ONLY,
        "the summary of {it} has changed",
    ),
    Ruling::new(
        Rule::ExampleChanged,
        Effect::DOCS_ONLY,
        "the examples of {it} have changed",
    ),
    Ruling::new(
        Rule::ExternalDocsChanged,
        Effect::DOCS_ONLY,
        "the external documentation of {it} has changed",
    ),
    Ruling::new(
        Rule::LinkChanged,
        Effect::DOCS_ONLY,
        "the links of {it} have changed",
    ),
    Ruling::new(
        Rule::BearerFormatChanged,
        Effect::DOCS_ONLY,
        "the hint about the token format of {it} has changed",
    ),
    Ruling::new(
        Rule::ExtensionChanged,
        Effect::DOCS_ONLY,
        "the extension `{was}` of {it} has changed",
    ),
    Ruling::new(Rule::ApiTagAdded, Effect::DOCS_ONLY, "{it} is new"),
    Ruling::new(Rule::ApiTagRemoved, Effect::DOCS_ONLY, "{it} is gone"),
    Ruling::new(
        Rule::ApiTagChanged,
        Effect::DOCS_ONLY,
        "the tags of {it} have changed",
    ),
    Ruling::new(Rule::InfoChanged, Effect::DOCS_ONLY, "{it} has changed"),
    Ruling::new(
        Rule::ApiVersionChanged,
        Effect::DOCS_ONLY,
        "{it} was {was} and is {is}; no request carries it",
    ),
    Ruling::new(
        Rule::OpenapiVersionChanged,
        Effect::DOCS_ONLY,
        "{it} is written in OpenAPI {is} and no longer in {was}",
    ),
];
