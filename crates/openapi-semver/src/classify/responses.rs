//! Statuses and bodies of responses.

use super::{Effect, Rule};
use crate::class::Class;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "response-success-status-added",
        Effect::LOOSER,
        "{it} is a new success: clients do not know it",
    ),
    Rule::new(
        "response-success-status-removed",
        Effect::BREAKING,
        "{it} is gone: clients wait for a success that does not come",
    ),
    Rule::new(
        "response-non-success-status-added",
        Effect::COMPATIBLE,
        "{it} is documented now",
    ),
    Rule::new(
        "response-non-success-status-removed",
        Effect::TIGHTER,
        "{it} is documented no more",
    ),
    Rule::new(
        "response-statuses-narrowed",
        Effect::TIGHTER,
        "{it} covers fewer statuses than it did",
    ),
    Rule::new(
        "response-status-described-by-another",
        Effect::DOCS_ONLY,
        "{it} was described as `{was}` and is as `{is}`",
    ),
    Rule::rust(
        "response-body-added",
        Effect::BREAKING,
        Class::Compatible,
        "{it} is new: where nothing was returned, something is",
    ),
    Rule::new(
        "response-media-type-added",
        Effect::COMPATIBLE,
        "{it} may be `{is}` as well: clients may ask for it",
    ),
    Rule::new(
        "response-media-type-removed",
        Effect::BREAKING,
        "{it} is no longer available as `{was}`",
    ),
];
