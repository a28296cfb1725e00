//! A file with a credential: the key in it is its text without the white space around it.
//!
//! In come the bytes of the file. The property fails if psq reads another key, takes a file that is no text, is empty
//! or is longer than 4096 bytes, or shows the file in a refusal.

use super::readers;

/// Asserts what holds for each file.
pub(crate) fn holds(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).ok().map(str::trim);
    let expected = text.filter(|text| !text.is_empty() && bytes.len() <= 4096);
    match readers::credential(bytes) {
        Ok(key) => assert_eq!(Some(key.as_str()), expected),
        Err(refusal) => {
            assert_eq!(expected, None, "{refusal}");
            let is_shown = text.is_some_and(|text| text.len() > 20 && refusal.contains(text));
            assert!(!is_shown && refusal.len() < 100, "{refusal}");
        }
    }
}
