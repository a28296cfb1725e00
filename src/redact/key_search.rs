//! Finds what looks like an API key in a text that a server sent.
//!
//! In comes a text of any length. Out comes the place of each key in it, or the text without them. `redact.rs` uses it for
//! texts and headers of responses, and other crates for what they show.

use std::borrow::Cow;

use super::REDACTED;

/// What stands between the letters in front of a key and its random part.
const ENVIRONMENTS: &[&str] = &["_test_", "_prod_", "_production_"];

/// Replaces everything that looks like a key, such as `sk_prod_…`, by `[redacted]`.
///
/// Use it before you show a text that comes from a server or a user, such as an error page, a name or a header.
///
/// ```
/// # use publicsquare_client::redact_keys;
/// assert_eq!(redact_keys("used sk_test_4eC39HqLyjWD, for key_7Ay5mcUX"), "used [redacted], for key_7Ay5mcUX");
/// ```
#[must_use]
pub fn redact_keys(text: &str) -> Cow<'_, str> {
    let Some(mut found) = find_key(text, 0) else {
        return Cow::Borrowed(text);
    };
    let mut clean = String::with_capacity(text.len());
    let mut done = 0;
    loop {
        let (start, end) = found;
        clean.push_str(&text[done..start]);
        clean.push_str(REDACTED);
        done = end;
        match find_key(text, done) {
            Some(next) => found = next,
            None => break,
        }
    }
    clean.push_str(&text[done..]);
    Cow::Owned(clean)
}

/// Finds `pk_prod_…`, `sk_test_…` and the like behind `from`: two or three letters ending in `k`, an environment,
/// and at least eight characters that a key may have.
///
/// With more letters in front, as in `keysk_test_…`, the rest has to look random, because a word such as
/// `task_test_environment` is no key.
///
/// A server decides what it sends, so the time must not grow faster than the text: a key ends with its word, each word
/// is looked at once, and `from` is the end of a word.
pub(super) fn find_key(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut start = from;
    for word in text.as_bytes()[from..].split(|byte| !is_of_a_key(*byte)) {
        if let Some(key) = find_in_word(word) {
            return Some((start + key, start + word.len()));
        }
        start += word.len() + 1;
    }
    None
}

/// Where a key begins in a word. The key is the rest of the word.
fn find_in_word(word: &[u8]) -> Option<usize> {
    let mut letters = 0;
    for (index, byte) in word.iter().enumerate() {
        if byte.is_ascii_alphabetic() {
            letters += 1;
            continue;
        }
        let before = std::mem::take(&mut letters);
        if before < 2 || !word[index - 1].eq_ignore_ascii_case(&b'k') {
            continue;
        }
        let behind = &word[index..];
        let random = ENVIRONMENTS
            .iter()
            .find_map(|environment| behind.strip_prefix(environment.as_bytes()));
        // The search in `is_random` ends at the next character that is no letter or digit, so no byte is read twice.
        if random.is_some_and(|random| {
            if before <= 3 {
                random.len() >= 8
            } else {
                is_random(random)
            }
        }) {
            return Some(index - before);
        }
    }
    None
}

/// Whether a key may have this byte.
fn is_of_a_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether these bytes begin like the random part of a key: at least 16 letters and digits, with both among them.
fn is_random(bytes: &[u8]) -> bool {
    let run = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    let run = &bytes[..run];
    run.len() >= 16 && run.iter().any(u8::is_ascii_digit) && run.iter().any(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample;

    use super::*;

    /// Finds the first key as its description says it, without any regard to time.
    fn find_slowly(text: &str) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let keys = ENVIRONMENTS.iter().flat_map(|environment| {
            text.match_indices(environment).filter_map(|(index, _)| {
                let letters = bytes[..index].iter().rev();
                let before = letters
                    .take_while(|byte| byte.is_ascii_alphabetic())
                    .count();
                let random = index + environment.len();
                let behind = bytes[random..].iter();
                let end = random + behind.take_while(|byte| is_of_a_key(**byte)).count();
                let is_key = before >= 2
                    && matches!(bytes[index - 1], b'k' | b'K')
                    && (before <= 3 && end - random >= 8
                        || before > 3 && is_random(&bytes[random..end]));
                is_key.then_some((index - before, end))
            })
        });
        keys.min()
    }

    fn redact_slowly(mut text: &str) -> String {
        let mut clean = String::new();
        while let Some((start, end)) = find_slowly(text) {
            clean = clean + &text[..start] + REDACTED;
            text = &text[end..];
        }
        clean + text
    }

    const LETTERS: &[&str] = &["k", "sk", "PK", "my", "pkk", "task", "älk"];
    const RANDOM: &[&str] = &[
        "",
        "abcdefg",
        "abcdefgh",
        "ab-_efgh",
        "4eC39HqLyjWDarj",
        "4eC39HqLyjWDarjt",
    ];
    const ENDS: &[&str] = &["", " ", "_", "ä"];

    fn any_of(texts: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
        sample::select(texts)
    }

    proptest! {
        #[test]
        fn the_keys_of_the_description_are_removed_and_nothing_else(
            parts in vec(
                prop_oneof![
                    (any_of(LETTERS), any_of(ENVIRONMENTS), any_of(RANDOM), any_of(ENDS))
                        .prop_map(|(letters, middle, random, end)| [letters, middle, random, end].concat()),
                    any_of(ENVIRONMENTS).prop_map(str::to_owned),
                    any::<char>().prop_map(String::from),
                ],
                0..8,
            ),
        ) {
            let text = parts.concat();
            prop_assert_eq!(redact_keys(&text).into_owned(), redact_slowly(&text));
        }
    }

    /// If each key or each candidate cost a search of the rest, each of these texts would take minutes.
    #[test]
    fn a_text_as_long_as_a_body_may_be_is_searched_once() {
        let long = |part: &str| part.repeat((1 << 20) / part.len());
        assert_eq!(redact_keys(&long("sk_test_")), REDACTED);
        let keys = long("sk_test_abcdefgh ");
        assert_eq!(
            redact_keys(&keys),
            keys.replace("sk_test_abcdefgh", REDACTED)
        );
        for innocent in [
            "task_test_",
            "_test_",
            "k",
            "sk_test_ ",
            "task_prod_abcdefgh1-",
        ] {
            let text = long(innocent);
            assert_eq!(redact_keys(&text).len(), text.len(), "{innocent}");
        }
    }
}
