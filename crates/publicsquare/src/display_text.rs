//! Texts from elsewhere, made safe for one line that a person reads.
//!
//! In comes a text from a server, from something on the way to it, or from the person who named a key. Out comes a text
//! of bounded length without characters that move the cursor, change the writing direction or are invisible.
//! `error/display.rs` builds error messages with it.

use std::fmt::{self, Write};

/// Characters that Unicode counts as letters or symbols, although they are blank: Hangul fillers and the empty Braille
/// pattern.
const BLANK: &[char] = &['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}', '\u{2800}'];

/// Whether a character is invisible, or changes how others look. A plain space does not count.
pub(crate) fn is_invisible(character: char) -> bool {
    // The standard library escapes control and format characters, separators, marks, and unassigned characters.
    let is_escaped = character.escape_debug().len() > 1 && !matches!(character, '"' | '\'' | '\\');
    is_escaped || BLANK.contains(&character)
}

/// Shows a text of a server in a `Debug`, without anything that looks like an API key.
pub(crate) struct WithoutKeys<'a>(pub(crate) Option<&'a str>);

impl fmt::Debug for WithoutKeys<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map(publicsquare_client::redact_keys).fmt(f)
    }
}

/// Writes a text, with invisible characters as `\u{…}`.
pub(crate) fn write_visible(text: &str, f: &mut impl Write) -> fmt::Result {
    text.chars()
        .try_for_each(|character| write_char_visible(character, f))
}

/// Writes a text on one line, with at most `most` characters. It drops a full stop at the end, because more words
/// follow.
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
    fn invisible_characters_are_written_as_escapes() {
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
