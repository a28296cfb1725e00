//! Rulings on the properties of objects.
//!
//! The client writes the properties of a request, and the server writes the properties of a response. Properties that
//! are `readOnly` or `writeOnly` are sent in one direction only. The schemas of the properties are in `schemas`.

use super::{Effect, Ruling};
use crate::class::Class;
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::NewRequiredRequestProperty,
        Effect::BREAKING,
        "{it} is new and required: requests without it are refused",
    ),
    Ruling::new(
        Rule::NewOptionalRequestProperty,
        Effect::COMPATIBLE,
        "{it} is new and optional",
    ),
    Ruling::new(
        Rule::RequestPropertyAddedUnlikeDescribedRest,
        Effect::BREAKING,
        "{it} is new, and `additionalProperties` described it in another way: requests that have it may be refused",
    ),
    Ruling::new(
        Rule::RequestPropertyRemoved,
        Effect::BREAKING,
        "{it} is gone",
    ),
    Ruling::new(
        Rule::RequestPropertyBecameRequired,
        Effect::BREAKING,
        "{it} is required now: requests without it are refused",
    ),
    Ruling::new(
        Rule::RequestPropertyBecameOptional,
        Effect::COMPATIBLE,
        "{it} is optional now",
    ),
    Ruling::new(
        Rule::ResponseRequiredPropertyAdded,
        Effect::COMPATIBLE,
        "{it} is new",
    ),
    Ruling::new(
        Rule::ResponseOptionalPropertyAdded,
        Effect::COMPATIBLE,
        "{it} is new",
    ),
    Ruling::new(
        Rule::ResponsePropertyAddedToClosedObject,
        Effect::BREAKING,
        "{it} is new in an object that allowed no further properties, or only other ones: clients may refuse it",
    ),
    Ruling::new(
        Rule::ResponseRequiredPropertyRemoved,
        Effect::BREAKING,
        "{it} is gone: every response had it",
    ),
    // Every reader had to work without it.
    Ruling::rust(
        Rule::ResponseOptionalPropertyRemoved,
        Effect::BREAKING,
        Class::Compatible,
        "{it} is gone: responses could already omit it",
    ),
    Ruling::rust(
        Rule::ResponsePropertyBecameRequired,
        Effect::BREAKING,
        Class::Compatible,
        "{it} is always there now",
    ),
    Ruling::new(
        Rule::ResponsePropertyBecameOptional,
        Effect::BREAKING,
        "{it} may be missing now",
    ),
    Ruling::new(
        Rule::RequestRequiredPropertyBecameReadOnly,
        Effect::BREAKING,
        "{it} is read-only now: it may no longer be sent",
    ),
    Ruling::new(
        Rule::RequestOptionalPropertyBecameReadOnly,
        Effect::BREAKING,
        "{it} is read-only now: it may no longer be sent",
    ),
    Ruling::new(
        Rule::ResponseRequiredPropertyBecameReadOnly,
        Effect::COMPATIBLE,
        "{it} is read-only now: that says nothing about responses",
    ),
    Ruling::new(
        Rule::ResponseOptionalPropertyBecameReadOnly,
        Effect::COMPATIBLE,
        "{it} is read-only now: that says nothing about responses",
    ),
    Ruling::new(
        Rule::RequestRequiredPropertyBecameNotReadOnly,
        Effect::BREAKING,
        "{it} is no longer read-only, and required: requests without it are refused",
    ),
    Ruling::new(
        Rule::RequestOptionalPropertyBecameNotReadOnly,
        Effect::COMPATIBLE,
        "{it} is no longer read-only: it may be sent",
    ),
    Ruling::new(
        Rule::ResponseRequiredPropertyBecameNotReadOnly,
        Effect::COMPATIBLE,
        "{it} is no longer read-only: that says nothing about responses",
    ),
    Ruling::new(
        Rule::ResponseOptionalPropertyBecameNotReadOnly,
        Effect::COMPATIBLE,
        "{it} is no longer read-only: that says nothing about responses",
    ),
    Ruling::new(
        Rule::RequestRequiredPropertyBecameWriteOnly,
        Effect::COMPATIBLE,
        "{it} is write-only now: that says nothing about requests",
    ),
    Ruling::new(
        Rule::RequestOptionalPropertyBecameWriteOnly,
        Effect::COMPATIBLE,
        "{it} is write-only now: that says nothing about requests",
    ),
    Ruling::new(
        Rule::ResponseRequiredPropertyBecameWriteOnly,
        Effect::BREAKING,
        "{it} is write-only now: responses no longer have it",
    ),
    Ruling::new(
        Rule::ResponseOptionalPropertyBecameWriteOnly,
        Effect::BREAKING,
        "{it} is write-only now: responses no longer have it",
    ),
    Ruling::new(
        Rule::RequestRequiredPropertyBecameNotWriteOnly,
        Effect::COMPATIBLE,
        "{it} is no longer write-only: that says nothing about requests",
    ),
    Ruling::new(
        Rule::RequestOptionalPropertyBecameNotWriteOnly,
        Effect::COMPATIBLE,
        "{it} is no longer write-only: that says nothing about requests",
    ),
    Ruling::new(
        Rule::ResponseRequiredPropertyBecameNotWriteOnly,
        Effect::COMPATIBLE,
        "{it} is no longer write-only: responses have it now",
    ),
    Ruling::new(
        Rule::ResponseOptionalPropertyBecameNotWriteOnly,
        Effect::COMPATIBLE,
        "{it} is no longer write-only: responses may have it now",
    ),
    // One type may serve both directions, and then its builder asks for the property.
    Ruling::rust(
        Rule::RequiredReadOnlyRequestPropertyAdded,
        Effect::BREAKING,
        Class::Compatible,
        "{it} is new, read-only and required",
    ),
    Ruling::rust(
        Rule::ReadOnlyRequestPropertyBecameRequired,
        Effect::BREAKING,
        Class::Compatible,
        "{it} is read-only, and required now",
    ),
    Ruling::new(
        Rule::UntravellingPropertyAdded,
        Effect::COMPATIBLE,
        "{it} is new, and is not sent in this direction",
    ),
    Ruling::new(
        Rule::UntravellingPropertyRemoved,
        Effect::COMPATIBLE,
        "{it} is gone, and was not sent in this direction",
    ),
    Ruling::new(
        Rule::UntravellingPropertyChanged,
        Effect::COMPATIBLE,
        "{it} has changed, and is not sent in this direction",
    ),
];
