//! The readers of foreign bytes, for the fuzz targets and the tests that assert the same.
//!
//! This module exists only in tests and under cargo-fuzz, which sets `cfg(fuzzing)`. Bytes of a dotenv file, a journal,
//! a plan or a credential come in. Out goes what psq reads, as plain values, or the text of the refusal. Each function
//! calls the reader of psq itself. What has to hold is in `tests/foreign_bytes`.

#[cfg(test)]
mod tests;

use std::path::Path;

use serde_json::Value;

use crate::credentials::key_in;
use crate::dotenv::{Variable, value_of, with_value};
use crate::{journal, plan};

/// The value of a variable in a dotenv file; `None` if the file does not define it.
pub fn dotenv_value(text: &[u8], name: &str) -> Result<Option<Vec<u8>>, String> {
    let value = value_of(text, &variable(name)?).map_err(|refusal| refusal.to_string())?;
    Ok(value.map(|value| value.to_vec()))
}

/// The dotenv file with another value of a variable.
pub fn dotenv_edited(text: &[u8], name: &str, value: &str) -> Result<Vec<u8>, String> {
    let edited = with_value(text, &variable(name)?, value);
    edited
        .map(|edited| edited.to_vec())
        .map_err(|refusal| refusal.to_string())
}

fn variable(name: &str) -> Result<Variable, String> {
    name.parse()
        .map_err(|error: crate::dotenv::InvalidVariable| error.to_string())
}

/// The number and the record of the newest entry in a journal.
pub fn journal(bytes: &[u8]) -> Result<(u64, Value), String> {
    let (sequence, record) = journal::newest_of(bytes)?;
    let record = serde_json::to_value(record).map_err(|error| error.to_string())?;
    Ok((sequence, record))
}

/// An entry of a journal, as psq writes it. `None` if the content does not fit into the size.
pub fn journal_entry(sequence: u64, content: &[u8], size: usize) -> Option<Vec<u8>> {
    journal::entry_of(sequence, content, size).map(|entry| entry.to_vec())
}

/// The ids of the keys in a plan, or a line for each mistake in it.
pub fn plan(text: &str) -> Result<Vec<String>, Vec<String>> {
    let plan = plan::parsed(Path::new("/etc/psq/plan.toml"), text)?;
    let ids = plan.keys.iter().map(|key| key.id.as_str().to_owned());
    Ok(ids.collect())
}

/// The key in a file with a credential.
pub fn credential(bytes: &[u8]) -> Result<String, String> {
    let key = key_in(bytes).map_err(|flaw| flaw.to_string())?;
    Ok(key.expose_secret().to_owned())
}
