//! Texts of others, made fit for one line that a person reads.
//!
//! What comes in was written by a server, by something on the way to it, or by whoever named a key. What
//! goes out has no character that moves the cursor, turns the writing direction or cannot be seen, and is of
//! bounded length.

use std::fmt::{self, Write};

/// Characters that Unicode counts as letters or symbols and that show nothing: Hangul fillers and the
/// empty Braille pattern.
const BLANK: &[char] = &['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}', '\u{2800}'];

/// Whether a character cannot be seen, or changes how others are seen. A plain space is not one.
pub(crate) fn is_invisible(character: char) -> bool {
    // The standard library escapes control and format characters, separators, marks, and what is
    // not assigned.
    let is_escaped = character.escape_debug().len() > 1 && !matches!(character, '"' | '\'' | '\\');
    is_escaped || BLANK.contains(&character)
}

/// A text of a server in a `Debug`, which escapes what cannot be seen: without what looks like an API
/// key.
pub(crate) struct WithoutKeys<'a>(pub(crate) Option<&'a str>);

impl fmt::Debug for WithoutKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map(publicsquare_client::redact_keys).fmt(f)
    }
}

/// Writes all of a text, with what cannot be seen as `\u{…}`.
pub(crate) fn write_visible(text: &str, f: &mut impl Write) -> fmt::Result {
    text.chars()
        .try_for_each(|character| write_char_visible(character, f))
}

/// Writes a text on one line, of at most `most` characters, and without the full stop that would
/// end the line too early.
pub(crate) fn on_one_line(text: &str, most: usize, f: &mut impl Write) -> fmt::Result {
    let mut left = most;
    for character in text.trim_end().trim_end_matches('.').chars() {
        let character = match character {
            '\r' | '\n' | '\t' => ' ',
            other => other,
        };
        let length = if is_invisible(character) {
            character.escape_unicode().len()
        } else {
            1
        };
        let Some(rest) = left.checked_sub(length) else {
            return f.write_char('…');
        };
        left = rest;
        write_char_visible(character, f)?;
    }
    Ok(())
}

fn write_char_visible(character: char, f: &mut impl Write) -> fmt::Result {
    if is_invisible(character) {
        write!(f, "{}", character.escape_unicode())
    } else {
        f.write_char(character)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(text: &str, most: usize) -> String {
        let mut line = String::new();
        on_one_line(text, most, &mut line).expect("a text takes everything");
        line
    }

    #[test]
    fn what_cannot_be_seen_is_made_visible() {
        for hidden in [
            '\0',
            '\u{1b}',
            '\u{85}',
            '\u{ad}',
            '\u{61c}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{2028}',
            '\u{2029}',
            '\u{202e}',
            '\u{2066}',
            '\u{2800}',
            '\u{3164}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{e0041}',
            '\u{a0}',
            '\u{34f}',
        ] {
            let shown = line(&format!("a{hidden}b"), 100);
            assert_eq!(shown, format!("a\\u{{{:x}}}b", u32::from(hidden)));
        }
        assert_eq!(
            line("it's \"für\" C:\\ 鍵 🔑", 100),
            "it's \"für\" C:\\ 鍵 🔑"
        );
    }

    #[test]
    fn lines_become_one_and_the_full_stop_goes() {
        assert_eq!(line("one\r\ntwo\t.\n", 100), "one  two ");
        assert_eq!(line("123456", 5), "12345…");
        assert_eq!(line("12345", 5), "12345");
    }

    proptest! {
        #[test]
        fn any_text_is_one_bounded_line(text in "\\PC*|(?s).*", most in 0usize..50) {
            let line = line(&text, most);
            prop_assert!(line.chars().count() <= most + 1);
            prop_assert!(!line.chars().any(is_invisible));
        }
    }
}
