//! Differences in bodies and statuses.
//!
//! The same operation of both documents comes in. Out go events about statuses, bodies and media types that are new or
//! gone. The schemas of bodies that stay are noted for `schema_graph`. Headers and parameters are in `parameters`.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::parameters::{self, Part, Slot};
use super::{Detector, Direction, Event, Root, RootKind, prose};
use crate::contract::{
    Body, Chooser, Encoding, Media, Operation, Response, Sorted, chosen, covered,
};
use crate::rule_id::Rule;

pub(super) fn compare(
    detector: &mut Detector<'_, '_>,
    before: &Operation,
    after: &Rc<Operation>,
    direction: Direction,
    roots: &mut Vec<Root>,
) {
    request(detector, before, after, direction, roots);
    let all = covered(before, after);
    for statuses in &all {
        match (statuses.base, statuses.revision) {
            (Some((was_by, was)), Some((is_by, is))) => {
                let label = status_label(was_by, is_by);
                if was_by != is_by {
                    let event = Event::new(Rule::ResponseStatusDescribedByAnother, label.as_str())
                        .both(&was.pointer, &is.pointer)
                        .before(shown(was_by))
                        .after(shown(is_by));
                    detector.report(with_operation(event, after));
                }
                let reader = (after, direction.flipped());
                response(detector, &label, was, is, reader, roots);
                if statuses.is_success {
                    let label = format!("the body of {label}");
                    let slot = Slot {
                        kind: RootKind::Body,
                        part: Part::Response,
                        label: &label,
                        operation: after,
                        direction: direction.flipped(),
                    };
                    choice(detector, &slot, &was.content, &is.content);
                }
            }
            (Some((status, was)), None) => {
                let is_left = all.iter().any(|other| {
                    other.revision.is_some() && other.base.is_some_and(|(key, _)| key == status)
                });
                let rule = match (is_left, statuses.is_success) {
                    (true, _) => Rule::ResponseStatusesNarrowed,
                    (false, true) => Rule::ResponseSuccessStatusRemoved,
                    (false, false) => Rule::ResponseNonSuccessStatusRemoved,
                };
                let event = Event::new(rule, status_label(status, status)).base(&was.pointer);
                let event = event.direction(direction.flipped());
                detector.report(with_operation(event, after));
            }
            (None, Some((status, is))) => {
                let rule = if statuses.is_success {
                    Rule::ResponseSuccessStatusAdded
                } else {
                    Rule::ResponseNonSuccessStatusAdded
                };
                let event = Event::new(rule, status_label(status, status)).revision(&is.pointer);
                let event = event.direction(direction.flipped());
                detector.report(with_operation(event, after));
            }
            (None, None) => {}
        }
    }
}

/// The label of statuses that have these keys before and now: the narrower key.
fn status_label(was: &str, is: &str) -> String {
    let narrowness = |key: &str| match key {
        "DEFAULT" => 0,
        key if key.ends_with("XX") => 1,
        _ => 2,
    };
    let narrower = if narrowness(was) > narrowness(is) {
        was
    } else {
        is
    };
    format!("the {}", shown(narrower))
}

fn shown(status: &str) -> &str {
    if status == "DEFAULT" {
        "default"
    } else {
        status
    }
}

fn with_operation(event: Event, operation: &Rc<Operation>) -> Event {
    Event {
        operation: Some(Rc::clone(operation)),
        ..event
    }
}

fn request(
    detector: &mut Detector<'_, '_>,
    before: &Operation,
    after: &Rc<Operation>,
    direction: Direction,
    roots: &mut Vec<Root>,
) {
    let label = "the request body";
    let event = match (&before.body, &after.body) {
        (Some(was), Some(is)) => {
            body(detector, was, is, (after, direction), roots);
            return;
        }
        (Some(was), None) => Event::new(Rule::RequestBodyRemoved, label).base(&was.pointer),
        (None, Some(is)) => {
            let rule = if is.required.value {
                Rule::RequestBodyAddedRequired
            } else {
                Rule::RequestBodyAddedOptional
            };
            Event::new(rule, label).revision(&is.pointer)
        }
        (None, None) => return,
    };
    detector.report(with_operation(event, after).direction(direction));
}

fn body(
    detector: &mut Detector<'_, '_>,
    was: &Body,
    is: &Body,
    (operation, direction): (&Rc<Operation>, Direction),
    roots: &mut Vec<Root>,
) {
    let label = "the request body";
    if was.required.value != is.required.value {
        let rule = if is.required.value {
            Rule::RequestBodyBecameRequired
        } else {
            Rule::RequestBodyBecameOptional
        };
        let event = Event::new(rule, label).both(&was.required.pointer, &is.required.pointer);
        detector.report(with_operation(event, operation).direction(direction));
    }
    let slot = Slot {
        kind: RootKind::Body,
        part: Part::Request,
        label,
        operation,
        direction,
    };
    content(detector, &slot, &was.content, &is.content, roots);
    choice(detector, &slot, &was.content, &is.content);
    prose::compare(detector, &was.prose, &is.prose, label, Some(operation));
}

