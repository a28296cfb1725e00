//! Keywords that list what a value may be: `enum` and `discriminator`.
//!
//! Both values of the keyword come in. Each difference goes out as an event: values that are new, values that are
//! gone, and names that a discriminator maps to another schema. The neighbour [`alternatives`](crate::detect::alternatives)
//! compares the schemas of `oneOf` and `anyOf`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Sides, added_or_removed};
use crate::contract::Facet;
use crate::detect::Event;
use crate::detect::schema::Found;
use crate::rule_id::Rule;

pub(super) fn values(sides: &Sides<'_>, found: &mut Found) {
    let (Some(before), Some(after)) = (sides.before, sides.after) else {
        let rule = added_or_removed(
            sides,
            [Rule::BecameEnum, Rule::EnumRemoved, Rule::Unclassified],
        );
        found.report(sides.event(rule));
        return;
    };
    let list = |facet: &Facet| -> BTreeMap<String, Value> {
        let values = facet.value.as_array().into_iter().flatten();
        values
            .map(|value| (value.to_string(), value.clone()))
            .collect()
    };
    let (was, is) = (list(before), list(after));
    let missing = |some: &BTreeMap<String, Value>, others: &BTreeMap<String, Value>| {
        let missing = some.iter().filter(|(text, _)| !others.contains_key(*text));
        missing.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let (removed, added) = (missing(&was, &is), missing(&is, &was));
    let event = match (removed.is_empty(), added.is_empty()) {
        (true, true) => return,
        (false, true) => Event::new(Rule::EnumValueRemoved, "").base(&before.pointer),
        (true, false) => Event::new(Rule::EnumValueAdded, "").both(&before.pointer, &after.pointer),
        (false, false) => {
            Event::new(Rule::EnumValuesChanged, "").both(&before.pointer, &after.pointer)
        }
    };
    // One value is shown alone, and several values as a list.
    let shown = |mut values: Vec<Value>| match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(Value::Array(values)),
    };
    found.report(Event {
        before: shown(removed),
        after: shown(added),
        ..event
    });
}

pub(super) fn discriminator(sides: &Sides<'_>, found: &mut Found) {
    let (Some(before), Some(after)) = (sides.before, sides.after) else {
        let rule = added_or_removed(
            sides,
            [
                Rule::DiscriminatorAdded,
                Rule::DiscriminatorRemoved,
                Rule::Unclassified,
            ],
        );
        found.report(sides.event(rule));
        return;
    };
    let property = |facet: &Facet| facet.value.get("propertyName").cloned().unwrap_or_default();
    if property(before) != property(after) {
        let event = Event::new(Rule::DiscriminatorPropertyNameChanged, "")
            .both(&before.pointer, &after.pointer)
            .before(property(before))
            .after(property(after));
        found.report(event);
    }
    let mapping = |facet: &Facet| -> BTreeMap<String, Value> {
        let mapping = facet.value.get("mapping").and_then(Value::as_object);
        mapping
            .into_iter()
            .flatten()
            .map(|(name, target)| (name.clone(), target.clone()))
            .collect()
    };
    let (was, is) = (mapping(before), mapping(after));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let rule = match (was.get(name), is.get(name)) {
            (None, Some(_)) => Rule::DiscriminatorMappingAdded,
            (Some(_), None) => Rule::DiscriminatorMappingDeleted,
            (Some(before), Some(after)) if before != after => Rule::DiscriminatorMappingChanged,
            _ => continue,
        };
        let mut event = Event::new(rule, "").both(&before.pointer, &after.pointer);
        event.before = was
            .get(name)
            .map(|target| Value::from(format!("{name} → {target}")));
        event.after = is
            .get(name)
            .map(|target| Value::from(format!("{name} → {target}")));
        found.report(event);
    }
}
