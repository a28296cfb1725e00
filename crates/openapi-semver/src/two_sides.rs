//! Sentences about two descriptions of one API, neither of which came first.
//!
//! An event and the names of both sides come in. A sentence comes out that says which side has what. The sentences of
//! `classify` say what has changed ("is gone", "is new"), which would read backwards here. [`drift`](fn@crate::drift)
//! sorts the changes of such a comparison.

use serde_json::Value;

use crate::detect::Event;
use crate::rule_id::{Rule, RuleId};

/// The sentence about an event. The sides are the authors of the base and of the revision.
pub(crate) fn sentence(event: &Event, rule: RuleId, [theirs, ours]: [&str; 2]) -> String {
    let it = &event.subject;
    let has = |side: &str| if side == "we" { "have" } else { "has" };
    let does_not = |side: &str| if side == "we" { "do not" } else { "does not" };
    let only = |one: &str, other: &str, what: &str| {
        format!("{one} {} {what}, and {other} {}", has(one), does_not(other))
    };
    let to = |side: &str| {
        if side == "we" {
            "us".to_owned()
        } else {
            side.to_owned()
        }
    };
    if let Some((side, other, verb)) = flag(rule.rule(), theirs, ours) {
        return format!("for {} {it} {verb}, and for {} not", to(side), to(other));
    }
    let keyword = keyword(event);
    match (&event.before, &event.after) {
        (Some(before), Some(after)) => {
            let (before, after) = (text(before), text(after));
            format!(
                "the {keyword} of {it} is {before} for {} and {after} for {}",
                to(theirs),
                to(ours)
            )
        }
        (None, Some(after)) if is_of_a_keyword(event, rule) => only(
            ours,
            theirs,
            &format!("the {keyword} {} of {it}", text(after)),
        ),
        (Some(before), None) if is_of_a_keyword(event, rule) => only(
            theirs,
            ours,
            &format!("the {keyword} {} of {it}", text(before)),
        ),
        _ => match (&event.base, &event.revision) {
            (Some(_), None) => only(theirs, ours, it),
            (None, Some(_)) => only(ours, theirs, it),
            _ => format!(
                "{it} differs between {} and {} ({rule})",
                to(theirs),
                to(ours)
            ),
        },
    }
}

/// The side that has a flag, the other side, and the words for the flag.
fn flag<'s>(
    rule: Rule,
    theirs: &'s str,
    ours: &'s str,
) -> Option<(&'s str, &'s str, &'static str)> {
    let is_in = |rules: &[Rule]| rules.contains(&rule);
    FLAGS.iter().find_map(|(ours_only, theirs_only, verb)| {
        if is_in(ours_only) {
            Some((ours, theirs, *verb))
        } else if is_in(theirs_only) {
            Some((theirs, ours, *verb))
        } else {
            None
        }
    })
}

/// Rules for a flag that only the revision sets, rules for the same flag if only the base sets it, and the words
/// for the flag.
const FLAGS: [(&[Rule], &[Rule], &str); 5] = [
    (
        &[
            Rule::RequestParameterBecameRequired,
            Rule::RequestBodyBecameRequired,
            Rule::RequestPropertyBecameRequired,
            Rule::ReadOnlyRequestPropertyBecameRequired,
            Rule::ResponseHeaderBecameRequired,
            Rule::ResponsePropertyBecameRequired,
            Rule::ApiSecurityBecameRequired,
        ],
        &[
            Rule::RequestParameterBecameOptional,
            Rule::RequestBodyBecameOptional,
            Rule::RequestPropertyBecameOptional,
            Rule::ResponseHeaderBecameOptional,
            Rule::ResponsePropertyBecameOptional,
        ],
        "is required",
    ),
    (
        &[Rule::BecameNullable],
        &[Rule::BecameNotNullable],
        "may be null",
    ),
    (
        &[
            Rule::EndpointDeprecated,
            Rule::RequestParameterDeprecated,
            Rule::ResponseHeaderDeprecated,
            Rule::Deprecated,
        ],
        &[
            Rule::EndpointReactivated,
            Rule::RequestParameterReactivated,
            Rule::ResponseHeaderReactivated,
            Rule::Reactivated,
        ],
        "is deprecated",
    ),
    (
        &[Rule::AdditionalPropertiesAllowed],
        &[Rule::AdditionalPropertiesForbidden],
        "may have further properties",
    ),
    (
        &[
            Rule::RequestRequiredPropertyBecameReadOnly,
            Rule::RequestOptionalPropertyBecameReadOnly,
            Rule::ResponseRequiredPropertyBecameReadOnly,
            Rule::ResponseOptionalPropertyBecameReadOnly,
        ],
        &[
            Rule::RequestRequiredPropertyBecameNotReadOnly,
            Rule::RequestOptionalPropertyBecameNotReadOnly,
            Rule::ResponseRequiredPropertyBecameNotReadOnly,
            Rule::ResponseOptionalPropertyBecameNotReadOnly,
        ],
        "is read-only",
    ),
];

/// Whether an event is about a keyword that one side has, and not about a part that it has.
fn is_of_a_keyword(event: &Event, rule: RuleId) -> bool {
    event.owner.is_some() && event.direction.is_some() && rule.rule() != Rule::Unclassified
}

/// The keyword that an event is about, from its pointer.
fn keyword(event: &Event) -> String {
    let pointer = event.revision.as_ref().or(event.base.as_ref());
    let last = pointer.and_then(|pointer| pointer.rsplit('/').next());
    let is_word = |word: &&str| word.chars().all(char::is_alphabetic);
    match last.filter(is_word) {
        Some(word) => format!("`{word}`"),
        None => "description".to_owned(),
    }
}

fn text(value: &Value) -> String {
    let one = |value: &Value| match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    match value {
        Value::Array(values) => values.iter().map(one).collect::<Vec<_>>().join(", "),
        value => one(value),
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::rule_id::SchemaOwner;

    const SIDES: [&str; 2] = ["the vendor", "we"];

    #[test]
    fn it_is_said_who_has_what() {
        let place: Rc<str> = Rc::from("/a/maxLength");
        let keyword = |event: Event| Event {
            owner: Some(SchemaOwner::RequestBody),
            direction: Some(crate::detect::Direction::Request),
            ..event
        };
        for (event, expected) in [
            (
                Event::new(Rule::ApiRemovedWithoutDeprecation, "GET /a").base(&place),
                "the vendor has GET /a, and we do not",
            ),
            (
                Event::new(Rule::NewOptionalRequestParameter, "`b`").revision(&place),
                "we have `b`, and the vendor does not",
            ),
            (
                keyword(Event::new(Rule::MaxLengthIncreased, "`b`"))
                    .both(&place, &place)
                    .before(3)
                    .after(4),
                "the `maxLength` of `b` is 3 for the vendor and 4 for us",
            ),
            (
                keyword(Event::new(Rule::MaxLengthSet, "`b`"))
                    .revision(&place)
                    .after(4),
                "we have the `maxLength` 4 of `b`, and the vendor does not",
            ),
            (
                Event::new(Rule::RequestPropertyBecameRequired, "`b`").revision(&place),
                "for us `b` is required, and for the vendor not",
            ),
        ] {
            let rule = RuleId::new(event.rule, event.owner);
            assert_eq!(sentence(&event, rule, SIDES), expected);
        }
    }
}
