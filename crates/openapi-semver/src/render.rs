//! A report as text, in several formats.
//!
//! A [`Report`] comes in. It goes out for a terminal, as JSON, as a review comment, as annotations of a GitHub
//! workflow, or as JUnit. Texts from a description cannot act in any of these: control characters are replaced, and
//! each format escapes its special characters. [`changelog`](crate::changelog) writes reports into a changelog.

mod github;
mod junit;
mod markdown;
mod text;
mod visible;

use std::io::{self, Write};

use crate::class::Class;
use crate::report::{Report, RustSide};

pub(crate) use self::visible::visible;

/// A format of reports. [`render`] writes it.
///
/// ```
/// use openapi_semver::render::{Format, Options, render};
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// # let base = openapi_loader::load("base.yaml", text)?;
/// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
/// # let report = openapi_semver::Comparison::new(&base, &revision).report();
///
/// let mut json = Vec::new();
/// render(&report, Format::Json, &Options::default(), &mut json)?;
/// assert!(json.starts_with(b"{\n  \"class\": \"docs-only\","));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For a person in a terminal, by operation.
    Text,
    /// One object, which `report.schema.json` describes.
    Json,
    /// A review comment. It starts with `<!-- openapi-semver -->`, so that a program can find it again. It is short
    /// enough for GitHub.
    Markdown,
    /// Annotations of a GitHub workflow, at the lines of the revision.
    Github,
    /// A JUnit report, with a test case for each change.
    Junit,
}

/// How a report is shown.
///
/// ```
/// use openapi_semver::Class;
/// use openapi_semver::render::Options;
///
/// let mut options = Options::default();
/// options.width = Some(100);
/// options.fail_on = Some(Class::Breaking);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Whether text has colours, as escape codes of a terminal.
    pub color: bool,
    /// The mildest class that is a failure; `None` if nothing is. It decides which changes are errors in annotations
    /// and in JUnit.
    pub fail_on: Option<Class>,
    /// The width of text in columns; `None` for lines of any length.
    pub width: Option<usize>,
    /// Whether text lists all operations that a change reaches.
    pub unfold: bool,
}

impl Options {
    fn fails(&self, class: Class) -> bool {
        self.fail_on.is_some_and(|mildest| class >= mildest)
    }
}

/// Writes a report in a format.
///
/// ```
/// use openapi_semver::Comparison;
/// use openapi_semver::render::{Format, Options, render};
///
/// let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// let base = openapi_loader::load("base.yaml", text)?;
/// let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
/// let report = Comparison::new(&base, &revision).report();
/// let mut out = Vec::new();
/// render(&report, Format::Github, &Options::default(), &mut out)?;
/// assert!(out.starts_with(b"::notice file=api.yaml,line=2,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The errors of the writer.
pub fn render(
    report: &Report,
    format: Format,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::render(report, options, out),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, report)?;
            writeln!(out)
        }
        Format::Markdown => markdown::render(report, out),
        Format::Github => github::render(report, options, out),
        Format::Junit => junit::render(report, options, out),
    }
}

/// The class and the counts, as in "breaking: 1 breaking, 2 docs-only; 1 accepted".
fn summary(report: &Report) -> String {
    let mut counts = Vec::new();
    for class in [Class::Breaking, Class::Compatible, Class::DocsOnly] {
        let count = report
            .changes
            .iter()
            .filter(|change| change.class == class)
            .count();
        if count > 0 {
            counts.push(format!("{count} {class}"));
        }
    }
    let mut summary = report.class.to_string();
    if !counts.is_empty() {
        summary.push_str(": ");
        summary.push_str(&counts.join(", "));
    }
    if !report.accepted.is_empty() {
        summary.push_str(&format!("; {} accepted", report.accepted.len()));
    }
    summary
}

/// The sentence that says why the report has no Rust half, if it has none.
fn rust_is_missing(report: &Report) -> Option<String> {
    match &report.rust {
        RustSide::Compared => None,
        RustSide::Unavailable { reason } => Some(format!(
            "Only the wire was compared, not the generated Rust code: {}",
            visible(reason)
        )),
    }
}
