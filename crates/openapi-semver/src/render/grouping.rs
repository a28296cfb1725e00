//! One change that reaches many operations is shown once.

use std::collections::HashMap;

use crate::report::{Change, Side};

/// A change, and every operation that it reaches.
pub(crate) struct Group<'r> {
    pub(crate) change: &'r Change,
    pub(crate) operations: Vec<&'r str>,
}

/// The changes in their order; those that are the same but for the operation together.
pub(crate) fn grouped(changes: &[Change]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<(&str, Side, &str, &str), usize> = HashMap::new();
    for change in changes {
        // Whether a message names the operation itself, only the message can tell.
        let key = (
            change.rule.as_str(),
            change.side,
            change.pointer.as_str(),
            change.message.as_str(),
        );
        let index = *known.entry(key).or_insert(groups.len());
        if index == groups.len() {
            groups.push(Group {
                change,
                operations: Vec::new(),
            });
        }
        if let (Some(group), Some(operation)) = (groups.get_mut(index), &change.operation) {
            group.operations.push(operation);
        }
    }
    groups
}

impl Group<'_> {
    /// The message, and before it where that is, unless it says so itself.
    pub(crate) fn sentence(&self) -> String {
        let place = self.where_it_is();
        if self.change.message.starts_with(&place) {
            self.change.message.clone()
        } else {
            format!("{place}: {}", self.change.message)
        }
    }

    /// As in "GET /keys and 3 more".
    pub(super) fn where_it_is(&self) -> String {
        match self.operations.as_slice() {
            [] => "The document".to_owned(),
            [one] => (*one).to_owned(),
            [one, other] => format!("{one} and {other}"),
            [one, more @ ..] => format!("{one} and {} more", more.len()),
        }
    }
}
