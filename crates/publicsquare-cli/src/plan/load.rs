//! Reading a plan.
//!
//! A path comes in. Out goes the plan, or everything that is wrong with it at once, each with its place in the
//! file. A plan says which commands run and where keys go, so that one that others can change is refused. What
//! looks like an API key in it is refused without being shown, also in a comment.

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

/// More than a plan of many thousand keys has.
const LARGEST: u64 = 16 << 20;

/// The plan in the file.
///
/// # Errors
///
/// Why it is not taken, with every flaw in it.
pub(crate) fn load(path: &Path) -> Result<Plan, CliError> {
    let named = |what: &str| CliError::usage(format!("the plan {}: {what}", path.display()));
    let whole = fs::canonicalize(path).map_err(|error| named(&error.to_string()))?;
    if whole
        .to_str()
        .is_none_or(|path| path.chars().any(is_hidden))
    {
        return Err(named(
            "its path cannot be typed as it is shown: rename it to a name of visible characters",
        ));
    }
    let text = read(&whole).map_err(|flaw| named(&flaw))?;
    parse(&whole, &text).map_err(|flaws| {
        CliError::usage("the plan is not taken").with_details(flaws.to_lines(path, &text))
    })
}

fn read(path: &Path) -> Result<String, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    // Of what was opened, and not of what may have taken its place.
    let metadata = file.metadata().map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("it is no file".to_owned());
    }
    let user = rustix::process::geteuid().as_raw();
    if metadata.uid() != user && metadata.uid() != 0 {
        return Err(
            "it belongs to somebody else, who could let it run any command; copy it to a file of your own"
                .to_owned(),
        );
    }
    if metadata.mode() & 0o022 != 0 {
        return Err(format!(
            "others can change it (mode {:04o}) and let it run any command; `chmod go-w` it",
            metadata.mode() & 0o7777
        ));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!(
            "it has more than {LARGEST} bytes, which is the most for a plan"
        ));
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
}

/// The plan in the text, which stands at this path.
pub(super) fn parse(path: &Path, text: &str) -> Result<Plan, Flaws> {
    let mut flaws = Flaws::default();
    for key in keys_in(text) {
        flaws.add(
            key,
            "this looks like the value of an API key, and a plan holds none: take it out, regenerate the key, \
             and name a file or a variable that holds the value",
        );
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        flaws.add(error.span().unwrap_or(0..0), error.message());
    }
    // What follows from a line that cannot be read says nothing new.
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

/// The tables of the file, each by itself, so that a flaw in one does not hide those in others.
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
                    flaws.add(span, "environments are tables: [environments.test]");
                    continue;
                };
                for (name, value) in table {
                    // A flaw in it must not make the keys' environment an unknown one.
                    let place = name.span();
                    let name = name.get_ref().to_string();
                    let entry = entry::<EnvironmentEntry>(value, flaws);
                    written.environments.push((name, place, entry));
                }
            }
            "keys" => {
                has_keys = true;
                let DeValue::Array(array) = value.into_inner() else {
                    flaws.add(span, "keys are tables of a list: [[keys]] in front of each");
                    continue;
                };
                if array.is_empty() {
                    flaws.add(
                        span,
                        "there is no key in it: write [[keys]] and what belongs to it",
                    );
                }
                for value in array {
                    written.keys.extend(entry::<KeyEntry>(value, flaws));
                }
            }
            other => flaws.add(
                name.span(),
                format!(
                    "there is no `{other}` in a plan: it has `version`, `environments` and `keys`"
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
            "there is no environment: write [environments.test] or [environments.production]"
                .to_owned(),
        ),
        (
            has_keys,
            "there is no key: write [[keys]] and what belongs to it".to_owned(),
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
