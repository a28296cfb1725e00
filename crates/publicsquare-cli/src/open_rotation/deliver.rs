//! Bringing a key to its destinations.
//!
//! The key comes in. When this is done, the key is durable at each destination, or an error says at which it
//! is not. A failure at one destination does not keep the key from the others. `replace_file` has the steps
//! for files, `verify` comes next.

use publicsquare::SecretKey;

use super::OpenRotation;
use crate::cli_error::CliError;
use crate::destination::Destination;
use crate::fingerprint::Fingerprint;
use crate::flaw::Flaw;
use crate::interruption;
use crate::journal::{Operation, Stage};
use crate::next_step::NextStep;

impl OpenRotation<'_> {
    /// Delivers the key to every destination. It is durable at each of them when this returns.
    pub(crate) fn deliver(&mut self, key: &SecretKey) -> Result<(), CliError> {
        let fingerprint = Fingerprint::of(key);
        self.report.new_fingerprint = Some(fingerprint.clone());
        interruption::update(self.report, self.old_key());
        if self.journal.record.new_fingerprint.is_some() {
            self.expect(&fingerprint);
        }
        let mut failures = Vec::new();
        for index in 0..self.destinations.len() {
            if let Err(error) = self.deliver_one(index, key) {
                failures.push(error);
            }
        }
        self.together(failures)
    }

    /// Delivers the key to one destination. Notes the reason in the journal if that fails.
    pub(super) fn deliver_one(&mut self, index: usize, key: &SecretKey) -> Result<(), CliError> {
        self.bring(index, key).inspect_err(|error| {
            // The journal has space for a message of this length.
            let failure: String = error.flaw().to_string().chars().take(500).collect();
            let fingerprint = Fingerprint::of(key);
            self.note(|record| {
                record.stage = record.stage.max(Stage::Answered);
                record.expect(&fingerprint);
                if let Some(delivery) = record.deliveries.get_mut(index) {
                    delivery.failure = Some(failure);
                }
            });
        })
    }

    /// Notes which value is being delivered. If it is another one than before, all deliveries have to be repeated.
    fn expect(&mut self, fingerprint: &Fingerprint) {
        if self.journal.record.new_fingerprint.as_ref() == Some(fingerprint) {
            return;
        }
        self.note(|record| {
            record.stage = Stage::Answered;
            record.expect(fingerprint);
        });
    }

    fn bring(&mut self, index: usize, key: &SecretKey) -> Result<(), CliError> {
        let fingerprint = Fingerprint::of(key);
        let Some(destination) = self.destinations.get(index) else {
            return Ok(());
        };
        match destination {
            Destination::File(_) => self.deliver_to_file(index, key, &fingerprint)?,
            Destination::Stdout(stdout) => {
                let stdout = stdout.clone();
                // This destination leaves nothing on this disk, so the journal has to know the fingerprint first.
                self.expect(&fingerprint);
                let written = stdout.deliver(key);
                written.map_err(|error| self.undelivered(index, error))?;
            }
            // A command that has read the key does not get it twice. A file can be read back, and for the standard
            // output nobody knows whether anybody has read it.
            Destination::Command(_) if self.is_handed_over(index, &fingerprint) => return Ok(()),
            Destination::Command(command) => {
                let command = command.clone();
                self.expect(&fingerprint);
                self.progress
                    .beginning(format_args!("Passing the new key to {}", command.record()));
                let delivered = command.deliver(key);
                delivered.map_err(|error| self.undelivered(index, error))?;
            }
            Destination::Unusable { flaw, .. } => return Err(self.undelivered(index, flaw.clone())),
        }
        self.note(|record| {
            record.expect(&fingerprint);
            if let Some(delivery) = record.deliveries.get_mut(index) {
                delivery.is_done = true;
                delivery.failure = None;
            }
            let is_everywhere = record.deliveries.iter().all(|delivery| delivery.is_done);
            let reached = if is_everywhere {
                Stage::Delivered
            } else {
                Stage::Staged
            };
            record.stage = record.stage.max(reached);
        });
        self.progress
            .done(format_args!("Delivered to {}", self.place(index)));
        Ok(())
    }

    fn is_handed_over(&self, index: usize, fingerprint: &Fingerprint) -> bool {
        let record = &self.journal.record;
        let delivery = record.deliveries.get(index);
        record.new_fingerprint.as_ref() == Some(fingerprint)
            && delivery.is_some_and(|delivery| delivery.is_done)
    }

    /// The name of a destination, for a message.
    pub(super) fn place(&self, index: usize) -> String {
        let delivery = self.journal.record.deliveries.get(index);
        delivery.map_or_else(String::new, |delivery| delivery.destination.to_string())
    }

    /// One error for all destinations that could not be reached.
    fn together(&self, mut failures: Vec<CliError>) -> Result<(), CliError> {
        let Some(last) = failures.pop() else {
            return Ok(());
        };
        if failures.is_empty() {
            return Err(last);
        }
        failures.push(last);
        // A rescue file is the right advice only if a retry helps at none of the destinations.
        let elsewhere =
            |error: &CliError| matches!(error.next.as_deref(), Some(NextStep::RecoverElsewhere(_)));
        let next = if failures.iter().all(elsewhere) {
            NextStep::RecoverElsewhere(self.id().clone())
        } else {
            NextStep::Recover(self.id().clone())
        };
        let mut advice: Vec<String> = Vec::new();
        let mut messages = Vec::new();
        for failure in failures {
            messages.push(failure.message);
            advice.extend(failure.advice.filter(|one| !advice.contains(one)));
        }
        let mut flaw = Flaw::new(messages.join("; "));
        if !advice.is_empty() {
            flaw = flaw.advise(advice.join("; "));
        }
        Err(self.unfinished(flaw).with_next(next))
    }

    /// The step after a delivery that would fail again. The new key is at hand, so the old value of a rotated key is dead.
    pub(super) fn next_without_destination(&self) -> NextStep {
        let record = &self.journal.record;
        match record.operation {
            Operation::Rotate => NextStep::RecoverElsewhere(self.id().clone()),
            Operation::Replace | Operation::Redeliver => record.next_without_destination(),
        }
    }

    /// The error of a failed delivery. If a retry would fail again and the application needs the key now, the next line
    /// takes the key to a rescue file.
    pub(super) fn undelivered(&self, index: usize, flaw: impl Into<Flaw>) -> CliError {
        let what = match self.journal.record.operation {
            Operation::Redeliver => "the current value",
            Operation::Rotate | Operation::Replace => "the new key",
        };
        let subject = format!("{what} could not be delivered to {}", self.place(index));
        let error = self.unfinished(flaw.into().of(subject));
        let delivery = self.journal.record.deliveries.get(index);
        let is_first = delivery.is_none_or(|delivery| delivery.failure.is_none());
        match self.destinations.get(index) {
            Some(Destination::File(_)) if is_first => error,
            Some(Destination::Command(_)) => {
                let id = self.id().as_str();
                let next = self.next_without_destination();
                let advice = match next {
                    NextStep::RecoverElsewhere(_) => format!(
                        "correct the command and run `psq recover {id}` to try it again, or take the key to a file"
                    ),
                    _ => format!(
                        "correct the command, then run the next line; or run `psq recover {id} -- CMD` with another \
                         command"
                    ),
                };
                let advice = match &error.advice {
                    Some(first) => format!("{first}; {advice}"),
                    None => advice,
                };
                error.with_advice(advice).with_next(next)
            }
            _ => error.with_next(self.next_without_destination()),
        }
    }
}
