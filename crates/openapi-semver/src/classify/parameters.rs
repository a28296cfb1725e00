//! Rulings on parameters and headers, and on how their values are written.
//!
//! Parameters belong to requests. Headers belong to responses, and to requests in a callback, where the server writes
//! the request. The values themselves are schemas, whose rulings are in `schemas` and `bounds`.

use super::{Effect, Ruling};
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::RequestParameterRemoved,
        Effect::BREAKING,
        "{it} is gone",
    ),
    Ruling::new(
        Rule::RequestParameterMoved,
        Effect::BREAKING,
        "{it} was sent in the {was} and is in the {is}",
    ),
    Ruling::new(
        Rule::NewRequiredRequestParameter,
        Effect::TIGHTER,
        "{it} is new and required: requests without it are refused",
    ),
    Ruling::new(
        Rule::NewRequestPathParameter,
        Effect::TIGHTER,
        "{it} is new",
    ),
    Ruling::new(
        Rule::NewOptionalRequestParameter,
        Effect::COMPATIBLE,
        "{it} is new and optional",
    ),
    Ruling::new(
        Rule::RequestParameterBecameRequired,
        Effect::TIGHTER,
        "{it} is required now: requests without it are refused",
    ),
    Ruling::new(
        Rule::RequestParameterBecameOptional,
        Effect::LOOSER,
        "{it} is optional now",
    ),
    Ruling::new(
        Rule::RequestParameterDeprecated,
        Effect::COMPATIBLE,
        "{it} is deprecated",
    ),
    Ruling::new(
        Rule::RequestParameterReactivated,
        Effect::COMPATIBLE,
        "{it} is no longer deprecated",
    ),
    Ruling::new(
        Rule::NewRequiredRequestHeader,
        Effect::BREAKING,
        "{it} is new and required, and the client has to write it",
    ),
    Ruling::new(
        Rule::NewOptionalRequestHeader,
        Effect::COMPATIBLE,
        "{it} is new and optional, and the client may write it",
    ),
    Ruling::new(Rule::ResponseHeaderAdded, Effect::COMPATIBLE, "{it} is new"),
    Ruling::new(
        Rule::RequiredResponseHeaderRemoved,
        Effect::BREAKING,
        "{it} is gone: every response had it",
    ),
    Ruling::new(
        Rule::OptionalResponseHeaderRemoved,
        Effect::BREAKING,
        "{it} is gone",
    ),
    Ruling::new(
        Rule::ResponseHeaderBecameRequired,
        Effect::TIGHTER,
        "{it} is there in every response now",
    ),
    Ruling::new(
        Rule::ResponseHeaderBecameOptional,
        Effect::LOOSER,
        "{it} may be missing now",
    ),
    Ruling::new(
        Rule::ResponseHeaderDeprecated,
        Effect::COMPATIBLE,
        "{it} is deprecated",
    ),
    Ruling::new(
        Rule::ResponseHeaderReactivated,
        Effect::COMPATIBLE,
        "{it} is no longer deprecated",
    ),
    Ruling::new(
        Rule::StyleChanged,
        Effect::BREAKING,
        "the style of {it} was `{was}` and is `{is}`, so its values are written in another way",
    ),
    Ruling::new(
        Rule::ExplodeChanged,
        Effect::BREAKING,
        "`explode` of {it} was {was} and is {is}, so lists and objects are written in another way",
    ),
    Ruling::new(
        Rule::ReservedCharactersAllowed,
        Effect::LOOSER,
        "{it} may have reserved characters as they are",
    ),
    Ruling::new(
        Rule::ReservedCharactersForbidden,
        Effect::TIGHTER,
        "{it} may no longer have reserved characters as they are",
    ),
    Ruling::new(
        Rule::EmptyValueAllowed,
        Effect::LOOSER,
        "{it} may be sent without a value",
    ),
    Ruling::new(
        Rule::EmptyValueForbidden,
        Effect::TIGHTER,
        "{it} may no longer be sent without a value",
    ),
    Ruling::new(
        Rule::SerializationChanged,
        Effect::BREAKING,
        "{it} has changed between `schema` and `content`, so its values are written in another way",
    ),
];
