//! A rotation under way: from the key in memory to the key at its destinations, seen to work.
//!
//! A preflight begins one and `recover` goes on with one. `deliver` brings the key to each destination, `verify`
//! finds out whether it is there and works, and what is here notes all of it in the journal, runs the command of
//! `--then` and ends the rotation.

mod deliver;
mod replace_file;
mod verify;

use std::time::Duration;

use chrono::Utc;
use publicsquare::{ApiKeyId, CorrelationId, SecretKey};

use self::verify::MOST_MOVES;
use crate::api::Api;
use crate::audit;
use crate::cli_error::{CliError, OldKey};
use crate::destination::{Destination, DestinationRecord};
use crate::follow_up;
use crate::interruption;
use crate::journal::{FollowUpRecord, Journal, Operation, Record, Stage, remove_if_there};
use crate::lock::Lock;
use crate::next_step::NextStep;
use crate::progress::Progress;
use crate::report::{Outcome, RotationReport};
use crate::state_folder::StateFolder;

/// A rotation with its journal open.
pub(crate) struct OpenRotation<'a> {
    pub(crate) state: StateFolder,
    /// Nobody else on this machine works on the key for as long as this is here.
    pub(crate) lock: Lock,
    pub(crate) progress: &'a Progress,
    pub(crate) report: &'a mut RotationReport,
    /// By a key that is alive.
    pub(crate) api: Api,
    /// In the order of the deliveries in the journal.
    pub(crate) destinations: Vec<Destination>,
    pub(crate) journal: Journal,
    /// The value that is to die, where the API has shown it: whether it is dead, it tells itself.
    pub(crate) old: Option<SecretKey>,
}

impl OpenRotation<'_> {
    pub(crate) fn id(&self) -> &ApiKeyId {
        &self.journal.record.key_id
    }

    /// What there is to say of the old key once the new one is there.
    pub(crate) fn old_key(&self) -> OldKey {
        match self.journal.record.operation {
            Operation::Rotate => OldKey::Dead,
            Operation::Replace if self.journal.record.deletion_begun() => OldKey::Unknown,
            Operation::Replace => OldKey::Alive,
            Operation::Redeliver => OldKey::Unknown,
        }
    }

    /// An end for which `recover` has to go on.
    pub(crate) fn unfinished(&self, message: impl Into<String>) -> CliError {
        let error = CliError::unfinished(self.id(), self.old_key(), message);
        match self.journal.record.operation {
            // It changes no value, so that there is no old one to speak of.
            Operation::Redeliver => error.without_old_key(),
            Operation::Rotate | Operation::Replace => error,
        }
    }

    /// What an answer that proves nothing leaves of the old key: its own answer says whether it is dead.
    pub(crate) fn old_key_asked(&self) -> OldKey {
        let old = self
            .old
            .as_ref()
            .and_then(|old| self.api.with_key(old).ok());
        match old.map(|by_old| by_old.authenticates()) {
            Some(Ok(false)) => OldKey::Dead,
            // The request may still be on its way.
            _ => OldKey::Unknown,
        }
    }

    /// Says what is so by now to whoever may have to say it in psq's last words.
    pub(crate) fn known(&self) {
        let old_key = match (self.journal.record.operation, self.journal.record.stage) {
            (Operation::Rotate, Stage::Prepared) => OldKey::Unknown,
            _ => self.old_key(),
        };
        interruption::update(self.report, old_key);
    }

    /// Writes to the journal. Where that fails, the rotation goes on: the key is safest at its
    /// destination, and what the journal says is enough to begin anew from.
    pub(crate) fn note(&mut self, change: impl FnOnce(&mut Record)) {
        if let Err(error) = self.journal.update(change) {
            self.progress
                .warn(format_args!("The journal could not be written: {error}"));
        }
        self.report.take_record(&self.journal.record);
        self.known();
    }

    /// Runs the command of `--then`, unless it has run already. That takes its time, so the destinations are read
    /// back once more. What had to be delivered anew is to be taken up anew.
    pub(crate) fn follow_up(&mut self, key: &SecretKey) -> Result<(), CliError> {
        for _ in 0..MOST_MOVES {
            let follow_up = self.journal.record.follow_up.clone();
            let Some(noted) = follow_up.filter(|follow_up| !follow_up.is_done) else {
                break;
            };
            self.run_follow_up(&noted, key)?;
            self.read_back(key)?;
        }
        Ok(())
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
            return Err(self.unverified(format!(
                "the key is delivered to {} and works, and the command of --then failed: {flaw}; what uses the \
                 key may not have taken up the new value",
                self.journal.record.destination_list()
            )));
        }
        self.progress.done("The command of --then ended well");
        Ok(())
    }

    /// An end where the key is delivered, and something about it is not as it should be.
    fn unverified(&self, message: impl Into<String>) -> CliError {
        CliError::unverified(self.id(), message).with_old_key(self.old_key())
    }

    /// The end of a rotation that has reached its goal.
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

    /// The last steps: the audit line, then no journal and no staged file.
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
                "The key is delivered and verified; {what}: {error}. `psq recover {}` does it later",
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
        // Nothing is left that a second signal could leave open.
        interruption::finish();
        if let Err(error) = journal.close() {
            left("the journal could not be closed", &error);
        }
    }

    /// Removes what is staged for a destination that is given up.
    pub(crate) fn discard(&self, destination: &DestinationRecord) {
        if let Some(staging) = destination.staging(self.id())
            && let Err(error) = staging.discard()
        {
            self.progress.warn(format_args!(
                "{} could not be removed: {error}",
                staging.path().display()
            ));
        }
    }

    /// Ends a rotation that has changed nothing: no journal and no staged file is left.
    pub(crate) fn abandon(self, mut failure: CliError) -> CliError {
        let removed = discard_all(&self.journal.record, &self.destinations).and_then(|()| {
            interruption::finish();
            self.journal.close()
        });
        if let Err(error) = removed {
            failure.message += &format!(
                "; the journal could not be closed ({error}), so that `psq status` still shows it"
            );
            failure.next = Some(Box::new(NextStep::Status));
        }
        failure
    }

    /// The API by a key that is on this disk.
    pub(crate) fn by_key(&self, key: &SecretKey) -> Result<Api, CliError> {
        let api = self.api.with_key(key);
        api.map_err(|error| self.unfinished(error.message))
    }

    /// What to tell the vendor's support about the request of this rotation.
    pub(crate) fn correlation_id(&self) -> Option<CorrelationId> {
        CorrelationId::new(self.journal.record.correlation_id.clone()).ok()
    }
}

/// Removes everything that a rotation may have staged, wherever its paths have led.
fn discard_all(record: &Record, destinations: &[Destination]) -> std::io::Result<()> {
    let id = &record.key_id;
    let now = destinations.iter().filter_map(|now| now.staging(id));
    let delivered = record.deliveries.iter().map(|noted| &noted.destination);
    let noted = delivered
        .chain(&record.former_destinations)
        .filter_map(|noted| noted.staging(id));
    for staging in now.chain(noted) {
        staging.discard()?;
    }
    let mut paths = record.deliveries.iter();
    paths.try_for_each(|noted| noted.staged_path.as_deref().map_or(Ok(()), remove_if_there))
}
