//! Differences in operations: which are new, gone or moved, and what became of those that stay.
//!
//! Both contracts come in. An operation that has the same operationId at another path has moved. For each operation
//! that stays, this file calls `security`, `servers`, `parameters` and `bodies`, and compares its id, its callbacks
//! and its prose itself.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Detector, Direction, Event, bodies, parameters, prose, security, servers};
use crate::contract::{Contract, Operation, OperationKey};
use crate::rule_id::Rule;
use crate::rust_name;

pub(super) fn compare(detector: &mut Detector<'_, '_>) {
    let (base, revision) = (detector.base, detector.revision);
    let keys: BTreeSet<&OperationKey> = base
        .operations
        .keys()
        .chain(revision.operations.keys())
        .collect();
    let moved = moved(base, revision);
    for key in keys {
        match (base.operations.get(key), revision.operations.get(key)) {
            (Some(before), None) if moved.contains_key(key) => {
                let Some(after) = moved.get(key) else {
                    continue;
                };
                let event = Event::new(Rule::EndpointMoved, before.label.clone());
                let event = event.both(&before.pointer, &after.pointer);
                detector.report(Event {
                    operation: Some(Rc::clone(before)),
                    ..event.after(after.label.clone())
                });
                kept(detector, before, after, Direction::Request);
            }
            (None, Some(after)) if moved.values().any(|new| Rc::ptr_eq(new, after)) => {}
            (Some(before), Some(after)) => {
                kept(detector, before, after, Direction::Request);
            }
            (Some(before), None) => {
                let rule = if before.deprecated.value {
                    Rule::ApiRemovedWithDeprecation
                } else {
                    Rule::ApiRemovedWithoutDeprecation
                };
                let mut event = Event::new(rule, before.label.clone()).base(&before.pointer);
                event.operation = Some(Rc::clone(before));
                detector.report(event);
            }
            (None, Some(after)) => {
                let event = Event::new(Rule::EndpointAdded, after.label.clone());
                let mut event = event.revision(&after.pointer);
                event.operation = Some(Rc::clone(after));
                detector.report(event);
            }
            (None, None) => {}
        }
    }
}

/// Operations that have moved to another path, by their old place. Their operationId is the same.
fn moved<'d>(
    base: &'d Contract<'_>,
    revision: &'d Contract<'_>,
) -> BTreeMap<&'d OperationKey, Rc<Operation>> {
    let alone = |some: &'d Contract<'_>, other: &'d Contract<'_>| {
        let alone = some.operations.iter();
        alone
            .filter(|(key, _)| !other.operations.contains_key(*key))
            .filter_map(|(key, operation)| {
                Some((operation.id.as_ref()?.value.as_str(), (key, operation)))
            })
            .collect::<BTreeMap<_, _>>()
    };
    let new = alone(revision, base);
    alone(base, revision)
        .into_iter()
        .filter_map(|(id, (key, _))| Some((key, Rc::clone(new.get(id)?.1))))
        .collect()
}

/// Compares two operations. `direction` is the direction of the request. The server sends the request of a
/// callback.
pub(super) fn kept(
    detector: &mut Detector<'_, '_>,
    before: &Rc<Operation>,
    after: &Rc<Operation>,
    direction: Direction,
) {
    let mut events = Vec::new();
    let is_moved = OperationKey::new("", &before.path) != OperationKey::new("", &after.path);
    if before.path != after.path && !is_moved {
        let event = Event::new(Rule::PathParameterRenamed, after.label.clone())
            .both(&before.pointer, &after.pointer)
            .before(before.path.clone())
            .after(after.path.clone());
        events.push(event);
    }
    identity(detector, before, after, &mut events);
    let rule = match (before.deprecated.value, after.deprecated.value) {
        (false, true) => Some(Rule::EndpointDeprecated),
        (true, false) => Some(Rule::EndpointReactivated),
        _ => None,
    };
    if let Some(rule) = rule {
        let event = Event::new(rule, after.label.clone());
        events.push(event.both(&before.deprecated.pointer, &after.deprecated.pointer));
    }
    for mut event in events {
        event.operation = Some(Rc::clone(after));
        detector.report(event);
    }
    security::compare(detector, before, after);
    servers::compare(detector, before, after);
    let mut roots = Vec::new();
    parameters::compare(detector, before, after, direction, &mut roots);
    bodies::compare(detector, before, after, direction, &mut roots);
    detector.note(Some(after), roots);
    callbacks(detector, before, after, direction);
    let label = &after.label;
    prose::compare(detector, &before.prose, &after.prose, label, Some(after));
    let subject = format!("the path of {label}");
    prose::compare(
        detector,
        &before.path_prose,
        &after.path_prose,
        &subject,
        Some(after),
    );
}

