//! Operations.

use super::{Effect, Rule};

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
        "the operationId of {it} was `{was}` and is `{is}`, so its method has another name",
    ),
    Rule::rust(
        "api-operation-id-removed",
        Effect::BREAKING,
        "the operationId `{was}` of {it} is gone, and with it the name of its method",
    ),
    Rule::rust(
        "api-operation-id-added",
        Effect::COMPATIBLE,
        "{it} has the operationId `{is}`, which names its method",
    ),
    Rule::rust(
        "path-parameter-renamed",
        Effect::BREAKING,
        "the path {was} is written {is}: the same requests, but a setter with another name",
    ),
    Rule::new("callback-added", Effect::COMPATIBLE, "{it} is new"),
    Rule::new(
        "callback-removed",
        Effect::BREAKING,
        "{it} is gone: the server calls it no more",
    ),
];
