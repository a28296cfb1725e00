//! Text from elsewhere, made safe to show in a terminal or a log.
//!
//! What the API, a file name or a program says may contain characters that move the cursor, end the line or
//! turn the direction of writing. Such a text comes in. Out goes the text with these characters as escapes.
//! Everything that psq prints goes through here. Keys are removed elsewhere: in `program/redaction`, and by
//! the SDK's `redact_keys`.

use std::fmt::Write;

/// Escapes every character that would act on a terminal, and line breaks. The result is one line.
pub(crate) fn escape_hidden(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            // Writing to a `String` does not fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Escapes the same characters in a JSON text, where they can only be in strings. Line breaks between members stay.
pub(crate) fn escape_hidden_in_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        if is_hidden(character) && character != '\n' {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Whether a character is invisible or acts on a terminal: control characters, line and paragraph separators,
/// directions, joiners, tags and other format characters.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_do_something_is_shown() {
        let text = "a\u{1b}[31mb\r\n::error::c\u{202e}d\u{9b}e ü";
        let shown = escape_hidden(text);
        assert_eq!(shown, r"a\u{1b}[31mb\u{d}\u{a}::error::c\u{202e}d\u{9b}e ü");
        let json = serde_json::to_string(&[text, "\u{e0041}"]).expect("JSON");
        let shown = escape_hidden_in_json(&json);
        assert!(!shown.chars().any(is_hidden), "{shown}");
        let back: Vec<String> = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(back, [text, "\u{e0041}"]);
    }
}
