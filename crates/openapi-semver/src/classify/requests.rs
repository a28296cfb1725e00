//! Rulings on the bodies of requests, and on the parts of forms.
//!
//! A server refuses a body that it does not expect, so a request may grow in what it can contain and not in what it
//! has to contain. The properties of a body are in `properties`, and the bodies of responses in `responses`.

use super::{Effect, Ruling};
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::RequestBodyAddedRequired,
        Effect::TIGHTER,
        "{it} is new and required: requests without one are refused",
    ),
    Ruling::new(
        Rule::RequestBodyAddedOptional,
        Effect::COMPATIBLE,
        "{it} is new and optional",
    ),
    Ruling::new(Rule::RequestBodyRemoved, Effect::BREAKING, "{it} is gone"),
    Ruling::new(
        Rule::RequestBodyBecameRequired,
        Effect::TIGHTER,
        "{it} is required now: requests without one are refused",
    ),
    Ruling::new(
        Rule::RequestBodyBecameOptional,
        Effect::LOOSER,
        "{it} is optional now",
    ),
    Ruling::new(
        Rule::RequestBodyMediaTypeAdded,
        Effect::LOOSER,
        "{it} may be `{is}` as well",
    ),
    Ruling::new(
        Rule::RequestBodyMediaTypeRemoved,
        Effect::TIGHTER,
        "{it} may no longer be `{was}`",
    ),
    Ruling::new(
        Rule::RequestBodyMediaTypeSentChanged,
        Effect::BREAKING,
        "{it} was sent as `{was}` and is sent as `{is}`: the generated client prefers that one, and the application still \
         gives it the other",
    ),
    Ruling::new(
        Rule::EncodingAdded,
        Effect::BREAKING,
        "{it} is described now, so the part is written in another way",
    ),
    Ruling::new(
        Rule::EncodingRemoved,
        Effect::BREAKING,
        "{it} is no longer described, so the part is written in another way",
    ),
    Ruling::new(
        Rule::EncodingContentTypeChanged,
        Effect::BREAKING,
        "the content type in {it} was {was} and is {is}",
    ),
];
