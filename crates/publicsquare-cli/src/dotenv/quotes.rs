//! Quoted values of several lines, as different readers see them.

use super::text::{EXPORT, Line, is_blank, is_quote, line_feeds, lines, skip_white_space};

/// A way to find the quote that closes another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Quotes count wherever they are in a value. Backslashes count outside of quotes and in double
    /// quotes.
    Shell,
    /// Quotes count at the start of a value only, as for those that follow. The next one closes.
    Next,
    /// A quote behind a backslash does not close, which is what the patterns of some libraries say.
    Pattern,
    /// Backslashes count in all quotes, and they escape each other.
    Pairs,
}

impl Reading {
    /// All ways.
    pub(super) const ALL: [Self; 4] = [Self::Shell, Self::Next, Self::Pattern, Self::Pairs];

    /// Whether a backslash between these quotes escapes the byte that follows it.
    fn escapes(self, quote: u8, next: Option<&u8>) -> bool {
        match self {
            Self::Shell => quote == b'"',
            Self::Next => false,
            Self::Pattern => next == Some(&quote),
            Self::Pairs => true,
        }
    }
}

/// Where a value leads.
pub(super) struct Scan {
    /// Where it ends: at a line feed or a comment that is outside all quotes, or with the text.
    pub(super) end: usize,
    /// The last position at which a quote was closed.
    closed: Option<usize>,
    /// The quote that is never closed.
    pub(super) open: Option<usize>,
}

/// Follows the value that starts at this position.
pub(super) fn scan(text: &[u8], start: usize, reading: Reading) -> Scan {
    let mut closed = None;
    let mut open: Option<usize> = None;
    let mut at = start;
    while let Some(&byte) = text.get(at) {
        if let Some(quote) = open.map(|open| text[open]) {
            if byte == quote {
                open = None;
                closed = Some(at);
            } else if byte == b'\\' && reading.escapes(quote, text.get(at + 1)) {
                at += 1;
            }
        } else if is_end(text, at) || (reading != Reading::Shell && closed.is_some()) {
            break;
        } else if is_quote(byte) {
            open = Some(at);
        } else if reading != Reading::Shell && !is_blank(byte) {
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

/// Whether a line or a comment ends what is outside of quotes.
fn is_end(text: &[u8], at: usize) -> bool {
    let is_comment = || text[at] == b'#' && at > 0 && is_blank(text[at - 1]);
    text[at] == b'\n' || is_comment()
}

/// The first and the last line of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// The number of the line with the name.
    pub(super) first: usize,
    /// The number of the line with the closing quote.
    pub(super) last: usize,
}

/// The values of several lines that a text has, and a quote in it that is never closed.
pub(super) struct Spans {
    /// The values that are closed, in order.
    pub(super) closed: Vec<Span>,
    /// The line of the first quote that is not.
    pub(super) unclosed: Option<usize>,
}

/// The values of several lines that a text has.
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
        // To most readers a quote that is never closed is a character like others, but what is before
        // it may still have several lines.
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

/// Where something starts on the line that may go on below it.
fn start(text: &[u8], line: Line, reading: Reading, is_inside: bool) -> Option<usize> {
    let content = line.of(text);
    let start = after_export(content);
    // Some readers look for the end of a name in quotes on the lines below. But a quote in front of a
    // line is far more often the end of a value.
    let is_name = content.get(start).copied().is_some_and(is_quote);
    if is_name && reading != Reading::Next && !is_inside {
        return Some(line.start + start);
    }
    // Libraries differ in how they go on behind a value of several lines that they do not like, so
    // that for them each line may be the start of another.
    if is_inside && reading == Reading::Shell {
        return None;
    }
    value_start(content, start).map(|value| line.start + value)
}

/// Where the name starts if the line defines any variable.
fn after_export(line: &[u8]) -> usize {
    let start = skip_white_space(line, 0);
    match line[start..].strip_prefix(EXPORT) {
        Some(rest) if rest.first().copied().is_some_and(is_blank) => {
            skip_white_space(line, start + EXPORT.len())
        }
        _ => start,
    }
}

/// Where the value starts behind the name.
fn value_start(line: &[u8], name: usize) -> Option<usize> {
    let length = line[name..].iter().position(|byte| {
        is_blank(*byte) || is_quote(*byte) || matches!(byte, b'=' | b':' | b'#')
    })?;
    let sign = skip_white_space(line, name + length);
    let is_sign = matches!(line.get(sign), Some(b'=' | b':'));
    is_sign.then_some(sign + 1)
}
