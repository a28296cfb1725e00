//! Bounds of schemas: of numbers, of the length of texts, lists and objects, of what a text matches, and of what
//! else a list or an object may hold.

use super::{Effect, Rule};

pub(super) const RULES: &[Rule] = &[
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
];
