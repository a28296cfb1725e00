//! The keys of the plan, their destinations, and the folder with all of it.
//!
//! Random numbers come in. Out come the plan, the files, the keys that the sandbox starts with, and the commands of the
//! operator. [`Planned::look`] says what every destination holds at a moment. What it should hold is decided in
//! [`judge`](super::judge).

use std::fmt::Write as _;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::sandbox_process::SandboxProcess;
use crate::faults::{Document, VARIABLE, random_document};
use crate::random::Random;

/// How psq changes a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Rotate,
    Replace,
}

/// Where a key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A variable of a dotenv file.
    Dotenv,
    /// A file with nothing but the key.
    Plain,
    /// A program that stores it.
    Command,
    /// The copy of the first destination that the command of `then` makes.
    Copy,
}

/// A key of the plan.
pub(super) struct PlannedKey {
    /// It is unique, and a successor has it as well.
    pub(super) name: &'static str,
    pub(super) method: Method,
    max_age: &'static str,
    kinds: &'static [Kind],
    /// Whether somebody else may change the key or empty a file. psq cannot see what a command has stored, so that such
    /// a key has none.
    pub(super) has_others: bool,
}

/// The first ages are so short that a jump of the clock makes them due, the last is never reached.
pub(super) const KEYS: [PlannedKey; 6] = [
    PlannedKey {
        name: "shop",
        method: Method::Rotate,
        max_age: "1h",
        kinds: &[Kind::Dotenv, Kind::Command],
        has_others: false,
    },
    PlannedKey {
        name: "till",
        method: Method::Rotate,
        max_age: "1h",
        kinds: &[Kind::Plain, Kind::Copy],
        has_others: true,
    },
    PlannedKey {
        name: "jobs",
        method: Method::Rotate,
        max_age: "30d",
        kinds: &[Kind::Dotenv, Kind::Dotenv],
        has_others: true,
    },
    PlannedKey {
        name: "report",
        method: Method::Replace,
        max_age: "1h",
        kinds: &[Kind::Dotenv],
        has_others: false,
    },
    PlannedKey {
        name: "batch",
        method: Method::Replace,
        max_age: "60d",
        kinds: &[Kind::Plain, Kind::Dotenv],
        has_others: false,
    },
    PlannedKey {
        name: "archive",
        method: Method::Rotate,
        max_age: "36525d",
        kinds: &[Kind::Dotenv, Kind::Plain],
        has_others: true,
    },
];

/// The accounts of the traffic, each with the value of its secret key.
pub(super) const TRAFFIC: [&str; 2] = [
    "sk_prod_FAKEsoakTrafficKey1111111",
    "sk_prod_FAKEsoakTrafficKey2222222",
];

/// The key that the plan authenticates with.
const ADMIN: &str = "sk_test_FAKEsoakAdminKey111111111";

/// A destination.
pub(super) struct Place {
    /// The index in [`KEYS`].
    pub(super) key: usize,
    pub(super) kind: Kind,
    pub(super) path: PathBuf,
    document: Document,
}

/// What each destination holds. An error says that other bytes have changed.
pub(super) type Held = Vec<Result<Option<String>, String>>;

pub(super) struct Planned {
    pub(super) folder: PathBuf,
    pub(super) places: Vec<Place>,
    psq: PathBuf,
}

impl Planned {
    /// Writes everything into a new folder.
    pub(super) fn new(folder: &Path, psq: &Path, random: &mut Random) -> io::Result<Self> {
        let mut planned = Self {
            folder: folder.to_owned(),
            places: Vec::new(),
            psq: folder.join("bin/psq"),
        };
        for name in ["", "app", "bin", "output"] {
            fs::create_dir_all(folder.join(name))?;
            fs::set_permissions(folder.join(name), Permissions::from_mode(0o700))?;
        }
        // A copy, so that no build replaces it meanwhile.
        fs::copy(psq, &planned.psq)?;
        private(&folder.join("credential"), ADMIN.as_bytes())?;
        let state = planned.seeds().to_string();
        private(&planned.seed_file(), state.as_bytes())?;
        let mut plan = "version = 1\n[environments.test]\ncredential = { file = 'credential' }\n\
                        changes_per_run = 2\n"
            .to_owned();
        for index in 0..KEYS.len() {
            plan += &planned.add_key(index, random)?;
        }
        private(&planned.plan(), plan.as_bytes())?;
        Ok(planned)
    }

    /// Writes the files of a key. Returns its part of the plan.
    fn add_key(&mut self, index: usize, random: &mut Random) -> io::Result<String> {
        let Some(key) = KEYS.get(index) else {
            return Err(io::Error::other("no such key"));
        };
        let (mut to, mut then) = (Vec::new(), String::new());
        for (number, kind) in key.kinds.iter().enumerate() {
            let path = self.folder.join(format!("app/{}-{number}", key.name));
            let shown = path.display();
            match kind {
                Kind::Dotenv => to.push(format!("{{ file = '{shown}', variable = '{VARIABLE}' }}")),
                Kind::Plain => to.push(format!("{{ file = '{shown}' }}")),
                Kind::Command => {
                    let line = format!("umask 077; cat > {shown}.$$ && mv {shown}.$$ {shown}");
                    to.push(format!("{{ command = ['/bin/sh', '-c', '{line}'] }}"));
                }
                Kind::Copy => {
                    let from = self.folder.join(format!("app/{}-0", key.name));
                    let line = format!(
                        "umask 077; cp {} {shown}.$$ && mv {shown}.$$ {shown}",
                        from.display()
                    );
                    then = format!("then = '{line}'\n");
                }
            }
            let document = if *kind == Kind::Dotenv {
                random_document(random)
            } else {
                Document::default()
            };
            private(&path, &document.with(&value(index)))?;
            self.places.push(Place {
                key: index,
                kind: *kind,
                path,
                document,
            });
        }
        let mut text = format!(
            "[[keys]]\nid = '{}'\nenvironment = 'test'\nmax_age = '{}'\nto = [{}]\n{then}",
            id(index),
            key.max_age,
            to.join(", ")
        );
        if key.method == Method::Replace {
            // Writing to a `String` does not fail.
            let _ = writeln!(text, "method = 'replace'\nid_file = '{}.id'", key.name);
        }
        Ok(text)
    }

