//! The fixture of a round: a sandbox, a folder for the state of psq, and a destination.
//!
//! A [`Scenario`] and random numbers come in. Out comes everything that a run of psq can touch, and methods that
//! say how it stands: whether the destination holds the key that works, and so on. The command lines, files and
//! programs are in the files of `fixture/`.

mod command_lines;
mod destination;
mod document;
mod extras;
mod plan_file;
mod program;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use publicsquare_sandbox::{IdempotencyScope, Operation, Reveal, Sandbox};

pub(crate) use self::destination::{FOREIGN, random_document};
pub(crate) use self::document::Document;
pub(super) use self::program::REDACTED;
use super::conditions::Conditions;
use super::scenario::{ApiBehaviour, Change, Scenario};
use super::system_user;
use crate::random::Random;
use crate::raw_http::Exchange;

/// The name of the variable in the dotenv file.
pub(crate) const VARIABLE: &str = "PUBLICSQUARE_KEY";

/// A name of a key that moves the cursor of a terminal, and contains an annotation for a CI system.
const NAME: &str = r"till \u001b[2J\r\n::error::4";

impl Drop for Fixture {
    fn drop(&mut self) {
        // The next round makes a new one.
        let _ = fs::remove_dir_all(self.vault());
    }
}

/// Everything that a run of psq can touch.
pub(super) struct Fixture {
    pub(super) scenario: Scenario,
    pub(super) conditions: Conditions,
    pub(super) sandbox: Sandbox,
    pub(super) folder: PathBuf,
    pub(super) target: String,
    /// The value of the key at the start.
    pub(super) first_value: String,
    /// Secrets of other people. Their fingerprints must not be shown either.
    pub(super) secrets: RefCell<Vec<String>>,
    admin: String,
    psq: PathBuf,
    documents: RefCell<HashMap<PathBuf, Document>>,
    /// If the destination is occupied: whether the other secret is in a variable.
    has_variable: Cell<bool>,
}

impl Fixture {
    /// A new fixture in an empty folder.
    pub(super) fn new(
        scenario: Scenario,
        folder: &Path,
        psq: &Path,
        random: &mut Random,
    ) -> io::Result<Self> {
        let mut builder = Sandbox::builder().without_rate_limit();
        match scenario.api {
            ApiBehaviour::Open => {}
            ApiBehaviour::Hidden => builder = builder.reveal(Reveal::OwnKey),
            ApiBehaviour::Forgetful => {
                builder = builder.idempotency_scope(IdempotencyScope::Ignored)
            }
            ApiBehaviour::Graceful => builder = builder.grace_period(Duration::from_secs(3600)),
        }
        // The keys of the sandbox are from 2024, so that a plan finds them too old.
        let sandbox = builder.start_blocking()?;
        let seeded = sandbox.seeded();
        let keys = if scenario.is_production {
            seeded.production()
        } else {
            seeded.test()
        };
        let (target, admin) = (keys.payment_method_writer(), keys.secret());
        let (target, first_value, admin) = (
            target.id().to_owned(),
            target.value().to_owned(),
            admin.value().to_owned(),
        );
        let fixture = Self {
            scenario,
            conditions: Conditions::any(random),
            sandbox,
            folder: folder.to_owned(),
            target,
            first_value,
            secrets: RefCell::default(),
            admin,
            psq: psq.to_owned(),
            documents: RefCell::default(),
            has_variable: Cell::new(false),
        };
        for folder in [folder, &fixture.app_folder(), &fixture.vault()] {
            fs::create_dir_all(folder)?;
            fs::set_permissions(folder, Permissions::from_mode(0o755))?;
            system_user::give_ownership(folder)?;
        }
        fs::write(fixture.credential(), &fixture.admin)?;
        fs::set_permissions(fixture.credential(), Permissions::from_mode(0o600))?;
        system_user::give_ownership(&fixture.credential())?;
        fixture.write_destination(random)?;
        fixture.write_extras(random)?;
        fixture.write_plan()?;
        fixture.write_program()?;
        // Only for rotations: a successor would get this name, and psq refuses such a name.
        if scenario.is_production && scenario.change == Change::Rotate {
            fixture.rename_key()?;
        }
        Ok(fixture)
    }

    pub(super) fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    /// Whether psq has an unfinished rotation.
    pub(super) fn has_journal(&self) -> bool {
        let folder = self.state().join("rotations");
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut names = entries.map(|entry| entry.file_name());
        names.any(|name| name.to_string_lossy().ends_with(".journal"))
    }

    pub(super) fn app_folder(&self) -> PathBuf {
        self.folder.join("app")
    }

    /// A folder that a power loss does not affect.
    pub(super) fn vault(&self) -> PathBuf {
        self.folder.with_extension("vault")
    }

    /// The current value of the key.
    pub(super) fn value_of(&self, id: &str) -> Option<String> {
        let key = self.sandbox.current_value(id)?;
        Some(key.value().to_owned())
    }

    /// The id of the key with this value.
    pub(super) fn id_of(&self, value: &str) -> Option<String> {
        let keys = self.sandbox.keys();
        let key = keys.iter().find(|key| key.value() == value)?;
        Some(key.id().to_owned())
    }

    /// Whether the destination holds a value that works now, of the key or of its successor.
    pub(super) fn holds_current(&self) -> bool {
        matches!(self.read_value(), Ok(Some(held)) if self.is_current(&held))
    }

    /// Whether such a value is in a file that a printed command has written.
    pub(super) fn is_rescued(&self) -> bool {
        self.rescue_files().iter().any(|path| {
            let held = fs::read_to_string(path);
            held.is_ok_and(|held| self.is_current(held.trim_end()))
        })
    }

    fn is_current(&self, held: &str) -> bool {
        match self.scenario.change {
            Change::Rotate => self.value_of(&self.target).as_deref() == Some(held),
            Change::Replace => self
                .id_of(held)
                .is_some_and(|id| id == self.target || self.is_new(&id)),
        }
    }

    /// Whether the key was created after the start.
    pub(super) fn is_new(&self, id: &str) -> bool {
        let seeded = self.sandbox.seeded();
        [seeded.test(), seeded.production(), seeded.other_account()]
            .into_iter()
            .all(|keys| keys.iter().all(|(_, key)| key.id() != id))
    }

    /// Rotates the key, as somebody on another machine would.
    pub(super) fn rotate_elsewhere(&self) -> io::Result<()> {
        let path = format!("/api-keys/{}/regenerate", self.target);
        self.request("POST", &path, "")
    }

    /// Gives the key the name that acts on terminals.
    fn rename_key(&self) -> io::Result<()> {
        let path = format!("/api-keys/{}", self.target);
        let body = format!(r#"{{"name":"{NAME}","permissions":["payment-method:write"]}}"#);
        self.request("PUT", &path, &body)
    }

    fn request(&self, method: &str, path: &str, body: &str) -> io::Result<()> {
        let answer = Exchange {
            address: self.sandbox.address(),
            method,
            path,
            key: &self.admin,
            body,
        }
        .send()?;
        if answer.is_success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("{method} {path}: {answer}")))
        }
    }

    /// The index in the request log of the last request that checks the delivered key.
    pub(super) fn last_look(&self) -> Option<usize> {
        let requests = self.sandbox.requests();
        requests
            .iter()
            .rposition(|request| match request.operation {
                Some(Operation::RevealApiKey) => request.status == Some(200),
                operation => operation == Some(Operation::ListApiKeyTypes),
            })
    }
}
