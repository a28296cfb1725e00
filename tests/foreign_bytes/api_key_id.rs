//! The id of a key: the documented form, and nothing else.
//!
//! In come the bytes of a text. A second reading of the documented form, written here by hand, says what an id is. The
//! property fails if the parser accepts another text or refuses an id, changes one, or repeats a refused text.

use publicsquare_client::{ApiKeyId, InvalidApiKeyId};

/// One text for each reason to refuse. Their messages have all words that are the parser's own, with its example.
const REFUSED: [&str; 9] = [
    "",
    "sk_test_1",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaa_1",
    "1a_1",
    "aaa",
    "key_",
    "key_0",
    "key_-",
];

/// Asserts what holds for each text.
pub(crate) fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    match text.parse::<ApiKeyId>() {
        Ok(id) => {
            assert!(is_id(text), "{text:?}");
            assert_eq!(id.as_str(), text);
            let json = serde_json::to_string(&id).expect("a text");
            let read: ApiKeyId = serde_json::from_str(&json).expect("an id");
            assert_eq!(read, id);
        }
        Err(error) => {
            assert!(!is_id(text), "{text:?}: {error}");
            let is_own_words = REFUSED
                .iter()
                .flat_map(|other| shown(&refusal(other)))
                .any(|words| words.contains(text.trim()));
            for shown in shown(&error) {
                assert!(
                    text.len() < 12 || is_own_words || !shown.contains(text),
                    "{shown}"
                );
                // A character of the text is shown as an escape if it is hidden.
                assert!(!shown.contains(char::is_control), "{shown:?}");
            }
        }
    }
}

fn refusal(text: &str) -> InvalidApiKeyId {
    text.parse::<ApiKeyId>().expect_err("no id")
}

fn shown(error: &InvalidApiKeyId) -> [String; 2] {
    [error.to_string(), format!("{error:?}")]
}

/// `^[a-zA-Z]{2,6}_[1-9A-HJ-NP-Za-km-z]+$` with at most 50 characters. A text that begins like a secret value is none.
fn is_id(text: &str) -> bool {
    const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let Some((prefix, rest)) = text.split_once('_') else {
        return false;
    };
    let is_prefix =
        (2..=6).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_alphabetic());
    let is_rest = !rest.is_empty() && rest.chars().all(|c| BASE58.contains(c));
    is_prefix && is_rest && text.len() <= 50
}
