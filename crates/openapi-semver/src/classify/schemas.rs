//! Keywords of schemas but for their bounds. In reports the names of both follow whose schema it is, as in
//! `request-property-max-length-decreased`.

use super::{Effect, Rule, bounds};

/// Whether a rule is about a keyword of a schema.
pub(super) fn is_prefixed(name: &str) -> bool {
    let mut all = RULES.iter().chain(bounds::RULES);
    all.any(|rule| rule.name == name)
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
