//! Differences in text for people.
//!
//! The prose of an object on both sides comes in. Out goes one event for each keyword whose text differs. Every other
//! file of `detect` calls this one for its objects. [`contract`](crate::contract) decides which keywords are prose.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::{Detector, Event};
use crate::contract::{Operation, Prose, ProseEntry};
use crate::rule_id::Rule;

/// What is different in the prose of an object.
pub(super) fn differences(base: &Prose, revision: &Prose, subject: &str) -> Vec<Event> {
    let keywords: BTreeSet<&String> = base.entries.keys().chain(revision.entries.keys()).collect();
    let mut events = Vec::new();
    for keyword in keywords {
        let entries = |prose: &Prose| prose.entries.get(keyword).cloned().unwrap_or_default();
        let (before, after) = (entries(base), entries(revision));
        let values = |entries: &[ProseEntry]| -> Vec<Value> {
            entries
                .iter()
                .map(|entry| unordered(keyword, &entry.value))
                .collect()
        };
        if values(&before) == values(&after) {
            continue;
        }
        let changed = |entries: &[ProseEntry], others: &[ProseEntry]| {
            let others = values(others);
            let found = entries
                .iter()
                .find(|entry| !others.contains(&unordered(keyword, &entry.value)))
                .or(entries.first());
            found.map(|entry| Rc::clone(&entry.pointer))
        };
        let mut event = Event::new(rule(keyword), subject);
        event.base = changed(&before, &after);
        event.revision = changed(&after, &before);
        event.before = Some(Value::from(keyword.clone()));
        events.push(event);
    }
    events
}

/// The order of tags says nothing.
fn unordered(keyword: &str, value: &Value) -> Value {
    match value {
        Value::Array(list) if keyword == "tags" => {
            let mut texts: Vec<String> = list.iter().map(Value::to_string).collect();
            texts.sort();
            Value::from(texts)
        }
        _ => value.clone(),
    }
}

fn rule(keyword: &str) -> Rule {
    match keyword {
        "title" => Rule::TitleChanged,
        "description" => Rule::DescriptionChanged,
        "summary" => Rule::SummaryChanged,
        "example" | "examples" => Rule::ExampleChanged,
        "externalDocs" => Rule::ExternalDocsChanged,
        "tags" => Rule::ApiTagChanged,
        "links" => Rule::LinkChanged,
        "bearerFormat" => Rule::BearerFormatChanged,
        _ => Rule::ExtensionChanged,
    }
}

/// Reports the difference for an operation, or for none.
pub(super) fn compare(
    detector: &mut Detector<'_, '_>,
    base: &Prose,
    revision: &Prose,
    subject: &str,
    operation: Option<&Rc<Operation>>,
) {
    for mut event in differences(base, revision, subject) {
        event.operation = operation.cloned();
        detector.report(event);
    }
}
