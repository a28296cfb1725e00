//! Differences in servers and in the variables of their URLs.
//!
//! The server lists of both sides come in, from an operation or from the document. Out go events about servers that
//! are new, gone or the default now. A list that all operations share is compared once, for the document.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Detector, Event, prose};
use crate::contract::{Operation, Server, servers_of_document};
use crate::rule_id::Rule;

/// Compares the servers of an operation, unless both sides use the servers of the document.
pub(super) fn compare(detector: &mut Detector<'_, '_>, before: &Operation, after: &Rc<Operation>) {
    if before.shares_servers && after.shares_servers {
        return;
    }
    servers(detector, &before.servers, &after.servers, Some(after));
}

/// Compares the servers of the document, if an operation uses them on both sides or there is no operation.
pub(super) fn of_document(detector: &mut Detector<'_, '_>) {
    let shared = |operations: &std::collections::BTreeMap<_, Rc<Operation>>| {
        operations.is_empty()
            || operations
                .values()
                .any(|operation| operation.shares_servers)
    };
    if shared(&detector.base.operations) && shared(&detector.revision.operations) {
        let before = servers_of_document(detector.base);
        let after = servers_of_document(detector.revision);
        servers(detector, &before, &after, None);
    }
}

fn servers(
    detector: &mut Detector<'_, '_>,
    before: &[Server],
    after: &[Server],
    operation: Option<&Rc<Operation>>,
) {
    let mut events = Vec::new();
    if let (Some(was), Some(is)) = (before.first(), after.first())
        && was.url != is.url
    {
        let event = Event::new(Rule::ApiDefaultServerChanged, "the default server")
            .both(&was.pointer, &is.pointer)
            .before(was.url.clone())
            .after(is.url.clone());
        events.push(event);
    }
    let default_changed = !events.is_empty();
    // The same position comes first, because a server may be listed twice.
    let find = |list: &[Server], wanted: &Server, place: usize| {
        let is_it =
            |server: &Server| server.template == wanted.template || server.url == wanted.url;
        match list.get(place) {
            Some(server) if is_it(server) => Some(place),
            _ => list.iter().position(is_it),
        }
    };
    for (index, was) in before.iter().enumerate() {
        match find(after, was, index).and_then(|index| after.get(index)) {
            Some(is) => {
                let label = format!("the server {}", is.template);
                variables(was, is, &label, &mut events);
                prose::compare(detector, &was.prose, &is.prose, &label, operation);
            }
            None if index == 0 && default_changed => {}
            None => {
                let event = Event::new(Rule::ApiServerRemoved, format!("the server {}", was.url));
                events.push(event.base(&was.pointer));
            }
        }
    }
    for (index, is) in after.iter().enumerate() {
        let replaces_default = index == 0
            && default_changed
            && before
                .first()
                .is_some_and(|was| find(after, was, 0).is_none());
        if find(before, is, index).is_none() && !replaces_default {
            let event = Event::new(Rule::ApiServerAdded, format!("the server {}", is.url));
            events.push(event.revision(&is.pointer));
        }
    }
    for mut event in events {
        event.operation = operation.cloned();
        detector.report(event);
    }
}

fn variables(was: &Server, is: &Server, label: &str, events: &mut Vec<Event>) {
    if was.template != is.template {
        let event = Event::new(Rule::ApiServerTemplateChanged, label)
            .both(&was.pointer, &is.pointer)
            .before(was.template.clone())
            .after(is.template.clone());
        events.push(event);
    }
    let names: BTreeSet<&String> = was.variables.keys().chain(is.variables.keys()).collect();
    for name in names {
        let (Some(was), Some(is)) = (was.variables.get(name), is.variables.get(name)) else {
            // A variable that is new or gone is reported with the template.
            continue;
        };
        let subject = format!("the variable `{name}` of {label}");
        if was.default != is.default {
            let event = Event::new(Rule::ApiServerVariableDefaultChanged, subject.as_str())
                .both(&was.pointer, &is.pointer)
                .before(was.default.clone())
                .after(is.default.clone());
            events.push(event);
        }
        let set = |values: &Option<Vec<String>>| -> BTreeSet<String> {
            values.iter().flatten().cloned().collect()
        };
        let (before, after) = (set(&was.values), set(&is.values));
        let rule = match (&was.values, &is.values) {
            (None, Some(_)) => Some(Rule::ApiServerVariableValuesRestricted),
            (Some(_), None) => Some(Rule::ApiServerVariableValuesExtended),
            _ if !before.is_subset(&after) => Some(Rule::ApiServerVariableValuesRestricted),
            _ if before != after => Some(Rule::ApiServerVariableValuesExtended),
            _ => None,
        };
        if let Some(rule) = rule {
            events.push(Event::new(rule, subject.as_str()).both(&was.pointer, &is.pointer));
        }
        for event in prose::differences(&was.prose, &is.prose, &subject) {
            events.push(event);
        }
    }
}
