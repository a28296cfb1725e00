//! A plan: psq reads what the file says, or names each mistake with its place and without a secret.
//!
//! In come the bytes of the file. The crate `toml` reads them once more, as a table without types. The property fails
//! if psq accepts a text that is not a plan, leaves out a key, reports a place that the file does not have, or shows
//! a text that looks like a key.

use toml::{Table, Value};

use super::readers;

/// Asserts what holds for each file.
pub(crate) fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let ids = match readers::plan(text) {
        Ok(ids) => ids,
        Err(lines) => {
            assert!(!lines.is_empty(), "a refusal says why");
            for line in lines {
                assert_mistake(&line, text);
            }
            return;
        }
    };
    let table: Table = text.parse().expect("a plan is TOML");
    assert_eq!(table.get("version"), Some(&Value::Integer(1)));
    let Some(Value::Array(keys)) = table.get("keys") else {
        panic!("a plan has keys");
    };
    let written: Vec<_> = keys.iter().map(|key| key["id"].as_str()).collect();
    let read: Vec<_> = ids.iter().map(|id| Some(id.as_str())).collect();
    assert_eq!(written, read);
    let environments = table["environments"]
        .as_table()
        .expect("a plan has environments");
    for key in keys {
        let name = key["environment"].as_str().unwrap_or_default();
        assert!(environments.contains_key(name), "{name}");
        assert!(!key["to"].as_array().expect("a list").is_empty());
    }
    assert_no_key(text);
}

/// A mistake is one visible line, with a place that the file has.
#[track_caller]
fn assert_mistake(line: &str, text: &str) {
    let rest = line.strip_prefix("/etc/psq/plan.toml:").expect(line);
    let mut parts = rest.splitn(3, ':');
    let mut number = || parts.next().and_then(|part| part.parse::<usize>().ok());
    let (row, column) = (number().expect(line), number().expect(line));
    let rows: Vec<&str> = text.split('\n').collect();
    assert!((1..=rows.len()).contains(&row), "{line}");
    assert!(
        column >= 1 && column <= rows[row - 1].chars().count() + 1,
        "{line}"
    );
    assert!(!line.contains(char::is_control), "{line:?}");
    assert_no_key(line);
}

/// Nothing in the text looks like the value of a key.
#[track_caller]
fn assert_no_key(text: &str) {
    for form in ["sk_test_", "sk_prod_", "pk_test_"] {
        for (at, _) in text.match_indices(form) {
            let is_word = text[..at].ends_with(|c: char| c.is_ascii_alphabetic());
            let rest = text[at + form.len()..].chars();
            let length = rest.take_while(char::is_ascii_alphanumeric).count();
            assert!(is_word || length < 8, "{text}");
        }
    }
}
