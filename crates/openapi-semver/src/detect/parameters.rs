//! Differences in parameters and headers, and in how their values are written.
//!
//! The same operation or response of both documents comes in. Out go events about parameters and headers that are new,
//! gone, required or moved, and about `style` and `explode`. Their schemas are noted for `schema_graph`. Bodies are in
//! `bodies`.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Detector, Direction, Event, Root, RootKind, bodies, prose};
use crate::contract::{Fact, Form, Header, Location, Operation, Parameter, Sorted};
use crate::rule_id::Rule;

pub(super) fn compare(
    detector: &mut Detector<'_, '_>,
    before: &Operation,
    after: &Rc<Operation>,
    direction: Direction,
    roots: &mut Vec<Root>,
) {
    let keys: BTreeSet<_> = before
        .parameters
        .keys()
        .chain(after.parameters.keys())
        .collect();
    let mut events = Vec::new();
    for key in keys {
        let (was, is) = (before.parameters.get(key), after.parameters.get(key));
        let (was, is) = match (was, is) {
            (Some(was), None) => match elsewhere(was, after, before) {
                Some(is) => {
                    let event = Event::new(Rule::RequestParameterMoved, format!("`{}`", is.name));
                    let event = event.both(&was.pointer, &is.pointer);
                    let event = event.before(was.location.as_str());
                    events.push(event.after(is.location.as_str()));
                    (Some(was), Some(is))
                }
                None => (Some(was), None),
            },
            (None, Some(is)) if elsewhere(is, before, after).is_some() => continue,
            pair => pair,
        };
        match (was, is) {
            (Some(was), Some(is)) => {
                kept(was, is, &mut events);
                let label = label(is);
                let slot = Slot {
                    kind: RootKind::Parameter,
                    part: Part::Request,
                    label: &label,
                    operation: after,
                    direction,
                };
                if was.location == is.location || !was.form.content.is_empty() {
                    form(detector, &slot, (&was.form, &is.form), &mut events, roots);
                } else {
                    // The new place also changes how the value is written, so the form is not compared.
                    let pair = detector.pair(was.form.schema, is.form.schema, direction);
                    let (kind, label) = (RootKind::Parameter, label.clone());
                    roots.push(Root { kind, label, pair });
                }
                prose::compare(detector, &was.prose, &is.prose, &label, Some(after));
            }
            (Some(was), None) => {
                let event = Event::new(Rule::RequestParameterRemoved, label(was));
                events.push(event.base(&was.pointer));
            }
            (None, Some(is)) => {
                let rule = match (is.location, is.required.value) {
                    (Location::Path, _) => Rule::NewRequestPathParameter,
                    (_, true) => Rule::NewRequiredRequestParameter,
                    (_, false) => Rule::NewOptionalRequestParameter,
                };
                events.push(Event::new(rule, label(is)).revision(&is.pointer));
            }
            (None, None) => {}
        }
    }
    for mut event in events {
        event.operation = Some(Rc::clone(after));
        event.direction.get_or_insert(direction);
        detector.report(event);
    }
}

/// A parameter with this name in another place of the other operation, if this operation has none in that place.
fn elsewhere<'o>(
    parameter: &Parameter,
    other: &'o Operation,
    own: &Operation,
) -> Option<&'o Parameter> {
    let is_named = |found: &&Parameter| found.name == parameter.name;
    let mut candidates = other.parameters.values().filter(is_named);
    candidates.find(|found| {
        let mut owned = own.parameters.values().filter(is_named);
        found.location != parameter.location && !owned.any(|one| one.location == found.location)
    })
}

fn label(parameter: &Parameter) -> String {
    format!(
        "the {} parameter `{}`",
        parameter.location.as_str(),
        parameter.name
    )
}

fn kept(was: &Parameter, is: &Parameter, events: &mut Vec<Event>) {
    let subject = label(is);
    flag(
        (&was.required, &is.required),
        &subject,
        [
            Rule::RequestParameterBecameRequired,
            Rule::RequestParameterBecameOptional,
        ],
        events,
    );
    flag(
        (&was.deprecated, &is.deprecated),
        &subject,
        [
            Rule::RequestParameterDeprecated,
            Rule::RequestParameterReactivated,
        ],
        events,
    );
}

/// Reports a flag that was set or cleared.
fn flag(
    (was, is): (&Fact<bool>, &Fact<bool>),
    subject: &str,
    [raised, lowered]: [Rule; 2],
    events: &mut Vec<Event>,
) {
    if was.value == is.value {
        return;
    }
    let event = Event::new(if is.value { raised } else { lowered }, subject);
    events.push(event.both(&was.pointer, &is.pointer));
}

