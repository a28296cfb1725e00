//! What differs between two descriptions of one API, of which neither came first.
//!
//! Rules say what has changed: "is gone", "is new". Of a description of one's own and somebody else's that
//! reads backwards, so here it is said who has what.

use serde_json::Value;

use crate::detect::Event;

/// The sentence about an event. `sides` are whoever wrote the base and whoever wrote the revision.
pub(crate) fn sentence(event: &Event, rule: &str, [theirs, ours]: [&str; 2]) -> String {
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
    if let Some((side, other, verb)) = flag(rule, theirs, ours) {
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

/// For whom something is true that is only true or false.
fn flag<'s>(
    rule: &str,
    theirs: &'s str,
    ours: &'s str,
) -> Option<(&'s str, &'s str, &'static str)> {
    const FLAGS: [(&str, &str, &str); 5] = [
        ("became-required", "became-optional", "is required"),
        ("became-nullable", "became-not-nullable", "may be null"),
        ("deprecated", "reactivated", "is deprecated"),
        (
            "additional-properties-allowed",
            "additional-properties-forbidden",
            "may have further properties",
        ),
        ("became-read-only", "became-not-read-only", "is read-only"),
    ];
    FLAGS.iter().find_map(|(ours_only, theirs_only, verb)| {
        if rule.ends_with(ours_only) {
            Some((ours, theirs, *verb))
        } else if rule.ends_with(theirs_only) {
            Some((theirs, ours, *verb))
        } else {
            None
        }
    })
}

/// Whether an event is about a keyword that one side has, and not about a thing that it has.
fn is_of_a_keyword(event: &Event, rule: &str) -> bool {
    event.prefix.is_some() && event.direction.is_some() && !rule.ends_with("unclassified")
}

/// The keyword that an event is about: where it stands.
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

    const SIDES: [&str; 2] = ["the vendor", "we"];

    #[test]
    fn it_is_said_who_has_what() {
        let place: Rc<str> = Rc::from("/a/maxLength");
        let keyword = |event: Event| Event {
            prefix: Some("request-body"),
            direction: Some(crate::detect::Direction::Request),
            ..event
        };
        let at = |what, it: &str| Event::new(what, it);
        for (event, rule, expected) in [
            (
                at("x", "GET /a").base(&place),
                "api-removed-without-deprecation",
                "the vendor has GET /a, and we do not",
            ),
            (
                at("x", "`b`").revision(&place),
                "new-optional-request-parameter",
                "we have `b`, and the vendor does not",
            ),
            (
                keyword(at("x", "`b`").both(&place, &place).before(3).after(4)),
                "request-body-max-length-increased",
                "the `maxLength` of `b` is 3 for the vendor and 4 for we",
            ),
            (
                keyword(at("x", "`b`").revision(&place).after(4)),
                "request-body-max-length-set",
                "we have the `maxLength` 4 of `b`, and the vendor does not",
            ),
            (
                at("x", "`b`").revision(&place),
                "request-property-became-required",
                "for we `b` is required, and for the vendor not",
            ),
        ] {
            assert_eq!(
                sentence(&event, rule, SIDES),
                expected.replace("for we", "for us")
            );
        }
    }
}
