//! The body of a success: whenever it is JSON with a usable key, the client finds the key.
//!
//! In comes the body of a response with status 200. serde_json reads it once more, without a type. The property fails
//! if the client loses a key that this reading finds, reports another one, takes the key of somebody else, shows a
//! secret, or says of a failure that the old key lives.

use publicsquare::Certainty;
use serde_json::{Map, Value};

use super::answer::{Answer, Ask, KEY_ID, assert_no_key, assert_readable, shown};

/// Asserts what holds for each body.
pub(crate) fn holds(body: &[u8], ask: Ask<'_>) {
    let answer = |body| {
        ask(&Answer {
            status: 200,
            headers: Vec::new(),
            body,
        })
    };
    let outcome = answer(body);
    let shown = shown(&outcome);
    assert_no_key(&shown);
    if let Err(error) = &outcome {
        assert_readable(&error.to_string());
        let certainty = error.certainty();
        assert!(
            matches!(certainty, Certainty::Unknown | Certainty::RotatedUnreadable),
            "{error:?}"
        );
    }
    let found = outcome.as_ref().ok().map(|rotated| {
        assert_eq!(rotated.id.as_str(), KEY_ID);
        rotated.key.expose_secret()
    });
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) if is_about_another(&members) => assert_eq!(found, None),
        Ok(Value::Object(members)) => {
            let key = usable_key(&members);
            assert_eq!(found, key.as_deref());
            if let (Some(key), Ok(rotated)) = (key, &outcome) {
                if let Some(Value::String(name)) = members.get("name") {
                    assert_eq!(rotated.name.as_deref(), Some(name.as_str()));
                }
                // What a proxy adds after the body does not cost the key.
                let spoiled = answer(&[body, b"\r\n<!-- -->"].concat());
                let still = spoiled.ok().map(|rotated| rotated.key);
                assert!(still.is_some_and(|still| still.expose_secret() == key));
            }
        }
        Ok(_) => assert_eq!(found, None),
        Err(_) => {
            if let Some(key) = found {
                assert_is_whole(key, body);
            }
        }
    }
}

/// Whether the body names another key. Only a text with an underscore can be an id.
fn is_about_another(members: &Map<String, Value>) -> bool {
    let id = members.get("id").and_then(Value::as_str);
    id.is_some_and(|id| id.contains('_') && id != KEY_ID)
}

/// The key in these members: a text that fits into a header, or an integer.
fn usable_key(members: &Map<String, Value>) -> Option<String> {
    let key = match members.get("key")? {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        _ => return None,
    };
    let is_usable = !key.is_empty() && !key.contains(|c: char| c.is_control() || c.is_whitespace());
    is_usable.then_some(key)
}

/// Asserts that a key from a body that is not JSON stands there as a whole: the beginning of a key is no key.
#[track_caller]
fn assert_is_whole(key: &str, body: &[u8]) {
    let text = String::from_utf8_lossy(body);
    if !text.contains('\\') {
        let is_number = key
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
        let is_text = text.contains(&format!("\"{key}\""));
        assert!(is_text || (is_number && text.contains(key)), "{text}");
    }
}
