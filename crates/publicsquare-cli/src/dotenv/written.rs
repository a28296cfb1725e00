//! How a value is written in a file: with which quotes, and with which escapes.
//!
//! A value and the quotes that it has now come in. Out go the bytes to write. In the other direction, bytes
//! with quotes come in and the value goes out. `definition` finds the place.

use zeroize::Zeroizing;

/// What is around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    /// Nothing.
    Bare,
    /// Single quotes, in which nothing is escaped.
    Single,
    /// Double quotes, in which backslashes escape.
    Double,
    /// Backticks, in which nothing is escaped.
    Backtick,
}

impl Quoting {
    /// The quoting that starts with this quote.
    pub(super) fn by(quote: u8) -> Self {
        match quote {
            b'\'' => Self::Single,
            b'`' => Self::Backtick,
            _ => Self::Double,
        }
    }

    /// The quoting for a new value. Keeps the present quoting, if the value allows it.
    fn for_value(self, value: &str) -> Self {
        let is_kept = match self {
            Self::Bare => value.bytes().all(is_plain),
            Self::Single => !value.contains('\''),
            Self::Double => !value.bytes().any(is_escaped),
            Self::Backtick => !value.contains('`'),
        };
        if is_kept {
            self
        } else if value.contains('\'') {
            Self::Double
        } else {
            Self::Single
        }
    }
}

/// Whether all readers take the byte for itself outside quotes.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_./:@%+=,-".contains(&byte)
}

/// Whether the byte needs a backslash in double quotes.
fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'\\' | b'"' | b'$' | b'`')
}

/// Whether the value can be written on one line for all readers.
pub(super) fn is_fit(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Writes the value, in quotes if it needs them or if the former value had quotes.
pub(super) fn write(value: &str, now: Quoting) -> Zeroizing<Vec<u8>> {
    let mut written = Zeroizing::new(Vec::with_capacity(2 * value.len() + 2));
    let quoting = now.for_value(value);
    let quote = match quoting {
        Quoting::Bare => None,
        Quoting::Single => Some(b'\''),
        Quoting::Double => Some(b'"'),
        Quoting::Backtick => Some(b'`'),
    };
    written.extend(quote);
    for byte in value.bytes() {
        if quoting == Quoting::Double && is_escaped(byte) {
            written.push(b'\\');
        }
        written.push(byte);
    }
    written.extend(quote);
    written
}

/// The value that is written so.
pub(super) fn read(written: &[u8], quoting: Quoting) -> Zeroizing<Vec<u8>> {
    let mut value = Zeroizing::new(Vec::with_capacity(written.len()));
    let mut rest = match quoting {
        Quoting::Bare => written,
        _ => &written[1..written.len() - 1],
    };
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        let escaped = rest.first().filter(|byte| is_escaped(**byte));
        match escaped {
            Some(&escaped) if quoting == Quoting::Double && byte == b'\\' => {
                value.push(escaped);
                rest = &rest[1..];
            }
            _ => value.push(byte),
        }
    }
    value
}

/// How long the value is that ends with the quote, which is already open.
pub(super) fn closing_quote(rest: &[u8], quote: u8) -> Option<usize> {
    let mut at = 0;
    while let Some(&byte) = rest.get(at) {
        if byte == quote {
            return Some(at);
        }
        at += if byte == b'\\' && quote == b'"' { 2 } else { 1 };
    }
    None
}
