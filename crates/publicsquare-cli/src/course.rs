//! A rotation under way: from the key in memory to the key at its destination, seen to work.

use std::time::{Duration, Instant};

use chrono::Utc;
use publicsquare::{ApiKeyId, CorrelationId, SecretKey};
use sha2::{Digest, Sha256};

use crate::api::Api;
use crate::audit;
use crate::destination::{Destination, Staging};
use crate::fingerprint::{Fingerprint, hex};
use crate::journal::{Journal, Operation, Record, Stage};
use crate::lock::Lock;
use crate::progress::{Progress, span};
use crate::report::RotationReport;
use crate::state_folder::StateFolder;
use crate::stop::{OldKey, Stop};

/// How often the edit is made anew because the file has changed meanwhile.
const MOST_EDITS: u32 = 10;

/// How long a new key may take to be accepted everywhere.
const PROPAGATION: Duration = Duration::from_secs(30);

const SUPERSEDED: &str =
    "another rotation has superseded this one: the key at the destination is not the current one";

/// A rotation with its journal open.
pub(crate) struct Course<'a> {
    pub(crate) state: &'a StateFolder,
    pub(crate) progress: &'a Progress,
    pub(crate) facts: &'a mut RotationReport,
    /// By a key that is alive.
    pub(crate) api: Api,
    pub(crate) destination: Destination,
    pub(crate) journal: Journal,
}

