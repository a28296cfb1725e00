//! Rulings on the bounds of schemas.
//!
//! Bounds limit numbers, the length of texts, the size of lists and objects, and which properties an object may have.
//! A bound that excludes more values breaks requests, and a bound that excludes fewer values breaks responses. The
//! other keywords of schemas are in `schemas`.

use super::{Effect, Ruling};
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(Rule::MaxSet, Effect::TIGHTER, "{it} is at most {is} now"),
    Ruling::new(
        Rule::MaxUnset,
        Effect::LOOSER,
        "{it} is no longer limited to {was} at most",
    ),
    Ruling::new(
        Rule::MaxIncreased,
        Effect::LOOSER,
        "the maximum of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MaxDecreased,
        Effect::TIGHTER,
        "the maximum of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::ExclusiveMaxSet,
        Effect::TIGHTER,
        "the maximum of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::ExclusiveMaxUnset,
        Effect::LOOSER,
        "the maximum of {it} was {was} and is {is}",
    ),
    Ruling::new(Rule::MinSet, Effect::TIGHTER, "{it} is at least {is} now"),
    Ruling::new(
        Rule::MinUnset,
        Effect::LOOSER,
        "{it} is no longer limited to {was} at least",
    ),
    Ruling::new(
        Rule::MinIncreased,
        Effect::TIGHTER,
        "the minimum of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MinDecreased,
        Effect::LOOSER,
        "the minimum of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::ExclusiveMinSet,
        Effect::TIGHTER,
        "the minimum of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::ExclusiveMinUnset,
        Effect::LOOSER,
        "the minimum of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MultipleOfSet,
        Effect::TIGHTER,
        "{it} is a multiple of {is} now",
    ),
    Ruling::new(
        Rule::MultipleOfUnset,
        Effect::LOOSER,
        "{it} need no longer be a multiple of {was}",
    ),
    Ruling::new(
        Rule::MultipleOfGeneralized,
        Effect::LOOSER,
        "{it} was a multiple of {was} and is a multiple of {is}",
    ),
    Ruling::new(
        Rule::MultipleOfSpecialized,
        Effect::TIGHTER,
        "{it} was a multiple of {was} and is a multiple of {is}",
    ),
    Ruling::new(
        Rule::MultipleOfChanged,
        Effect::BREAKING,
        "{it} was a multiple of {was} and is a multiple of {is}",
    ),
    Ruling::new(
        Rule::MaxLengthSet,
        Effect::TIGHTER,
        "{it} has at most {is} characters now",
    ),
    Ruling::new(
        Rule::MaxLengthUnset,
        Effect::LOOSER,
        "{it} is no longer limited to {was} characters",
    ),
    Ruling::new(
        Rule::MaxLengthIncreased,
        Effect::LOOSER,
        "`maxLength` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MaxLengthDecreased,
        Effect::TIGHTER,
        "`maxLength` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MinLengthSet,
        Effect::TIGHTER,
        "{it} has at least {is} characters now",
    ),
    Ruling::new(
        Rule::MinLengthUnset,
        Effect::LOOSER,
        "{it} may have fewer than {was} characters now",
    ),
    Ruling::new(
        Rule::MinLengthIncreased,
        Effect::TIGHTER,
        "`minLength` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MinLengthDecreased,
        Effect::LOOSER,
        "`minLength` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MaxItemsSet,
        Effect::TIGHTER,
        "{it} has at most {is} elements now",
    ),
    Ruling::new(
        Rule::MaxItemsUnset,
        Effect::LOOSER,
        "{it} is no longer limited to {was} elements",
    ),
    Ruling::new(
        Rule::MaxItemsIncreased,
        Effect::LOOSER,
        "`maxItems` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MaxItemsDecreased,
        Effect::TIGHTER,
        "`maxItems` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MinItemsSet,
        Effect::TIGHTER,
        "{it} has at least {is} elements now",
    ),
    Ruling::new(
        Rule::MinItemsUnset,
        Effect::LOOSER,
        "{it} may have fewer than {was} elements now",
    ),
    Ruling::new(
        Rule::MinItemsIncreased,
        Effect::TIGHTER,
        "`minItems` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MinItemsDecreased,
        Effect::LOOSER,
        "`minItems` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::UniqueItemsSet,
        Effect::TIGHTER,
        "the elements of {it} are all different now",
    ),
    Ruling::new(
        Rule::UniqueItemsUnset,
        Effect::LOOSER,
        "the elements of {it} may repeat now",
    ),
    Ruling::new(
        Rule::ItemsRestricted,
        Effect::TIGHTER,
        "the elements of {it} have a schema now, and may no longer be anything",
    ),
    Ruling::new(
        Rule::ItemsUnrestricted,
        Effect::LOOSER,
        "the elements of {it} may be anything now",
    ),
    Ruling::new(
        Rule::MaxPropertiesSet,
        Effect::TIGHTER,
        "{it} has at most {is} properties now",
    ),
    Ruling::new(
        Rule::MaxPropertiesUnset,
        Effect::LOOSER,
        "{it} is no longer limited to {was} properties",
    ),
    Ruling::new(
        Rule::MaxPropertiesIncreased,
        Effect::LOOSER,
        "`maxProperties` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MaxPropertiesDecreased,
        Effect::TIGHTER,
        "`maxProperties` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MinPropertiesSet,
        Effect::TIGHTER,
        "{it} has at least {is} properties now",
    ),
    Ruling::new(
        Rule::MinPropertiesUnset,
        Effect::LOOSER,
        "{it} may have fewer than {was} properties now",
    ),
    Ruling::new(
        Rule::MinPropertiesIncreased,
        Effect::TIGHTER,
        "`minProperties` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::MinPropertiesDecreased,
        Effect::LOOSER,
        "`minProperties` of {it} was {was} and is {is}",
    ),
    Ruling::new(
        Rule::AdditionalPropertiesForbidden,
        Effect::TIGHTER,
        "{it} may no longer have further properties",
    ),
    Ruling::new(
        Rule::AdditionalPropertiesAllowed,
        Effect::LOOSER,
        "{it} may have further properties now",
    ),
    Ruling::new(
        Rule::AdditionalPropertiesRestricted,
        Effect::TIGHTER,
        "further properties of {it} have a schema now, and may no longer be anything",
    ),
    Ruling::new(
        Rule::AdditionalPropertiesUnrestricted,
        Effect::LOOSER,
        "further properties of {it} may be anything now",
    ),
    Ruling::new(
        Rule::PatternAdded,
        Effect::TIGHTER,
        "{it} matches the pattern `{is}` now",
    ),
    Ruling::new(
        Rule::PatternRemoved,
        Effect::LOOSER,
        "{it} need no longer match the pattern `{was}`",
    ),
    Ruling::new(
        Rule::PatternChanged,
        Effect::BREAKING,
        "the pattern of {it} was `{was}` and is `{is}`",
    ),
];
