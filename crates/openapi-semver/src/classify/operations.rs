//! Rulings on operations, their ids, their paths and their callbacks.
//!
//! An operation that is gone breaks every client that calls it. An operationId is the name of a method in the
//! generated code and travels in no request. What an operation sends and receives is in `parameters`, `requests` and
//! `responses`.

use super::{Effect, Ruling};
use crate::class::Class;
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::ApiRemovedWithoutDeprecation,
        Effect::BREAKING,
        "{it} is gone, and was not deprecated before",
    ),
    Ruling::new(
        Rule::ApiRemovedWithDeprecation,
        Effect::BREAKING,
        "{it} is gone; it was deprecated, but clients that call it stop working",
    ),
    Ruling::new(
        Rule::EndpointMoved,
        Effect::BREAKING,
        "{it} has moved to {is}: calls to the old path find nothing",
    ),
    Ruling::new(Rule::EndpointAdded, Effect::COMPATIBLE, "{it} is new"),
    Ruling::new(
        Rule::EndpointDeprecated,
        Effect::COMPATIBLE,
        "{it} is deprecated",
    ),
    Ruling::new(
        Rule::EndpointReactivated,
        Effect::COMPATIBLE,
        "{it} is no longer deprecated",
    ),
    Ruling::rust(
        Rule::ApiOperationIdChanged,
        Effect::BREAKING,
        Class::DocsOnly,
        "the operationId of {it} was `{was}` and is `{is}`",
    ),
    Ruling::new(
        Rule::ApiOperationIdGivenToAnother,
        Effect::BREAKING,
        "the operationId `{was}` of {it} belongs to {is} now: code that calls it still compiles, and calls another operation",
    ),
    Ruling::new(
        Rule::ApiOperationIdSpellingChanged,
        Effect::DOCS_ONLY,
        "the operationId of {it} was spelled `{was}` and is spelled `{is}`",
    ),
    Ruling::rust(
        Rule::ApiOperationIdRemoved,
        Effect::BREAKING,
        Class::DocsOnly,
        "{it} no longer has the operationId `{was}`",
    ),
    Ruling::rust(
        Rule::ApiOperationIdAdded,
        Effect::COMPATIBLE,
        Class::DocsOnly,
        "{it} has the operationId `{is}` now",
    ),
    Ruling::rust(
        Rule::PathParameterRenamed,
        Effect::BREAKING,
        Class::DocsOnly,
        "the path {was} is written {is} now, which is the same in requests",
    ),
    Ruling::new(Rule::CallbackAdded, Effect::COMPATIBLE, "{it} is new"),
    Ruling::new(
        Rule::CallbackRemoved,
        Effect::BREAKING,
        "{it} is gone: the server no longer calls it",
    ),
];