impl Course<'_> {
    pub(crate) fn id(&self) -> &ApiKeyId {
        &self.journal.record.key_id
    }

    /// What there is to say of the old key once the new one is there.
    pub(crate) fn old_key(&self) -> OldKey {
        match self.journal.record.operation {
            Operation::Rotate => OldKey::Dead,
            Operation::Replace => OldKey::Alive,
            Operation::Redeliver => OldKey::Unknown,
        }
    }

    /// An end for which `recover` has to go on.
    pub(crate) fn unfinished(&self, message: impl Into<String>) -> Stop {
        Stop::unfinished(self.id(), self.old_key(), message)
    }

    /// Brings the key to its destination. It is durable there when this returns.
    pub(crate) fn deliver(&mut self, key: &SecretKey) -> Result<(), Stop> {
        let fingerprint = Fingerprint::of(key);
        self.facts.new_fingerprint = Some(fingerprint.clone());
        if self.is_handed_over(&fingerprint) {
            return Ok(());
        }
        match &self.destination {
            Destination::File(_) => self.deliver_to_file(key, &fingerprint)?,
            Destination::Stdout(stdout) => {
                let written = stdout.deliver(key);
                written.map_err(|error| self.undelivered(&error.to_string()))?;
            }
            Destination::Command(command) => {
                self.progress.note(format_args!(
                    "Passing the new key to {}",
                    self.journal.record.destination
                ));
                let delivered = command.deliver(key);
                delivered.map_err(|error| self.undelivered(&error.to_string()))?;
            }
        }
        self.note(|record| {
            record.stage = Stage::Delivered;
            record.new_fingerprint = Some(fingerprint);
        });
        self.progress.done(format_args!(
            "Delivered to {}",
            self.journal.record.destination
        ));
        Ok(())
    }

    /// A command or a reader that has the key is not given it twice. A file is looked at.
    fn is_handed_over(&self, fingerprint: &Fingerprint) -> bool {
        let record = &self.journal.record;
        !matches!(self.destination, Destination::File(_))
            && record.stage >= Stage::Delivered
            && record.new_fingerprint.as_ref() == Some(fingerprint)
    }

    fn deliver_to_file(&mut self, key: &SecretKey, fingerprint: &Fingerprint) -> Result<(), Stop> {
        let Some(staging) = self.destination.staging(self.id()) else {
            return Ok(());
        };
        let path = hex(&Sha256::digest(
            staging.file().path().as_os_str().as_encoded_bytes(),
        ));
        let _lock = Lock::wait(&self.state.file_lock(&path[..16]))
            .map_err(|error| self.undelivered(&error.to_string()))?;
        for _ in 0..MOST_EDITS {
            if self.edit(&staging, key, fingerprint)? {
                return Ok(());
            }
        }
        Err(self.undelivered("something changes the file all the time"))
    }

    /// Replaces the file by one with the key, unless it changes meanwhile.
    fn edit(
        &mut self,
        staging: &Staging,
        key: &SecretKey,
        fingerprint: &Fingerprint,
    ) -> Result<bool, Stop> {
        let failed =
            |course: &Self, error: &dyn std::fmt::Display| course.undelivered(&error.to_string());
        let file = staging.file();
        let before = file.read().map_err(|error| failed(self, &error))?;
        let held = file.held(&before).map_err(|flaw| failed(self, &flaw))?;
        if held.is_some_and(|held| held.as_slice() == key.expose_secret().as_bytes()) {
            staging.settle().map_err(|error| failed(self, &error))?;
            return Ok(true);
        }
        let after = file
            .with_key(&before, key)
            .map_err(|flaw| failed(self, &flaw))?;
        staging
            .write(&after)
            .map_err(|error| failed(self, &error))?;
        self.note(|record| {
            record.stage = Stage::Staged;
            record.new_fingerprint = Some(fingerprint.clone());
            record.staged_path = Some(staging.path().to_owned());
        });
        let now = file.read().map_err(|error| failed(self, &error))?;
        if now != before {
            return Ok(false);
        }
        staging.commit().map_err(|error| failed(self, &error))?;
        Ok(true)
    }

    fn undelivered(&self, flaw: &str) -> Stop {
        self.unfinished(format!(
            "the new key could not be delivered to {}: {flaw}",
            self.journal.record.destination
        ))
    }

    /// Writes to the journal. Where that fails, the rotation goes on: the key is safest at its
    /// destination, and what the journal says is enough to begin anew from.
    pub(crate) fn note(&mut self, change: impl FnOnce(&mut Record)) {
        if let Err(error) = self.journal.update(change) {
            self.progress
                .warn(format_args!("The journal could not be written: {error}"));
        }
        self.facts.stage = Some(self.journal.record.stage);
    }

    /// Finds out whether the delivered key is held, accepted and current.
    pub(crate) fn verify(&mut self, key: &SecretKey) -> Result<(), Stop> {
        let old_key = self.old_key();
        let unverified = |course: &Self, message: String| {
            Stop::unverified(course.id(), message).with_old_key(old_key)
        };
        if let Destination::File(file) = &self.destination {
            let content = file.read().map_err(|error| error.to_string());
            let held = content.and_then(|content| file.held(&content));
            let holds = matches!(&held, Ok(Some(held)) if held.as_slice() == key.expose_secret().as_bytes());
            self.facts.verified.held = Some(holds);
            if !holds {
                return Err(unverified(
                    self,
                    format!(
                        "{} does not hold the key that was just written there: something else writes to it",
                        self.journal.record.destination
                    ),
                ));
            }
        }
        let by_new_key = self.api.with_key(key)?;
        self.wait_until_accepted(&by_new_key, key)
            .map_err(|message| unverified(self, message))?;
        // A key that rotates itself cannot ask any more.
        if self.journal.record.is_own_key {
            self.api = by_new_key;
        }
        let id = self.journal.record.delivered_id().cloned();
        let Some(id) = id else {
            return Ok(());
        };
        match self.api.reveal(&id) {
            Ok(revealed) => {
                let is_current = revealed.key == *key;
                self.facts.verified.current = Some(is_current);
                if !is_current {
                    return Err(unverified(self, SUPERSEDED.to_owned()));
                }
            }
            Err(error) if error.is_forbidden() || error.status() == Some(200) => {
                self.progress.warn(
                    "The API does not reveal the key, so whether another rotation superseded this one \
                     is not known",
                );
            }
            Err(error) => {
                return Err(unverified(
                    self,
                    format!(
                        "the key works, and whether it is the current one is not known: {error}"
                    ),
                ));
            }
        }
        self.progress
            .done("Verified: the destination holds it, the API accepts it");
        Ok(())
    }

    /// Whether the API shows another value already. A key that rotates itself cannot ask.
    fn is_superseded(&self, key: &SecretKey) -> bool {
        let id = self.journal.record.delivered_id();
        let shown = id.and_then(|id| self.api.reveal(id).ok());
        shown.is_some_and(|revealed| revealed.key != *key)
    }

    fn wait_until_accepted(&mut self, api: &Api, key: &SecretKey) -> Result<(), String> {
        let limit = PROPAGATION.min(api.timeout());
        let begun = Instant::now();
        let mut pause = Duration::from_millis(100);
        loop {
            match api.authenticates() {
                Ok(true) => {
                    self.facts.verified.accepted = Some(true);
                    return Ok(());
                }
                Ok(false) if self.is_superseded(key) => return Err(SUPERSEDED.to_owned()),
                Ok(false) => {}
                Err(error) => return Err(format!("the new key could not be tried: {error}")),
            }
            if begun.elapsed() + pause > limit {
                self.facts.verified.accepted = Some(false);
                return Err(format!(
                    "the API does not accept the new key, also after {}: another rotation may have \
                     superseded it",
                    span(limit)
                ));
            }
            self.progress.note(format_args!(
                "The API does not accept the new key yet; asking again for {}",
                span(limit.saturating_sub(begun.elapsed()))
            ));
            api.wait(pause);
            pause = (pause * 2).min(Duration::from_secs(4));
        }
    }

    /// The last steps: the audit line, then no journal and no staged file.
    pub(crate) fn finish(self) {
        let Self {
            state,
            progress,
            destination,
            journal,
            facts,
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
        if let Some(staging) = destination.staging(&id)
            && let Err(error) = staging.discard()
        {
            left("the staged file could not be removed", &error);
            return;
        }
        facts.stage = None;
        if let Err(error) = journal.close() {
            left("the journal could not be closed", &error);
        }
    }

    /// Ends a rotation that has changed nothing: no journal and no staged file is left.
    pub(crate) fn abandon(self, mut stop: Stop) -> Stop {
        let staging = self.destination.staging(&self.journal.record.key_id);
        let removed = staging
            .map_or(Ok(()), |staging| staging.discard())
            .and_then(|()| self.journal.close());
        if let Err(error) = removed {
            stop.message += &format!(
                "; the journal could not be closed ({error}), so that `psq status` still shows it"
            );
        }
        stop
    }

    /// What to tell the vendor's support about the request of this rotation.
    pub(crate) fn correlation_id(&self) -> Option<CorrelationId> {
        CorrelationId::new(self.journal.record.correlation_id.clone()).ok()
    }
}
