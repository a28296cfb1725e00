//! A sandbox with many keys and the plan for them, for the tests and for the benchmark.
//!
//! In come the number of keys and how many of them are due. Out go a running sandbox and a folder with the plan, the
//! credential, and a file for each key that holds its value. Nothing else of the tests is used here, because the
//! benchmark includes this file.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::{TimeDelta, Utc};
use publicsquare_sandbox::{LoggedRequest, Operation, RateLimit, Sandbox};
use serde_json::json;

/// The number of a key in its id. An id cannot contain a zero.
fn number(index: usize) -> String {
    format!("{index:04}").replace('0', "z")
}

/// Many keys and a plan for all of them.
pub(crate) struct Fleet {
    pub(crate) sandbox: Sandbox,
    folder: tempfile::TempDir,
}

impl Fleet {
    /// Creates this many keys of the test environment, of which the first `due` ones are due.
    pub(crate) fn new(keys: usize, due: usize, limit: RateLimit) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let secret = "sk_test_FAKEfLeetAdminKeyFAKE1";
        let mut plan = format!(
            "version = 1\n\n[environments.test]\ncredential = {{ file = \"admin\" }}\nchanges_per_run = {}\n",
            due.max(1)
        );
        private(&folder.path().join("admin"), secret);
        let now = Utc::now();
        let mut seed = vec![json!({
            "id": "key_FLeetAdmin", "account_id": "acc_1", "environment": "test", "type": "secret",
            "key": secret, "name": "The one that psq authenticates with",
            "permissions": ["api-key:read", "api-key:write"], "created_at": now,
        })];
        for index in 0..keys {
            let number = number(index);
            let value = format!("sk_test_FAKEfLeetKeyFAKE{number}");
            let id = format!("key_FLeet{number}");
            // The first keys have reached 99 % of their greatest age, at which every key is due.
            let age = TimeDelta::hours(if index < due { 90 * 24 - 12 } else { 72 });
            seed.push(json!({
                "id": id, "account_id": "acc_1", "environment": "test", "type": "secret", "key": value,
                "name": format!("Shop {index}"), "permissions": ["payment-method:write"],
                "created_at": now - age,
            }));
            private(&folder.path().join(format!("{number}.key")), &value);
            // Writing to a `String` does not fail.
            let _ = write!(
                plan,
                "\n[[keys]]\nid = \"{id}\"\nenvironment = \"test\"\nmax_age = \"90d\"\n\
                 to = [{{ file = \"{number}.key\" }}]\n"
            );
        }
        private(&folder.path().join("plan.toml"), &plan);
        let sandbox = Sandbox::builder()
            .seed_json(&json!({ "version": 1, "keys": seed }).to_string())
            .expect("a state")
            .rate_limit(limit)
            .log_capacity(100_000)
            .start_blocking()
            .expect("a sandbox");
        Self { sandbox, folder }
    }

    /// psq with these arguments, followed by the plan.
    pub(crate) fn psq(&self, arguments: &[&str]) -> Command {
        let mut psq = Command::new(env!("CARGO_BIN_EXE_psq"));
        psq.args(arguments)
            .arg("plan.toml")
            .env_clear()
            .env("PUBLICSQUARE_BASE_URL", self.sandbox.url())
            .env("PSQ_STATE_DIR", self.folder.path().join("state"))
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        psq
    }

    /// How many keys psq has changed.
    pub(crate) fn changed(&self) -> usize {
        let keys = self.sandbox.keys();
        keys.iter()
            .filter(|key| self.sandbox.regenerations(key.id()) > 0)
            .count()
    }

    /// Whether each file holds the current value of its key.
    pub(crate) fn is_in_order(&self) -> bool {
        let held = |name: &str| fs::read_to_string(self.path(&format!("{name}.key")));
        self.sandbox.keys().iter().all(|key| {
            let number = key.id().trim_start_matches("key_FLeet");
            number == "Admin" || held(number).is_ok_and(|held| held.trim_end() == key.value())
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// The number of requests of psq.
pub(crate) struct Asked {
    pub(crate) all: usize,
    pub(crate) lists: usize,
    pub(crate) reveals: usize,
    /// Requests that the rate limit has refused.
    pub(crate) refused: usize,
}

impl Asked {
    /// Counts these requests of the log.
    pub(crate) fn of(requests: &[LoggedRequest]) -> Self {
        let count = |is: &dyn Fn(&LoggedRequest) -> bool| {
            requests.iter().filter(|request| is(request)).count()
        };
        Self {
            all: requests.len(),
            lists: count(&|request| request.operation == Some(Operation::ListApiKeys)),
            reveals: count(&|request| request.operation == Some(Operation::RevealApiKey)),
            refused: count(&|request| request.status == Some(429)),
        }
    }
}

/// A file that only its owner can read.
fn private(path: &Path, text: &str) {
    fs::write(path, text).expect("written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("its mode");
}
