//! Keywords of schemas. In reports their names follow whose schema it is, as in
//! `request-property-max-length-decreased`.

use super::{Effect, Rule};

pub(super) fn is_prefixed(name: &str) -> bool {
    RULES.iter().any(|rule| rule.name == name)
}

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "type-changed",
        Effect::BREAKING,
        "the type of {it} was {was} and is {is}",
    ),
    Rule::new(
        "type-generalized",
        Effect::LOOSER,
        "the type of {it} was {was} and is {is}, which allows more",
    ),
    Rule::new(
        "type-specialized",
        Effect::TIGHTER,
        "the type of {it} was {was} and is {is}, which allows less",
    ),
    Rule::new(
        "format-added",
        Effect::TIGHTER,
        "{it} has the format `{is}` now",
    ),
    Rule::new(
        "format-removed",
        Effect::LOOSER,
        "{it} no longer has the format `{was}`",
    ),
    Rule::new(
        "format-changed",
        Effect::BREAKING,
        "the format of {it} was `{was}` and is `{is}`",
    ),
    Rule::new(
        "format-generalized",
        Effect::LOOSER,
        "the format of {it} was `{was}` and is `{is}`, which allows more",
    ),
    Rule::new(
        "format-specialized",
        Effect::TIGHTER,
        "the format of {it} was `{was}` and is `{is}`, which allows less",
    ),
    Rule::new("became-nullable", Effect::LOOSER, "{it} may be null now"),
    Rule::new(
        "became-not-nullable",
        Effect::TIGHTER,
        "{it} may no longer be null",
    ),
    Rule::new("became-enum", Effect::TIGHTER, "{it} is one of {is} now"),
    Rule::new(
        "enum-removed",
        Effect::LOOSER,
        "{it} may be anything now, not only one of {was}",
    ),
    Rule::new(
        "enum-value-added",
        Effect::LOOSER,
        "{it} may be {is} as well",
    ),
    Rule::new(
        "enum-value-removed",
        Effect::TIGHTER,
        "{it} may no longer be {was}",
    ),
    Rule::new(
        "enum-values-changed",
        Effect::BREAKING,
        "{it} may be {is} as well, and no longer {was}",
    ),
    Rule::new(
        "default-value-added",
        DEFAULT,
        "{it} has the default {is} now",
    ),
    Rule::new(
        "default-value-removed",
        DEFAULT,
        "{it} no longer has the default {was}",
    ),
    Rule::new(
        "default-value-changed",
        DEFAULT,
        "the default of {it} was {was} and is {is}",
    ),
    Rule::new("max-set", Effect::TIGHTER, "{it} is at most {is} now"),
    Rule::new(
        "max-unset",
        Effect::LOOSER,
        "{it} is no longer limited to {was} at most",
    ),
    Rule::new(
        "max-increased",
        Effect::LOOSER,
        "the maximum of {it} was {was} and is {is}",
    ),
    Rule::new(
        "max-decreased",
        Effect::TIGHTER,
        "the maximum of {it} was {was} and is {is}",
    ),
    Rule::new(
        "exclusive-max-set",
        Effect::TIGHTER,
        "{it} may no longer be its maximum itself: it was {was} and is {is}",
    ),
    Rule::new(
        "exclusive-max-unset",
        Effect::LOOSER,
        "{it} may be its maximum itself: it was {was} and is {is}",
    ),
    Rule::new("min-set", Effect::TIGHTER, "{it} is at least {is} now"),
    Rule::new(
        "min-unset",
        Effect::LOOSER,
        "{it} is no longer limited to {was} at least",
    ),
    Rule::new(
        "min-increased",
        Effect::TIGHTER,
        "the minimum of {it} was {was} and is {is}",
    ),
    Rule::new(
        "min-decreased",
        Effect::LOOSER,
        "the minimum of {it} was {was} and is {is}",
    ),
    Rule::new(
        "exclusive-min-set",
        Effect::TIGHTER,
        "{it} may no longer be its minimum itself: it was {was} and is {is}",
    ),
    Rule::new(
        "exclusive-min-unset",
        Effect::LOOSER,
        "{it} may be its minimum itself: it was {was} and is {is}",
    ),
    Rule::new(
        "multiple-of-set",
        Effect::TIGHTER,
        "{it} is a multiple of {is} now",
    ),
    Rule::new(
        "multiple-of-unset",
        Effect::LOOSER,
        "{it} need no longer be a multiple of {was}",
    ),
    Rule::new(
        "multiple-of-generalized",
        Effect::LOOSER,
        "{it} was a multiple of {was} and is one of {is}",
    ),
    Rule::new(
        "multiple-of-specialized",
        Effect::TIGHTER,
        "{it} was a multiple of {was} and is one of {is}",
    ),
    Rule::new(
        "multiple-of-changed",
        Effect::BREAKING,
        "{it} was a multiple of {was} and is one of {is}",
    ),
    Rule::new(
        "max-length-set",
        Effect::TIGHTER,
        "{it} has at most {is} characters now",
    ),
    Rule::new(
        "max-length-unset",
        Effect::LOOSER,
        "{it} is no longer limited to {was} characters",
    ),
    Rule::new(
        "max-length-increased",
        Effect::LOOSER,
        "`maxLength` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "max-length-decreased",
        Effect::TIGHTER,
        "`maxLength` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "min-length-set",
        Effect::TIGHTER,
        "{it} has at least {is} characters now",
    ),
    Rule::new(
        "min-length-unset",
        Effect::LOOSER,
        "{it} may have fewer than {was} characters now",
    ),
    Rule::new(
        "min-length-increased",
        Effect::TIGHTER,
        "`minLength` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "min-length-decreased",
        Effect::LOOSER,
        "`minLength` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "max-items-set",
        Effect::TIGHTER,
        "{it} has at most {is} elements now",
    ),
    Rule::new(
        "max-items-unset",
        Effect::LOOSER,
        "{it} is no longer limited to {was} elements",
    ),
    Rule::new(
        "max-items-increased",
        Effect::LOOSER,
        "`maxItems` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "max-items-decreased",
        Effect::TIGHTER,
        "`maxItems` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "min-items-set",
        Effect::TIGHTER,
        "{it} has at least {is} elements now",
    ),
    Rule::new(
        "min-items-unset",
        Effect::LOOSER,
        "{it} may have fewer than {was} elements now",
    ),
    Rule::new(
        "min-items-increased",
        Effect::TIGHTER,
        "`minItems` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "min-items-decreased",
        Effect::LOOSER,
        "`minItems` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "unique-items-set",
        Effect::TIGHTER,
        "the elements of {it} are all different now",
    ),
    Rule::new(
        "unique-items-unset",
        Effect::LOOSER,
        "the elements of {it} may repeat now",
    ),
    Rule::new(
        "items-restricted",
        Effect::TIGHTER,
        "the elements of {it} are described now, and may no longer be anything",
    ),
    Rule::new(
        "items-unrestricted",
        Effect::LOOSER,
        "the elements of {it} may be anything now",
    ),
    Rule::new(
        "max-properties-set",
        Effect::TIGHTER,
        "{it} has at most {is} properties now",
    ),
    Rule::new(
        "max-properties-unset",
        Effect::LOOSER,
        "{it} is no longer limited to {was} properties",
    ),
    Rule::new(
        "max-properties-increased",
        Effect::LOOSER,
        "`maxProperties` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "max-properties-decreased",
        Effect::TIGHTER,
        "`maxProperties` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "min-properties-set",
        Effect::TIGHTER,
        "{it} has at least {is} properties now",
    ),
    Rule::new(
        "min-properties-unset",
        Effect::LOOSER,
        "{it} may have fewer than {was} properties now",
    ),
    Rule::new(
        "min-properties-increased",
        Effect::TIGHTER,
        "`minProperties` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "min-properties-decreased",
        Effect::LOOSER,
        "`minProperties` of {it} was {was} and is {is}",
    ),
    Rule::new(
        "additional-properties-forbidden",
        Effect::TIGHTER,
        "{it} may no longer have further properties",
    ),
    Rule::new(
        "additional-properties-allowed",
        Effect::LOOSER,
        "{it} may have further properties now",
    ),
    Rule::new(
        "additional-properties-restricted",
        Effect::TIGHTER,
        "further properties of {it} are described now, and may no longer be anything",
    ),
    Rule::new(
        "additional-properties-unrestricted",
        Effect::LOOSER,
        "further properties of {it} may be anything now",
    ),
    Rule::new(
        "pattern-added",
        Effect::TIGHTER,
        "{it} matches the pattern `{is}` now",
    ),
    Rule::new(
        "pattern-removed",
        Effect::LOOSER,
        "{it} need no longer match the pattern `{was}`",
    ),
    Rule::new(
        "pattern-changed",
        Effect::BREAKING,
        "the pattern of {it} was `{was}` and is `{is}`",
    ),
    Rule::new("one-of-added", Effect::LOOSER, "{it} may be {is} as well"),
    Rule::new(
        "one-of-removed",
        Effect::TIGHTER,
        "{it} may no longer be {was}",
    ),
    Rule::new(
        "one-of-set",
        Effect::TIGHTER,
        "{it} has to be one of several alternatives now",
    ),
    Rule::new(
        "one-of-unset",
        Effect::LOOSER,
        "{it} need no longer be one of several alternatives",
    ),
    Rule::new(
        "wrapped-in-one-of",
        Effect::LOOSER,
        "{it} is one of several alternatives now, of which one is what it was",
    ),
    Rule::new(
        "unwrapped-from-one-of",
        Effect::TIGHTER,
        "{it} was one of several alternatives, of which one is left",
    ),
    Rule::new("any-of-added", Effect::LOOSER, "{it} may be {is} as well"),
    Rule::new(
        "any-of-removed",
        Effect::TIGHTER,
        "{it} may no longer be {was}",
    ),
    Rule::new(
        "any-of-set",
        Effect::TIGHTER,
        "{it} has to be any of several alternatives now",
    ),
    Rule::new(
        "any-of-unset",
        Effect::LOOSER,
        "{it} need no longer be any of several alternatives",
    ),
    Rule::new(
        "wrapped-in-any-of",
        Effect::LOOSER,
        "{it} is any of several alternatives now, of which one is what it was",
    ),
    Rule::new(
        "unwrapped-from-any-of",
        Effect::TIGHTER,
        "{it} was any of several alternatives, of which one is left",
    ),
    Rule::new(
        "one-of-became-any-of",
        Effect::LOOSER,
        "{it} may be several of its alternatives at once",
    ),
    Rule::new(
        "any-of-became-one-of",
        Effect::TIGHTER,
        "{it} may no longer be several of its alternatives at once",
    ),
    Rule::new(
        "not-added",
        Effect::TIGHTER,
        "some values of {it} are excluded now",
    ),
    Rule::new(
        "not-removed",
        Effect::LOOSER,
        "no values of {it} are excluded any more",
    ),
    Rule::new(
        "not-changed",
        Effect::BREAKING,
        "other values of {it} are excluded now",
    ),
    Rule::new(
        "discriminator-added",
        Effect::BREAKING,
        "a property decides now which alternative {it} is",
    ),
    Rule::new(
        "discriminator-removed",
        Effect::BREAKING,
        "no property decides any more which alternative {it} is",
    ),
    Rule::new(
        "discriminator-property-name-changed",
        Effect::BREAKING,
        "the property that decides which alternative {it} is was `{was}` and is `{is}`",
    ),
    Rule::new(
        "discriminator-mapping-added",
        Effect::LOOSER,
        "the property that decides which alternative {it} is knows {is} as well",
    ),
    Rule::new(
        "discriminator-mapping-deleted",
        Effect::TIGHTER,
        "the property that decides which alternative {it} is no longer knows {was}",
    ),
    Rule::new(
        "discriminator-mapping-changed",
        Effect::BREAKING,
        "the property that decides which alternative {it} is meant {was} and means {is}",
    ),
    Rule::new(
        "xml-changed",
        Effect::BREAKING,
        "{it} is written in another way in XML",
    ),
    Rule::new("deprecated", Effect::COMPATIBLE, "{it} is deprecated"),
    Rule::new(
        "reactivated",
        Effect::COMPATIBLE,
        "{it} is no longer deprecated",
    ),
];

/// What is left out of a request means something else; what a server leaves out, it has decided.
const DEFAULT: Effect = Effect::ByDirection {
    request: crate::class::Class::Breaking,
    response: crate::class::Class::Compatible,
};
