//! The stored approval of a plan with production keys.
//!
//! In comes a plan. Out go the fingerprint of its content, and whether a person has approved exactly this content. A
//! timer cannot type the id of a production key, so a person approves the plan once. Comments and the order of members
//! do not count. Any other change, such as another key, destination, command, age, credential or limit, needs a new
//! approval. psq keeps one approval for each path, so that an older plan does not become valid again.
//! [`approve`](super::approve) asks the person.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use publicsquare::Environment;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Credential, Method, Plan, PlannedDestination, PlannedKey, ThenEntry};
use crate::durable::{create_private_folders, replace_content};
use crate::fingerprint::hex;
use crate::state_folder::StateFolder;

/// The version of the stored approval.
const VERSION: u32 = 1;

/// The content of the file with an approval.
#[derive(Serialize, Deserialize)]
struct Approval {
    version: u32,
    plan: PathBuf,
    fingerprint: String,
    approved_at: DateTime<Utc>,
    uid: u32,
}

/// The production keys of the plan. They need an approval.
pub(crate) fn needing(plan: &Plan) -> Vec<&PlannedKey> {
    plan.keys
        .iter()
        .filter(|key| {
            let access = plan.environments.get(&key.environment);
            access.is_none_or(|access| access.environment == Environment::Production)
        })
        .collect()
}

/// Whether a person has approved the plan with exactly this content.
pub(crate) fn is_given(plan: &Plan, state: &StateFolder) -> bool {
    let stored = fs::read(path(plan, state));
    let stored = stored
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Approval>(&bytes).ok());
    stored.is_some_and(|stored| {
        stored.version == VERSION
            && stored.plan == plan.path
            && stored.fingerprint == fingerprint(plan)
    })
}

/// Stores the approval. It is on the disk when this returns.
pub(crate) fn give(plan: &Plan, state: &StateFolder, now: DateTime<Utc>) -> io::Result<()> {
    create_private_folders(&state.plans())?;
    let approval = Approval {
        version: VERSION,
        plan: plan.path.clone(),
        fingerprint: fingerprint(plan),
        approved_at: now,
        uid: rustix::process::getuid().as_raw(),
    };
    let mut text = serde_json::to_vec_pretty(&approval)?;
    text.push(b'\n');
    replace_content(&path(plan, state), &text, 0o600)
}

fn path(plan: &Plan, state: &StateFolder) -> PathBuf {
    state
        .plans()
        .join(format!("{}.approved.json", name(&plan.path)))
}

/// A short digest of the path of a plan, for the names of files.
pub(crate) fn name(path: &Path) -> String {
    let digest = hex(&Sha256::digest(path.as_os_str().as_encoded_bytes()));
    digest.get(..16).unwrap_or(&digest).to_owned()
}

/// The SHA-256 of the content of the plan, without comments and layout.
pub(crate) fn fingerprint(plan: &Plan) -> String {
    let mut meaning = MeaningDigest::default();
    meaning.part("psq plan 1");
    for (name, access) in &plan.environments {
        meaning.part(name);
        meaning.part(access.environment.as_str());
        match &access.credential {
            Credential::Variable(name) => meaning.parts(&["variable", name]),
            Credential::File(path) => meaning.parts(&["file", &path.to_string_lossy()]),
            Credential::Service(name) => meaning.parts(&["systemd", name]),
        }
        meaning.part(&access.changes_per_run.to_string());
    }
    meaning.part(&plan.keys.len().to_string());
    for key in &plan.keys {
        meaning.key(key);
    }
    let mut text = "sha256:".to_owned();
    // Writing to a `String` does not fail.
    let _ = write!(text, "{}", hex(&meaning.0.finalize()));
    text
}

/// Hashes the parts of a plan, each with its length, so that two different lists of parts never give the same bytes.
#[derive(Default)]
struct MeaningDigest(Sha256);