    /// The keys that the sandbox starts with.
    fn seeds(&self) -> Value {
        let created = "2026-01-02T03:04:05Z";
        let key = |id: &str, account: &str, kind: &str, name: &str, value: &str| {
            let environment = if value.contains("_prod_") {
                "production"
            } else {
                "test"
            };
            json!({
                "id": id, "account_id": account, "environment": environment, "type": kind, "key": value,
                "name": name, "permissions": ["payment-method:write"], "created_at": created,
            })
        };
        let mut keys = vec![key("key_SoakAdmin", "acc_1", "secret", "admin", ADMIN)];
        for (number, value) in TRAFFIC.iter().enumerate() {
            let (id, account) = (
                format!("key_SoakTraffic{}", number + 1),
                format!("acc_{}", number + 2),
            );
            keys.push(key(&id, &account, "secret", "traffic admin", value));
        }
        for (index, planned) in KEYS.iter().enumerate() {
            keys.push(key(
                &id(index),
                "acc_1",
                "restricted",
                planned.name,
                &value(index),
            ));
        }
        json!({ "version": 1, "keys": keys })
    }

    pub(super) fn seed_file(&self) -> PathBuf {
        self.folder.join("keys.json")
    }

    pub(super) fn plan(&self) -> PathBuf {
        self.folder.join("plan.toml")
    }

    pub(super) fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    pub(super) fn app(&self) -> PathBuf {
        self.folder.join("app")
    }

    pub(super) fn output(&self) -> PathBuf {
        self.folder.join("output")
    }

    /// psq with these arguments.
    pub(super) fn psq(&self, arguments: &[&str], sandbox: &SandboxProcess) -> Command {
        let mut command = Command::new(&self.psq);
        command.args(arguments);
        self.prepare(&mut command, sandbox);
        command
    }

    /// A shell that runs this line exactly as it is.
    pub(super) fn typed(&self, line: &str, sandbox: &SandboxProcess) -> Command {
        let mut command = Command::new("/bin/sh");
        // Without `exec`, the shell would be killed and psq would go on.
        command.args(["-c", &format!("exec {line}")]);
        self.prepare(&mut command, sandbox);
        command
    }

    fn prepare(&self, command: &mut Command, sandbox: &SandboxProcess) {
        let path = format!("{}:/usr/bin:/bin", self.folder.join("bin").display());
        command
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", path)
            .env("HOME", &self.folder)
            .env("PSQ_STATE_DIR", self.state())
            .env(
                "PUBLICSQUARE_BASE_URL",
                format!("http://{}", sandbox.address),
            )
            .env("NO_COLOR", "1");
    }

    /// What every destination holds now.
    pub(super) fn look(&self) -> Held {
        self.places.iter().map(Place::held).collect()
    }

    /// Empties a destination, as somebody who has restored an old file. Only files that psq can compare.
    pub(super) fn empty(&self, random: &mut Random) -> io::Result<()> {
        let can_be_emptied = |place: &&Place| {
            let has_others = KEYS.get(place.key).is_some_and(|key| key.has_others);
            has_others && matches!(place.kind, Kind::Dotenv | Kind::Plain)
        };
        let places: Vec<&Place> = self.places.iter().filter(can_be_emptied).collect();
        let Some(place) = random.of(&places) else {
            return Ok(());
        };
        private(&place.path, &place.document.with(""))
    }

    /// The id of a key that somebody else may change, and the key that this person authenticates with.
    pub(super) fn key_of_others(random: &mut Random) -> Option<(String, &'static str)> {
        let shared: Vec<usize> = (0..KEYS.len())
            .filter(|index| KEYS.get(*index).is_some_and(|key| key.has_others))
            .collect();
        Some((id(*random.of(&shared)?), ADMIN))
    }
}

impl Place {
    fn held(&self) -> Result<Option<String>, String> {
        let content = match fs::read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            content => content.map_err(|error| error.to_string())?,
        };
        let value = self.document.value_in(&content)?;
        let value = value.trim_end();
        Ok((!value.is_empty()).then(|| value.to_owned()))
    }

    /// Puts a value here, for a breakage.
    pub(super) fn put(&self, value: &str) -> io::Result<()> {
        private(&self.path, &self.document.with(value))
    }
}

/// The first id of a key of the plan.
fn id(index: usize) -> String {
    format!("key_SoakPLan{}", index + 1)
}

/// Its first value.
fn value(index: usize) -> String {
    format!("rk_test_FAKEsoakPLannedKey{}1111111", index + 1)
}

/// A file that only its owner can read, written as a whole.
fn private(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("edited");
    fs::write(&draft, content)?;
    fs::set_permissions(&draft, Permissions::from_mode(0o600))?;
    fs::rename(draft, path)
}
