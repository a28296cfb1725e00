//! How the description of a project relates to the description that the vendor publishes.
//!
//! A report about the two and a list of deliberate divergences come in. Out come the differences that nobody has
//! explained, the explained ones with their reasons, and the operations that only the other description has.
//!
//! The report comes from [`Comparison::of_two_sides`](crate::Comparison::of_two_sides). The neighbour `accepted` reads
//! the list of accepted changes, which is about two revisions of one description.

use openapi_loader::Diagnostic;
use serde::Deserialize;
use toml::Spanned;

use crate::class::Class;
use crate::classify::is_only_a_name;
use crate::report::{Change, Report};
use crate::rule_id::Rule;

/// The places where a description differs from the vendor's on purpose.
///
/// ```
/// use openapi_semver::Divergences;
///
/// let list = Divergences::parse(
///     "openapi/divergences.toml",
///     r#"
/// [[divergence]]
/// rule = "response-property-max-length-increased"
/// pointer = "/components/schemas/Key/properties/name/maxLength"
/// reason = "Longer names have been seen."
/// "#,
/// );
/// assert!(list.is_ok());
/// ```
#[derive(Debug)]
pub struct Divergences {
    file: String,
    text: String,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    rule: String,
    pointer: String,
    reason: String,
    offset: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    divergence: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rule: Spanned<String>,
    pointer: Spanned<String>,
    reason: Spanned<String>,
}

impl Divergences {
    /// Reads a list in TOML.
    ///
    /// The list has one `[[divergence]]` for each place. `rule` and `pointer` are copied from a report, and `reason` is
    /// a text. `file` is the name for messages.
    ///
    /// # Errors
    /// The first mistake in the list, with its place.
    ///
    /// ```
    /// use openapi_semver::Divergences;
    ///
    /// let entry = "[[divergence]]\nrule = 'max-set'\npointer = 'paths'\nreason = 'So.'\n";
    /// let problem = Divergences::parse("divergences.toml", entry).unwrap_err();
    /// assert_eq!(problem.message(), "a JSON pointer begins with `/`");
    /// ```
    pub fn parse(file: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let flaw = |offset: usize, message: &str| {
            let help = "an entry has `rule` and `pointer` as they are reported, and a `reason`";
            Box::new(Diagnostic::in_text(file, text, offset, message, help))
        };
        let read: File = toml::from_str(text)
            .map_err(|error| flaw(error.span().unwrap_or_default().start, error.message()))?;
        let mut entries = Vec::new();
        for written in read.divergence {
            for part in [&written.rule, &written.reason] {
                if part.get_ref().trim().is_empty() {
                    return Err(flaw(part.span().start, "this is empty"));
                }
            }
            let pointer = written.pointer.get_ref();
            if !pointer.is_empty() && !pointer.starts_with('/') {
                return Err(flaw(
                    written.pointer.span().start,
                    "a JSON pointer begins with `/`",
                ));
            }
            entries.push(Entry {
                offset: written.rule.span().start,
                rule: written.rule.into_inner(),
                pointer: written.pointer.into_inner(),
                reason: written.reason.into_inner(),
            });
        }
        Ok(Self {
            file: file.to_owned(),
            text: text.to_owned(),
            entries,
        })
    }
}

/// How a description relates to the description of the vendor. [`drift`](fn@drift) makes it.
///
/// ```
/// use openapi_semver::{Comparison, Divergences, Drift, drift};
///
/// fn is_explained(drift: &Drift) -> bool {
///     drift.findings.is_empty() && drift.unused.is_empty()
/// }
///
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// let theirs = openapi_loader::load("theirs.yaml", text)?;
/// let ours = openapi_loader::load("ours.yaml", text)?;
/// let report = Comparison::new(&theirs, &ours).of_two_sides("the vendor", "we").report();
/// assert!(is_explained(&drift(report, &Divergences::parse("divergences.toml", "")?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Drift {
    /// Differences that nobody has explained.
    pub findings: Vec<Change>,
    /// Differences that are deliberate, each with its reason.
    pub explained: Vec<(Change, String)>,
    /// Operations that only the other description has.
    pub uncovered: Vec<Change>,
    /// A problem for each explanation without a difference.
    pub unused: Vec<Diagnostic>,
}

/// Sorts the differences between two descriptions of one API.
///
/// The base of the report is the description of the vendor. The report comes from
/// [`Comparison::of_two_sides`](crate::Comparison::of_two_sides). Prose and names that exist in Rust only are no
/// differences here.
///
/// ```
/// use openapi_semver::{Comparison, Divergences, drift};
///
/// let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// let theirs = openapi_loader::load("theirs.yaml", &text.replace("{}", "{/a: {get: {responses: {}}}}"))?;
/// let ours = openapi_loader::load("ours.yaml", text)?;
/// let report = Comparison::new(&theirs, &ours).of_two_sides("the vendor", "we").report();
/// let drift = drift(report, &Divergences::parse("divergences.toml", "")?);
/// assert!(drift.findings.is_empty());
/// assert_eq!(drift.uncovered[0].operation.as_deref(), Some("GET /a"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn drift(report: Report, divergences: &Divergences) -> Drift {
    let mut drift = Drift {
        findings: Vec::new(),
        explained: Vec::new(),
        uncovered: Vec::new(),
        unused: Vec::new(),
    };
    let mut used = vec![false; divergences.entries.len()];
    for change in report.changes {
        if change.class <= Class::DocsOnly || is_only_a_name(change.rule) {
            continue;
        }
        if UNCOVERED.contains(&change.rule.rule()) {
            drift.uncovered.push(change);
            continue;
        }
        let mut entries = divergences.entries.iter().zip(&mut used);
        let entry =
            entries.find(|(entry, _)| change.rule == entry.rule && entry.pointer == change.pointer);
        match entry {
            Some((entry, used)) => {
                *used = true;
                drift.explained.push((change, entry.reason.clone()));
            }
            None => drift.findings.push(change),
        }
    }
    drift.unused = divergences
        .entries
        .iter()
        .zip(used)
        .filter(|(_, used)| !used)
        .map(|(entry, _)| {
            Diagnostic::in_text(
                &divergences.file,
                &divergences.text,
                entry.offset,
                format!(
                    "`{}` at {} explains a difference that does not exist",
                    entry.rule, entry.pointer
                ),
                "remove the entry",
            )
        })
        .collect();
    drift
}

/// The rules for an operation that only the vendor's description has.
const UNCOVERED: [Rule; 2] = [
    Rule::ApiRemovedWithoutDeprecation,
    Rule::ApiRemovedWithDeprecation,
];
