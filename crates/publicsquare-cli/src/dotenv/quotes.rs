//! Quoted values that span several lines, as five kinds of readers see them.
//!
//! A text comes in with a way to read it ([`Reading`]). Out go the lines that each quoted value covers, and
//! the line of a quote that is never closed. `definition` and `append` refuse a file in which the readers
//! disagree.

use super::text::{EXPORT, Line, is_blank, is_quote, line_feeds, lines, skip_white_space};

/// How a reader finds the closing quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Like a shell: quotes count anywhere in a value. Backslashes count outside of quotes and in double quotes.
    Shell,
    /// Like dotenvy of Rust: quotes count anywhere in a value. Backslashes count everywhere.
    Anywhere,
    /// Quotes count at the start of a value only, as in the next two ways. The next quote closes.
    Next,
    /// A quote after a backslash does not close, as in the patterns of some libraries.
    Pattern,
    /// A backslash in any quotes escapes the next byte, also another backslash.
    Pairs,
}

impl Reading {
    /// All five ways.
    pub(super) const ALL: [Self; 5] = [
        Self::Shell,
        Self::Anywhere,
        Self::Next,
        Self::Pattern,
        Self::Pairs,
    ];

    /// Where a value begins that may begin here. In the pattern of Node, it may do so on a line below, if there is a quote.
    fn value_begin(self, text: &[u8], at: usize) -> usize {
        let next = skip_white_space(text, at);
        match text.get(next) {
            Some(&byte) if self == Self::Pattern && is_quote(byte) => next,
            _ => at,
        }
    }

    /// Whether a quote counts behind the start of a value as well.
    fn counts_inside(self) -> bool {
        matches!(self, Self::Shell | Self::Anywhere)
    }

    /// Whether a backslash between these quotes escapes the byte that follows it.
    fn escapes(self, quote: u8, next: Option<&u8>) -> bool {
        match self {
            Self::Shell => quote == b'"',
            Self::Next => false,
            Self::Pattern => next == Some(&quote),
            Self::Pairs | Self::Anywhere => true,
        }
    }
}

/// How far a value goes.
pub(super) struct Scan {
    /// The end: a line feed or a comment outside all quotes, or the end of the text.
    pub(super) end: usize,
    /// The last position at which a quote was closed.
    closed: Option<usize>,
    /// The position of a quote that is never closed.
    pub(super) open: Option<usize>,
}

/// Follows the value that starts at this position.
pub(super) fn scan(text: &[u8], start: usize, reading: Reading) -> Scan {
    let mut closed = None;
    let mut open: Option<usize> = None;
    let mut at = reading.value_begin(text, start);
    while let Some(&byte) = text.get(at) {
        if let Some(quote) = open.map(|open| text[open]) {
            if byte == quote {
                open = None;
                closed = Some(at);
            } else if byte == b'\\' && reading.escapes(quote, text.get(at + 1)) {
                at += 1;
            }
        } else if is_end(text, at) || (!reading.counts_inside() && closed.is_some()) {
            break;
        } else if is_quote(byte) {
            open = Some(at);
        } else if !reading.counts_inside() && !is_blank(byte) {
            break;
        } else if byte == b'\\' {
            at += 1;
        }
        at += 1;
    }
    Scan {
        end: at.min(text.len()),
        closed,
        open,
    }
}

/// Whether a line feed or a comment ends a value here. For positions outside of quotes.
fn is_end(text: &[u8], at: usize) -> bool {
    let before = text[..at].last().copied();
    text[at] == b'\n' || (text[at] == b'#' && before.is_some_and(is_blank))
}

/// The first and the last line of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The number of the line with the name.
    pub(super) first: usize,
    /// The number of the line with the closing quote.
    pub(super) last: usize,
}

/// The values of several lines in a text, and a quote in it that is never closed.
pub(super) struct Spans {
    /// The values that are closed, in order.
    pub(super) closed: Vec<Span>,
    /// The line of the first quote that is never closed.
    pub(super) unclosed: Option<usize>,
}

/// Finds the values of several lines in a text.
pub(super) fn spans(text: &[u8], reading: Reading) -> Spans {
    let mut closed = Vec::new();
    let mut unclosed = None;
    let mut last = 0;
    for line in lines(text) {
        let Some(start) = start(text, line, reading, line.number <= last) else {
            continue;
        };
        let scan = scan(text, start, reading);
        if let Some(open) = scan.open {
            unclosed.get_or_insert_with(|| line.number + line_feeds(&text[line.start..open]));
        }
        // Most readers take a quote that is never closed for an ordinary character. The part before it may still have
        // several lines.
        let end = match scan.open {
            Some(_) => scan.closed.unwrap_or(start),
            None => scan.end,
        };
        let span = Span {
            first: line.number,
            last: line.number + line_feeds(&text[line.start..end]),
        };
        if span.last > span.first {
            closed.push(span);
        }
        last = last.max(span.last);
    }
    Spans { closed, unclosed }
}

/// Where something starts on the line that may continue below it.
fn start(text: &[u8], line: Line, reading: Reading, is_inside: bool) -> Option<usize> {
    let content = line.of(text);
    let start = after_export(content);
    // Some readers look for the end of a quoted name on the lines below. But a quote at the start of a line is far more
    // often the end of a value.
    let is_name = content.get(start).copied().is_some_and(is_quote);
    if is_name && reading != Reading::Next && !is_inside {
        return Some(line.start + start);
    }
    // Libraries differ in how they continue after a value of several lines that they reject. For them, each line may be
    // the start of another value.
    if is_inside && reading.counts_inside() {
        return None;
    }
    value_start(content, start).map(|value| line.start + value)
}

/// Where the name starts, if the line defines a variable. Of a longer name that begins with `export`, this is the rest: both
/// have the same end.
fn after_export(line: &[u8]) -> usize {
    let start = skip_white_space(line, 0);
    match line[start..].strip_prefix(EXPORT) {
        Some(_) => skip_white_space(line, start + EXPORT.len()),
        None => start,
    }
}

/// Where the value starts after the name.
fn value_start(line: &[u8], name: usize) -> Option<usize> {
    let length = line[name..].iter().position(|byte| {
        is_blank(*byte) || is_quote(*byte) || matches!(byte, b'=' | b':' | b'#')
    })?;
    let sign = skip_white_space(line, name + length);
    let is_sign = matches!(line.get(sign), Some(b'=' | b':'));
    is_sign.then_some(sign + 1)
}
