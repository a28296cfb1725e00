//! Properties of objects.

use super::{Effect, Rule};
use crate::class::Class;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "new-required-request-property",
        Effect::BREAKING,
        "{it} is new and required: requests without it are refused",
    ),
    Rule::new(
        "new-optional-request-property",
        Effect::COMPATIBLE,
        "{it} is new and optional",
    ),
    Rule::new(
        "request-property-added-unlike-described-rest",
        Effect::BREAKING,
        "{it} is new, and was described as something else by `additionalProperties`: requests that have it may be refused",
    ),
    Rule::new("request-property-removed", Effect::BREAKING, "{it} is gone"),
    Rule::new(
        "request-property-became-required",
        Effect::BREAKING,
        "{it} is required now: requests without it are refused",
    ),
    Rule::new(
        "request-property-became-optional",
        Effect::COMPATIBLE,
        "{it} is optional now",
    ),
    Rule::new(
        "response-required-property-added",
        Effect::COMPATIBLE,
        "{it} is new",
    ),
    Rule::new(
        "response-optional-property-added",
        Effect::COMPATIBLE,
        "{it} is new",
    ),
    Rule::new(
        "response-property-added-to-closed-object",
        Effect::BREAKING,
        "{it} is new in an object that was to have no further properties, or others: clients may refuse it",
    ),
    Rule::new(
        "response-required-property-removed",
        Effect::BREAKING,
        "{it} is gone: every response had it",
    ),
    // Whoever reads it had to do without.
    Rule::rust(
        "response-optional-property-removed",
        Effect::BREAKING,
        Class::Compatible,
        "{it} is gone: responses could do without it",
    ),
    Rule::rust(
        "response-property-became-required",
        Effect::BREAKING,
        Class::Compatible,
        "{it} is always there now",
    ),
    Rule::new(
        "response-property-became-optional",
        Effect::BREAKING,
        "{it} may be missing now",
    ),
    Rule::new(
        "request-required-property-became-read-only",
        Effect::BREAKING,
        "{it} is read-only now: it may not be sent any more",
    ),
    Rule::new(
        "request-optional-property-became-read-only",
        Effect::BREAKING,
        "{it} is read-only now: it may not be sent any more",
    ),
    Rule::new(
        "response-required-property-became-read-only",
        Effect::COMPATIBLE,
        "{it} is read-only now: that says nothing about responses",
    ),
    Rule::new(
        "response-optional-property-became-read-only",
        Effect::COMPATIBLE,
        "{it} is read-only now: that says nothing about responses",
    ),
    Rule::new(
        "request-required-property-became-not-read-only",
        Effect::BREAKING,
        "{it} is no longer read-only, and required: requests without it are refused",
    ),
    Rule::new(
        "request-optional-property-became-not-read-only",
        Effect::COMPATIBLE,
        "{it} is no longer read-only: it may be sent",
    ),
    Rule::new(
        "response-required-property-became-not-read-only",
        Effect::COMPATIBLE,
        "{it} is no longer read-only: that says nothing about responses",
    ),
    Rule::new(
        "response-optional-property-became-not-read-only",
        Effect::COMPATIBLE,
        "{it} is no longer read-only: that says nothing about responses",
    ),
    Rule::new(
        "request-required-property-became-write-only",
        Effect::COMPATIBLE,
        "{it} is write-only now: that says nothing about requests",
    ),
    Rule::new(
        "request-optional-property-became-write-only",
        Effect::COMPATIBLE,
        "{it} is write-only now: that says nothing about requests",
    ),
    Rule::new(
        "response-required-property-became-write-only",
        Effect::BREAKING,
        "{it} is write-only now: responses have it no more",
    ),
    Rule::new(
        "response-optional-property-became-write-only",
        Effect::BREAKING,
        "{it} is write-only now: responses have it no more",
    ),
    Rule::new(
        "request-required-property-became-not-write-only",
        Effect::COMPATIBLE,
        "{it} is no longer write-only: that says nothing about requests",
    ),
    Rule::new(
        "request-optional-property-became-not-write-only",
        Effect::COMPATIBLE,
        "{it} is no longer write-only: that says nothing about requests",
    ),
    Rule::new(
        "response-required-property-became-not-write-only",
        Effect::COMPATIBLE,
        "{it} is no longer write-only: responses have it now",
    ),
    Rule::new(
        "response-optional-property-became-not-write-only",
        Effect::COMPATIBLE,
        "{it} is no longer write-only: responses may have it now",
    ),
    // One type serves both directions, and its builder asks for what is required.
    Rule::rust(
        "required-read-only-request-property-added",
        Effect::BREAKING,
        Class::Compatible,
        "{it} is new, read-only and required",
    ),
    Rule::rust(
        "read-only-request-property-became-required",
        Effect::BREAKING,
        Class::Compatible,
        "{it} is read-only, and required now",
    ),
    Rule::new(
        "untravelling-property-added",
        Effect::COMPATIBLE,
        "{it} is new, and is not sent in this direction",
    ),
    Rule::new(
        "untravelling-property-removed",
        Effect::COMPATIBLE,
        "{it} is gone, and was not sent in this direction",
    ),
    Rule::new(
        "untravelling-property-changed",
        Effect::COMPATIBLE,
        "{it} has changed, and is not sent in this direction",
    ),
];
