//! Replacing a file by one that holds the key.
//!
//! The index of a destination and the key come in. Before each rename psq follows the path again and looks at
//! the file again: it overwrites nothing but a key of this kind, and it keeps what somebody edits meanwhile.
//! The key is durable in the file when this is done. `destination/staging` writes the bytes,
//! `overwrite_check` decides what may be overwritten.

use std::path::Path;

use publicsquare::SecretKey;

use super::OpenRotation;
use crate::cli_error::CliError;
use crate::destination::{Destination, MOST_EDITS, Staging, too_many_edits};
use crate::fingerprint::Fingerprint;
use crate::flaw::Flaw;
use crate::journal::{Stage, remove_if_there};
use crate::key_form::KeyForm;
use crate::lock::Lock;
use crate::overwrite_check::OverwriteCheck;

impl OpenRotation<'_> {
    pub(super) fn deliver_to_file(
        &mut self,
        index: usize,
        key: &SecretKey,
        fingerprint: &Fingerprint,
    ) -> Result<(), CliError> {
        for _ in 0..MOST_EDITS {
            self.follow(index)?;
            let destination = self.destinations.get(index);
            let Some(staging) = destination.and_then(|one| one.staging(self.id())) else {
                return Ok(());
            };
            // psq holds one such lock at a time, so that two processes never wait for each other.
            let _lock = Lock::wait(&self.state.file_lock(staging.file().path()))
                .map_err(|error| self.undelivered(index, error))?;
            if self.edit(index, &staging, key, fingerprint)? {
                return Ok(());
            }
        }
        Err(self.undelivered(index, too_many_edits()))
    }

    /// Follows the path again, because a deployment may have moved a link.
    pub(super) fn follow(&mut self, index: usize) -> Result<(), CliError> {
        let Some(Destination::File(file)) = self.destinations.get(index) else {
            return Ok(());
        };
        let now = file
            .again()
            .map_err(|error| self.undelivered(index, error.flaw()))?;
        if now.path() != file.path() {
            self.progress.warn(format_args!(
                "{} now leads to {}, and no longer to {}",
                file.record(),
                now.path().display(),
                file.path().display()
            ));
        }
        if let Some(destination) = self.destinations.get_mut(index) {
            *destination = Destination::File(now);
        }
        Ok(())
    }

    /// Replaces the file by one with the key. Returns false if somebody has changed the file meanwhile.
    fn edit(
        &mut self,
        index: usize,
        staging: &Staging,
        key: &SecretKey,
        fingerprint: &Fingerprint,
    ) -> Result<bool, CliError> {
        let failed = |rotation: &Self, flaw: Flaw| rotation.undelivered(index, flaw);
        let file = staging.file();
        let before = file.read().map_err(|error| failed(self, error.into()))?;
        let held = file.value_in(&before).map_err(|flaw| failed(self, flaw))?;
        if held
            .as_ref()
            .is_some_and(|held| held.as_slice() == key.expose_secret().as_bytes())
        {
            staging
                .settle()
                .map_err(|error| failed(self, error.into()))?;
            return Ok(true);
        }
        self.check_existing_value(index, held.as_ref().map(|held| held.as_slice()), key)?;
        let after = file
            .with_key(&before, key)
            .map_err(|flaw| failed(self, flaw))?;
        staging
            .write(&after)
            .map_err(|error| failed(self, error.into()))?;
        self.leave_staged(index, staging.path());
        self.note(|record| {
            record.stage = Stage::Staged;
            record.expect(fingerprint);
            if let Some(delivery) = record.deliveries.get_mut(index) {
                delivery.staged_path = Some(staging.path().to_owned());
                delivery.is_done = false;
            }
            // The application may have read the former value, so the command of `--then` has to run again.
            if let Some(follow_up) = &mut record.follow_up {
                follow_up.is_done = false;
            }
        });
        let now = file.read().map_err(|error| failed(self, error.into()))?;
        if now != before {
            return Ok(false);
        }
        staging
            .commit()
            .map_err(|error| failed(self, error.into()))?;
        Ok(true)
    }

    /// Refuses to overwrite anything but a key of this kind.
    fn check_existing_value(
        &self,
        index: usize,
        held: Option<&[u8]>,
        key: &SecretKey,
    ) -> Result<(), CliError> {
        let record = &self.journal.record;
        let form = KeyForm::of_key(key);
        let fingerprint = Fingerprint::of(key);
        let known: Vec<_> = [&fingerprint]
            .into_iter()
            .chain(&record.old_fingerprint)
            .chain(&record.new_fingerprint)
            .chain(&record.superseded)
            .collect();
        let expected = OverwriteCheck {
            id: record.delivered_id().unwrap_or(&record.key_id),
            known_values: &known,
            form: form.as_ref(),
            allow_any: record.replaces_any,
            api_hides_values: false,
            named_by: &self.named_by,
        };
        match expected.check(held, &self.api) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(self
                .unfinished(
                    refusal
                        .flaw(self.place(index))
                        .of("the new key is not delivered"),
                )
                .with_next(self.next_without_destination())),
        }
    }

    /// Removes a staged file from the place where the path led before. The new one is already written.
    fn leave_staged(&self, index: usize, path: &Path) {
        let delivery = self.journal.record.deliveries.get(index);
        let noted = delivery.and_then(|delivery| delivery.staged_path.as_deref());
        if let Some(noted) = noted.filter(|noted| *noted != path)
            && let Err(error) = remove_if_there(noted)
        {
            self.progress.warn(format_args!(
                "{} could not be removed: {error}",
                noted.display()
            ));
        }
    }
}