impl MeaningDigest {
    fn part(&mut self, part: &str) {
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part.as_bytes());
    }

    fn parts(&mut self, parts: &[&str]) {
        self.part(&parts.len().to_string());
        for part in parts {
            self.part(part);
        }
    }

    fn words(&mut self, words: &[String]) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.parts(&words);
    }

    fn key(&mut self, key: &PlannedKey) {
        self.part(key.id.as_str());
        self.part(&key.environment);
        self.part(&key.max_age.num_seconds().to_string());
        self.part(match key.method {
            Method::Rotate => "rotate",
            Method::Replace => "replace",
        });
        self.part(&key.to.len().to_string());
        for place in &key.to {
            match place {
                PlannedDestination::File { path, variable } => {
                    let variable = variable.as_ref().map_or("", |variable| variable.as_str());
                    self.parts(&["file", &path.to_string_lossy(), variable]);
                }
                PlannedDestination::Command(words) => {
                    self.part("command");
                    self.words(words);
                }
            }
        }
        match &key.then {
            None => self.part("nothing"),
            Some(ThenEntry::Line(line)) => self.parts(&["line", line]),
            Some(ThenEntry::Words(words)) => {
                self.part("words");
                self.words(words);
            }
        }
        let id_file = key.id_file.as_deref();
        self.part(&id_file.map_or_else(String::new, |path| path.to_string_lossy().into_owned()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::plan::tests::{EXAMPLE, taken};

    #[test]
    fn the_fingerprint_ignores_comments_and_nothing_else() {
        let own = fingerprint(&taken(EXAMPLE));
        let commented = EXAMPLE.replace("version = 1", "# Nothing new.\nversion = 1   ");
        assert_eq!(own, fingerprint(&taken(&commented)));
        for (right, other) in [
            ("changes_per_run = 1", "changes_per_run = 2"),
            ("changes_per_run = 1", ""),
            ("admin-test.key", "admin-other.key"),
            (
                "{ systemd = \"psq-admin\" }",
                "{ variable = \"psq-admin\" }",
            ),
            ("\"90d\"", "\"91d\""),
            (
                "{ file = \"/srv/shop/.env\", variable = \"PUBLICSQUARE_KEY\" }",
                "{ file = \"/srv/shop/.env\" }",
            ),
            ("\"acme/shop\"", "\"acme/chop\""),
            ("then = \"systemctl reload shop\"", "then = \"rm -r /srv\""),
            (
                "then = \"systemctl reload shop\"",
                "then = [\"systemctl reload shop\"]",
            ),
            ("then = \"systemctl reload shop\"", ""),
            ("/var/lib/psq/reporting.id", "/var/lib/psq/other.id"),
            (
                "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ",
                "key_8Ay5mcUXAxwrN6wQEQUVEHBCJ",
            ),
            ("environment = \"test\"", "environment = \"production\""),
        ] {
            assert!(EXAMPLE.contains(right), "{right}");
            let other = EXAMPLE.replacen(right, other, 1);
            assert_ne!(own, fingerprint(&taken(&other)), "{right}");
        }
    }

    #[test]
    fn an_approval_counts_for_one_version_one_path_and_one_content() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = StateFolder::at(folder.path());
        let plan = taken(EXAMPLE);
        assert!(!is_given(&plan, &state), "nobody has approved it");
        give(&plan, &state, Utc::now()).expect("written");
        assert!(is_given(&plan, &state));

        let file = path(&plan, &state);
        let stored = fs::read_to_string(&file).expect("the approval");
        let stored: Value = serde_json::from_str(&stored).expect("JSON");
        for (member, other) in [
            ("version", json!(VERSION + 1)),
            ("plan", json!("/etc/psq/other.toml")),
            ("fingerprint", json!("sha256:0")),
        ] {
            let mut changed = stored.clone();
            changed[member] = other;
            fs::write(&file, changed.to_string()).expect("written");
            assert!(!is_given(&plan, &state), "{member}");
        }
        fs::write(&file, stored.to_string()).expect("written");
        assert!(is_given(&plan, &state));
    }
}
