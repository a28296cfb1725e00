//! Writes plans for the tests, and runs psq with them.
//!
//! A test names environments, keys and destinations with [`Planned`]. Out comes a [`Plan`]: a TOML file in the folder
//! of the [`World`], with the credential of each environment in a file beside it. A plan for hundreds of keys comes
//! from `fleet` instead.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::terminal::Terminal;
use super::{Ended, Psq, World};

/// A plan before it is written to a file.
pub(crate) struct Planned<'w> {
    world: &'w World,
    environments: Vec<(String, String)>,
    limit: Option<u32>,
    keys: Vec<(String, String, String, String)>,
}

/// A plan in a file.
pub(crate) struct Plan<'w> {
    world: &'w World,
    name: String,
}

impl<'w> Planned<'w> {
    /// A plan without keys.
    pub(crate) fn empty(world: &'w World) -> Self {
        Self {
            world,
            environments: Vec::new(),
            limit: None,
            keys: Vec::new(),
        }
    }

    /// A plan with the target of the world.
    pub(crate) fn new(world: &'w World, to: &str) -> Self {
        Self::empty(world)
            .environment("test", world.admin())
            .key(world.id(), to, "")
    }

    pub(crate) fn environment(mut self, name: &str, credential: impl Into<String>) -> Self {
        self.environments.push((name.to_owned(), credential.into()));
        self
    }

    pub(crate) fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Adds a key of the test environment.
    pub(crate) fn key(self, id: &str, to: &str, more: &str) -> Self {
        self.key_in("test", id, to, more)
    }

    pub(crate) fn key_in(mut self, environment: &str, id: &str, to: &str, more: &str) -> Self {
        let texts = [environment, id, to, more].map(str::to_owned);
        self.keys.push(texts.into());
        self
    }

    /// Adds the command that runs after a change of the last key.
    pub(crate) fn then(mut self, line: &str) -> Self {
        let key = self.keys.last_mut().expect("a key");
        let _ = writeln!(key.3, "then = '''{line}'''");
        self
    }

    /// Makes psq replace the last key and keep the new id in this file.
    pub(crate) fn replacing(mut self, file: &str) -> Self {
        let key = self.keys.last_mut().expect("a key");
        let _ = writeln!(key.3, "method = 'replace'\nid_file = '{file}'");
        self
    }

    pub(crate) fn write(self) -> Plan<'w> {
        self.write_as("plan.toml")
    }

    pub(crate) fn write_as(self, name: &str) -> Plan<'w> {
        let mut text = "version = 1\n".to_owned();
        for (environment, credential) in &self.environments {
            let file = self.world.write(&format!("{environment}.key"), credential);
            let _ = writeln!(
                text,
                "[environments.{environment}]\ncredential = {{ file = '{}' }}",
                file.display()
            );
            if let Some(limit) = self.limit {
                let _ = writeln!(text, "changes_per_run = {limit}");
            }
        }
        for (environment, id, to, more) in &self.keys {
            let _ = writeln!(
                text,
                "[[keys]]\nid = '{id}'\nenvironment = '{environment}'\nmax_age = '90d'\nto = [{to}]\n{more}"
            );
        }
        self.world.write(name, text);
        Plan {
            world: self.world,
            name: name.to_owned(),
        }
    }
}

impl<'w> Plan<'w> {
    pub(crate) fn path(&self) -> PathBuf {
        self.world.path(&self.name)
    }

    /// `psq VERB PLAN`, with no other credentials than those of the plan.
    pub(crate) fn psq<'a>(&self, verb: impl IntoIterator<Item = &'a str>) -> Psq<'w> {
        let psq = self.world.psq(verb).by_nobody();
        psq.args(&[&self.name])
    }

    pub(crate) fn apply(&self) -> Psq<'w> {
        self.psq(["apply"])
    }

    pub(crate) fn check(&self) -> Psq<'w> {
        self.psq(["check"])
    }
}

/// Approves the plan at a terminal, as a person does.
#[track_caller]
pub(crate) fn approve(plan: &Plan<'_>) {
    approve_by(plan.psq(["approve"]));
}

/// A person approves a plan at the terminal of this call of `psq approve`.
#[track_caller]
pub(crate) fn approve_by(psq: Psq<'_>) {
    let mut terminal = Terminal::open(psq);
    terminal.shows("fingerprint (");
    let digits = terminal.shows_before(")");
    terminal.types(&digits);
    let (text, code) = terminal.ends();
    assert_eq!(code, Some(0), "{text}");
}

impl Ended {
    /// Asserts that the standard output contains this text.
    #[track_caller]
    pub(crate) fn text_has(&self, part: &str) -> &Self {
        let text = self.text();
        assert!(text.contains(part), "{part:?} in:\n{text}{}", self.stderr);
        self
    }
}
