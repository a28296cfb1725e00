//! Rulings on the keywords of schemas, except for bounds.
//!
//! One ruling serves requests and responses. The id of the rule in a report begins with the owner of the schema, as in
//! `request-property-max-length-decreased`. Bounds are in `bounds`, and properties in `properties`.

use super::{Effect, Ruling};
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::TypeChanged,
        Effect::BREAKING,
        "the type of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::TypeGeneralized,
        Effect::LOOSER,
        "the type of {it} was {was} and is {is}, which allows more",
    ),
    Ruling::new(
        Rule::TypeSpecialized,
        Effect::TIGHTER,
        "the type of {it} was {was} and is {is}, which allows less",
    ),
    Ruling::new(
        Rule::FormatAdded,
        Effect::TIGHTER,
        "{it} has the format `{is}` now",
    ),
    Ruling::new(
        Rule::FormatRemoved,
        Effect::LOOSER,
        "{it} no longer has the format `{was}`",
    ),
    Ruling::new(
        Rule::FormatChanged,
        Effect::BREAKING,
        "the format of {it} was `{was}` and is `{is}`",
    ),
    Ruling::new(
        Rule::FormatGeneralized,
        Effect::LOOSER,
        "the format of {it} was `{was}` and is `{is}`, which allows more",
    ),
    Ruling::new(
        Rule::FormatSpecialized,
        Effect::TIGHTER,
        "the format of {it} was `{was}` and is `{is}`, which allows less",
    ),
    Ruling::new(Rule::BecameNullable, Effect::LOOSER, "{it} may be null now"),
    Ruling::new(
        Rule::BecameNotNullable,
        Effect::TIGHTER,
        "{it} may no longer be null",
    ),
    Ruling::new(Rule::BecameEnum, Effect::TIGHTER, "{it} is one of {is} now"),
    Ruling::new(
        Rule::EnumRemoved,
        Effect::LOOSER,
        "{it} may be anything now, not only one of {was}",
    ),
    Ruling::new(
        Rule::EnumValueAdded,
        Effect::LOOSER,
        "{it} may be {is} as well",
    ),
    Ruling::new(
        Rule::EnumValueRemoved,
        Effect::TIGHTER,
        "{it} may no longer be {was}",
    ),
    Ruling::new(
        Rule::EnumValuesChanged,
        Effect::BREAKING,
        "{it} may be {is} as well, and no longer {was}",
    ),
    Ruling::new(
        Rule::DefaultValueAdded,
        DEFAULT,
        "{it} has the default {is} now",
    ),
    Ruling::new(
        Rule::DefaultValueRemoved,
        DEFAULT,
        "{it} no longer has the default {was}",
    ),
    Ruling::new(
        Rule::DefaultValueChanged,
        DEFAULT,
        "the default of {it} was {was} and is {is}",
    ),
    Ruling::new(Rule::OneOfAdded, Effect::LOOSER, "{it} may be {is} as well"),
    Ruling::new(
        Rule::OneOfRemoved,
        Effect::TIGHTER,
        "{it} may no longer be {was}",
    ),
    Ruling::new(
        Rule::OneOfAddedOverlapping,
        Effect::BREAKING,
        "{it} may be {is} as well, and no longer a value that matches both {is} and another alternative",
    ),
    Ruling::new(
        Rule::OneOfRemovedOverlapping,
        Effect::BREAKING,
        "{it} may no longer be {was}, and may be a value that matches both {was} and another alternative",
    ),
    Ruling::new(
        Rule::OneOfSet,
        Effect::TIGHTER,
        "{it} has to be one of several alternatives now",
    ),
    Ruling::new(
        Rule::OneOfUnset,
        Effect::LOOSER,
        "{it} need no longer be one of several alternatives",
    ),
    Ruling::new(
        Rule::WrappedInOneOf,
        Effect::LOOSER,
        "{it} is one of several alternatives now, and one of them is the old schema",
    ),
    Ruling::new(
        Rule::UnwrappedFromOneOf,
        Effect::TIGHTER,
        "{it} was one of several alternatives, and only one is left",
    ),
    Ruling::new(
        Rule::WrappedInOverlappingOneOf,
        Effect::BREAKING,
        "{it} is one of several alternatives now, one of them is the old schema, and values that match two alternatives \
         are refused",
    ),
    Ruling::new(
        Rule::UnwrappedFromOverlappingOneOf,
        Effect::BREAKING,
        "{it} was one of several alternatives, only one is left, and values that match two of them are allowed now",
    ),
    Ruling::new(Rule::AnyOfAdded, Effect::LOOSER, "{it} may be {is} as well"),
    Ruling::new(
        Rule::AnyOfRemoved,
        Effect::TIGHTER,
        "{it} may no longer be {was}",
    ),
    Ruling::new(
        Rule::AnyOfSet,
        Effect::TIGHTER,
        "{it} has to be any of several alternatives now",
    ),
    Ruling::new(
        Rule::AnyOfUnset,
        Effect::LOOSER,
        "{it} need no longer be any of several alternatives",
    ),
    Ruling::new(
        Rule::WrappedInAnyOf,
        Effect::LOOSER,
        "{it} is any of several alternatives now, and one of them is the old schema",
    ),
    Ruling::new(
        Rule::UnwrappedFromAnyOf,
        Effect::TIGHTER,
        "{it} was any of several alternatives, and only one is left",
    ),
    Ruling::new(
        Rule::OneOfBecameAnyOf,
        Effect::LOOSER,
        "{it} may be several of its alternatives at once",
    ),
    Ruling::new(
        Rule::AnyOfBecameOneOf,
        Effect::TIGHTER,
        "{it} may no longer be several of its alternatives at once",
    ),
    Ruling::new(
        Rule::NotAdded,
        Effect::TIGHTER,
        "some values of {it} are excluded now",
    ),
    Ruling::new(
        Rule::NotRemoved,
        Effect::LOOSER,
        "no values of {it} are excluded now",
    ),
    Ruling::new(
        Rule::NotChanged,
        Effect::BREAKING,
        "other values of {it} are excluded now",
    ),
    Ruling::new(
        Rule::DiscriminatorAdded,
        Effect::BREAKING,
        "{it} has a discriminator now",
    ),
    Ruling::new(
        Rule::DiscriminatorRemoved,
        Effect::BREAKING,
        "{it} no longer has a discriminator",
    ),
    Ruling::new(
        Rule::DiscriminatorPropertyNameChanged,
        Effect::BREAKING,
        "the discriminator of {it} was the property `{was}` and is the property `{is}`",
    ),
    Ruling::new(
        Rule::DiscriminatorMappingAdded,
        Effect::LOOSER,
        "the discriminator of {it} knows {is} as well",
    ),
    Ruling::new(
        Rule::DiscriminatorMappingDeleted,
        Effect::TIGHTER,
        "the discriminator of {it} no longer knows {was}",
    ),
    Ruling::new(
        Rule::DiscriminatorMappingChanged,
        Effect::BREAKING,
        "the discriminator of {it} meant {was} and means {is}",
    ),
    Ruling::new(
        Rule::XmlChanged,
        Effect::BREAKING,
        "{it} is written in another way in XML",
    ),
    Ruling::new(Rule::Deprecated, Effect::COMPATIBLE, "{it} is deprecated"),
    Ruling::new(
        Rule::Reactivated,
        Effect::COMPATIBLE,
        "{it} is no longer deprecated",
    ),
];

/// A request without the value means something else afterwards. A server that omits the value knows what it means.
const DEFAULT: Effect = Effect::ByDirection {
    request: crate::class::Class::Breaking,
    response: crate::class::Class::Compatible,
};
