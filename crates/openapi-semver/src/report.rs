//! The verdict, as a value. [`render`](crate::render) turns it into text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::class::{Class, Why};

/// What has changed from one document to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Report {
    /// The worst class of `changes`; `none` if there are none.
    pub class: Class,
    /// The document that was there before.
    pub base: Source,
    /// The document that is there now.
    pub revision: Source,
    /// Whether the generated Rust code was compared, too.
    pub rust: RustSide,
    /// Every change that nobody has accepted, the worst first, then in the order of the documents.
    pub changes: Vec<Change>,
    /// The changes that were accepted by name. They do not count for `class`.
    pub accepted: Vec<AcceptedChange>,
}

/// One of the two documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// The file, as a person would name it: `openapi/api.yaml` or `main:openapi/api.yaml`.
    pub file: String,
}

/// What is known of the generated code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "status", deny_unknown_fields)]
pub enum RustSide {
    /// Both revisions were generated and compared.
    Compared,
    /// Only the wire was compared.
    Unavailable {
        /// Why: usually what the generator says of the document that it cannot take.
        reason: String,
    },
}

/// Which of the two documents a place is in.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The document that was there before: the place of what was removed.
    Base,
    /// The document that is there now.
    Revision,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// The stable name of the rule, in kebab case.
    pub rule: String,
    /// How much it matters.
    pub class: Class,
    /// Where it is felt.
    pub why: Why,
    /// The operation that it reaches, as `POST /api-keys/{id}/regenerate`; `null` if it concerns no
    /// single operation.
    pub operation: Option<String>,
    /// All operations that it reaches.
    pub operations: Vec<String>,
    /// The JSON pointer of what has changed, in the document that `side` names.
    pub pointer: String,
    /// The document that `pointer`, `line` and `column` are about.
    pub side: Side,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line in the revision that is nearest: that of what the change is in, where the change is a
    /// removal.
    pub revision_line: usize,
    /// A sentence for a person, without a full stop at its end.
    pub message: String,
    /// Twelve hexadecimal digits that stay the same while the change does, wherever its lines move.
    pub fingerprint: String,
}

/// A change that was accepted by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptedChange {
    /// The change itself.
    pub change: Change,
    /// Why it is no obstacle.
    pub reason: String,
    /// The last day on which that holds, as `2026-12-31`.
    pub expires: String,
}

impl Report {
    /// Some of the changes of a comparison as a report of their own, which says why it has no Rust half.
    #[must_use]
    pub fn of(compared: &Self, changes: Vec<Change>, without_rust: &str) -> Self {
        let mut report = Self {
            rust: RustSide::Unavailable {
                reason: without_rust.to_owned(),
            },
            changes,
            accepted: Vec::new(),
            ..compared.clone()
        };
        report.judge();
        report
    }

    /// Sets `class` to the worst of `changes`.
    pub(crate) fn judge(&mut self) {
        self.class = self
            .changes
            .iter()
            .map(|change| change.class)
            .max()
            .unwrap_or(Class::None);
    }
}

impl Change {
    /// The operation, if there is one and no other.
    pub(crate) fn only(operations: &[String]) -> Option<String> {
        match operations {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The message, and before it where that is, unless it says so itself.
    pub(crate) fn sentence(&self) -> String {
        let place = place_of(&self.operations);
        if self.message.starts_with(&place) {
            self.message.clone()
        } else {
            format!("{place}: {}", self.message)
        }
    }
}

/// As in "GET /keys and 3 more".
pub(crate) fn place_of(operations: &[String]) -> String {
    match operations {
        [] => "The document".to_owned(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, more @ ..] => format!("{one} and {} more", more.len()),
    }
}