fn identity(
    detector: &Detector<'_, '_>,
    before: &Operation,
    after: &Operation,
    events: &mut Vec<Event>,
) {
    let subject = after.label.clone();
    let event = match (&before.id, &after.id) {
        (Some(was), is)
            if !after.is_callback && is.as_ref().is_none_or(|is| is.value != was.value) =>
        {
            let heir = detector.method(&was.value);
            heir.filter(|heir| heir.pointer != after.pointer)
                .map(|heir| {
                    Event::new(Rule::ApiOperationIdGivenToAnother, subject.as_str())
                        .both(&was.pointer, &heir.pointer)
                        .before(was.value.clone())
                        .after(heir.label.clone())
                })
        }
        _ => None,
    };
    events.extend(event);
    let event = match (&before.id, &after.id) {
        (Some(was), Some(is)) if was.value != is.value => {
            let rule = if rust_name::is_same_method(&was.value, &is.value) {
                Rule::ApiOperationIdSpellingChanged
            } else {
                Rule::ApiOperationIdChanged
            };
            Event::new(rule, subject)
                .both(&was.pointer, &is.pointer)
                .before(was.value.clone())
                .after(is.value.clone())
        }
        (Some(was), None) => Event::new(Rule::ApiOperationIdRemoved, subject)
            .base(&was.pointer)
            .before(was.value.clone()),
        (None, Some(is)) => Event::new(Rule::ApiOperationIdAdded, subject)
            .revision(&is.pointer)
            .after(is.value.clone()),
        _ => return,
    };
    events.push(event);
}

impl Detector<'_, '_> {
    /// The operation of the revision that becomes the same method as one with this operationId.
    fn method(&self, id: &str) -> Option<&Rc<Operation>> {
        let methods = self.methods.get_or_init(|| {
            let operations = self.revision.operations.values();
            operations
                .filter_map(|operation| {
                    let id = operation.id.as_ref()?;
                    Some((rust_name::method(&id.value), Rc::clone(operation)))
                })
                .collect()
        });
        methods.get(&rust_name::method(id))
    }
}

fn callbacks(
    detector: &mut Detector<'_, '_>,
    before: &Rc<Operation>,
    after: &Rc<Operation>,
    direction: Direction,
) {
    let names: BTreeSet<&String> = before
        .callbacks
        .keys()
        .chain(after.callbacks.keys())
        .collect();
    for name in names {
        let mut event = match (before.callbacks.get(name), after.callbacks.get(name)) {
            (Some(before), Some(after)) => {
                kept(detector, before, after, direction.flipped());
                continue;
            }
            (Some(gone), None) => {
                Event::new(Rule::CallbackRemoved, format!("the callback `{name}`"))
                    .base(&gone.pointer)
            }
            (None, Some(new)) => Event::new(Rule::CallbackAdded, format!("the callback `{name}`"))
                .revision(&new.pointer),
            (None, None) => continue,
        };
        event.operation = Some(Rc::clone(after));
        detector.report(event);
    }
}