/// Whether a value is part of a request or of a response. This differs from the direction: the server writes the
/// requests of a callback, and the client writes the responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Request,
    Response,
}

/// A part of an operation that has a value.
pub(super) struct Slot<'s> {
    pub(super) kind: RootKind,
    pub(super) part: Part,
    pub(super) label: &'s str,
    pub(super) operation: &'s Rc<Operation>,
    pub(super) direction: Direction,
}

pub(super) fn headers(
    detector: &mut Detector<'_, '_>,
    slot: &Slot<'_>,
    before: &Sorted<String, Header>,
    after: &Sorted<String, Header>,
    roots: &mut Vec<Root>,
) {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut events = Vec::new();
    for name in names {
        match (before.get(name), after.get(name)) {
            (Some(was), Some(is)) => {
                let label = format!("the header `{}` of {}", is.name, slot.label);
                flag(
                    (&was.required, &is.required),
                    &label,
                    [
                        Rule::ResponseHeaderBecameRequired,
                        Rule::ResponseHeaderBecameOptional,
                    ],
                    &mut events,
                );
                flag(
                    (&was.deprecated, &is.deprecated),
                    &label,
                    [
                        Rule::ResponseHeaderDeprecated,
                        Rule::ResponseHeaderReactivated,
                    ],
                    &mut events,
                );
                let slot = Slot {
                    kind: RootKind::Header,
                    label: &label,
                    ..*slot
                };
                form(detector, &slot, (&was.form, &is.form), &mut events, roots);
                prose::compare(
                    detector,
                    &was.prose,
                    &is.prose,
                    &label,
                    Some(slot.operation),
                );
            }
            (Some(was), None) => {
                let rule = if was.required.value {
                    Rule::RequiredResponseHeaderRemoved
                } else {
                    Rule::OptionalResponseHeaderRemoved
                };
                let label = format!("the header `{}` of {}", was.name, slot.label);
                events.push(Event::new(rule, label).base(&was.pointer));
            }
            (None, Some(is)) => {
                let label = format!("the header `{}` of {}", is.name, slot.label);
                let rule = match (slot.direction, is.required.value) {
                    (Direction::Response, _) => Rule::ResponseHeaderAdded,
                    (Direction::Request, true) => Rule::NewRequiredRequestHeader,
                    (Direction::Request, false) => Rule::NewOptionalRequestHeader,
                };
                events.push(Event::new(rule, label).revision(&is.pointer));
            }
            (None, None) => {}
        }
    }
    for mut event in events {
        event.operation = Some(Rc::clone(slot.operation));
        event.direction.get_or_insert(slot.direction);
        detector.report(event);
    }
}

/// Compares how a value is written, and notes its schema for later.
pub(super) fn form(
    detector: &mut Detector<'_, '_>,
    slot: &Slot<'_>,
    (was, is): (&Form, &Form),
    events: &mut Vec<Event>,
    roots: &mut Vec<Root>,
) {
    if was.style.value != is.style.value {
        let event = Event::new(Rule::StyleChanged, slot.label)
            .both(&was.style.pointer, &is.style.pointer)
            .before(was.style.value.clone())
            .after(is.style.value.clone());
        events.push(event);
    }
    // The default of `explode` depends on the style. A change of the style is reported already.
    else if was.explode.value != is.explode.value {
        let event = Event::new(Rule::ExplodeChanged, slot.label)
            .both(&was.explode.pointer, &is.explode.pointer)
            .before(was.explode.value)
            .after(is.explode.value);
        events.push(event);
    }
    flag(
        (&was.allow_reserved, &is.allow_reserved),
        slot.label,
        [
            Rule::ReservedCharactersAllowed,
            Rule::ReservedCharactersForbidden,
        ],
        events,
    );
    flag(
        (&was.allow_empty_value, &is.allow_empty_value),
        slot.label,
        [Rule::EmptyValueAllowed, Rule::EmptyValueForbidden],
        events,
    );
    match (was.content.is_empty(), is.content.is_empty()) {
        (true, true) => roots.push(Root {
            kind: slot.kind,
            label: slot.label.to_owned(),
            pair: detector.pair(was.schema, is.schema, slot.direction),
        }),
        (false, false) => bodies::content(detector, slot, &was.content, &is.content, roots),
        _ => {
            let event = Event::new(Rule::SerializationChanged, slot.label);
            events.push(event.both(&was.style.pointer, &is.style.pointer));
        }
    }
}
