//! Lines and blanks of a text that may have any bytes.

/// The word that a shell needs in front of a definition that is to reach other programs.
pub(super) const EXPORT: &[u8] = b"export";

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A line of a text, without its ending.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Its number, counted from 1.
    pub(super) number: usize,
    /// Where it starts; behind the byte order mark if there is one.
    pub(super) start: usize,
    /// Where its ending starts, or the text ends.
    pub(super) end: usize,
}

impl Line {
    /// What the line has, of the text that it is a line of.
    pub(super) fn of<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        &text[self.start..self.end]
    }
}

/// The lines of a text. Behind the last line feed there is one only if there is a byte for it.
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

/// Whether the line ends in a backslash, with which some readers continue it on the next one.
pub(super) fn is_continued(line: &[u8]) -> bool {
    let end = line.iter().rposition(|byte| *byte != b'\r');
    end.is_some_and(|end| line[end] == b'\\')
}

/// Whether the byte is one that all readers take for a blank.
pub(super) fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Whether the byte opens a quoted value for some reader.
pub(super) fn is_quote(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'`')
}

/// The first position from `at` on that has no blank.
pub(super) fn skip_blanks(line: &[u8], at: usize) -> usize {
    let blanks = line[at..].iter().take_while(|byte| is_blank(**byte));
    at + blanks.count()
}

/// The first position from `at` on that has nothing that some reader takes for white space.
pub(super) fn skip_white_space(line: &[u8], at: usize) -> usize {
    let mut rest = &line[at..];
    while let Some(character) = first_character(rest) {
        // Python counts some control characters among them, and JavaScript the byte order mark.
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
