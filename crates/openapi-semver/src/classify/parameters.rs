//! Parameters, headers, and how values are written into them.

use super::{Effect, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "request-parameter-removed",
        Effect::BREAKING,
        "{it} is gone",
    ),
    Rule::new(
        "request-parameter-moved",
        Effect::BREAKING,
        "{it} was sent in the {was} and is in the {is}",
    ),
    Rule::new(
        "new-required-request-parameter",
        Effect::TIGHTER,
        "{it} is new and required: requests without it are refused",
    ),
    Rule::new("new-request-path-parameter", Effect::TIGHTER, "{it} is new"),
    Rule::new(
        "new-optional-request-parameter",
        Effect::COMPATIBLE,
        "{it} is new and optional",
    ),
    Rule::new(
        "request-parameter-became-required",
        Effect::TIGHTER,
        "{it} is required now: requests without it are refused",
    ),
    Rule::new(
        "request-parameter-became-optional",
        Effect::LOOSER,
        "{it} is optional now",
    ),
    Rule::new(
        "request-parameter-deprecated",
        Effect::COMPATIBLE,
        "{it} is deprecated",
    ),
    Rule::new(
        "request-parameter-reactivated",
        Effect::COMPATIBLE,
        "{it} is no longer deprecated",
    ),
    Rule::new(
        "new-required-request-header",
        Effect::BREAKING,
        "{it} is new and required, and the client has to write it",
    ),
    Rule::new(
        "new-optional-request-header",
        Effect::COMPATIBLE,
        "{it} is new and optional, and the client may write it",
    ),
    Rule::new("response-header-added", Effect::COMPATIBLE, "{it} is new"),
    Rule::new(
        "required-response-header-removed",
        Effect::BREAKING,
        "{it} is gone: every response had it",
    ),
    Rule::new(
        "optional-response-header-removed",
        Effect::BREAKING,
        "{it} is gone",
    ),
    Rule::new(
        "response-header-became-required",
        Effect::TIGHTER,
        "{it} is there in every response now",
    ),
    Rule::new(
        "response-header-became-optional",
        Effect::LOOSER,
        "{it} may be missing now",
    ),
    Rule::new(
        "response-header-deprecated",
        Effect::COMPATIBLE,
        "{it} is deprecated",
    ),
    Rule::new(
        "response-header-reactivated",
        Effect::COMPATIBLE,
        "{it} is no longer deprecated",
    ),
    Rule::new(
        "style-changed",
        Effect::BREAKING,
        "the style of {it} was `{was}` and is `{is}`, so its values are written in another way",
    ),
    Rule::new(
        "explode-changed",
        Effect::BREAKING,
        "`explode` of {it} was {was} and is {is}, so lists and objects are written in another way",
    ),
    Rule::new(
        "reserved-characters-allowed",
        Effect::LOOSER,
        "{it} may have reserved characters as they are",
    ),
    Rule::new(
        "reserved-characters-forbidden",
        Effect::TIGHTER,
        "{it} may no longer have reserved characters as they are",
    ),
    Rule::new(
        "empty-value-allowed",
        Effect::LOOSER,
        "{it} may be sent without a value",
    ),
    Rule::new(
        "empty-value-forbidden",
        Effect::TIGHTER,
        "{it} may no longer be sent without a value",
    ),
    Rule::new(
        "serialization-changed",
        Effect::BREAKING,
        "{it} was described by `schema` and is by `content`, or the other way round, so its values are written in another way",
    ),
];
