//! Lines, line endings and blanks of a text that may have any bytes.
//!
//! Bytes come in. Out go positions in them. Files may be without UTF-8, with LF or CRLF, and with a byte
//! order mark. The other files of `dotenv` build on this one and never split a text themselves.

/// The word before a definition with which a shell passes the variable on to other programs.
pub(super) const EXPORT: &[u8] = b"export";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A line of a text, without its ending.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Its number, counted from 1.
    pub(super) number: usize,
    /// Where it starts, after the byte order mark if there is one.
    pub(super) start: usize,
    /// Where its ending starts, or the text ends.
    pub(super) end: usize,
}

impl Line {
    /// The bytes of the line. `text` is the text that the line is from.
    pub(super) fn of<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        &text[self.start..self.end]
    }
}

/// The lines of a text. After the last line feed there is another line only if it has a byte.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Line> {
    let mut start = 0;
    text.split_inclusive(|byte| *byte == b'\n')
        .enumerate()
        .map(move |(index, line)| {
            let end = start + content(line).len();
            let mark = usize::from(index == 0 && line.starts_with(BYTE_ORDER_MARK));
            let this = Line {
                number: index + 1,
                start: start + mark * BYTE_ORDER_MARK.len(),
                end,
            };
            start += line.len();
            this
        })
}

/// A line without its ending.
fn content(line: &[u8]) -> &[u8] {
    let Some(line) = line.strip_suffix(b"\n") else {
        return line;
    };
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The ending of the last line that has one.
pub(super) fn last_ending(text: &[u8]) -> &'static [u8] {
    let end = text.iter().rposition(|byte| *byte == b'\n').unwrap_or(0);
    if text[..end].ends_with(b"\r") {
        b"\r\n"
    } else {
        b"\n"
    }
}

/// How many line feeds there are.
pub(super) fn line_feeds(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count()
}

/// Whether the line ends in a backslash. Some readers then continue it on the next line.
pub(super) fn is_continued(line: &[u8]) -> bool {
    line.ends_with(b"\\")
}

/// Whether the line is a name and a colon only. Node then reads the next line as the value of that name.
pub(super) fn ends_in_colon(line: &[u8]) -> bool {
    let is_named = |words: &[u8]| {
        let start = skip_white_space(words, 0);
        let is_sign = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
        words[start..]
            .strip_suffix(b":")
            .is_some_and(|name| !name.is_empty() && name.iter().all(is_sign))
    };
    let start = skip_white_space(line, 0);
    is_named(line) || line[start..].strip_prefix(EXPORT).is_some_and(is_named)
}

/// Whether all readers take the byte for a blank.
pub(super) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Whether the byte opens a quoted value for some reader.
pub(super) fn is_quote(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'`')
}

/// The first position from `at` on that is not a blank.
pub(super) fn skip_blanks(line: &[u8], at: usize) -> usize {
    let blanks = line[at..].iter().take_while(|byte| is_blank(**byte));
    at + blanks.count()
}

/// The first position from `at` on that no reader takes for white space.
pub(super) fn skip_white_space(line: &[u8], at: usize) -> usize {
    let mut rest = &line[at..];
    while let Some(character) = first_character(rest) {
        // Python counts some control characters as white space, and JavaScript the byte order mark.
        let is_skipped =
            character.is_whitespace() || character.is_control() || character == '\u{feff}';
        if !is_skipped {
            break;
        }
        rest = &rest[character.len_utf8()..];
    }
    line.len() - rest.len()
}

/// The first character, if the bytes start with one.
fn first_character(bytes: &[u8]) -> Option<char> {
    (1..=bytes.len().min(4))
        .find_map(|length| std::str::from_utf8(&bytes[..length]).ok())
        .and_then(|text| text.chars().next())
}
