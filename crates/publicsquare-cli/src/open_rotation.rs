//! An open rotation: from the new key in memory to the key at its destinations, verified.
//!
//! `preflight` begins one, `recover` goes on with one. `deliver` brings the key to each destination,
//! `replace_file` replaces a file, and `verify` checks that the key is there and works. This file notes every
//! step in the journal, runs the command of `--then` and ends the rotation with a line in the audit log.

mod deliver;
mod replace_file;
mod verify;

use std::time::Duration;

use chrono::Utc;
use publicsquare::{ApiKeyId, CorrelationId, SecretKey};

use crate::api::Api;
use crate::audit;
use crate::cli_error::{CliError, OldKey};
use crate::destination::Destination;
use crate::flaw::Flaw;
use crate::follow_up;
use crate::interruption;
use crate::journal::{FollowUpRecord, Journal, Operation, Record, Stage, remove_if_there};
use crate::lock::Lock;
use crate::next_step::NextStep;
use crate::overwrite_check::NamedBy;
use crate::progress::Progress;
use crate::report::{Outcome, RotationReport};
use crate::state_folder::StateFolder;

/// How often psq runs the command of `--then`, if each run makes it necessary to deliver the key again.
const MOST_RUNS: u32 = 3;

/// A rotation whose journal is open.
pub(crate) struct OpenRotation<'a> {
    pub(crate) state: StateFolder,
    /// No other process on this machine works on the key while this lock is held.
    pub(crate) lock: Lock,
    pub(crate) progress: &'a Progress,
    pub(crate) report: &'a mut RotationReport,
    /// The API, with a key that works.
    pub(crate) api: Api,
    /// Whether the credential is known to belong to the account of the key. Only then does the API's word that a key does
    /// not exist mean anything.
    pub(crate) knows_account: bool,
    /// In the order of the deliveries in the journal.
    pub(crate) destinations: Vec<Destination>,
    pub(crate) journal: Journal,
    /// The old value, if the API has shown it. psq can try it, to find out whether it still works.
    pub(crate) old: Option<SecretKey>,
    /// Who has named the destinations.
    pub(crate) named_by: NamedBy,
}

