//! Two documents in, a report out.

use std::collections::HashSet;
use std::thread;

use openapi_loader::{Document, Position};
use sha2::{Digest, Sha256};

use crate::contract::Contract;
use crate::draft::{self, Draft};
use crate::report::{Change, Report, RustSide, Side, Source};
use crate::{Class, classify, detect, rust_side};

/// How a document becomes Rust: the syntax tree of the client, or a sentence that says why not.
pub type Generator<'a> = &'a (dyn Fn(&Document) -> Result<syn::File, String> + Sync);

/// A comparison of two documents.
///
/// ```
/// use openapi_semver::{Class, Comparison};
///
/// let text = |length: u32| {
///     format!(
///         "openapi: 3.0.3
/// info: {{title: Keys, version: v1}}
/// paths:
///   /keys:
///     post:
///       operationId: createKey
///       requestBody:
///         content:
///           application/json:
///             schema: {{type: object, properties: {{name: {{type: string, maxLength: {length}}}}}}}
///       responses:
///         '204': {{description: Created.}}
/// "
///     )
/// };
/// let base = openapi_loader::load("base.yaml", &text(50))?;
/// let revision = openapi_loader::load("api.yaml", &text(40))?;
/// let report = Comparison::new(&base, &revision).report();
/// assert_eq!(report.class, Class::Breaking);
/// assert_eq!(report.changes[0].rule, "request-property-max-length-decreased");
/// assert_eq!(report.changes[0].line, 10);
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    base: &'a Document,
    revision: &'a Document,
    generator: Option<Generator<'a>>,
    sides: Option<[&'a str; 2]>,
}

impl std::fmt::Debug for Comparison<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Comparison")
            .field("base", &self.base.file())
            .field("revision", &self.revision.file())
            .finish_non_exhaustive()
    }
}

impl<'a> Comparison<'a> {
    /// Compares what was with what is, on the wire only.
    #[must_use]
    pub const fn new(base: &'a Document, revision: &'a Document) -> Self {
        Self {
            base,
            revision,
            generator: None,
            sides: None,
        }
    }

    /// Says of two descriptions of one API what only one of them has, instead of what has changed: neither
    /// came first. `base` and `revision` are what the two are called in sentences, such as "the vendor" and
    /// "we".
    #[must_use]
    pub const fn of_two_sides(self, base: &'a str, revision: &'a str) -> Self {
        Self {
            sides: Some([base, revision]),
            ..self
        }
    }

    /// Compares the generated Rust code as well. The generator is called once for each document, each
    /// time on a thread of its own.
    #[must_use]
    pub const fn with_rust(self, generator: Generator<'a>) -> Self {
        Self {
            generator: Some(generator),
            ..self
        }
    }

    /// What has changed.
    #[must_use]
    pub fn report(&self) -> Report {
        let (mut drafts, surfaces) = thread::scope(|scope| {
            let generated = self
                .generator
                .map(|generator| rust_side::begin(scope, self, generator));
            let drafts = self.on_the_wire();
            (drafts, generated.map(rust_side::Generated::surfaces))
        });
        let not_asked_for = || Err("the generated code was not asked for".to_owned());
        let rust = match surfaces.unwrap_or_else(not_asked_for) {
            Ok(surfaces) => {
                rust_side::compare(self, &surfaces, &mut drafts);
                RustSide::Compared
            }
            Err(reason) => {
                rust_side::not_compared(&mut drafts);
                RustSide::Unavailable { reason }
            }
        };
        let mut changes: Vec<Change> = drafts.into_iter().map(|draft| draft.change).collect();
        changes.sort_by_cached_key(order);
        let mut seen = HashSet::new();
        changes.retain(|change| seen.insert(change.fingerprint.clone()));
        let mut report = Report {
            class: Class::None,
            base: Source {
                file: self.base.file().to_owned(),
            },
            revision: Source {
                file: self.revision.file().to_owned(),
            },
            rust,
            changes,
            accepted: Vec::new(),
        };
        report.judge();
        report
    }

    fn on_the_wire(&self) -> Vec<Draft> {
        let base = Contract::read(self.base);
        let revision = Contract::read(self.revision);
        let events = detect::differences(&base, &revision, |event| {
            classify::class(event) > Class::DocsOnly
        });
        let drafts = draft::drafts(events, self.sides);
        drafts
            .into_iter()
            .map(|draft| Draft {
                change: self.place(draft.change),
                ..draft
            })
            .collect()
    }

    pub(crate) const fn documents(&self) -> (&'a Document, &'a Document) {
        (self.base, self.revision)
    }

    /// Fills in the lines of a change.
    pub(crate) fn place(&self, change: Change) -> Change {
        let at = |document: &Document| -> (usize, usize) {
            document
                .position(&change.pointer)
                .map_or((1, 1), |Position { line, column, .. }| (line, column))
        };
        let (line, column) = at(match change.side {
            Side::Base => self.base,
            Side::Revision => self.revision,
        });
        let (revision_line, _) = at(self.revision);
        Change {
            line,
            column,
            revision_line,
            ..change
        }
    }
}

/// The worst first, then in the order of the documents.
fn order(change: &Change) -> impl Ord + use<> {
    (
        std::cmp::Reverse(change.class),
        change.revision_line,
        change.side,
        change.line,
        change.column,
        change.rule.clone(),
        change.pointer.clone(),
        change.operations.clone(),
        change.message.clone(),
    )
}

/// Twelve hexadecimal digits for a change.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
