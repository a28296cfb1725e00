//! Quoted values of several lines, as different readers see them.

use super::text::{EXPORT, Line, is_blank, is_quote, line_feeds, lines, skip_white_space};

/// A way to find the quote that closes another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Backslashes count in double quotes only, and they escape each other.
    Shell,
    /// A quote behind a backslash never closes, which is what the patterns of some libraries say.
    Pattern,
    /// Backslashes count in all quotes, and they escape each other.
    Pairs,
}

impl Reading {
    /// All ways.
    pub(super) const ALL: [Self; 3] = [Self::Shell, Self::Pattern, Self::Pairs];

    /// Whether a backslash between these quotes escapes whatever follows it.
    fn pairs(self, quote: u8) -> bool {
        match self {
            Self::Shell => quote == b'"',
            Self::Pattern => false,
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
        let before = at.checked_sub(1).map(|before| text[before]);
        if let Some(quote) = open.map(|open| text[open]) {
            if byte == quote && !(reading == Reading::Pattern && before == Some(b'\\')) {
                open = None;
                closed = Some(at);
            } else if byte == b'\\' && reading.pairs(quote) {
                at += 1;
            }
        } else if byte == b'\n' || (byte == b'#' && before.is_some_and(is_blank)) {
            break;
        } else if is_quote(byte) {
            open = Some(at);
        } else if byte == b'\\' && text.get(at + 1) != Some(&b'\n') {
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
        if line.number <= last {
            continue;
        }
        let Some(start) = value_start(text, line) else {
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
        last = line.number + line_feeds(&text[line.start..end]);
        if last > line.number {
            closed.push(Span {
                first: line.number,
                last,
            });
        }
    }
    Spans { closed, unclosed }
}

/// Where the value starts if the line defines any variable.
fn value_start(text: &[u8], line: Line) -> Option<usize> {
    let content = line.of(text);
    let start = skip_white_space(content, 0);
    let word = match content[start..].strip_prefix(EXPORT) {
        Some(rest) if rest.first().copied().is_some_and(is_blank) => start + EXPORT.len(),
        _ => start,
    };
    let name = skip_white_space(content, word);
    let end = content[name..].iter().position(|byte| {
        is_blank(*byte) || is_quote(*byte) || matches!(byte, b'=' | b':' | b'#')
    })?;
    let sign = skip_white_space(content, name + end);
    let is_sign = matches!(content.get(sign), Some(b'=' | b':'));
    (end > 0 && is_sign).then_some(line.start + sign + 1)
}
