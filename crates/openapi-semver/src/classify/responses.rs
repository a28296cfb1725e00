//! Rulings on the statuses of responses and on their bodies.
//!
//! Clients wait for the successes that they know. A new error status changes nothing for them, since every client has
//! to expect errors. The headers of a response are in `parameters`, and its properties in `properties`.

use super::{Effect, Ruling};
use crate::class::Class;
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::ResponseSuccessStatusAdded,
        Effect::LOOSER,
        "{it} is a new success: clients do not know it",
    ),
    Ruling::new(
        Rule::ResponseSuccessStatusRemoved,
        Effect::BREAKING,
        "{it} is gone: clients wait for a success that does not come",
    ),
    Ruling::new(
        Rule::ResponseNonSuccessStatusAdded,
        Effect::COMPATIBLE,
        "{it} is documented now",
    ),
    Ruling::new(
        Rule::ResponseNonSuccessStatusRemoved,
        Effect::TIGHTER,
        "{it} is no longer documented",
    ),
    Ruling::new(
        Rule::ResponseStatusesNarrowed,
        Effect::TIGHTER,
        "{it} covers fewer statuses than it did",
    ),
    Ruling::new(
        Rule::ResponseStatusDescribedByAnother,
        Effect::DOCS_ONLY,
        "{it} was described under `{was}` and is described under `{is}`",
    ),
    Ruling::rust(
        Rule::ResponseBodyAdded,
        Effect::BREAKING,
        Class::Compatible,
        "{it} is new: the method returned nothing before",
    ),
    Ruling::new(
        Rule::ResponseMediaTypeAdded,
        Effect::COMPATIBLE,
        "{it} may be `{is}` as well: clients may ask for it",
    ),
    Ruling::new(
        Rule::ResponseMediaTypeRemoved,
        Effect::BREAKING,
        "{it} is no longer available as `{was}`",
    ),
    Ruling::new(
        Rule::ResponseMediaTypeAskedForChanged,
        Effect::BREAKING,
        "{it} was asked for as `{was}` and is asked for as `{is}`: the generated client prefers that one, and the \
         application still expects the other",
    ),
];
