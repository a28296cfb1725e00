//! Wrapping text between words, for a terminal.
//!
//! A text without control characters and the width of the terminal come in. Out goes the text in lines of
//! that width, 80 columns at most. Text between backticks is a command to copy and stays in one piece. So
//! does a word that is wider than a line: the terminal breaks it, and joins it again when it is copied.

use std::io::{self, IsTerminal};

use rustix::termios::tcgetwinsize;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The widest line, in columns. Wider lines are hard to read.
const WIDEST: usize = 80;

/// The indent of all lines of a message but the first, which begins with a mark.
const MARGIN: &str = "  ";

/// The width of messages on the standard error. `None` if it is not a terminal, because programs read whole lines.
pub(crate) fn width() -> Option<usize> {
    let stderr = io::stderr();
    stderr.is_terminal().then(|| {
        let told = tcgetwinsize(&stderr).map_or(0, |size| usize::from(size.ws_col));
        match told {
            // The terminal does not know its width.
            0 => WIDEST,
            told => told.min(WIDEST),
        }
    })
}

/// Wraps the text of a message that begins with a mark. All further lines are indented.
pub(super) fn behind_mark(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else {
        return text.to_owned();
    };
    let room = width.saturating_sub(MARGIN.len());
    textwrap::wrap(text, options(room)).join(&format!("\n{MARGIN}"))
}

/// Wraps a text of several lines. A line that begins with a space is a row of a table and stays as it is.
pub(crate) fn paragraphs(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else {
        return text.to_owned();
    };
    let wrapped = text.split('\n').map(|line| match line.strip_prefix(' ') {
        Some(_) => line.to_owned(),
        None => textwrap::wrap(line, options(width)).join("\n"),
    });
    wrapped.collect::<Vec<_>>().join("\n")
}

fn options(width: usize) -> Options<'static> {
    Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

/// The words of a line. Text between backticks is one word.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut rest = line;
    Box::new(std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (word, others) = rest.split_at(end_of_word(rest));
        rest = others;
        Some(Word::from(word))
    }))
}

/// The end of the first word, with the spaces after it.
fn end_of_word(line: &str) -> usize {
    let mut is_quoted = false;
    let mut is_over = false;
    for (index, character) in line.char_indices() {
        match character {
            ' ' if !is_quoted => is_over = true,
            _ if is_over => return index,
            // A single backtick quotes nothing.
            '`' => {
                is_quoted = !is_quoted && line.get(index + 1..).unwrap_or_default().contains('`')
            }
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        let text =
            "The key is delivered and verified; run `psq recover key_1 --to a` now, it's fine";
        assert_eq!(behind_mark(text, None), text);
        assert_eq!(
            behind_mark(text, Some(24)),
            "The key is delivered\n  and verified; run\n  `psq recover key_1 --to a`\n  now, it's fine"
        );
    }

    #[test]
    fn what_is_wider_than_a_line_stays_whole() {
        let path = "/a/very/long/path-with-hyphens";
        assert_eq!(
            behind_mark(&format!("to {path} then"), Some(12)),
            format!("to\n  {path}\n  then")
        );
    }

    #[test]
    fn a_backtick_alone_quotes_nothing_and_lines_stay_lines() {
        assert_eq!(
            paragraphs("a ` b c\n  row  of a table", Some(5)),
            "a ` b\nc\n  row  of a table"
        );
        assert_eq!(paragraphs("", Some(5)), "");
    }
}
