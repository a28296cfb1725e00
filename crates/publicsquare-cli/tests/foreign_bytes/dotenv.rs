//! A dotenv file: psq changes one value, and other readers see exactly that.
//!
//! In come the bytes of the file. The property fails if a byte outside the value changes, if psq does not read what it
//! has written, if Node or Rust (`dotenv_readers.rs`) find another value afterwards or see another variable change,
//! if one of them finds a variable that psq does not find, or if a refusal shows a part of the file.

use std::collections::BTreeMap;

use super::{dotenv_readers, readers};

/// The variable that is changed. Its name starts and ends like those of others.
const NAME: &str = "PSQ_KEY";

/// The new value. It has the form of a key, so all quotes can hold it.
const VALUE: &str = "sk_test_HandedOut2222222";

/// Asserts what holds for each file.
pub(crate) fn holds(text: &[u8]) {
    let held = readers::dotenv_value(text, NAME);
    let edited = match readers::dotenv_edited(text, NAME, VALUE) {
        Ok(edited) => edited,
        Err(refusal) => {
            assert!(
                !refusal.contains(NAME) && !refusal.contains('\n'),
                "{refusal}"
            );
            assert!(refusal.len() < 300, "{refusal}");
            return;
        }
    };
    let held = held.expect("psq edits what it can read");
    assert_only_the_value_changed(text, &edited, held.is_some());
    assert_eq!(
        readers::dotenv_value(&edited, NAME),
        Ok(Some(VALUE.as_bytes().to_vec()))
    );
    if let (Ok(before), Ok(after)) = (std::str::from_utf8(text), std::str::from_utf8(&edited)) {
        let found = [dotenv_readers::node(before), dotenv_readers::node(after)];
        assert_seen("Node", found, held.as_deref());
        if let (Some(before), Some(after)) =
            (dotenv_readers::rust(before), dotenv_readers::rust(after))
        {
            // That crate takes a backquote for an ordinary character, and so another quote between two of them for the
            // beginning of a value. Whoever writes backquotes has another reader.
            if !text.contains(&b'`') && !has_padded_comment(text) {
                assert_seen("Rust", [before, after], held.as_deref());
            }
        }
    }
}

/// Whether a `#` follows two blanks. All other readers begin a comment there, and people write it like that. dotenvy 0.15
/// does not, so that a quote in the comment hides the lines below from it, with psq and without.
fn has_padded_comment(text: &[u8]) -> bool {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace() || !byte.is_ascii();
    let mut places = text.windows(3);
    places.any(|place| place[2] == b'#' && is_blank(&place[0]) && is_blank(&place[1]))
}

/// The bytes before and after the value are the same, and a value stays on its line.
#[track_caller]
fn assert_only_the_value_changed(text: &[u8], edited: &[u8], is_defined: bool) {
    if !is_defined {
        assert!(edited.starts_with(text));
        return;
    }
    let (old, new): (Vec<&[u8]>, Vec<&[u8]>) = (lines(text), lines(edited));
    assert_eq!(old.len(), new.len());
    let changed: Vec<usize> = (0..old.len()).filter(|at| old[*at] != new[*at]).collect();
    // The file may have held this value before.
    assert!(changed.len() <= 1, "{changed:?}");
    for at in changed {
        let (old, new) = (old[at], new[at]);
        let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        assert!(old[..start].contains(&b'='));
        let written = new
            .windows(VALUE.len())
            .position(|part| part == VALUE.as_bytes());
        let behind = written.expect("the value stands on this line") + VALUE.len();
        assert!(old.ends_with(&new[behind..]));
    }
}

fn is_plain(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || *byte == b'_'
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split(|byte| *byte == b'\n').collect()
}

/// A reader finds the new value, finds all other variables as before, and found the old value where psq did.
#[track_caller]
fn assert_seen(who: &str, found: [BTreeMap<String, String>; 2], held: Option<&[u8]>) {
    let [mut before, mut after] = found;
    let (old, new) = (before.remove(NAME), after.remove(NAME));
    assert_eq!(new.as_deref(), Some(VALUE), "{who}");
    assert_eq!(before, after, "{who}");
    match held {
        None => assert_eq!(old, None, "{who}"),
        Some(held) if held.iter().all(is_plain) => {
            assert_eq!(old.as_deref().map(str::as_bytes), Some(held), "{who}");
        }
        Some(_) => {}
    }
}
