//! Checks a plan, and turns its texts into ids, ages and destinations.
//!
//! The tables of the file come in. Out go a plan whose parts fit together, and a message for each part that does not. No
//! request is sent and no file is read. [`destination_conflicts`](super::destination_conflicts) checks that no two keys
//! go to the same place, and [`load`](super::load) reads the file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use publicsquare::{ApiKeyId, Environment};
use toml::Spanned;

use super::destination_conflicts::DestinationConflicts;
use super::flaws::Flaws;
use super::model::{
    CHANGES_PER_RUN, CredentialEntry, DestinationEntry, EnvironmentEntry, EnvironmentName,
    KeyEntry, Method, ThenEntry,
};
use super::{Credential, Plan, PlannedDestination, PlannedEnvironment, PlannedKey};
use crate::escape::is_hidden;
use crate::keys::parse_age;

/// The tables of a file that could be read.
#[derive(Default)]
pub(super) struct PlanTables {
    /// The environments by name; `None` if the table has a mistake, which is reported already.
    pub(super) environments: Vec<(String, Range<usize>, Option<EnvironmentEntry>)>,
    pub(super) keys: Vec<KeyEntry>,
}

/// Builds the plan from the tables. The plan is complete only if no mistake was added to `flaws`.
pub(super) fn of(written: PlanTables, folder: &Path, flaws: &mut Flaws) -> Plan {
    let mut places = DestinationConflicts::default();
    let mut names = Vec::new();
    let mut environments = BTreeMap::new();
    for (name, span, entry) in written.environments {
        names.push(name.clone());
        if name.is_empty() || name.chars().any(is_hidden) {
            flaws.add(
                span.clone(),
                "give the environment a name of visible characters",
            );
        }
        if let Some(entry) = entry
            && let Some(access) = access(&name, span, entry, folder, flaws)
        {
            environments.insert(name, access);
        }
    }
    let mut keys: Vec<PlannedKey> = Vec::new();
    for entry in written.keys {
        let (id, place) = (entry.id.get_ref().clone(), entry.id.span());
        if keys.iter().any(|key| key.id.as_str() == id) {
            flaws.add(
                place.clone(),
                "this key is in the plan already: name all its destinations in one `to`",
            );
        }
        if !names.contains(entry.environment.get_ref()) {
            flaws.add(
                entry.environment.span(),
                format!(
                    "there is no [environments.{}] in the plan; it has {}",
                    entry.environment.get_ref(),
                    listed(&names)
                ),
            );
        }
        keys.extend(key(entry, folder, &mut places, flaws));
    }
    for (name, access) in &environments {
        if let Credential::File(path) = &access.credential {
            let own: Vec<&PlannedKey> =
                keys.iter().filter(|key| key.environment == *name).collect();
            places.credential(path, &own, flaws);
        }
    }
    Plan {
        path: PathBuf::new(),
        folder: folder.to_owned(),
        environments,
        keys,
    }
}

fn access(
    name: &str,
    place: Range<usize>,
    entry: EnvironmentEntry,
    folder: &Path,
    flaws: &mut Flaws,
) -> Option<PlannedEnvironment> {
    let by_name = match name {
        "test" => Some(EnvironmentName::Test),
        "production" => Some(EnvironmentName::Production),
        _ => None,
    };
    let is = entry.is.as_ref().map(|is| *is.get_ref());
    let environment = match (by_name, is) {
        (Some(one), Some(other)) if one != other => {
            flaws.add(
                place,
                "the name of the table and its `is` contradict each other: change one of the two",
            );
            return None;
        }
        (None, None) => {
            flaws.add(
                place,
                "the name does not say which environment it is: add is = \"test\" or is = \"production\"",
            );
            return None;
        }
        (Some(one), _) | (None, Some(one)) => one,
    };
    let most = entry.changes_per_run;
    if let Some(most) = most.as_ref().filter(|most| *most.get_ref() == 0) {
        flaws.add(
            most.span(),
            "with 0 changes in a run, psq would never change a key: write 1 or more",
        );
    }
    Some(PlannedEnvironment {
        environment: match environment {
            EnvironmentName::Test => Environment::Test,
            EnvironmentName::Production => Environment::Production,
        },
        credential: credential(entry.credential, folder, flaws)?,
        changes_per_run: most.map_or(CHANGES_PER_RUN, Spanned::into_inner),
    })
}

fn credential(
    entry: Spanned<CredentialEntry>,
    folder: &Path,
    flaws: &mut Flaws,
) -> Option<Credential> {
    let place = entry.span();
    let CredentialEntry {
        variable,
        file,
        systemd,
    } = entry.into_inner();
    match (variable, file, systemd) {
        (Some(variable), None, None) => {
            let is_name = |name: &str| !name.is_empty() && !name.contains('=') && shown(name);
            named(
                variable,
                is_name,
                "the name of an environment variable",
                flaws,
            )
            .map(Credential::Variable)
        }
        (None, Some(file), None) => path(&file, folder, flaws).map(Credential::File),
        (None, None, Some(systemd)) => {
            let is_name =
                |name: &str| !matches!(name, "" | "." | "..") && !name.contains('/') && shown(name);
            named(
                systemd,
                is_name,
                "the name of a credential of the service",
                flaws,
            )
            .map(Credential::Service)
        }
        _ => {
            flaws.add(
                place,
                "a credential is in exactly one place: write { variable = \"NAME\" }, { file = \"FILE\" } or \
                 { systemd = \"NAME\" }",
            );
            None
        }
    }
}