/// Reports that the generated client now uses another media type although the former one is still offered. If it is gone,
/// `content` has reported that. A callback is no call of the generated client.
fn choice(
    detector: &mut Detector<'_, '_>,
    slot: &Slot<'_>,
    before: &Sorted<String, Media>,
    after: &Sorted<String, Media>,
) {
    let (rule, chooser) = match slot.part {
        Part::Request => (Rule::RequestBodyMediaTypeSentChanged, Chooser::Sender),
        Part::Response => (Rule::ResponseMediaTypeAskedForChanged, Chooser::Reader),
    };
    if slot.operation.is_callback {
        return;
    }
    if let (Some((was, base)), Some((is, revision))) =
        (chosen(before, chooser), chosen(after, chooser))
        && was != is
        && after.get(was).is_some()
    {
        let event = Event::new(rule, slot.label)
            .both(&base.pointer, &revision.pointer)
            .before(base.name.clone())
            .after(revision.name.clone())
            .direction(slot.direction);
        detector.report(with_operation(event, slot.operation));
    }
}

fn response(
    detector: &mut Detector<'_, '_>,
    statuses: &str,
    was: &Response,
    is: &Response,
    (operation, direction): (&Rc<Operation>, Direction),
    roots: &mut Vec<Root>,
) {
    let slot = Slot {
        kind: RootKind::Body,
        part: Part::Response,
        label: statuses,
        operation,
        direction,
    };
    parameters::headers(detector, &slot, &was.headers, &is.headers, roots);
    let label = format!("the body of {statuses}");
    let slot = Slot {
        label: &label,
        ..slot
    };
    content(detector, &slot, &was.content, &is.content, roots);
    prose::compare(detector, &was.prose, &is.prose, statuses, Some(operation));
}

/// Compares the media types of a body, and notes their schemas for later.
pub(super) fn content(
    detector: &mut Detector<'_, '_>,
    slot: &Slot<'_>,
    before: &Sorted<String, Media>,
    after: &Sorted<String, Media>,
    roots: &mut Vec<Root>,
) {
    let (removed, added) = match slot.part {
        Part::Request => (
            Rule::RequestBodyMediaTypeRemoved,
            Rule::RequestBodyMediaTypeAdded,
        ),
        Part::Response => (Rule::ResponseMediaTypeRemoved, Rule::ResponseMediaTypeAdded),
    };
    let is_new = before.is_empty() && slot.part == Part::Response && slot.kind == RootKind::Body;
    let added = if is_new {
        Rule::ResponseBodyAdded
    } else {
        added
    };
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let event = match (before.get(name), after.get(name)) {
            (Some(was), Some(is)) => {
                media(detector, slot, was, is, roots);
                continue;
            }
            (Some(was), None) => Event::new(removed, slot.label)
                .base(&was.pointer)
                .before(was.name.clone()),
            (None, Some(is)) => Event::new(added, slot.label)
                .revision(&is.pointer)
                .after(is.name.clone()),
            (None, None) => continue,
        };
        let event = event.direction(slot.direction);
        detector.report(with_operation(event, slot.operation));
    }
}

fn media(
    detector: &mut Detector<'_, '_>,
    slot: &Slot<'_>,
    was: &Media,
    is: &Media,
    roots: &mut Vec<Root>,
) {
    roots.push(Root {
        kind: slot.kind,
        label: slot.label.to_owned(),
        pair: detector.pair(was.schema, is.schema, slot.direction),
    });
    prose::compare(
        detector,
        &was.prose,
        &is.prose,
        slot.label,
        Some(slot.operation),
    );
    let properties: BTreeSet<&String> = was.encoding.keys().chain(is.encoding.keys()).collect();
    for property in properties {
        let label = format!("the encoding of `{property}` in {}", slot.label);
        let event = match (was.encoding.get(property), is.encoding.get(property)) {
            (Some(was), Some(is)) => {
                let slot = Slot {
                    label: &label,
                    ..*slot
                };
                encoding(detector, &slot, was, is, roots);
                continue;
            }
            (Some(was), None) => Event::new(Rule::EncodingRemoved, label).base(&was.pointer),
            (None, Some(is)) => Event::new(Rule::EncodingAdded, label).revision(&is.pointer),
            (None, None) => continue,
        };
        let event = event.direction(slot.direction);
        detector.report(with_operation(event, slot.operation));
    }
}

fn encoding(
    detector: &mut Detector<'_, '_>,
    slot: &Slot<'_>,
    was: &Encoding,
    is: &Encoding,
    roots: &mut Vec<Root>,
) {
    let mut events = Vec::new();
    if was.content_type != is.content_type {
        let event = Event::new(Rule::EncodingContentTypeChanged, slot.label);
        let mut event = event.both(&was.pointer, &is.pointer);
        event.before = was.content_type.clone().map(Into::into);
        event.after = is.content_type.clone().map(Into::into);
        events.push(event);
    }
    parameters::form(detector, slot, (&was.form, &is.form), &mut events, roots);
    for event in events {
        let event = event.direction(slot.direction);
        detector.report(with_operation(event, slot.operation));
    }
    parameters::headers(detector, slot, &was.headers, &is.headers, roots);
    prose::compare(
        detector,
        &was.prose,
        &is.prose,
        slot.label,
        Some(slot.operation),
    );
}
