//! Bringing a key to its destination.
//!
//! The key comes in, and it is durable at its destination when this is over, or a stop says why not. What
//! stands there is looked at before each rename: nothing but a key of this kind is overwritten. Where a path
//! leads is looked up anew each time.

use std::path::Path;

use publicsquare::SecretKey;
use sha2::{Digest, Sha256};

use super::Course;
use crate::destination::{Destination, MOST_EDITS, Staging, too_many_edits};
use crate::fingerprint::{Fingerprint, hex};
use crate::interruption;
use crate::journal::{Stage, remove_if_there};
use crate::key_form::KeyForm;
use crate::lock::Lock;
use crate::next::Step;
use crate::occupant::Expected;
use crate::stop::Stop;

impl Course<'_> {
    /// Brings the key to its destination. It is durable there when this returns.
    pub(crate) fn deliver(&mut self, key: &SecretKey) -> Result<(), Stop> {
        self.bring(key).map_err(|stop| self.failed(stop))
    }

    fn bring(&mut self, key: &SecretKey) -> Result<(), Stop> {
        let fingerprint = Fingerprint::of(key);
        self.facts.new_fingerprint = Some(fingerprint.clone());
        interruption::known(self.facts, self.old_key());
        if self.is_handed_over(&fingerprint) {
            return Ok(());
        }
        if !matches!(self.destination, Destination::File(_)) {
            // Nothing of it is on this disk, and what is known is worth noting.
            self.note(|record| {
                record.stage = Stage::Answered;
                record.new_fingerprint = Some(fingerprint.clone());
            });
        }
        match &self.destination {
            Destination::File(_) => self.deliver_to_file(key, &fingerprint)?,
            Destination::Stdout(stdout) => {
                let written = stdout.deliver(key);
                written.map_err(|error| self.undelivered(&error.to_string()))?;
            }
            Destination::Command(command) => {
                self.progress.beginning(format_args!(
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
            record.failure = None;
        });
        self.progress.done(format_args!(
            "Delivered to {}",
            self.journal.record.destination
        ));
        Ok(())
    }

    /// A command that has taken the key is not given it twice. A file is looked at, and whether anybody has
    /// read the standard output is not known.
    fn is_handed_over(&self, fingerprint: &Fingerprint) -> bool {
        let record = &self.journal.record;
        matches!(self.destination, Destination::Command(_))
            && record.stage >= Stage::Delivered
            && record.new_fingerprint.as_ref() == Some(fingerprint)
    }

    /// Where the path leads now. Nothing says that it leads where it did before.
    pub(super) fn follow(&mut self) -> Result<(), Stop> {
        let Destination::File(file) = &self.destination else {
            return Ok(());
        };
        let now = file
            .again()
            .map_err(|stop| self.undelivered(&stop.message))?;
        if now.path() != file.path() {
            self.progress.warn(format_args!(
                "{} leads to {} by now, and to {} no more",
                self.journal.record.destination,
                now.path().display(),
                file.path().display()
            ));
        }
        self.destination = Destination::File(now);
        Ok(())
    }

    /// Removes what was staged at a place that the path leads to no more. It is staged anew by now.
    fn leave_staged(&self, path: &Path) {
        let noted = self.journal.record.staged_path.as_deref();
        if let Some(noted) = noted.filter(|noted| *noted != path)
            && let Err(error) = remove_if_there(noted)
        {
            self.progress.warn(format_args!(
                "{} could not be removed: {error}",
                noted.display()
            ));
        }
    }

    fn deliver_to_file(&mut self, key: &SecretKey, fingerprint: &Fingerprint) -> Result<(), Stop> {
        for _ in 0..MOST_EDITS {
            self.follow()?;
            let Some(staging) = self.destination.staging(self.id()) else {
                return Ok(());
            };
            let path = hex(&Sha256::digest(
                staging.file().path().as_os_str().as_encoded_bytes(),
            ));
            let _lock = Lock::wait(&self.state.file_lock(path.get(..16).unwrap_or(&path)))
                .map_err(|error| self.undelivered(&error.to_string()))?;
            if self.edit(&staging, key, fingerprint)? {
                return Ok(());
            }
        }
        Err(self.undelivered(&too_many_edits()))
    }

    /// Refuses to overwrite what is no key of this kind.
    fn check_occupant(&self, held: Option<&[u8]>, key: &SecretKey) -> Result<(), Stop> {
        let record = &self.journal.record;
        let form = KeyForm::of_key(key);
        let fingerprint = Fingerprint::of(key);
        let known: Vec<_> = [&fingerprint]
            .into_iter()
            .chain(&record.old_fingerprint)
            .collect();
        let expected = Expected {
            id: record.delivered_id().unwrap_or(&record.key_id),
            known: &known,
            form: form.as_ref(),
            any: record.replaces_any,
            is_blind: false,
        };
        match expected.check(held, &self.api) {
            Ok(_) => Ok(()),
            Err(foreign) => Err(self
                .unfinished(format!(
                    "the new key is not delivered: {} {}",
                    record.destination,
                    foreign.says()
                ))
                .with_next(Step::RecoverElsewhere(self.id().clone()))),
        }
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
        if held
            .as_ref()
            .is_some_and(|held| held.as_slice() == key.expose_secret().as_bytes())
        {
            staging.settle().map_err(|error| failed(self, &error))?;
            return Ok(true);
        }
        self.check_occupant(held.as_ref().map(|held| held.as_slice()), key)?;
        let after = file
            .with_key(&before, key)
            .map_err(|flaw| failed(self, &flaw))?;
        staging
            .write(&after)
            .map_err(|error| failed(self, &error))?;
        self.leave_staged(staging.path());
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

    /// A delivery that has failed. Where trying again would come to the same, the key can be had elsewhere.
    fn undelivered(&self, flaw: &str) -> Stop {
        let stop = self.unfinished(format!(
            "the new key could not be delivered to {}: {flaw}",
            self.journal.record.destination
        ));
        match &self.destination {
            Destination::File(_) if self.journal.record.failure.is_none() => stop,
            Destination::File(_) | Destination::Stdout(_) => {
                stop.with_next(Step::RecoverElsewhere(self.id().clone()))
            }
            Destination::Command(_) => {
                let mut stop = stop.with_next(Step::RecoverElsewhere(self.id().clone()));
                stop.message += &format!(
                    ". Mend the command and run `psq recover {}` to try it again, or take the key to a file",
                    self.id().as_str()
                );
                stop
            }
        }
    }

    /// Notes why a delivery has failed, so that `psq status` can say it.
    pub(crate) fn failed(&mut self, stop: Stop) -> Stop {
        // There is room for so much of it in the journal.
        let failure: String = stop.message.chars().take(500).collect();
        self.note(|record| record.failure = Some(failure));
        stop
    }
}
