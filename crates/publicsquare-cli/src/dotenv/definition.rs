//! Finding the one definition of a variable in a text.
//!
//! A text and a variable come in. Out go the position of the value and its quotes, `None` if no line defines
//! the variable, or the reason why readers could disagree. `mention` looks at one line, `quotes` at values of
//! several lines.

use std::ops::Range;

use super::mention::{Mention, mention};
use super::quotes::{Reading, spans};
use super::refusal::Refusal;
use super::text::{
    EXPORT, Line, ends_in_colon, is_blank, is_continued, is_quote, line_feeds, lines, skip_blanks,
    skip_white_space,
};
use super::variable::Variable;
use super::written::{Quoting, closing_quote};

/// The definition of a variable.
pub(super) struct Definition {
    /// The position of the value, with the quotes around it.
    pub(super) value: Range<usize>,
    /// The quotes around the value.
    pub(super) quoting: Quoting,
}

/// The definition of the variable, if there is one.
pub(super) fn find(text: &[u8], variable: &Variable) -> Result<Option<Definition>, Refusal> {
    if let Some(at) = text.iter().position(|byte| *byte == 0) {
        let line = 1 + line_feeds(&text[..at]);
        return Err(Refusal::Nul { line });
    }
    if let Some(at) = carriage_return(text) {
        let line = 1 + line_feeds(&text[..at]);
        return Err(Refusal::CarriageReturn { line });
    }
    let Some((line, start)) = only_one(text, variable)? else {
        return Ok(None);
    };
    refuse_surroundings(text, line)?;
    let (value, quoting) = value_at(text, line, start)?;
    if value.is_empty() && is_quote_below(text, line) {
        return Err(Refusal::Unclear { line: line.number });
    }
    refuse_several_lines(text, line.number)?;
    Ok(Some(Definition { value, quoting }))
}

/// A carriage return that is not part of CRLF. Node takes it for the end of a line, and what follows it may open a quote that
/// reaches as far as the definition.
fn carriage_return(text: &[u8]) -> Option<usize> {
    let is_alone = |at: &usize| {
        text[*at] == b'\r' && text[*at + 1..].first().is_none_or(|next| *next != b'\n')
    };
    (0..text.len()).find(is_alone)
}

/// The only line that defines the variable, and the position behind its `=`.
fn only_one(text: &[u8], variable: &Variable) -> Result<Option<(Line, usize)>, Refusal> {
    let mut definitions = Vec::new();
    let mut refusal = None;
    for line in lines(text) {
        let number = line.number;
        match mention(line.of(text), variable.as_str().as_bytes()) {
            None if is_defined_below(text, line, variable) => {
                refusal.get_or_insert(Refusal::Unclear { line: number });
            }
            None => {}
            Some(Mention::Definition(at)) => definitions.push((line, line.start + at)),
            Some(Mention::Unclear) => {
                refusal.get_or_insert(Refusal::Unclear { line: number });
            }
        }
    }
    if definitions.len() > 1 {
        let lines = definitions.iter().map(|(line, _)| line.number).collect();
        return Err(Refusal::SeveralDefinitions { lines });
    }
    match refusal {
        Some(refusal) => Err(refusal),
        None => Ok(definitions.pop()),
    }
}

/// Whether the line is the name alone, and the next line that is not blank begins with `=`. Node reads both as one
/// definition.
fn is_defined_below(text: &[u8], line: Line, variable: &Variable) -> bool {
    let words = line.of(text).trim_ascii();
    let exported = words.strip_prefix(EXPORT).unwrap_or(words).trim_ascii();
    let name = variable.as_str().as_bytes();
    let below = &text[line.end..];
    let next = skip_white_space(below, 0);
    (words == name || exported == name) && below.get(next) == Some(&b'=')
}

/// Refuses a definition that may be a part of the lines above it.
fn refuse_surroundings(text: &[u8], line: Line) -> Result<(), Refusal> {
    let above = lines(text).take(line.number - 1).last();
    if above.is_some_and(|above| is_continued(above.of(text))) {
        return Err(Refusal::AfterBackslash { line: line.number });
    }
    if above.is_some_and(|above| ends_in_colon(above.of(text))) {
        return Err(Refusal::AfterColon { line: line.number });
    }
    for reading in Reading::ALL {
        let around = spans(text, reading)
            .closed
            .into_iter()
            .find(|span| span.first < line.number && line.number <= span.last);
        if let Some(span) = around {
            return Err(Refusal::InsideQuote {
                opened: span.first,
                line: line.number,
            });
        }
    }
    Ok(())
}