impl OpenRotation<'_> {
    pub(crate) fn id(&self) -> &ApiKeyId {
        &self.journal.record.key_id
    }

    /// The state of the old key once the new key exists.
    pub(crate) fn old_key(&self) -> OldKey {
        match self.journal.record.operation {
            Operation::Rotate => OldKey::Dead,
            Operation::Replace if self.journal.record.deletion_begun() => OldKey::Unknown,
            Operation::Replace => OldKey::Alive,
            Operation::Redeliver => OldKey::Unknown,
        }
    }

    /// The error of a rotation with which `psq recover` has to go on.
    pub(crate) fn unfinished(&self, flaw: impl Into<Flaw>) -> CliError {
        let error = CliError::unfinished(self.id(), self.old_key(), flaw);
        match self.journal.record.operation {
            // A delivery changes no value, so that there is no old key.
            Operation::Redeliver => error.without_old_key(),
            Operation::Rotate | Operation::Replace => error,
        }
    }

    /// The state of the old key after an answer that proves nothing. psq tries the old key to find out.
    pub(crate) fn old_key_asked(&self) -> OldKey {
        let old = self
            .old
            .as_ref()
            .and_then(|old| self.api.with_key(old).ok());
        match old.map(|by_old| by_old.authenticates()) {
            Some(Ok(false)) => OldKey::Dead,
            // It still works, but the request may still be on its way.
            _ => OldKey::Unknown,
        }
    }

    /// Tells `interruption` the current state, for the last message after a signal.
    pub(crate) fn known(&self) {
        interruption::update(self.report, self.journal.record.old_key_by_journal());
    }

    /// Notes what has happened. If the journal cannot be written, the rotation goes on: the key is safest at its
    /// destination, and the former journal is enough to go on from.
    pub(crate) fn note(&mut self, change: impl FnOnce(&mut Record)) {
        if let Err(error) = self.journal.note(change) {
            self.progress.warn(format_args!(
                "The journal could not be written: {error}. The rotation goes on; if it is interrupted, `psq recover` \
                 goes on from an earlier step"
            ));
        }
        self.report.take_record(&self.journal.record);
        self.known();
    }

    /// Writes to the journal what this call of psq asks for, before psq does any of it. If that fails, the caller has to
    /// give up, because the journal decides what psq does.
    pub(crate) fn note_first(&mut self, change: impl FnOnce(&mut Record)) -> Result<(), CliError> {
        let noted = self.journal.update(change);
        self.report.take_record(&self.journal.record);
        self.known();
        noted.map_err(|error| self.journal.unnoted(&error))
    }

    /// Runs the command of `--then`, unless it has run already. Reads the destinations back afterwards, because the
    /// command takes time. If psq had to deliver the key again, the command runs again.
    pub(crate) fn follow_up(&mut self, key: &SecretKey) -> Result<(), CliError> {
        for _ in 0..MOST_RUNS {
            let Some(noted) = self.open_follow_up() else {
                return Ok(());
            };
            self.run_follow_up(&noted, key)?;
            self.read_back(key)?;
        }
        if self.open_follow_up().is_none() {
            return Ok(());
        }
        let flaw = Flaw::new(format!(
            "the command of --then has run {MOST_RUNS} times, and each time the path of the key led to another file \
             afterwards. The key is in {} now, but the last run may have used another value",
            self.journal.record.destination_list()
        ));
        Err(self.unverified(flaw.advise(
            "let the command keep the file, or deliver to a path that it does not move; then run the next line, which \
             runs the command again",
        )))
    }

    /// The command of `--then`, if it has to run.
    fn open_follow_up(&self) -> Option<FollowUpRecord> {
        let follow_up = self.journal.record.follow_up.clone();
        follow_up.filter(|follow_up| !follow_up.is_done)
    }

    fn run_follow_up(&mut self, noted: &FollowUpRecord, key: &SecretKey) -> Result<(), CliError> {
        self.note(|record| record.stage = Stage::Verified);
        self.progress.running(
            "Running the command of --then",
            Duration::from_secs(noted.timeout_seconds),
        );
        let ended = follow_up::run(noted, key);
        let failure = ended.as_ref().err().cloned();
        self.note(|record| {
            if let Some(follow_up) = &mut record.follow_up {
                follow_up.is_done = failure.is_none();
                follow_up.failure = failure;
            }
        });
        if let Err(flaw) = ended {
            return Err(self.unverified(
                Flaw::new(format!(
                    "the key is delivered to {} and works, but the command of --then failed: {flaw}",
                    self.journal.record.destination_list()
                ))
                .advise(
                    "the application may still use the old value: make the command work, then run the next line; if the \
                     command itself was wrong, add --then 'CMD' to that line",
                ),
            ));
        }
        self.progress.done("The command of --then ended well");
        Ok(())
    }

    /// The error of a key that is delivered and could not be verified.
    fn unverified(&self, flaw: impl Into<Flaw>) -> CliError {
        CliError::unverified(self.id(), flaw).with_old_key(self.old_key())
    }

    /// Ends a rotation that has reached its goal.
    pub(crate) fn conclude(self) {
        let old_key = match self.journal.record.operation {
            Operation::Redeliver => None,
            Operation::Rotate | Operation::Replace => Some(OldKey::Dead),
        };
        let message = format!(
            "the key is delivered to {} and verified",
            self.journal.record.destination_list()
        );
        self.report.succeed(Outcome::Delivered, old_key, message);
        self.finish();
    }

    /// The last steps: write the audit line, remove the staged files, remove the journal.
    fn finish(self) {
        let Self {
            state,
            progress,
            destinations,
            journal,
            report,
            lock: _lock,
            ..
        } = self;
        let id = journal.record.key_id.clone();
        let left = |what: &str, error: &std::io::Error| {
            progress.warn(format_args!(
                "The key is delivered and verified, but {what}: {error}. `psq recover {}` does it later",
                id.as_str()
            ));
        };
        if let Err(error) = audit::append(&state.audit(), &journal.record, Utc::now()) {
            left("the audit line could not be written", &error);
            return;
        }
        if let Err(error) = discard_all(&journal.record, &destinations) {
            left("the staged file could not be removed", &error);
            return;
        }
        report.stage = None;
        // From here on a signal cannot leave anything open.
        interruption::finish();
        if let Err(error) = journal.close() {
            left("the journal could not be closed", &error);
        }
    }

    /// Ends a rotation that has changed nothing: removes its staged files and its journal.
    pub(crate) fn abandon(self, mut failure: CliError) -> CliError {
        let journal = self.journal.path().to_owned();
        let removed = discard_all(&self.journal.record, &self.destinations).and_then(|()| {
            interruption::finish();
            self.journal.close()
        });
        if let Err(error) = removed {
            failure.message +=
                &format!("; psq could not remove its staged files and its journal: {error}");
            let advice = format!(
                "remove {} by hand, because `psq recover` would go on with this change",
                journal.display()
            );
            failure.advice = Some(match failure.advice.take() {
                Some(first) => format!("{first}; {advice}"),
                None => advice,
            });
            failure.next = Some(Box::new(NextStep::Status));
        }
        failure
    }

    /// The API with a key from this disk as the credential.
    pub(crate) fn by_key(&self, key: &SecretKey) -> Result<Api, CliError> {
        let api = self.api.with_key(key);
        api.map_err(|error| self.unfinished(error.flaw()))
    }

    /// The correlation id of the request, for the vendor's support.
    pub(crate) fn correlation_id(&self) -> Option<CorrelationId> {
        CorrelationId::new(self.journal.record.correlation_id.clone()).ok()
    }
}

/// Removes every file that a rotation may have staged, also where its paths led before.
fn discard_all(record: &Record, destinations: &[Destination]) -> std::io::Result<()> {
    let id = &record.key_id;
    let now = destinations.iter().filter_map(|now| now.staging(id));
    let deliveries = || record.deliveries.iter().chain(&record.former_deliveries);
    let noted = deliveries().filter_map(|noted| noted.destination.staging(id));
    for staging in now.chain(noted) {
        staging.discard()?;
    }
    let mut paths = deliveries().filter_map(|noted| noted.staged_path.as_deref());
    paths.try_for_each(remove_if_there)
}
