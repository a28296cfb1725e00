//! Bodies of requests, and forms.

use super::{Effect, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "request-body-added-required",
        Effect::TIGHTER,
        "{it} is new and required: requests without one are refused",
    ),
    Rule::new(
        "request-body-added-optional",
        Effect::COMPATIBLE,
        "{it} is new and optional",
    ),
    Rule::new("request-body-removed", Effect::BREAKING, "{it} is gone"),
    Rule::new(
        "request-body-became-required",
        Effect::TIGHTER,
        "{it} is required now: requests without one are refused",
    ),
    Rule::new(
        "request-body-became-optional",
        Effect::LOOSER,
        "{it} is optional now",
    ),
    Rule::new(
        "request-body-media-type-added",
        Effect::LOOSER,
        "{it} may be `{is}` as well",
    ),
    Rule::new(
        "request-body-media-type-removed",
        Effect::TIGHTER,
        "{it} may no longer be `{was}`",
    ),
    Rule::new(
        "encoding-added",
        Effect::BREAKING,
        "{it} is described now, so the part is written in another way",
    ),
    Rule::new(
        "encoding-removed",
        Effect::BREAKING,
        "{it} is described no more, so the part is written in another way",
    ),
    Rule::new(
        "encoding-content-type-changed",
        Effect::BREAKING,
        "the content type in {it} was {was} and is {is}",
    ),
];
