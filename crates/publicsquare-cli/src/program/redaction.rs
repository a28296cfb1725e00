//! Removing the key from the output of a program.
//!
//! Chunks of bytes come in. Out goes the same with every form of the key replaced: as it is, in base64 at any
//! alignment, in hexadecimal, and as escapes of URLs and JSON. A form may be broken over lines. Only bytes
//! that may begin a form are kept back, so that a prompt appears at once. Texts of the API go through the
//! SDK's `redact_keys` instead.

use publicsquare::SecretKey;
use zeroize::Zeroizing;

use crate::fingerprint::hex;

/// The text that replaces the key.
const MARK: &[u8] = b"[the key]";

/// How many line-break bytes may stand between two bytes of a form.
const MOST_BREAKS: usize = 2;

/// The end of the stream may cut a form off. A beginning of this length already reveals too much.
const TELLING: usize = 12;

/// One way to write the key.
struct Form {
    bytes: Zeroizing<Vec<u8>>,
    ignores_case: bool,
}

/// A stream from which the key is removed.
pub(super) struct Redaction {
    forms: Vec<Form>,
    held: Zeroizing<Vec<u8>>,
}

/// Whether a form begins at a position.
enum Found {
    /// The whole form is there. It has this many bytes.
    Whole(usize),
    /// This many bytes of the form are there, and then the data ends.
    Begun(usize),
    No,
}

impl Redaction {
    pub(super) fn of(key: &SecretKey) -> Self {
        let bytes = key.expose_secret().as_bytes();
        let mut forms = vec![Form::new(bytes.to_vec(), false)];
        let each = |before: &str| -> Vec<u8> {
            bytes
                .iter()
                .flat_map(|byte| format!("{before}{byte:02x}").into_bytes())
                .collect()
        };
        forms.push(Form::new(hex(bytes).into_bytes(), true));
        for before in ["%", "\\u00", "\\x"] {
            forms.push(Form::new(each(before), true));
        }
        for alignment in 0..3 {
            for alphabet in [b"+/", b"-_"] {
                forms.push(Form::new(base64(bytes, alignment, *alphabet), false));
            }
        }
        // A short form would be found everywhere.
        forms.retain(|form| form.bytes.len() >= TELLING);
        Self {
            forms,
            held: Zeroizing::new(Vec::new()),
        }
    }

    /// Takes the next chunk. Returns the bytes that can be shown now.
    pub(super) fn take(&mut self, chunk: &[u8]) -> Vec<u8> {
        self.held.extend_from_slice(chunk);
        self.pass(false)
    }

    /// Returns the rest at the end of the stream.
    pub(super) fn end(&mut self) -> Vec<u8> {
        self.pass(true)
    }

    fn pass(&mut self, is_end: bool) -> Vec<u8> {
        let mut shown = Vec::with_capacity(self.held.len());
        let mut at = 0;
        while let Some(&byte) = self.held.get(at) {
            let rest = self.held.get(at..).unwrap_or_default();
            let (mut whole, mut begun) = (None, None);
            for form in &self.forms {
                match form.at(rest) {
                    Found::Whole(length) => whole = whole.max(Some(length)),
                    Found::Begun(length) => begun = begun.max(Some(length)),
                    Found::No => {}
                }
            }
            match (whole, begun) {
                (Some(length), _) => {
                    shown.extend_from_slice(MARK);
                    at += length;
                }
                (None, Some(_)) if !is_end => break,
                (None, Some(length)) if length >= TELLING => {
                    shown.extend_from_slice(MARK);
                    at = self.held.len();
                }
                _ => {
                    shown.push(byte);
                    at += 1;
                }
            }
        }
        self.held = Zeroizing::new(self.held.get(at..).unwrap_or_default().to_vec());
        shown
    }
}

impl Form {
    fn new(bytes: Vec<u8>, ignores_case: bool) -> Self {
        Self {
            bytes: Zeroizing::new(bytes),
            ignores_case,
        }
    }

    fn at(&self, text: &[u8]) -> Found {
        let mut at = 0;
        for (index, wanted) in self.bytes.iter().enumerate() {
            let mut breaks = 0;
            loop {
                let Some(byte) = text.get(at) else {
                    return Found::Begun(index);
                };
                at += 1;
                if byte == wanted || (self.ignores_case && byte.eq_ignore_ascii_case(wanted)) {
                    break;
                }
                breaks += 1;
                if index == 0 || breaks > MOST_BREAKS || !b"\r\n ".contains(byte) {
                    return Found::No;
                }
            }
        }
        Found::Whole(at)
    }
}

