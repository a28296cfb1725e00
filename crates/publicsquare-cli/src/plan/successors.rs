//! Finds the current id of a key of a plan.
//!
//! `replace` gives a key another id each time. The id in the plan, the id file that the plan names, and the successors in
//! the audit log come in. Out goes the current id. If psq was stopped after a replacement and before it wrote the id
//! file, the audit log still has the successor. psq never edits the plan itself.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use publicsquare::ApiKeyId;

use super::PlannedKey;
use crate::cli_error::CliError;
use crate::durable::{refuse_special, replace_content};
use crate::flaw::Flaw;

/// The ids that the key has had. The last one is the current id.
///
/// # Errors
///
/// If the id file exists, but cannot be read or does not hold an id.
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
        // Another machine may have replaced the key. Then the file knows an id that the log of this machine lacks.
        let is_known = ids.contains(&noted);
        if !is_known {
            ids.push(noted);
            follow(&mut ids, successors);
        }
    }
    Ok(ids)
}

/// Adds the successors of the last id that the log knows.
fn follow(ids: &mut Vec<ApiKeyId>, successors: &BTreeMap<ApiKeyId, ApiKeyId>) {
    while let Some(last) = ids.last() {
        match successors.get(last) {
            // If somebody has edited the log, it may lead in a circle.
            Some(next) if !ids.contains(next) => ids.push(next.clone()),
            _ => return,
        }
    }
}

/// Writes the current id to the id file, if the file does not hold it yet.
///
/// # Errors
///
/// If the file cannot be read or written.
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
            "the id of the successor, {}, cannot be written to {}: {error}; the id is also in the audit log, and the \
             next run of psq apply writes it",
            id.as_str(),
            path.display()
        ))
    })
}

fn read(path: &Path) -> Result<Option<ApiKeyId>, CliError> {
    let flawed =
        |flaw: Flaw| CliError::usage(flaw.of(format_args!("the id file {}", path.display())));
    refuse_special(path).map_err(|error| flawed(error.into()))?;
    let text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(|error| flawed(error.into()))?,
    };
    let id = text.trim().parse();
    id.map(Some).map_err(|_| {
        flawed(
            Flaw::new("it does not hold the id of a key")
                .advise("write the id of the key that is in use into it, or remove it"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::tests::{EXAMPLE, taken};

    #[test]
    fn the_log_is_followed_to_its_end_even_if_it_leads_in_a_circle() {
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
        // A read from a pipe that nobody writes to would never end.
        fs::remove_file(&path).expect("removed");
        rustix::fs::mkfifoat(rustix::fs::CWD, &path, rustix::fs::Mode::RWXU).expect("a pipe");
        let error = current(key, &log).expect_err("no file");
        assert!(
            error.message.contains("not a regular file"),
            "{}",
            error.message
        );
    }
}
