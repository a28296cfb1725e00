//! Verifying a delivered key: every file holds it, the API accepts it, and it is the current value.
//!
//! The key comes in. Out goes nothing, or an error that says which of the three is not so. psq reads the
//! files back last of all, at the place where their paths lead by then, because a deployment may move a link
//! meanwhile. `deliver` comes before.

use std::time::{Duration, Instant};

use publicsquare::{ApiKeyId, SecretKey};

use super::OpenRotation;
use crate::api::Api;
use crate::cli_error::CliError;
use crate::destination::Destination;
use crate::evidence;
use crate::flaw::Flaw;
use crate::progress::format_duration;

/// How long the API may take to accept a new key everywhere.
const PROPAGATION: Duration = Duration::from_secs(30);

/// How often a path may change while psq reads it back.
const MOST_MOVES: u32 = 10;

const SUPERSEDED: &str =
    "another rotation has superseded this one: the key at the destination is not the current one";

impl OpenRotation<'_> {
    /// Checks that every file holds the key, that the API accepts it, and that it is the current value.
    pub(crate) fn verify(&mut self, key: &SecretKey) -> Result<(), CliError> {
        self.read_back(key)?;
        let by_new_key = self
            .api
            .with_key(key)
            .map_err(|error| self.unverified(error.flaw()))?;
        self.wait_until_accepted(&by_new_key, key)
            .map_err(|message| self.unverified(message))?;
        // psq has rotated its own key, so the old one cannot authenticate any more.
        if self.journal.record.is_own_key {
            self.api = by_new_key;
        }
        if let Some(id) = self.journal.record.delivered_id().cloned() {
            self.check_current(&id, key)?;
        }
        self.read_back(key)?;
        self.progress.done(if self.report.verified.held.is_some() {
            "Verified: the destination holds the key, the API accepts it"
        } else {
            "Verified: the API accepts the key; psq cannot check whether the destination stored it"
        });
        Ok(())
    }

    /// Checks that every file holds the key, at the place where its path leads now.
    pub(crate) fn read_back(&mut self, key: &SecretKey) -> Result<(), CliError> {
        let mut flaws = Vec::new();
        for index in 0..self.destinations.len() {
            let held = self.read_back_one(index, key)?;
            if let Err(flaw) = held {
                flaws.push(flaw);
            }
        }
        if flaws.is_empty() {
            Ok(())
        } else {
            Err(self.unverified(flaws.join("; ")))
        }
    }

    /// Checks one file. If a deployment has moved a link meanwhile, psq delivers the key to the new place.
    fn read_back_one(
        &mut self,
        index: usize,
        key: &SecretKey,
    ) -> Result<Result<(), String>, CliError> {
        for _ in 0..MOST_MOVES {
            let Some(Destination::File(before)) = self.destinations.get(index) else {
                return Ok(Ok(()));
            };
            let before = before.path().to_owned();
            self.follow(index)?;
            let Some(Destination::File(file)) = self.destinations.get(index) else {
                return Ok(Ok(()));
            };
            if file.path() != before {
                self.deliver_one(index, key)?;
                continue;
            }
            let content = file.read().map_err(Flaw::from);
            let held = content.and_then(|content| file.value_in(&content));
            let holds = matches!(&held, Ok(Some(held)) if held.as_slice() == key.expose_secret().as_bytes());
            self.report.note_read_back(index, holds);
            return Ok(if holds {
                Ok(())
            } else {
                Err(format!(
                    "{} does not hold the key that was just written there: something else writes to it",
                    self.place(index)
                ))
            });
        }
        self.report.note_read_back(index, false);
        Ok(Err(format!(
            "{} leads to another place each time it is looked at",
            self.place(index)
        )))
    }

    /// Checks that the API shows this value as the current one.
    fn check_current(&mut self, id: &ApiKeyId, key: &SecretKey) -> Result<(), CliError> {
        self.progress
            .asking("Asking which value is the current one", self.api.timeout());
        match self.api.reveal(id) {
            Ok(revealed) => {
                let is_current = revealed.key == *key;
                self.report.verified.current = Some(is_current);
                if !is_current {
                    return Err(self.unverified(SUPERSEDED.to_owned()));
                }
            }
            Err(error) if evidence::is_hidden(&error) => {
                self.progress.warn(
                    "The API does not reveal the key, so psq does not know whether another rotation has superseded this one",
                );
            }
            Err(error) => {
                return Err(self.unverified(format!(
                    "the key works, but the API did not say whether it is the current one: {error}"
                )));
            }
        }
        Ok(())
    }

    /// Whether the API already shows another value. False if the API cannot be asked.
    fn is_superseded(&self, key: &SecretKey) -> bool {
        let id = self.journal.record.delivered_id();
        let shown = id.and_then(|id| self.api.reveal(id).ok());
        shown.is_some_and(|revealed| revealed.key != *key)
    }

    fn wait_until_accepted(&mut self, api: &Api, key: &SecretKey) -> Result<(), String> {
        let limit = PROPAGATION.min(api.timeout());
        // The last request begins before the limit, and one more request can follow it.
        let at_most = limit + api.timeout() * 2;
        self.progress
            .asking("Asking whether the API accepts the new key", at_most);
        let begun = Instant::now();
        let mut pause = Duration::from_millis(100);
        loop {
            match api.authenticates() {
                Ok(true) => {
                    self.report.verified.accepted = Some(true);
                    return Ok(());
                }
                Ok(false) if self.is_superseded(key) => return Err(SUPERSEDED.to_owned()),
                Ok(false) => {}
                Err(error) => return Err(format!("psq could not try the new key: {error}")),
            }
            if limit.checked_sub(begun.elapsed() + pause).is_none() {
                self.report.verified.accepted = Some(false);
                return Err(format!(
                    "the API does not accept the new key after {}: another rotation may have superseded it",
                    format_duration(limit)
                ));
            }
            self.progress.note(format_args!(
                "The API does not accept the new key yet; asking again for {}",
                format_duration(limit.saturating_sub(begun.elapsed()))
            ));
            api.wait(pause);
            pause = (pause * 2).min(Duration::from_secs(4));
        }
    }
}