/// The base64 text of the bytes if `before` other bytes stand before them. Leaves out the characters that depend on
/// neighbouring bytes (RFC 4648, section 4). `last` has the last two characters of the alphabet.
fn base64(bytes: &[u8], before: usize, last: [u8; 2]) -> Vec<u8> {
    let character = |value: u32| match value {
        0..=25 => b'A' + value as u8,
        26..=51 => b'a' + (value - 26) as u8,
        52..=61 => b'0' + (value - 52) as u8,
        62 => last[0],
        _ => last[1],
    };
    let first = (before * 8).div_ceil(6);
    let end = (before + bytes.len()) * 8 / 6;
    (first..end)
        .map(|index| {
            let value = (index * 6..index * 6 + 6).fold(0, |value, bit| {
                let byte = bytes.get(bit / 8 - before).copied().unwrap_or_default();
                value * 2 + u32::from(byte >> (7 - bit % 8) & 1)
            });
            character(value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk";

    /// The whole stream, in chunks of this size.
    fn shown(text: &[u8], size: usize) -> String {
        let mut redaction = Redaction::of(&SecretKey::from(KEY));
        let mut shown = Vec::new();
        for chunk in text.chunks(size) {
            shown.extend(redaction.take(chunk));
            let longest = 6 * KEY.len() * (MOST_BREAKS + 1);
            assert!(
                redaction.held.len() <= longest,
                "it keeps more bytes than one form has"
            );
        }
        shown.extend(redaction.end());
        String::from_utf8(shown).expect("UTF-8")
    }

    #[test]
    fn every_form_is_taken_out_across_all_borders() {
        let forms = [
            KEY.to_owned(),
            // By `base64`, of the key, of "x" and the key, of "xy" and the key.
            "c2tfdGVzdF82ZnBBYUd5SEJlR05weFRwSktNRDV3NXdr".to_owned(),
            hex(KEY.as_bytes()),
            hex(KEY.as_bytes()).to_uppercase(),
            KEY.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            KEY.bytes().map(|byte| format!("\\u{byte:04x}")).collect(),
            format!("{}\r\n{}", &KEY[..20], &KEY[20..]),
        ];
        for form in forms {
            for size in [1, 2, 7, 4096] {
                let text = shown(format!("a{form} b").as_bytes(), size);
                assert_eq!(text, "a[the key] b", "{form} in pieces of {size}");
            }
        }
    }

    #[test]
    fn what_is_no_key_is_shown_at_once() {
        let mut redaction = Redaction::of(&SecretKey::from(KEY));
        assert_eq!(redaction.take(b"Password: "), b"Password: ");
        assert_eq!(redaction.take(b"a sk_test"), b"a ");
        assert_eq!(redaction.take(b"_other"), b"sk_test_other");
        assert_eq!(redaction.take(b" sk_test"), b" ");
        assert_eq!(redaction.end(), b"sk_test");
    }

    #[test]
    fn what_is_not_written_as_the_key_is_shown_as_it_is() {
        let (head, tail) = KEY.split_at(20);
        // Something else within it, and more line breaks than the end of one line and an empty one.
        for text in [
            format!("{head}-{tail}"),
            format!("{head}\n-{tail}"),
            format!("{head}\r\n\n{tail}"),
        ] {
            assert_eq!(shown(text.as_bytes(), 4096), text);
        }
    }

    #[test]
    fn base64_has_both_last_characters_of_each_alphabet() {
        for (last, expected) in [(*b"+/", "+/+/"), (*b"-_", "-_-_")] {
            assert_eq!(base64(&[0xfb, 0xff, 0xbf], 0, last), expected.as_bytes());
        }
    }

    #[test]
    fn most_of_a_key_at_the_end_is_as_telling() {
        assert_eq!(shown(&KEY.as_bytes()[..30], 8), "[the key]");
    }

    proptest! {
        #[test]
        fn base64_is_found_at_any_alignment(before in "[ -~]{0,40}", after in "[ -~]{0,40}", wrap in 20_usize..80) {
            let text = format!("{before}{KEY}{after}");
            let encoded = whole_base64(text.as_bytes());
            let lines: Vec<_> = encoded.chunks(wrap).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
            let shown = shown(lines.join("\n").as_bytes(), 13);
            prop_assert!(shown.contains("[the key]"), "{}", shown);
        }

        #[test]
        fn what_has_no_key_in_it_stays_as_it_is(text in "[ -~\n]{0,300}", size in 1_usize..50) {
            prop_assert_eq!(shown(text.as_bytes(), size), text);
        }
    }

    fn whole_base64(bytes: &[u8]) -> Vec<u8> {
        let mut padded = bytes.to_vec();
        padded.resize(bytes.len().next_multiple_of(3), 0);
        base64(&padded, 0, *b"+/")
    }
}
