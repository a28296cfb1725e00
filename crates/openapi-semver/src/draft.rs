//! Changes on their way into a report.
//!
//! Events come in. Events that are one change are brought together: a change in something that many operations share
//! is one change, with the list of the operations that it reaches. A draft for each change goes out, with its verdict
//! and its fingerprint. `generated_code` adds what the Rust code says before the drafts become a report.

use std::collections::HashMap;
use std::rc::Rc;

use crate::class::{Class, Why};
use crate::classify;
use crate::detect::Event;
use crate::fingerprint::fingerprint;
use crate::report::{Change, Side, place_of};
use crate::rule_id::Rule;
use crate::two_sides;

/// A change, before the generated code is compared.
pub(crate) struct Draft {
    pub(crate) change: Change,
    /// The property that the change is about, if it is about one.
    pub(crate) property: Option<String>,
    /// For a change that is worse only because of names in Rust: the class without them.
    pub(crate) wire: Option<Class>,
    /// The worst class among the findings that were added to it.
    pub(crate) confirmed: Option<Class>,
    /// Whether the change is in a callback. No code is generated for callbacks.
    pub(crate) is_callback: bool,
}

impl Draft {
    pub(crate) const fn of_rust(change: Change) -> Self {
        Self {
            change,
            property: None,
            wire: None,
            confirmed: None,
            is_callback: false,
        }
    }
}

/// Events with one key are one change.
type Key = (
    Rule,
    Option<crate::detect::Direction>,
    bool,
    Option<Rc<str>>,
    Option<Rc<str>>,
    Option<String>,
    Option<String>,
);

/// The changes that these events make, in the order of their first events. `sides` are the names of the two
/// documents, if neither of them came first.
pub(crate) fn drafts(events: Vec<Event>, sides: Option<[&str; 2]>) -> Vec<Draft> {
    let mut known: HashMap<Key, usize> = HashMap::with_capacity(events.len());
    let mut groups: Vec<Vec<Event>> = Vec::new();
    for event in events {
        let text = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
        let key = (
            event.rule,
            event.direction,
            event.is_callback(),
            event.base.clone(),
            event.revision.clone(),
            text(&event.before),
            text(&event.after),
        );
        let index = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(group) => group.push(event),
            None => groups.push(vec![event]),
        }
    }
    let draft = |group| draft(group, sides);
    groups.into_iter().filter_map(draft).collect()
}

fn draft(group: Vec<Event>, sides: Option<[&str; 2]>) -> Option<Draft> {
    let mut operations: Vec<String> = Vec::new();
    for event in &group {
        if let Some(operation) = &event.operation
            && !operations.contains(&operation.label)
        {
            operations.push(operation.label.clone());
        }
    }
    let subject = subject(&group, &operations);
    // A schema that is a body in one place and a part of a body in another is reported as a body.
    let owner = group.iter().filter_map(|event| event.owner).min();
    let event = group.into_iter().next()?;
    let event = Event {
        subject,
        owner,
        ..event
    };
    let mut verdict = classify::verdict(&event);
    if let Some(sides) = sides {
        verdict.message = two_sides::sentence(&event, verdict.rule, sides);
        // Names in Rust do not count between the two sides.
        verdict.class = verdict.wire.unwrap_or(verdict.class);
    }
    if event.is_callback()
        && let Some(wire) = verdict.wire.take()
    {
        verdict.class = wire;
        verdict.why = Why::Wire;
    }
    let (side, pointer) = match (&event.revision, &event.base) {
        (Some(pointer), _) => (Side::Revision, Rc::clone(pointer)),
        (None, Some(pointer)) => (Side::Base, Rc::clone(pointer)),
        (None, None) => (Side::Revision, Rc::from("")),
    };
    let values = [&event.before, &event.after].map(|value| match value {
        Some(value) => value.to_string(),
        None => String::new(),
    });
    let caller = if event.is_callback() { "callback" } else { "" };
    let fingerprint = fingerprint(&[
        &verdict.rule.to_string(),
        caller,
        &pointer,
        &values[0],
        &values[1],
    ]);
    Some(Draft {
        property: event.property.clone(),
        wire: verdict.wire,
        confirmed: None,
        is_callback: event.is_callback(),
        change: Change {
            rule: verdict.rule,
            class: verdict.class,
            why: verdict.why,
            operation: Change::only(&operations),
            operations,
            pointer: pointer.to_string(),
            side,
            line: 1,
            column: 1,
            revision_line: 1,
            message: verdict.message,
            fingerprint,
        },
    })
}

/// The subject of the sentence about several events.
fn subject(group: &[Event], operations: &[String]) -> String {
    let Some(first) = group.first() else {
        return String::new();
    };
    if group.iter().all(|event| event.subject == first.subject) {
        return first.subject.clone();
    }
    let shared = group.iter().find_map(|event| event.shared.clone());
    if let Some(shared) = shared {
        return shared;
    }
    let is_label = |event: &Event| {
        let operation = event.operation.as_ref();
        operation.is_some_and(|operation| operation.label == event.subject)
    };
    if group.iter().all(is_label) {
        return place_of(operations);
    }
    first.subject.clone()
}