/// Whether the next line that is not blank begins with a quote. Behind an empty value, Node reads that quote as the
/// value.
fn is_quote_below(text: &[u8], line: Line) -> bool {
    let below = &text[line.end..];
    let next = skip_white_space(below, 0);
    below.get(next).copied().is_some_and(is_quote)
}

/// Refuses a value that ends on its line for some readers and continues below it for others.
fn refuse_several_lines(text: &[u8], line: usize) -> Result<(), Refusal> {
    for reading in Reading::ALL {
        if spans(text, reading)
            .closed
            .iter()
            .any(|span| span.first == line)
        {
            return Err(Refusal::OpenQuote { line });
        }
    }
    Ok(())
}

/// The value that follows the `=` in front of `start`.
fn value_at(text: &[u8], line: Line, start: usize) -> Result<(Range<usize>, Quoting), Refusal> {
    let number = line.number;
    // Positions still count from the start of the text. Nothing after the line is visible here.
    let text = &text[..line.end];
    let first = skip_blanks(text, start);
    match text.get(first) {
        Some(&byte) if is_quote(byte) => {
            let behind = quoted_end(text, first, number)?;
            refuse_continued(text, line)?;
            Ok((first..behind, Quoting::by(byte)))
        }
        Some(b'#') if first == start => Err(Refusal::Hash { line: number }),
        // A shell needs the value directly after the `=`.
        None | Some(b'#') => {
            refuse_continued(text, line)?;
            Ok((start..start, Quoting::Bare))
        }
        Some(_) => {
            let behind = bare_end(text, first, number)?;
            refuse_continued(text, line)?;
            if text[..behind].ends_with(b"\\") {
                return Err(Refusal::Continued { line: number });
            }
            if is_ambiguous(&text[first..behind]) {
                return Err(Refusal::Reference { line: number });
            }
            Ok((first..behind, Quoting::Bare))
        }
    }
}

/// The position after the closing quote.
fn quoted_end(text: &[u8], open: usize, line: usize) -> Result<usize, Refusal> {
    let Some(length) = closing_quote(&text[open + 1..], text[open]) else {
        return Err(Refusal::OpenQuote { line });
    };
    let behind = open + 1 + length + 1;
    let next = skip_blanks(text, behind);
    match text.get(next) {
        None => Ok(behind),
        Some(b'#') if next > behind => Ok(behind),
        Some(_) => Err(Refusal::AfterQuote { line }),
    }
}

/// The position after a value without quotes.
fn bare_end(text: &[u8], start: usize, line: usize) -> Result<usize, Refusal> {
    let hash = (start..text.len()).find(|at| text[*at] == b'#');
    if hash.is_some_and(|hash| !is_blank(text[hash - 1])) {
        return Err(Refusal::Hash { line });
    }
    let end = hash.unwrap_or(text.len());
    let blanks = text[start..end]
        .iter()
        .rev()
        .take_while(|byte| is_blank(**byte));
    let behind = end - blanks.count();
    if text[start..behind].iter().any(|byte| is_quote(*byte)) {
        return Err(Refusal::QuoteInside { line });
    }
    Ok(behind)
}

/// Whether readers differ about a value without quotes: it refers to a variable, a shell ends it at a sign, or it has a
/// white-space character that only some readers count as a blank.
fn is_ambiguous(value: &[u8]) -> bool {
    let has_reference = value
        .windows(2)
        .any(|pair| pair[0] == b'$' && matches!(pair[1], b'{' | b'('));
    let ends_early = value
        .windows(2)
        .any(|pair| is_blank(pair[0]) && b";&|".contains(&pair[1]));
    let has_odd_blank = std::str::from_utf8(value).is_ok_and(|text| {
        text.chars()
            .any(|c| !c.is_ascii() && (c.is_whitespace() || c == '\u{feff}'))
    });
    // Node takes some control characters for blanks, so that a value of them is empty.
    let has_control = value
        .iter()
        .any(|byte| byte.is_ascii_control() && !is_blank(*byte));
    has_reference || ends_early || has_odd_blank || has_control
}

/// Refuses a line that ends in a backslash, also in a comment.
fn refuse_continued(text: &[u8], line: Line) -> Result<(), Refusal> {
    if is_continued(line.of(text)) {
        return Err(Refusal::Continued { line: line.number });
    }
    Ok(())
}
