//! That every value of a plan has a place of its own.
//!
//! In come the places of all keys, one by one, and out goes a flaw where two of them meet: one variable for two
//! keys, a file that is to hold one value and variables, a file for an id that is to hold a key. Two paths that
//! lead to one file by way of links are one place.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::flaws::Flaws;
use super::{PlannedDestination, PlannedKey};
use crate::durable::folder_of;

/// The files that are taken, by where their paths lead.
#[derive(Default)]
pub(super) struct DestinationConflicts {
    /// With the variables in it; `None` for the whole file.
    files: BTreeMap<PathBuf, Vec<Option<String>>>,
    /// Those of the key whose places are being taken.
    own: Vec<PathBuf>,
    commands: Vec<Vec<String>>,
    ids: Vec<PathBuf>,
}

impl DestinationConflicts {
    /// From here on the places are those of another key.
    pub(super) fn begin_key(&mut self) {
        self.own.clear();
    }

    /// Takes the place for a key.
    pub(super) fn take(
        &mut self,
        place: &PlannedDestination,
        span: Range<usize>,
        flaws: &mut Flaws,
    ) {
        let (path, variable) = match place {
            PlannedDestination::Command(words) => {
                if self.commands.contains(words) {
                    flaws.add(
                        span,
                        "this very command is given another value already: let the arguments say which",
                    );
                }
                self.commands.push(words.clone());
                return;
            }
            PlannedDestination::File { path, variable } => (path, variable),
        };
        let variable = variable
            .as_ref()
            .map(|variable| variable.as_str().to_owned());
        let led_to = led_to(path);
        if self.ids.contains(&led_to) {
            flaws.add(span.clone(), IS_ID_FILE);
        }
        let is_own = self.own.contains(&led_to);
        self.own.push(led_to.clone());
        let taken = self.files.entry(led_to).or_default();
        let flaw = match &variable {
            Some(_) if taken.contains(&variable) => {
                Some("this variable of this file is taken already: a variable holds one key")
            }
            None if taken.contains(&None) => Some(
                "this file is taken already: a file holds one key, or variables with one key each",
            ),
            Some(_) if taken.contains(&None) => Some(MIXED),
            None if !taken.is_empty() => Some(MIXED),
            _ if is_own => Some(
                "this file is a destination of this key already: name it once, and let the other variable refer \
                 to the first one",
            ),
            _ => None,
        };
        if let Some(flaw) = flaw {
            flaws.add(span, flaw);
        }
        taken.push(variable);
    }

    /// Takes the file for the id of a successor.
    pub(super) fn id_file(&mut self, path: &Path, span: Range<usize>, flaws: &mut Flaws) {
        let path = led_to(path);
        if self.ids.contains(&path) {
            flaws.add(
                span,
                "this file holds the id of another key already: name one of its own",
            );
        } else if self.files.contains_key(&path) {
            flaws.add(span, IS_ID_FILE);
        }
        self.ids.push(path);
    }

    /// A key must not be what its own change is asked for with.
    pub(super) fn credential(&self, path: &Path, own: &[&PlannedKey], flaws: &mut Flaws) {
        let credential = led_to(path);
        let meets = |place: &PlannedDestination| match place {
            PlannedDestination::File { path, .. } => led_to(path) == credential,
            PlannedDestination::Command(_) => false,
        };
        for key in own {
            if key.to.iter().any(meets) {
                flaws.add(
                    0..0,
                    format!(
                        "{} goes to the file with the credential of its own environment: if the response is \
                         lost, no credential is left to ask for it again; let another key change it, in an \
                         environment table of its own with another credential",
                        key.id.as_str()
                    ),
                );
            }
        }
        if self.ids.contains(&credential) {
            flaws.add(
                0..0,
                "a file for the id of a successor holds the credential of an environment",
            );
        }
    }
}

const IS_ID_FILE: &str =
    "this file is to hold the id of a successor, and no value: name another one";
const MIXED: &str = "this file is to hold one key alone and variables as well: name a variable everywhere, or another file";

/// Where a path leads, as far as that is there.
fn led_to(path: &Path) -> PathBuf {
    if let Ok(whole) = fs::canonicalize(path) {
        return whole;
    }
    let folder = fs::canonicalize(folder_of(path));
    match (folder, path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.components().collect(),
    }
}
