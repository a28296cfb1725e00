//! The differences that are meant.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::disagreement::Disagreement;
use crate::kind::Kind;
use crate::pointer_pattern;

/// One kind of disagreement that is meant, at one place or at several.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// In what description and type differ.
    pub kind: Kind,
    /// Where: a JSON pointer (RFC 6901) into the description, in which `*` stands for one step and
    /// `**` for any number of steps, none included.
    pub pointer: String,
    /// Why it is meant.
    pub reason: String,
    /// The line of its kind in the text, from 1.
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

/// The differences that are meant, in the order of their text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    differences: Vec<Difference>,
}

/// What a [`List`] makes of the disagreements that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Judgement {
    /// Those that are not meant.
    pub unlisted: Vec<Disagreement>,
    /// Entries that nothing was found for, or that another entry above them covers in whole.
    pub unused: Vec<Difference>,
}

impl List {
    /// The entries.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// Takes out what is listed, and says which entries were of no use.
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
/// The first thing that is wrong in the text, with its line: broken TOML, a key that is unknown or
/// missing, a kind that there is not, a pointer that is none, an empty reason.
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
            return flaw(&entry.pointer, "a JSON pointer begins with `/`");
        }
        if entry.reason.get_ref().trim().is_empty() {
            return flaw(&entry.reason, "say why this difference is meant");
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

/// Line and column of the beginning of a part of the text, both from 1.
fn place(text: &str, span: Range<usize>) -> (usize, usize) {
    let before = text.get(..span.start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or_default();
    (line, last.chars().count() + 1)
}

/// Why a text is no list of differences. `Display` begins with line and column, for a file's name to
/// be put before it.
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

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong.
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
