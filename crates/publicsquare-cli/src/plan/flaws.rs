//! Collects the mistakes in a plan, and prints each with its file, line and column.
//!
//! Mistakes with the range of bytes that they are about come in. Out goes one line for each, in the order of the file.
//! Hidden characters from the plan are escaped, and a text that looks like an API key is redacted. [`load`](super::load)
//! and [`validate`](super::validate) find the mistakes.

use std::ops::Range;
use std::path::Path;

use publicsquare::redact_keys;

use crate::escape::escape_hidden;

/// A mistake: the bytes that it is about, and a message that says what is wrong and what to do.
pub(super) struct Flaw {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// All mistakes in a plan.
#[derive(Default)]
pub(super) struct Flaws(Vec<Flaw>);

impl Flaws {
    pub(super) fn add(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.0.push(Flaw {
            span,
            message: message.into(),
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One line for each flaw.
    pub(super) fn to_lines(&self, path: &Path, text: &str) -> Vec<String> {
        let mut flaws: Vec<&Flaw> = self.0.iter().collect();
        flaws.sort_by_key(|flaw| flaw.span.start);
        let path = path.display().to_string();
        let lines = flaws.iter().map(|flaw| {
            let (line, column) = place(text, flaw.span.start);
            let message = redact_keys(&flaw.message).into_owned();
            format!("{path}:{line}:{column}: {}", escape_hidden(&message))
        });
        lines.collect()
    }
}

/// The line and the column of a byte, both from 1.
pub(super) fn place(text: &str, offset: usize) -> (usize, usize) {
    let end = (0..=offset.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    let before = text.get(..end.unwrap_or(0)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    (line, column)
}

/// The places of texts that look like the value of an API key.
pub(super) fn keys_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let clean = redact_keys(line);
        if clean != line {
            let same = line
                .bytes()
                .zip(clean.bytes())
                .take_while(|(one, other)| one == other)
                .count();
            found.push(start + same..start + line.len());
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_characters_from_one() {
        let text = "a\nöb\n";
        assert_eq!(place(text, 0), (1, 1));
        assert_eq!(place(text, 2), (2, 1));
        assert_eq!(place(text, 4), (2, 2));
        assert_eq!(place(text, 3), (2, 1), "the middle of a character");
        assert_eq!(place(text, 99), (3, 1));
    }

    #[test]
    fn a_key_is_found_with_its_place_and_not_shown() {
        let text = "a = 1\n# was sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk once\nid = \"key_7Ay5\"\n";
        let found = keys_in(text);
        assert_eq!(found.len(), 1);
        assert_eq!(place(text, found[0].start), (2, 7));
        let mut flaws = Flaws::default();
        flaws.add(
            0..1,
            "unknown field `sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk\u{1b}`",
        );
        let lines = flaws.to_lines(Path::new("p"), text);
        assert_eq!(lines, ["p:1:1: unknown field `[redacted]\\u{1b}`"]);
    }
}
