//! Bringing a key to its destination.

use publicsquare::SecretKey;
use sha2::{Digest, Sha256};

use super::Course;
use crate::destination::{Destination, Staging};
use crate::fingerprint::{Fingerprint, hex};
use crate::journal::Stage;
use crate::lock::Lock;
use crate::stop::Stop;

/// How often the edit is made anew because the file has changed meanwhile.
const MOST_EDITS: u32 = 10;

impl Course<'_> {
    /// Brings the key to its destination. It is durable there when this returns.
    pub(crate) fn deliver(&mut self, key: &SecretKey) -> Result<(), Stop> {
        let fingerprint = Fingerprint::of(key);
        self.facts.new_fingerprint = Some(fingerprint.clone());
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

    /// A command that has taken the key is not given it twice. A file is looked at, and whether anybody has
    /// read the standard output is not known.
    fn is_handed_over(&self, fingerprint: &Fingerprint) -> bool {
        let record = &self.journal.record;
        matches!(self.destination, Destination::Command(_))
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
        let _lock = Lock::wait(&self.state.file_lock(path.get(..16).unwrap_or(&path)))
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
}
