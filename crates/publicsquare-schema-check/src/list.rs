//! The list of accepted differences.
//!
//! In comes the text of a TOML file with one `[[difference]]` for each entry. Out comes a [`List`], or an
//! [`UnreadableList`] with line and column. [`List::judge`] compares the list with the disagreements that were found. The
//! places are matched in `pointer.rs`.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::disagreement::Disagreement;
use crate::kind::Kind;
use crate::pointer_pattern;

/// One accepted kind of disagreement, at one place or at several places.
///
/// ```
/// let list = publicsquare_schema_check::listed(r#"
/// [[difference]]
/// kind = "null-only-in-rust"
/// pointer = "/components/schemas/*/properties/name"
/// reason = "A name that is null counts as one that is missing."
/// "#)?;
/// assert_eq!(list.differences()[0].to_string(), "null-only-in-rust at /components/schemas/*/properties/name");
/// # Ok::<(), publicsquare_schema_check::UnreadableList>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// What differs, and on which side.
    pub kind: Kind,
    /// The places, as a JSON pointer (RFC 6901) into the description. `*` stands for one segment, `**` for any number of
    /// segments, including none.
    pub pointer: String,
    /// Why the difference is accepted.
    pub reason: String,
    /// The line of the entry's `kind` in the text, from 1.
    pub line: usize,
}

impl Difference {
    fn covers(&self, found: &Disagreement) -> bool {
        self.kind == found.kind && pointer_pattern::matches(&self.pointer, &found.pointer)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind, self.pointer)
    }
}

/// The accepted differences, in the order of the text. [`listed`] reads one, and shows an example.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    differences: Vec<Difference>,
}

/// The result of [`List::judge`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Judgement {
    /// The disagreements that are not in the list.
    pub unlisted: Vec<Disagreement>,
    /// Entries without a disagreement, or whose disagreements an earlier entry covers already.
    pub unused: Vec<Difference>,
}

impl List {
    /// Returns the entries.
    ///
    /// ```
    /// let list = publicsquare_schema_check::listed("")?;
    /// assert!(list.differences().is_empty());
    /// # Ok::<(), publicsquare_schema_check::UnreadableList>(())
    /// ```
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Separates the disagreements that are not in the list, and finds the entries that cover nothing.
    ///
    /// ```
    /// let list = publicsquare_schema_check::listed(r#"
    /// [[difference]]
    /// kind = "null-only-in-rust"
    /// pointer = "/components/schemas/Gone"
    /// reason = "The schema was removed, and this entry was forgotten."
    /// "#)?;
    /// let judgement = list.judge(Vec::new());
    /// assert!(judgement.unlisted.is_empty());
    /// assert_eq!(judgement.unused[0].line, 3);
    /// # Ok::<(), publicsquare_schema_check::UnreadableList>(())
    /// ```
    #[must_use]
    pub fn judge(&self, found: Vec<Disagreement>) -> Judgement {
        let mut is_used = vec![false; self.differences.len()];
        let mut is_unlisted = |one: &Disagreement| {
            let mut entries = self.differences.iter().zip(&mut is_used);
            match entries.find(|(difference, _)| difference.covers(one)) {
                Some((_, is_used)) => {
                    *is_used = true;
                    false
                }
                None => true,
            }
        };
        let unlisted = found.into_iter().filter(|one| is_unlisted(one)).collect();
        let unused = self
            .differences
            .iter()
            .zip(is_used)
            .filter(|(_, is_used)| !is_used)
            .map(|(difference, _)| difference.clone())
            .collect();
        Judgement { unlisted, unused }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    difference: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: Spanned<String>,
    pointer: Spanned<String>,
    reason: Spanned<String>,
}

/// Reads a list in TOML: one `[[difference]]` for each entry, with `kind`, `pointer` and `reason`.
///
/// # Errors
///
/// The first problem in the text, with its line and column: broken TOML, an unknown or a missing key, an unknown kind, a
/// pointer that does not start with `/`, or an empty reason.
///
/// # Examples
///
/// ```
/// let error = publicsquare_schema_check::listed("[[difference]]\nkind = \"bound\"\n").unwrap_err();
/// assert_eq!(error.line(), 1); // the entry has no pointer
/// ```
pub fn listed(text: &str) -> Result<List, UnreadableList> {
    let file: File = toml::from_str(text).map_err(|error| {
        UnreadableList::at(text, error.span().unwrap_or_default(), error.message())
    })?;
    let mut differences = Vec::new();
    for entry in file.difference {
        let flaw = |part: &Spanned<String>, message: &str| {
            Err(UnreadableList::at(text, part.span(), message))
        };
        let kind: Kind = match entry.kind.get_ref().parse() {
            Ok(kind) => kind,
            Err(error) => return flaw(&entry.kind, &format!("{error}")),
        };
        if !entry.pointer.get_ref().starts_with('/') {
            return flaw(&entry.pointer, "a JSON pointer begins with `/`; add it");
        }
        if entry.reason.get_ref().trim().is_empty() {
            return flaw(
                &entry.reason,
                "the reason is empty; say why this difference is accepted",
            );
        }
        differences.push(Difference {
            kind,
            line: place(text, entry.kind.span()).0,
            pointer: entry.pointer.into_inner(),
            reason: entry.reason.into_inner(),
        });
    }
    Ok(List { differences })
}

/// The line and the column where a part of the text begins, both from 1.
fn place(text: &str, span: Range<usize>) -> (usize, usize) {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    (line, last.chars().count() + 1)
}

/// Why a text is not a list of differences. `Display` starts with the line and the column, so that you can write the
/// name of the file before it.
///
/// ```
/// let error = publicsquare_schema_check::listed("difference = 1").unwrap_err();
/// assert_eq!((error.line(), error.column()), (1, 14));
/// assert!(error.to_string().starts_with("1:14: "));
/// assert!(error.to_string().ends_with(error.message()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableList {
    line: usize,
    column: usize,
    message: String,
}

impl UnreadableList {
    fn at(text: &str, span: Range<usize>, message: &str) -> Self {
        let (line, column) = place(text, span);
        Self {
            line,
            column,
            message: message.to_owned(),
        }
    }

    /// Returns the line, from 1. The example is at [`UnreadableList`].
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column in characters, from 1. The example is at [`UnreadableList`].
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns what is wrong, without the place. The example is at [`UnreadableList`].
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for UnreadableList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for UnreadableList {}
