//! Problems of a document: what is wrong, where, and what to do about it.
//!
//! The phases of the loader make a [`Diagnostic`] for each problem and collect them in [`Diagnostics`]. Both print
//! with file, line and column, so that editors and terminals turn the place into a link. Later steps, such as a
//! generator, make diagnostics with [`Document::diagnostic`](crate::Document::diagnostic).

use std::error::Error;
use std::fmt;

/// A place in a text. Lines and columns start at 1, and columns are counted in characters.
///
/// ```
/// let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// let document = openapi_loader::load("api.yaml", text)?;
/// let version = document.position("/info/version").map(|place| (place.line, place.column));
/// assert_eq!(version, Some((2, 21)));
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
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

/// One problem of a description.
///
/// `Display` prints two lines. Editors and terminals turn the beginning of the first one into a link:
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

    /// A problem in another file that belongs to a description, such as a list of exceptions.
    ///
    /// `offset` is the place in `text`, in bytes from its start. If it lies behind the text or inside a character, the
    /// end of the text counts.
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

    /// The name of the file, as the caller gave it to the loader.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nsevers: []\n";
    /// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
    /// let problem = problems.iter().next().ok_or("there is one")?;
    /// assert_eq!(problem.file(), "api.yaml");
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The place in the file.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nsevers: []\n";
    /// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
    /// let problem = problems.iter().next().ok_or("there is one")?;
    /// assert_eq!(problem.position().to_string(), "4:1");
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub const fn position(&self) -> Position {
        self.position
    }

    /// The line in the file, from 1.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nsevers: []\n";
    /// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
    /// let problem = problems.iter().next().ok_or("there is one")?;
    /// assert_eq!(problem.line(), 4);
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub const fn line(&self) -> usize {
        self.position.line
    }

    /// The column in characters, from 1.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nsevers: []\n";
    /// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
    /// let problem = problems.iter().next().ok_or("there is one")?;
    /// assert_eq!(problem.column(), 1);
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub const fn column(&self) -> usize {
        self.position.column
    }

    /// The JSON pointer of the part that is wrong. Empty for the document itself, and for problems of the text.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nsevers: []\n";
    /// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
    /// let problem = problems.iter().next().ok_or("there is one")?;
    /// assert_eq!(problem.pointer(), "/severs");
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nsevers: []\n";
    /// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
    /// let problem = problems.iter().next().ok_or("there is one")?;
    /// assert_eq!(problem.message(), "`severs` is not a keyword of the document");
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it. Empty for [notes](crate::Document::notes), which need no action.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nsevers: []\n";
    /// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
    /// let problem = problems.iter().next().ok_or("there is one")?;
    /// assert_eq!(problem.help(), "did you mean `servers`?");
    /// # Ok::<(), &str>(())
    /// ```
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

/// The problems of a description: at least one, in the order of the text.
///
/// `Display` prints all of them, with an empty line between two problems.
///
/// ```
/// let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1, licence: MIT}\npaths: {}\nsevers: []\n";
/// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
/// let lines: Vec<usize> = problems.iter().map(|problem| problem.line()).collect();
/// assert_eq!(lines, [2, 4]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// `Ok` if nothing was found.
    ///
    /// # Errors
    /// The findings, in the order of the text.
    pub(crate) fn check(found: Vec<Diagnostic>) -> Result<(), Self> {
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self::sorted(found))
        }
    }

    /// Puts findings in the order of the text, each once. The caller has at least one.
    ///
    /// ```
    /// use openapi_loader::{Diagnostic, Diagnostics};
    ///
    /// let text = "a\nb\n";
    /// let at = |offset: usize| Diagnostic::in_text("list.txt", text, offset, "unknown", "remove it");
    /// let problems = Diagnostics::sorted(vec![at(2), at(0), at(2)]);
    /// let lines: Vec<usize> = problems.iter().map(Diagnostic::line).collect();
    /// assert_eq!(lines, [1, 2]);
    /// ```
    #[must_use]
    pub fn sorted(mut found: Vec<Diagnostic>) -> Self {
        found.sort_by_key(Diagnostic::position);
        found.dedup();
        Self(found)
    }

    /// The problems, in the order of the text.
    ///
    /// ```
    /// let problems = openapi_loader::load("api.yaml", "").unwrap_err();
    /// let messages: Vec<&str> = problems.iter().map(|problem| problem.message()).collect();
    /// assert_eq!(messages, ["the file is empty"]);
    /// ```
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
