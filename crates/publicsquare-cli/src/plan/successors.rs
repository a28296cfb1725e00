//! Which id a key of a plan has by now.
//!
//! `replace` gives a key another id each time. In come the id in the plan, the file that the plan names for it,
//! and what the audit log knows. Out goes the id of now. Where psq was cut off between the end of a replacement
//! and the writing of that file, the audit log still knows the successor. The plan itself is never edited.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use publicsquare::ApiKeyId;

use super::PlannedKey;
use crate::cli_error::CliError;
use crate::durable::replace_content;

/// The ids that the key has had, the one of now last.
///
/// # Errors
///
/// Where the file is there and holds no id.
pub(crate) fn ids(
    key: &PlannedKey,
    successors: &BTreeMap<ApiKeyId, ApiKeyId>,
) -> Result<Vec<ApiKeyId>, CliError> {
    let mut ids = vec![key.id.clone()];
    let Some(path) = &key.id_file else {
        return Ok(ids);
    };
    follow(&mut ids, successors);
    if let Some(noted) = read(path)?
        && ids.last() != Some(&noted)
    {
        // Where the log of this machine knows less than the file, the file leads on.
        let is_known = ids.contains(&noted);
        if !is_known {
            ids.push(noted);
            follow(&mut ids, successors);
        }
    }
    Ok(ids)
}

/// Adds what the log knows to have come behind the last one.
fn follow(ids: &mut Vec<ApiKeyId>, successors: &BTreeMap<ApiKeyId, ApiKeyId>) {
    while let Some(last) = ids.last() {
        match successors.get(last) {
            // A log that somebody has edited may lead in a circle.
            Some(next) if !ids.contains(next) => ids.push(next.clone()),
            _ => return,
        }
    }
}

/// Notes the id of now, if it is another one than was noted.
///
/// # Errors
///
/// Where the file cannot be written.
pub(crate) fn note(key: &PlannedKey, id: &ApiKeyId) -> Result<(), CliError> {
    let Some(path) = &key.id_file else {
        return Ok(());
    };
    let known = read(path)?.unwrap_or_else(|| key.id.clone());
    if known == *id {
        return Ok(());
    }
    replace_content(path, format!("{}\n", id.as_str()).as_bytes(), 0o600).map_err(|error| {
        CliError::usage(format!(
            "the id of the successor, {}, cannot be written to {}: {error}; the audit log knows it as well, and \
             the next run writes it",
            id.as_str(),
            path.display()
        ))
    })
}

fn read(path: &Path) -> Result<Option<ApiKeyId>, CliError> {
    let flawed = |flaw: &str| CliError::usage(format!("the id file {}: {flaw}", path.display()));
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|error| flawed(&error.to_string()))?,
    };
    let id = text.trim().parse();
    id.map(Some).map_err(|_| {
        flawed("it does not hold the id of a key; write the id of the key into it that is in use, or remove it")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::tests::{EXAMPLE, taken};

    #[test]
    fn the_log_is_followed_to_its_end_and_in_no_circle() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("id");
        let text = EXAMPLE.replace("/var/lib/psq/reporting.id", path.to_str().expect("a path"));
        let plan = taken(&text);
        let key = &plan.keys[2];
        let id = |text: &str| text.parse::<ApiKeyId>().expect("an id");
        let mut log = BTreeMap::new();
        let current = |key, log: &BTreeMap<_, _>| {
            ids(key, log).map(|ids| ids.last().cloned().expect("one at least"))
        };
        assert_eq!(current(key, &log).expect("an id"), key.id);
        log.insert(key.id.clone(), id("key_b"));
        log.insert(id("key_b"), id("key_c"));
        assert_eq!(current(key, &log).expect("an id"), id("key_c"));
        note(key, &id("key_c")).expect("written");
        assert_eq!(current(key, &BTreeMap::new()).expect("an id"), id("key_c"));
        log.insert(id("key_c"), id("key_b"));
        current(key, &log).expect("an end");
        fs::write(&path, "sk_test_6fpAaGyHBeGNpxTpJKMD5w5wk").expect("written");
        let error = current(key, &log).expect_err("no id");
        assert!(!error.message.contains("6fpAaGy"), "{}", error.message);
    }
}
