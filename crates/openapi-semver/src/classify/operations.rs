//! Operations.

use super::{Effect, Rule};
use crate::class::Class;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "api-removed-without-deprecation",
        Effect::BREAKING,
        "{it} is gone, and was not deprecated before",
    ),
    Rule::new(
        "api-removed-with-deprecation",
        Effect::BREAKING,
        "{it} is gone; it was deprecated, but clients that call it stop working",
    ),
    Rule::new(
        "endpoint-moved",
        Effect::BREAKING,
        "{it} is {is} now: whoever calls it where it was finds nothing",
    ),
    Rule::new("endpoint-added", Effect::COMPATIBLE, "{it} is new"),
    Rule::new(
        "endpoint-deprecated",
        Effect::COMPATIBLE,
        "{it} is deprecated",
    ),
    Rule::new(
        "endpoint-reactivated",
        Effect::COMPATIBLE,
        "{it} is no longer deprecated",
    ),
    Rule::rust(
        "api-operation-id-changed",
        Effect::BREAKING,
        Class::DocsOnly,
        "the operationId of {it} was `{was}` and is `{is}`",
    ),
    Rule::new(
        "api-operation-id-given-to-another",
        Effect::BREAKING,
        "the operationId `{was}` of {it} is that of {is} now: code that calls it goes on compiling, and calls another operation",
    ),
    Rule::new(
        "api-operation-id-spelling-changed",
        Effect::DOCS_ONLY,
        "the operationId of {it} was spelled `{was}` and is `{is}`",
    ),
    Rule::rust(
        "api-operation-id-removed",
        Effect::BREAKING,
        Class::DocsOnly,
        "{it} has no operationId any more, which was `{was}`",
    ),
    Rule::rust(
        "api-operation-id-added",
        Effect::COMPATIBLE,
        Class::DocsOnly,
        "{it} has the operationId `{is}` now",
    ),
    Rule::rust(
        "path-parameter-renamed",
        Effect::BREAKING,
        Class::DocsOnly,
        "the path {was} is written {is}, which is the same in requests",
    ),
    Rule::new("callback-added", Effect::COMPATIBLE, "{it} is new"),
    Rule::new(
        "callback-removed",
        Effect::BREAKING,
        "{it} is gone: the server calls it no more",
    ),
];
