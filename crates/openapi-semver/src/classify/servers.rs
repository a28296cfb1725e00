//! Rulings on servers and on the variables in their URLs.
//!
//! Clients call the first server unless they are told otherwise, so another first server breaks them. A further server
//! breaks nobody. The events come from `detect/servers`.

use super::{Effect, Ruling};
use crate::rule_id::Rule;

pub(super) const RULINGS: &[Ruling] = &[
    Ruling::new(
        Rule::ApiDefaultServerChanged,
        Effect::BREAKING,
        "{it} was {was} and is {is}",
    ),
    Ruling::new(Rule::ApiServerAdded, Effect::COMPATIBLE, "{it} is new"),
    Ruling::new(Rule::ApiServerRemoved, Effect::BREAKING, "{it} is gone"),
    Ruling::new(
        Rule::ApiServerTemplateChanged,
        Effect::BREAKING,
        "{it} was written {was} and is written {is}",
    ),
    Ruling::new(
        Rule::ApiServerVariableDefaultChanged,
        Effect::BREAKING,
        "the default of {it} was `{was}` and is `{is}`",
    ),
    Ruling::new(
        Rule::ApiServerVariableValuesExtended,
        Effect::COMPATIBLE,
        "{it} may have more values than before",
    ),
    Ruling::new(
        Rule::ApiServerVariableValuesRestricted,
        Effect::BREAKING,
        "{it} may no longer have every value that it could have",
    ),
];
