//! A description of one's own against one that somebody else publishes.

use openapi_loader::Diagnostic;
use serde::Deserialize;
use toml::Spanned;

use crate::class::Class;
use crate::classify::is_only_a_name;
use crate::report::{Change, Report};

/// Where a description differs on purpose.
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
    /// Reads a list in TOML: one `[[divergence]]` for each place, with `rule`, `pointer` and `reason`.
    /// `file` is what problems name.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
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

/// How a description relates to that of somebody else.
#[derive(Debug)]
#[non_exhaustive]
pub struct Drift {
    /// Differences that nobody has explained.
    pub findings: Vec<Change>,
    /// Differences that are meant, and why.
    pub explained: Vec<(Change, String)>,
    /// Operations that only the other description has.
    pub uncovered: Vec<Change>,
    /// Explanations of what is no difference.
    pub unused: Vec<Diagnostic>,
}

/// Sorts a report whose base is the other description, made with [`Comparison::of_two_sides`]. What is only
/// prose, and what is only a name in Rust, is no difference between two that describe one API.
///
/// [`Comparison::of_two_sides`]: crate::Comparison::of_two_sides
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
        if change.class <= Class::DocsOnly || is_only_a_name(&change.rule) {
            continue;
        }
        if UNCOVERED.contains(&change.rule.as_str()) {
            drift.uncovered.push(change);
            continue;
        }
        let mut entries = divergences.entries.iter().zip(&mut used);
        let entry =
            entries.find(|(entry, _)| entry.rule == change.rule && entry.pointer == change.pointer);
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
                format!("`{}` at {} is no difference", entry.rule, entry.pointer),
                "remove the entry",
            )
        })
        .collect();
    drift
}

/// What it is called when the other description has an operation more.
const UNCOVERED: [&str; 2] = [
    "api-removed-without-deprecation",
    "api-removed-with-deprecation",
];