fn named(
    text: Spanned<String>,
    is_name: impl Fn(&str) -> bool,
    what: &str,
    flaws: &mut Flaws,
) -> Option<String> {
    if is_name(text.get_ref()) {
        return Some(text.into_inner());
    }
    flaws.add(text.span(), format!("this cannot be {what}"));
    None
}

fn key(
    entry: KeyEntry,
    folder: &Path,
    places: &mut DestinationConflicts,
    flaws: &mut Flaws,
) -> Option<PlannedKey> {
    let id = entry.id.get_ref().parse::<ApiKeyId>();
    if let Err(error) = &id {
        flaws.add(entry.id.span(), error.to_string());
    }
    let max_age = parse_age(entry.max_age.get_ref()).and_then(|age| {
        if age < TimeDelta::hours(1) {
            Err("psq would change the key all the time: write 1h or more".to_owned())
        } else {
            Ok(age)
        }
    });
    if let Err(flaw) = &max_age {
        flaws.add(entry.max_age.span(), flaw);
    }
    if entry.to.get_ref().is_empty() {
        flaws.add(
            entry.to.span(),
            "the key has no destination: write to = [{ file = \"FILE\" }]",
        );
    }
    let mut to = Vec::new();
    places.begin_key();
    for entry in entry.to.into_inner() {
        let span = entry.span();
        if let Some(place) = destination(entry, folder, flaws) {
            places.take(&place, span, flaws);
            to.push(place);
        }
    }
    let id_file = match (entry.method, entry.id_file) {
        (Method::Replace, None) => {
            flaws.add(
                entry.id.span(),
                "`replace` gives the key another id each time: name the file in which psq keeps the id, with \
                 id_file = \"FILE\"",
            );
            None
        }
        (Method::Rotate, Some(file)) => {
            flaws.add(
                file.span(),
                "with `rotate` the key keeps its id: remove `id_file`, or write method = \"replace\"",
            );
            None
        }
        (_, file) => file.and_then(|file| {
            let whole = path(&file, folder, flaws)?;
            places.id_file(&whole, file.span(), flaws);
            Some(whole)
        }),
    };
    if let Some(then) = &entry.then {
        let is_empty = match then.get_ref() {
            ThenEntry::Line(line) => line.trim().is_empty(),
            ThenEntry::Words(words) => words.first().is_none_or(String::is_empty),
        };
        if is_empty {
            flaws.add(
                then.span(),
                "there is no command in `then`: write one, or remove `then`",
            );
        }
    }
    Some(PlannedKey {
        id: id.ok()?,
        environment: entry.environment.into_inner(),
        max_age: max_age.ok()?,
        method: entry.method,
        to,
        then: entry.then.map(Spanned::into_inner),
        id_file,
    })
}

fn destination(
    entry: Spanned<DestinationEntry>,
    folder: &Path,
    flaws: &mut Flaws,
) -> Option<PlannedDestination> {
    let place = entry.span();
    let DestinationEntry {
        file,
        variable,
        command,
    } = entry.into_inner();
    match (file, variable, command) {
        (Some(file), variable, None) => {
            let variable = match variable {
                None => None,
                Some(name) => match name.get_ref().parse() {
                    Ok(variable) => Some(variable),
                    Err(error) => {
                        flaws.add(name.span(), format!("{error}"));
                        return None;
                    }
                },
            };
            let path = path(&file, folder, flaws)?;
            Some(PlannedDestination::File { path, variable })
        }
        (None, None, Some(words)) => {
            if words.get_ref().first().is_none_or(String::is_empty) {
                flaws.add(
                    words.span(),
                    "there is no program: write its name and its arguments as a list of words",
                );
                return None;
            }
            Some(PlannedDestination::Command(words.into_inner()))
        }
        _ => {
            flaws.add(
                place,
                "a destination is a file, a variable of a file, or a command: { file = \"FILE\" }, { file = \
                 \"FILE\", variable = \"NAME\" } or { command = [\"PROGRAM\", \"ARGUMENT\"] }",
            );
            None
        }
    }
}

/// The absolute path.
fn path(text: &Spanned<String>, folder: &Path, flaws: &mut Flaws) -> Option<PathBuf> {
    let path = text.get_ref();
    let flaw = if path.is_empty() || path.ends_with('/') {
        "this is not the path of a file: write FILE or FOLDER/FILE"
    } else if path == "-" {
        "a plan cannot deliver to the standard output: name a file or a command"
    } else if path.starts_with("~/") {
        "psq does not replace `~` by the home folder, as a shell does: write the absolute path"
    } else if !shown(path) {
        "the path has invisible characters, so no printed command could name it: rename the file"
    } else {
        return Some(folder.join(path));
    };
    flaws.add(text.span(), flaw);
    None
}

fn shown(text: &str) -> bool {
    !text.chars().any(is_hidden)
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        names => names.join(", "),
    }
}
