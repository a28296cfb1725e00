//! Reads a plan from its file.
//!
//! A path comes in. Out goes the plan, or all mistakes in it at once, each with its line and column. A plan says which
//! commands run and where keys go, so psq refuses a file that others can change. It also refuses a text that looks like
//! an API key, even in a comment, and does not show it. [`model`](super::model) has the types of the file, and
//! [`validate`] checks what they mean.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::Plan;
use super::flaws::{Flaws, keys_in};
use super::model::{EnvironmentEntry, KeyEntry, VERSION};
use super::validate::{self, PlanTables};
use crate::cli_error::CliError;
use crate::durable::folder_of;
use crate::escape::is_hidden;
use crate::flaw::Flaw;

/// The greatest size of a plan, in bytes. A plan with many thousand keys is smaller.
const LARGEST: u64 = 16 << 20;

/// Reads the plan in the file.
///
/// # Errors
///
/// If psq cannot read the file or does not trust it, or if the plan has mistakes. The error then lists all of them.
pub(crate) fn load(path: &Path) -> Result<Plan, CliError> {
    let named = |flaw: Flaw| CliError::usage(flaw.of(format_args!("the plan {}", path.display())));
    let whole = fs::canonicalize(path).map_err(|error| named(error.into()))?;
    if whole
        .to_str()
        .is_none_or(|path| path.chars().any(is_hidden))
    {
        return Err(named(
            Flaw::new("its path has invisible characters, so no printed command could name it")
                .advise("rename it, with visible characters only"),
        ));
    }
    let text = read(&whole).map_err(named)?;
    parse(&whole, &text).map_err(|flaws| {
        CliError::usage("the plan has mistakes").with_details(flaws.to_lines(path, &text))
    })
}

fn read(path: &Path) -> Result<String, Flaw> {
    let file = File::open(path)?;
    // These are the facts about the opened file. The path may lead to another file by now.
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err("it is not a regular file".into());
    }
    let user = rustix::process::geteuid().as_raw();
    if metadata.uid() != user && metadata.uid() != 0 {
        return Err(
            Flaw::new("it belongs to another user, who could make psq run any command")
                .advise("copy it to a file of your own"),
        );
    }
    if metadata.mode() & 0o022 != 0 {
        let mode = metadata.mode() & 0o7777;
        return Err(Flaw::new(format!(
            "others can change it (mode {mode:04o}) and could make psq run any command"
        ))
        .advise("`chmod go-w` it"));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("it is larger than {LARGEST} bytes, the limit for a plan").into());
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".into())
}

/// Reads the plan from the text of the file at this path.
pub(super) fn parse(path: &Path, text: &str) -> Result<Plan, Flaws> {
    let mut flaws = Flaws::default();
    for key in keys_in(text) {
        flaws.add(
            key,
            "this looks like the value of an API key, which must not be in a plan: remove it, regenerate the key, and \
             name a file or a variable that holds the new value",
        );
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        flaws.add(error.span().unwrap_or(0..0), error.message());
    }
    // If a line cannot be read, mistakes that only follow from it would not help anybody.
    if !flaws.is_empty() {
        return Err(flaws);
    }
    let written = tables(root, &mut flaws);
    let folder: PathBuf = folder_of(path).to_owned();
    let plan = validate::of(written, &folder, &mut flaws);
    if !flaws.is_empty() {
        return Err(flaws);
    }
    Ok(Plan {
        path: path.to_owned(),
        ..plan
    })
}

/// Reads each table of the file by itself, so that a mistake in one does not hide mistakes in others.
fn tables(root: Spanned<DeTable<'_>>, flaws: &mut Flaws) -> PlanTables {
    let mut written = PlanTables::default();
    let (mut has_version, mut has_environments, mut has_keys) = (false, false, false);
    for (name, value) in root.into_inner() {
        let span = value.span();
        match name.get_ref().as_ref() {
            "version" => {
                has_version = true;
                let is_known =
                    |number: &toml::de::DeInteger<'_>| number.as_str() == VERSION.to_string();
                if !value.get_ref().as_integer().is_some_and(is_known) {
                    flaws.add(
                        span,
                        format!(
                            "this psq knows version {VERSION} of plans: write version = {VERSION}"
                        ),
                    );
                }
            }
            "environments" => {
                has_environments = true;
                let DeValue::Table(table) = value.into_inner() else {
                    flaws.add(
                        span,
                        "write the environments as tables: [environments.test]",
                    );
                    continue;
                };
                for (name, value) in table {
                    // The name counts even if the table has a mistake. Otherwise its keys would seem to name an
                    // unknown environment.
                    let place = name.span();
                    let name = name.get_ref().to_string();
                    let entry = entry::<EnvironmentEntry>(value, flaws);
                    written.environments.push((name, place, entry));
                }
            }
            "keys" => {
                has_keys = true;
                let DeValue::Array(array) = value.into_inner() else {
                    flaws.add(span, "write the keys as tables: [[keys]] in front of each");
                    continue;
                };
                if array.is_empty() {
                    flaws.add(
                        span,
                        "the plan has no key: write [[keys]] and the members of a key",
                    );
                }
                for value in array {
                    written.keys.extend(entry::<KeyEntry>(value, flaws));
                }
            }
            other => flaws.add(
                name.span(),
                format!(
                    "a plan has no member `{other}`: it has `version`, `environments` and `keys`"
                ),
            ),
        }
    }
    for (is_there, what) in [
        (
            has_version,
            format!("the version is missing: write version = {VERSION} at the top"),
        ),
        (
            has_environments,
            "the plan has no environment: write [environments.test] or [environments.production]"
                .to_owned(),
        ),
        (
            has_keys,
            "the plan has no key: write [[keys]] and the members of a key".to_owned(),
        ),
    ] {
        if !is_there {
            flaws.add(0..0, what);
        }
    }
    written
}

fn entry<'de, T: Deserialize<'de>>(value: Spanned<DeValue<'de>>, flaws: &mut Flaws) -> Option<T> {
    let span = value.span();
    match T::deserialize(ValueDeserializer::from(value)) {
        Ok(entry) => Some(entry),
        Err(error) => {
            flaws.add(error.span().unwrap_or(span), error.message());
            None
        }
    }
}

/// The committed schema of plans.
#[cfg(test)]
pub(super) fn schema() -> String {
    let schema = schemars::schema_for!(super::model::PlanFile);
    serde_json::to_string_pretty(&schema).expect("a schema") + "\n"
}
