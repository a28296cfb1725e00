//! The entry to this crate: two documents go in, and a report comes out.
//!
//! [`Comparison`] reads both documents as contracts, finds every difference, judges each one, and adds what the
//! generated Rust code says, if a generator is given. The steps are in `contract`, `detect`, `classify` and
//! `generated_code`. [`render`](crate::render) turns the report into text.

use std::collections::HashSet;
use std::thread;

use openapi_loader::Document;

use crate::contract::Contract;
use crate::documents::Documents;
use crate::draft::{self, Draft};
use crate::generated_code::Generator;
use crate::report::{Change, Report, RustSide, Source};
use crate::{Class, classify, detect, generated_code};

/// A comparison of two documents: the base, which was there before, and the revision, which is there now.
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
    documents: Documents<'a>,
    generator: Option<Generator<'a>>,
    sides: Option<[&'a str; 2]>,
}

impl std::fmt::Debug for Comparison<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Comparison")
            .field("base", &self.documents.base.file())
            .field("revision", &self.documents.revision.file())
            .finish_non_exhaustive()
    }
}

impl<'a> Comparison<'a> {
    /// Compares two documents on the wire only.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// # let base = openapi_loader::load("base.yaml", text)?;
    /// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
    /// use openapi_semver::{Class, Comparison};
    ///
    /// let report = Comparison::new(&base, &revision).report();
    /// assert_eq!(report.class, Class::DocsOnly); // another title
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub const fn new(base: &'a Document, revision: &'a Document) -> Self {
        Self {
            documents: Documents { base, revision },
            generator: None,
            sides: None,
        }
    }

    /// Compares two descriptions of one API, neither of which came first. Sentences say which side has what, instead of
    /// what has changed. `base` and `revision` are the names of the sides in sentences, such as "the vendor" and "we".
    ///
    /// Pass the report to [`drift`](fn@crate::drift).
    ///
    /// ```
    /// use openapi_semver::Comparison;
    ///
    /// let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// let theirs = openapi_loader::load("theirs.yaml", &text.replace("{}", "{/a: {get: {responses: {}}}}"))?;
    /// let ours = openapi_loader::load("ours.yaml", text)?;
    /// let report = Comparison::new(&theirs, &ours).of_two_sides("the vendor", "we").report();
    /// assert_eq!(report.changes[0].message, "the vendor has GET /a, and we do not");
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub const fn of_two_sides(self, base: &'a str, revision: &'a str) -> Self {
        Self {
            sides: Some([base, revision]),
            ..self
        }
    }

    /// Compares the generated Rust code, too. The generator is called once for each document, each time on a thread of
    /// its own.
    ///
    /// This example passes a generator that makes one struct of the title of a document. A real one calls progenitor.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// # let base = openapi_loader::load("base.yaml", text)?;
    /// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
    /// use openapi_loader::Document;
    /// use openapi_semver::{Comparison, RustSide};
    ///
    /// let generate = |document: &Document| {
    ///     let name = document.value()["info"]["title"].as_str().unwrap_or_default().replace(' ', "");
    ///     let code = format!("pub mod types {{ pub struct {name} {{ pub id: String }} }}");
    ///     syn::parse_str(&code).map_err(|error| error.to_string())
    /// };
    /// let report = Comparison::new(&base, &revision).with_rust(&generate).report();
    /// assert_eq!(report.rust, RustSide::Compared);
    /// assert!(report.changes.iter().any(|change| change.rule == "rust-type-removed"));
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub const fn with_rust(self, generator: Generator<'a>) -> Self {
        Self {
            generator: Some(generator),
            ..self
        }
    }

    /// Compares the documents.
    ///
    /// A generator that fails or panics makes the report one about the wire only. [`Report::rust`] says so.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// # let base = openapi_loader::load("base.yaml", text)?;
    /// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
    /// use openapi_semver::Comparison;
    ///
    /// let report = Comparison::new(&base, &revision).report();
    /// assert_eq!(report.changes[0].rule, "info-changed");
    /// assert_eq!(report.changes[0].line, 2);
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn report(&self) -> Report {
        let (mut drafts, surfaces) = thread::scope(|scope| {
            let generated = self
                .generator
                .map(|generator| generated_code::begin(scope, self.documents, generator));
            let drafts = self.on_the_wire();
            (drafts, generated.map(generated_code::Generated::surfaces))
        });
        let not_asked_for = || Err("the generated code was not asked for".to_owned());
        let rust = match surfaces.unwrap_or_else(not_asked_for) {
            Ok(surfaces) => {
                generated_code::compare(self.documents, &surfaces, &mut drafts);
                RustSide::Compared
            }
            Err(reason) => {
                generated_code::not_compared(&mut drafts);
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
                file: self.documents.base.file().to_owned(),
            },
            revision: Source {
                file: self.documents.revision.file().to_owned(),
            },
            rust,
            changes,
            accepted: Vec::new(),
        };
        report.judge();
        report
    }

    fn on_the_wire(&self) -> Vec<Draft> {
        let base = Contract::read(self.documents.base);
        let revision = Contract::read(self.documents.revision);
        let events = detect::differences(&base, &revision, |event| {
            classify::class(event) > Class::DocsOnly
        });
        let drafts = draft::drafts(events, self.sides);
        drafts
            .into_iter()
            .map(|draft| Draft {
                change: self.documents.place(draft.change),
                ..draft
            })
            .collect()
    }
}

/// The order of changes: the worst first, then by their place in the documents.
fn order(change: &Change) -> impl Ord + use<> {
    (
        std::cmp::Reverse(change.class),
        change.revision_line,
        change.side,
        change.line,
        change.column,
        change.rule.to_string(),
        change.pointer.clone(),
        change.operations.clone(),
        change.message.clone(),
    )
}
