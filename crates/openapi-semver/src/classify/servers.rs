//! Servers.

use super::{Effect, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "api-default-server-changed",
        Effect::BREAKING,
        "{it} was {was} and is {is}",
    ),
    Rule::new("api-server-added", Effect::COMPATIBLE, "{it} is new"),
    Rule::new("api-server-removed", Effect::BREAKING, "{it} is gone"),
    Rule::new(
        "api-server-template-changed",
        Effect::BREAKING,
        "{it} was written {was} and is written {is}",
    ),
    Rule::new(
        "api-server-variable-default-changed",
        Effect::BREAKING,
        "the default of {it} was `{was}` and is `{is}`",
    ),
    Rule::new(
        "api-server-variable-values-extended",
        Effect::COMPATIBLE,
        "{it} may have more values than before",
    ),
    Rule::new(
        "api-server-variable-values-restricted",
        Effect::BREAKING,
        "{it} may no longer have every value it could have",
    ),
];
