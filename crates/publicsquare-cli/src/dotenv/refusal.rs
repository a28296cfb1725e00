//! Why psq neither reads nor edits a dotenv file, and what to do about it.
//!
//! Every reason is a variant of [`Refusal`] with line numbers, counted from 1. Nothing else of the file goes
//! into a message, because a line may hold a secret. `definition` and `append` produce them.

use std::error::Error as StdError;
use std::fmt;

/// Why a file is neither read nor edited. Of the file it contains line numbers only, counted from 1, because the lines
/// may be secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The new value has characters that cannot be written the same way for all readers.
    UnfitValue,
    /// More than one line defines the variable.
    SeveralDefinitions {
        /// All of them, in order.
        lines: Vec<usize>,
    },
    /// The line defines the variable for some readers and not for others.
    Unclear {
        /// That line.
        line: usize,
    },
    /// The file has a NUL byte.
    Nul {
        /// The first line with one.
        line: usize,
    },
    /// The line has a carriage return that is not part of its ending.
    CarriageReturn {
        /// That line.
        line: usize,
    },
    /// The value continues below its line, at least for some readers.
    OpenQuote {
        /// The line of the definition.
        line: usize,
    },
    /// The line of the definition ends in a backslash.
    Continued {
        /// That line.
        line: usize,
    },
    /// The line before the definition ends in a backslash.
    AfterBackslash {
        /// The line of the definition.
        line: usize,
    },
    /// The line before the definition is a name and a colon.
    AfterColon {
        /// The line of the definition.
        line: usize,
    },
    /// The definition may be a part of another value.
    InsideQuote {
        /// The line with the quote.
        opened: usize,
        /// The line of the definition.
        line: usize,
    },
    /// A `#` starts a comment for some readers and is a part of the value for others.
    Hash {
        /// The line of the definition.
        line: usize,
    },
    /// The value refers to another variable, or has blanks or signs that a shell reads differently.
    Reference {
        /// The line of the definition.
        line: usize,
    },
    /// A value that does not start with a quote has a quote inside.
    QuoteInside {
        /// The line of the definition.
        line: usize,
    },
    /// Something follows the closing quote.
    AfterQuote {
        /// The line of the definition.
        line: usize,
    },
    /// A line cannot be added at the end of the file.
    End(End),
    /// The edited text would not have the new value for all readers.
    Unsafe,
}

/// Why a line at the end of the file would not be a definition for all readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// It would be a part of another value.
    InsideQuote {
        /// The line with the quote.
        opened: usize,
    },
    /// It would continue the last line.
    Continued {
        /// The last line.
        line: usize,
    },
    /// It would be the value of the name on the last line.
    InColon {
        /// The last line.
        line: usize,
    },
}

impl Refusal {
    /// What is wrong with the file, and what to do about it.
    pub(crate) fn parts(&self) -> (String, &'static str) {
        match self {
            Self::UnfitValue => (
                "the value has control characters or characters outside ASCII".to_owned(),
                "put it into the file by hand",
            ),
            Self::SeveralDefinitions { lines } => (
                format!(
                    "the variable is defined more than once, on lines {}",
                    list(lines)
                ),
                "remove all definitions but one",
            ),
            Self::Unclear { line } => (
                format!(
                    "line {line} may or may not define the variable, depending on the program that reads it"
                ),
                "write the definition as NAME=value on a line of its own, or remove it",
            ),
            Self::Nul { line } => (
                format!("line {line} has a NUL byte"),
                "save the file as UTF-8 text, without such bytes",
            ),
            Self::CarriageReturn { line } => (
                format!("line {line} has a carriage return without a line feed"),
                "end all lines with LF or CRLF",
            ),
            Self::OpenQuote { line } => (
                format!(
                    "the value on line {line} opens a quote and does not clearly close it on that line"
                ),
                "put the whole value on that line",
            ),
            Self::Continued { line } => (
                format!("line {line} ends in a backslash, so the value may go on"),
                "put the whole value on that line, without the backslash",
            ),
            Self::AfterBackslash { line } => (
                format!(
                    "line {} ends in a backslash, so the definition on line {line} may be part of it",
                    line.saturating_sub(1)
                ),
                "remove the backslash or put an empty line between them",
            ),
            Self::AfterColon { line } => (
                format!(
                    "line {} is a name and a colon, so some programs read line {line} as the value of that name",
                    line.saturating_sub(1)
                ),
                "remove the colon or put an empty line between them",
            ),
            Self::InsideQuote { opened, line } => (
                format!(
                    "the definition on line {line} may be part of a quoted value that starts on line {opened}"
                ),
                "close that quote on its own line, or move the definition above it",
            ),
            Self::Hash { line } => (
                format!("the value on line {line} has a # that may start a comment"),
                "put a blank before the comment, or quotes around the value",
            ),
            Self::Reference { line } => (
                format!(
                    "the value on line {line} refers to something else ($), or has a blank or a sign that \
                     programs read differently"
                ),
                "write a plain value there, or remove it",
            ),
            Self::QuoteInside { line } => (
                format!("the value on line {line} has a quote inside"),
                "put quotes around the whole value",
            ),
            Self::AfterQuote { line } => (
                format!("something follows the closing quote of the value on line {line}"),
                "put it inside the quotes, or make it a comment with a blank before the #",
            ),
            Self::End(end) => end.parts(),
            Self::Unsafe => (
                "this file cannot be edited safely".to_owned(),
                "put the value into it by hand",
            ),
        }
    }
}

impl End {
    fn parts(&self) -> (String, &'static str) {
        match self {
            Self::InsideQuote { opened } => (
                format!(
                    "line {opened} opens a quote that is not clearly closed, so a line at the end of the file \
                     may be part of it"
                ),
                "close that quote on its own line, or define the variable above it",
            ),
            Self::Continued { line } => (
                format!(
                    "line {line}, the last one, ends in a backslash, so a line after it may be part of it"
                ),
                "remove the backslash or add an empty line",
            ),
            Self::InColon { line } => (
                format!(
                    "line {line}, the last one, is a name and a colon, so some programs read a line after it as \
                     the value of that name"
                ),
                "remove the colon or add an empty line",
            ),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, advice) = self.parts();
        write!(f, "{what}: {advice}")
    }
}

impl StdError for Refusal {}

/// How many numbers a sentence names. A broken file may have thousands.
const NAMED: usize = 5;

/// Numbers as a list in a sentence: `1, 2 and 3`, or `1, 2, 3, 4, 5 and 17 more`.
fn list(numbers: &[usize]) -> String {
    let named = &numbers[..numbers.len().min(NAMED)];
    let mut parts: Vec<String> = named.iter().map(usize::to_string).collect();
    let unnamed = numbers.len() - named.len();
    if unnamed > 0 {
        parts.push(format!("{unnamed} more"));
    }
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}
