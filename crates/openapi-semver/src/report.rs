//! The report of a comparison, as a value that can be written and read as JSON.
//!
//! [`Comparison`](crate::Comparison) makes a report, [`AcceptedList`](crate::AcceptedList) moves accepted changes
//! aside, and [`render`](crate::render) turns it into text. `report.schema.json` describes the JSON. The field names
//! are stable.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::class::{Class, Why};
use crate::rule_id::RuleId;

/// What has changed from the base to the revision. It can be written as JSON and read back.
///
/// ```
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// # let base = openapi_loader::load("base.yaml", text)?;
/// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
/// use openapi_semver::{Comparison, Report};
///
/// let report = Comparison::new(&base, &revision).report();
/// let json = serde_json::to_string(&report)?;
/// assert_eq!(serde_json::from_str::<Report>(&json)?, report);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(description = "What has changed from the base to the revision.")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Report {
    /// The worst class of `changes`; `none` if there are no changes.
    pub class: Class,
    /// The document that was there before.
    pub base: Source,
    /// The document that is there now.
    pub revision: Source,
    /// Whether the generated Rust code was compared, too.
    pub rust: RustSide,
    /// Every change that is not accepted: the worst first, then in the order of the documents.
    pub changes: Vec<Change>,
    /// The changes that are accepted by name. They do not count for `class`.
    pub accepted: Vec<AcceptedChange>,
}

/// One of the two documents.
///
/// ```
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// # let base = openapi_loader::load("base.yaml", text)?;
/// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
/// # let report = openapi_semver::Comparison::new(&base, &revision).report();
/// assert_eq!(report.revision.file, "api.yaml");
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(description = "One of the two documents.")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Source {
    /// The name of the file, for people: `openapi/api.yaml` or `main:openapi/api.yaml`.
    pub file: String,
}

/// Whether the generated code was compared.
///
/// ```
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// # let base = openapi_loader::load("base.yaml", text)?;
/// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
/// use openapi_semver::RustSide;
/// # let report = openapi_semver::Comparison::new(&base, &revision).report();
/// match &report.rust {
///     RustSide::Compared => println!("wire and Rust"),
///     RustSide::Unavailable { reason } => println!("wire only: {reason}"),
/// }
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(description = "Whether the generated code was compared.")]
#[serde(rename_all = "kebab-case", tag = "status", deny_unknown_fields)]
pub enum RustSide {
    /// Both revisions were generated and compared.
    Compared,
    /// Only the wire was compared.
    Unavailable {
        /// The reason, usually the message of the generator about a document that it cannot take.
        reason: String,
    },
}

/// Which of the two documents a place is in.
///
/// ```
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// # let base = openapi_loader::load("base.yaml", text)?;
/// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
/// use openapi_semver::Side;
/// # let report = openapi_semver::Comparison::new(&base, &revision).report();
/// let change = &report.changes[0];
/// let file = match change.side {
///     Side::Base => &report.base.file,
///     Side::Revision => &report.revision.file,
/// };
/// assert_eq!(format!("{file}:{}", change.line), "api.yaml:2");
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[schemars(description = "Which of the two documents a place is in.")]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The document that was there before. Removed parts have their place here.
    Base,
    /// The document that is there now.
    Revision,
}

/// One change.
///
/// ```
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// # let base = openapi_loader::load("base.yaml", text)?;
/// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
/// # let report = openapi_semver::Comparison::new(&base, &revision).report();
/// let change = &report.changes[0];
/// assert_eq!(change.rule, "info-changed");
/// assert_eq!(change.pointer, "/info/title");
/// assert_eq!(change.message, "`info.title` has changed");
/// assert_eq!(change.fingerprint.len(), 12);
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(description = "One change.")]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// The stable id of the rule, in kebab case.
    #[schemars(with = "String")]
    pub rule: RuleId,
    /// How much the change matters.
    pub class: Class,
    /// Where the change is felt.
    pub why: Why,
    /// The operation that the change reaches, such as `POST /api-keys/{id}/regenerate`; `null` if it reaches no
    /// operation or several.
    pub operation: Option<String>,
    /// All operations that the change reaches.
    pub operations: Vec<String>,
    /// The JSON pointer of the part that has changed, in the document that `side` names.
    pub pointer: String,
    /// The document of `pointer`, `line` and `column`.
    pub side: Side,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The nearest line in the revision. For a removal it is the line of the part around it.
    pub revision_line: usize,
    /// A sentence for a person, without a full stop at its end.
    pub message: String,
    /// Twelve hexadecimal digits that stay the same while the change stays the same, even if its lines move.
    pub fingerprint: String,
}

/// A change that is accepted by name. [`AcceptedList::apply`](crate::AcceptedList::apply) makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptedChange {
    /// The change itself.
    pub change: Change,
    /// The reason why it is accepted.
    pub reason: String,
    /// The last day on which it is accepted, such as `2026-12-31`.
    pub expires: String,
}

impl Report {
    /// A report of some changes of a comparison. `without_rust` says why this report has no Rust half.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// # let base = openapi_loader::load("base.yaml", text)?;
    /// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
    /// use openapi_semver::{Class, Report};
    /// # let report = openapi_semver::Comparison::new(&base, &revision).report();
    ///
    /// let none = Report::of(&report, Vec::new(), "only the wire counts here");
    /// assert_eq!(none.class, Class::None);
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
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
    /// The operation, if there is exactly one.
    pub(crate) fn only(operations: &[String]) -> Option<String> {
        match operations {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The message with the operation before it, unless it begins with the operation.
    pub(crate) fn sentence(&self) -> String {
        let place = place_of(&self.operations);
        if self.message.starts_with(&place) {
            self.message.clone()
        } else {
            format!("{place}: {}", self.message)
        }
    }
}

/// The operations for a sentence, as in "GET /keys and 3 more".
pub(crate) fn place_of(operations: &[String]) -> String {
    match operations {
        [] => "The document".to_owned(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, more @ ..] => format!("{one} and {} more", more.len()),
    }
}
