//! What is wrong with a specification, where, and what to do about it.

use std::error::Error;
use std::fmt;

/// A place in a text: both numbers start at 1, columns are counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Position {
    pub(crate) const fn new(line: usize, column: usize) -> Self {
        Self { line, column }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One problem of a specification.
///
/// `Display` prints two lines, the first in the form that editors and terminals turn into a link:
///
/// ```text
/// openapi/publicsquare.yaml:12:7: `maxLenght` is not a keyword of a schema
///   help: did you mean `maxLength`?
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    file: String,
    position: Position,
    pointer: String,
    message: String,
    help: String,
}

impl Diagnostic {
    pub(crate) fn new(
        file: &str,
        position: Position,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            position,
            pointer: pointer.into(),
            message: message.into(),
            help: help.into(),
        }
    }

    /// A problem of another file that belongs to a description, such as a list of exceptions.
    ///
    /// `offset` is that of the place in `text`, in bytes from its start.
    ///
    /// ```
    /// use openapi_loader::Diagnostic;
    ///
    /// let problem = Diagnostic::in_text("list.toml", "a = 1\nb = x\n", 10, "no value", "give it one");
    /// assert_eq!(problem.position().to_string(), "2:5");
    /// ```
    #[must_use]
    pub fn in_text(
        file: &str,
        text: &str,
        offset: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let last = before.rsplit('\n').next().unwrap_or_default();
        let position = Position::new(line, last.chars().count() + 1);
        Self::new(file, position, "", message, help)
    }

    /// The name of the file, as it was given to the loader.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The place in the file.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.position
    }

    /// The line in the file, from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.position.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub const fn column(&self) -> usize {
        self.position.column
    }

    /// The JSON pointer (RFC 6901) of the node that is to blame; empty for the document itself and
    /// for what goes wrong before there is a document.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}\n  help: {}",
            self.file, self.position, self.message, self.help
        )
    }
}

impl Error for Diagnostic {}

/// The problems of a specification: at least one, in the order of the text.
///
/// `Display` prints them all, one a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// `Ok` if nothing was found, else the findings in the order of the text.
    ///
    /// # Errors
    /// The findings, when there are any.
    pub(crate) fn check(found: Vec<Diagnostic>) -> Result<(), Self> {
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self::sorted(found))
        }
    }

    /// Puts findings in the order of the text. The caller has at least one.
    #[must_use]
    pub fn sorted(mut found: Vec<Diagnostic>) -> Self {
        found.sort_by_key(Diagnostic::position);
        found.dedup();
        Self(found)
    }

    /// The problems, in the order of the text.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for Diagnostics {}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
