//! Differences in the document as a whole: its version, its `info`, its tags and its prose.
//!
//! Both documents come in. Out go events that belong to no operation. Servers that all operations share are compared
//! by `servers`, which this file calls.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::{Detector, Event, prose, servers};
use crate::contract::{Contract, Node, Prose};
use crate::rule_id::Rule;

pub(super) fn compare(detector: &mut Detector<'_, '_>) {
    servers::of_document(detector);
    let (base, revision) = (detector.base, detector.revision);
    version(detector, base, revision);
    info(detector, base, revision);
    tags(detector, base, revision);
    let prose_of = |contract: &Contract<'_>| {
        let mut prose = Prose::of(contract, &contract.root());
        prose.entries.remove("tags");
        for part in ["paths", "components"] {
            if let Some(part) = contract.root().member(part) {
                prose.add_extensions(&part);
            }
        }
        prose
    };
    prose::compare(
        detector,
        &prose_of(base),
        &prose_of(revision),
        "the document",
        None,
    );
}

fn version(detector: &mut Detector<'_, '_>, base: &Contract<'_>, revision: &Contract<'_>) {
    let (was, is) = (base.root(), revision.root());
    if was.str("openapi") != is.str("openapi") {
        let event = Event::new(Rule::OpenapiVersionChanged, "the document")
            .both(&was.child("openapi"), &is.child("openapi"))
            .before(was.str("openapi").unwrap_or_default())
            .after(is.str("openapi").unwrap_or_default());
        detector.report(event);
    }
}

/// All of `info` is for people. This includes the version: no request contains it.
fn info(detector: &mut Detector<'_, '_>, base: &Contract<'_>, revision: &Contract<'_>) {
    let members = |contract: &Contract<'_>| -> BTreeMap<String, (Value, Rc<str>)> {
        let Some(info) = contract.root().member("info") else {
            return BTreeMap::new();
        };
        info.members()
            .map(|(name, node)| (name.to_owned(), (node.value.clone(), node.pointer)))
            .collect()
    };
    let (was, is) = (members(base), members(revision));
    let names: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let (before, after) = (was.get(name), is.get(name));
        if before.map(|(value, _)| value) == after.map(|(value, _)| value) {
            continue;
        }
        let rule = if name == "version" {
            Rule::ApiVersionChanged
        } else {
            Rule::InfoChanged
        };
        let mut event = Event::new(rule, format!("`info.{name}`"));
        event.base = before.map(|(_, pointer)| Rc::clone(pointer));
        event.revision = after.map(|(_, pointer)| Rc::clone(pointer));
        event.before = before.map(|(value, _)| value.clone());
        event.after = after.map(|(value, _)| value.clone());
        detector.report(event);
    }
}

/// The list of tags, in any order.
fn tags(detector: &mut Detector<'_, '_>, base: &Contract<'_>, revision: &Contract<'_>) {
    fn of<'a>(contract: &Contract<'a>) -> BTreeMap<String, Node<'a>> {
        let Some(tags) = contract.root().member("tags") else {
            return BTreeMap::new();
        };
        tags.elements()
            .map(|tag| (tag.str("name").unwrap_or_default().to_owned(), tag))
            .collect()
    }
    let (was, is) = (of(base), of(revision));
    let names: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let subject = format!("the tag `{name}`");
        let event = match (was.get(name), is.get(name)) {
            (Some(before), Some(after)) if before.value == after.value => continue,
            (Some(before), Some(after)) => {
                Event::new(Rule::ApiTagChanged, subject).both(&before.pointer, &after.pointer)
            }
            (Some(before), None) => Event::new(Rule::ApiTagRemoved, subject).base(&before.pointer),
            (None, Some(after)) => Event::new(Rule::ApiTagAdded, subject).revision(&after.pointer),
            (None, None) => continue,
        };
        detector.report(event.before("tags"));
    }
}
