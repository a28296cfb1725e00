//! Checks that no two values of a plan go to the same place.
//!
//! The destinations of all keys come in, one by one. A flaw goes out for each conflict: one variable for two keys, a file
//! for one key alone and also for variables, or an id file that is also a destination. Two paths that lead to the same
//! file through links are the same place. [`validate`](super::validate) checks everything else about a plan.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::flaws::Flaws;
use super::{PlannedDestination, PlannedKey};
use crate::durable::folder_of;

/// The places that are taken so far. Each path is stored as the file to which it leads.
#[derive(Default)]
pub(super) struct DestinationConflicts {
    /// The files with their variables; `None` for the whole file.
    files: BTreeMap<PathBuf, Vec<Option<String>>>,
    /// The files of the key that is being checked.
    own: Vec<PathBuf>,
    commands: Vec<Vec<String>>,
    ids: Vec<PathBuf>,
}

impl DestinationConflicts {
    /// Begins with the destinations of another key.
    pub(super) fn begin_key(&mut self) {
        self.own.clear();
    }

    /// Takes a destination for the key, and adds a flaw if it is taken already.
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
                        "the plan gives another value to the same command already: add an argument that says which \
                         value it is",
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
            Some(_) if taken.contains(&variable) => Some(
                "this variable of this file is taken already: a variable can hold only one key, so name another \
                     variable",
            ),
            None if taken.contains(&None) => Some(
                "this file is taken already: a file can hold one key, or several variables with one key each; name \
                 another file, or a variable for each key",
            ),
            Some(_) if taken.contains(&None) => Some(MIXED),
            None if !taken.is_empty() => Some(MIXED),
            _ if is_own => Some(
                "this file is a destination of this key already: name it once, and let the second variable in the \
                 file refer to the first one",
            ),
            _ => None,
        };
        if let Some(flaw) = flaw {
            flaws.add(span, flaw);
        }
        taken.push(variable);
    }

    /// Takes a file for the id of a successor, and adds a flaw if it is taken already.
    pub(super) fn id_file(&mut self, path: &Path, span: Range<usize>, flaws: &mut Flaws) {
        let path = led_to(path);
        if self.ids.contains(&path) {
            flaws.add(
                span,
                "this file is the id_file of another key already: name a different file for each key",
            );
        } else if self.files.contains_key(&path) {
            flaws.add(span, IS_ID_FILE);
        }
        self.ids.push(path);
    }

    /// Adds a flaw if a key goes to the file with the credential with which psq changes that key.
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
                         lost, no credential is left to ask for it again; move this key to an environment table \
                         of its own, with another credential",
                        key.id.as_str()
                    ),
                );
            }
        }
        if self.ids.contains(&credential) {
            flaws.add(
                0..0,
                "the id_file of a key is the file with the credential of an environment: name another id_file",
            );
        }
    }
}

const IS_ID_FILE: &str = "this file is an id_file and will hold the id of a successor, so it cannot hold a key: name another file";
const MIXED: &str = "the plan uses this file for one key alone and also for variables: name a variable for each key, or another file";

/// The file to which a path leads. If the file does not exist, links in its folder are still followed.
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
