//! The surroundings of a test: a sandbox, temporary folders, and psq as a process.
//!
//! A test creates a [`World`] and gets the sandbox, a folder for files, and a folder for the state of psq. `World::psq`
//! and its relatives prepare runs, which [`process`] starts and checks. Plans come from [`planned`], terminals from
//! [`terminal`], and JSON reports from [`report`].

pub(crate) mod fleet;
pub(crate) mod page;
pub(crate) mod planned;
pub(crate) mod portal;
pub(crate) mod process;
pub(crate) mod report;
pub(crate) mod stand_ins;
pub(crate) mod terminal;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use publicsquare_sandbox::{Builder, Fault, Gate, LoggedRequest, Sandbox, SandboxKey};
use tempfile::TempDir;

pub(crate) use self::process::{Ended, Psq};

/// A text that is in every key of a sandbox and nowhere else.
pub(crate) const MARK: &str = "FAKE";

/// The variable in dotenv files that the tests change.
pub(crate) const VARIABLE: &str = "PUBLICSQUARE_KEY";

/// A sandbox, a folder for files, and a folder for the state of psq.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    folder: TempDir,
    /// Idempotency keys that were in journals. They are as secret as API keys.
    identities: RefCell<BTreeSet<String>>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Sandbox::builder())
    }

    pub(crate) fn with(builder: Builder) -> Self {
        let sandbox = builder.start_blocking().unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("files")).unwrap();
        Self {
            sandbox,
            folder,
            identities: RefCell::default(),
        }
    }

    /// The key that the tests change. It is a restricted key that may read keys, but not regenerate them.
    pub(crate) fn target(&self) -> &SandboxKey {
        self.sandbox.seeded().test().key_reader()
    }

    /// The id of that key.
    pub(crate) fn id(&self) -> &str {
        self.target().id()
    }

    /// The value that the key had when the sandbox began.
    pub(crate) fn old(&self) -> &str {
        self.target().value()
    }

    /// The value that a key has now.
    pub(crate) fn value_of(&self, id: &str) -> String {
        let key = self.sandbox.current_value(id).expect("a key");
        key.value().to_owned()
    }

    /// The value that the target has now.
    pub(crate) fn current(&self) -> String {
        self.value_of(self.id())
    }

    /// The value that requests authenticate with.
    pub(crate) fn admin(&self) -> String {
        self.value_of(self.sandbox.seeded().test().secret().id())
    }

    /// How often the target was regenerated.
    pub(crate) fn regenerations(&self) -> usize {
        self.sandbox.regenerations(self.id())
    }

    /// The folder for files. Its path contains no links.
    pub(crate) fn files(&self) -> PathBuf {
        self.root().join("files")
    }

    pub(crate) fn root(&self) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap()
    }

    /// Makes a user the owner of all files of the world. Only root can do this.
    pub(crate) fn give_away(&self, user: u32) {
        give(&self.root(), user);
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.root().join("state")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.files().join(name)
    }

    /// A file that only its owner can read.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, content).unwrap();
        set_mode(&path, 0o600);
        path
    }

    /// A file that holds the old value of the target.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.write("key", self.old())
    }

    /// The names in the folder for files.
    pub(crate) fn names(&self) -> Vec<String> {
        names(&self.files())
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.journal_of(self.id())
    }

    pub(crate) fn journal_of(&self, id: &str) -> PathBuf {
        self.state().join(format!("rotations/{id}.journal"))
    }

    /// The journals that are open.
    pub(crate) fn journals(&self) -> Vec<String> {
        let mut names = names(&self.state().join("rotations"));
        names.retain(|name| name.ends_with(".journal"));
        names
    }

    /// The lines of the audit log.
    pub(crate) fn audit(&self) -> Vec<serde_json::Value> {
        let text = fs::read_to_string(self.state().join("audit.jsonl")).unwrap_or_default();
        text.lines()
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect()
    }

    /// The requests that could have changed something.
    pub(crate) fn writes(&self) -> Vec<LoggedRequest> {
        let mut requests = self.sandbox.requests();
        requests.retain(|request| request.method != "GET");
        requests
    }

    /// Breaks requests, as `psq sandbox --fault` does.
    pub(crate) fn inject(&self, fault: &str) {
        self.sandbox.inject(fault.parse::<Fault>().unwrap());
    }

    pub(crate) fn psq<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Psq<'_> {
        Psq::new(self, arguments)
    }

    /// `psq rotate TARGET --env test`, with more arguments.
    pub(crate) fn rotate(&self, more: &[&str]) -> Psq<'_> {
        self.psq(["rotate", self.id(), "--env", "test"]).args(more)
    }

    /// The same, with this file as the destination.
    pub(crate) fn rotate_to(&self, file: &Path) -> Psq<'_> {
        self.rotate(&["--to", file.to_str().unwrap()])
    }

    /// The same, with the variable in this file as the destination.
    pub(crate) fn rotate_in(&self, file: &Path) -> Psq<'_> {
        self.rotate_to(file).args(&["--var", VARIABLE])
    }

    /// `psq replace TARGET --env test`, with this file as the destination.
    pub(crate) fn replace_to(&self, file: &Path) -> Psq<'_> {
        self.psq(["replace", self.id(), "--env", "test", "--to"])
            .args(&[file.to_str().unwrap()])
    }

    /// `psq recover TARGET`, with more arguments.
    pub(crate) fn recover(&self, more: &[&str]) -> Psq<'_> {
        self.psq(["recover", self.id()]).args(more)
    }

    /// The values of all keys.
    pub(crate) fn values(&self) -> BTreeMap<String, String> {
        let keys = self.sandbox.keys();
        keys.iter()
            .map(|key| (key.id().to_owned(), key.value().to_owned()))
            .collect()
    }

    /// Whether the API accepts a value.
    pub(crate) fn works(&self, value: &str) -> bool {
        self.values().values().any(|held| held == value)
    }

    /// Asserts that no file of the state contains a key, and remembers the idempotency keys in it.
    #[track_caller]
    pub(crate) fn assert_state_hides_keys(&self) {
        if !self.state().exists() {
            return;
        }
        for path in files_in(&self.state()) {
            let bytes = fs::read(&path).unwrap_or_default();
            assert!(!holds(&bytes, MARK), "{} contains a key", path.display());
            let text = String::from_utf8_lossy(&bytes);
            let identity = text.split(r#""idempotency_key":""#).nth(1);
            if let Some((identity, _)) = identity.and_then(|rest| rest.split_once('"')) {
                self.identities.borrow_mut().insert(identity.to_owned());
            }
        }
        let audit = fs::read(self.state().join("audit.jsonl")).unwrap_or_default();
        assert!(
            !self.holds_identity(&audit),
            "the audit log contains an idempotency key"
        );
    }

    fn holds_identity(&self, bytes: &[u8]) -> bool {
        let identities = self.identities.borrow();
        identities.iter().any(|identity| holds(bytes, identity))
    }
}

/// Whether the bytes contain the text.
pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// Waits until the gate holds this many requests.
#[track_caller]
pub(crate) fn await_arrival(gate: &Gate, count: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    // The time limit ends a test that waits for a request that never comes.
    let arrived =
        async { tokio::time::timeout(Duration::from_secs(60), gate.arrived(count)).await };
    runtime
        .block_on(arrived)
        .expect("no request came to the gate");
}

/// Prints why a test is skipped on this machine.
#[allow(clippy::print_stdout, reason = "a person who runs the tests reads it")]
pub(crate) fn skipped(why: &str) {
    println!("skipped: {why}");
}

pub(crate) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

pub(crate) fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o7777
}

pub(crate) fn read(path: &Path) -> String {
    String::from_utf8(fs::read(path).unwrap()).expect("UTF-8")
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn give(path: &Path, user: u32) {
    std::os::unix::fs::lchown(path, Some(user), Some(user)).unwrap();
    if path.symlink_metadata().unwrap().is_dir() {
        for name in names(path) {
            give(&path.join(name), user);
        }
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for name in names(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            files.push(path);
        }
    }
    files
}
