//! Trying out what will be done after the rotation, and the first entry of the journal.

use chrono::Utc;
use publicsquare::SecretKey;

use super::Preflight;
use crate::cli::ChangeArgs;
use crate::confirm::confirm;
use crate::course::Course;
use crate::destination::{FileDestination, Staging};
use crate::journal::{Journal, Operation, Record, Stage, Successor, VERSION};
use crate::progress::Progress;
use crate::report::RotationReport;
use crate::signals;
use crate::stop::Stop;

impl Preflight {
    /// Asks a person, then tries the destination out and takes room on its disk.
    pub(crate) fn rehearse(
        &self,
        args: &ChangeArgs,
        what: &str,
        progress: &Progress,
    ) -> Result<(), Stop> {
        let what = format!(
            "{what}\n  key          {}\n  environment  {}\n  destination  {}",
            self.id.as_str(),
            self.environment,
            self.destination.record()
        );
        confirm(&self.id, &self.environment, args.confirm.as_deref(), &what)?;
        let Some(staging) = self.destination.staging(&self.id) else {
            return Ok(());
        };
        let is_there = matches!(staging.file().metadata(), Ok(Some(_)));
        rehearse(&staging, args.dry_run).map_err(|flaw| {
            Stop::untouched(format!(
                "{} cannot be replaced: {flaw}",
                staging.file().path().display()
            ))
        })?;
        let path = staging.file().path().display();
        match (is_there, args.dry_run) {
            (false, _) => progress.done(format_args!("{path} can be created")),
            (true, true) => progress.done(format_args!("{path} can be replaced")),
            (true, false) => progress.done(format_args!(
                "{path} can be replaced: tried out with its own content"
            )),
        }
        Ok(())
    }

    /// The first entry of the journal.
    fn record(&self, operation: Operation, successor: Option<Successor>) -> Record {
        Record {
            version: VERSION,
            operation,
            stage: Stage::Prepared,
            key_id: self.id.clone(),
            environment: self.environment.clone(),
            base_url: self.api.base_url().to_owned(),
            idempotency_key: Some(self.identity.expose_secret().to_owned()),
            correlation_id: self.correlation_id.as_str().to_owned(),
            prepared_at: self.server_time.unwrap_or_else(Utc::now),
            server_told_time: self.server_time.is_some(),
            old_fingerprint: self.old_fingerprint.clone(),
            new_fingerprint: None,
            destination: self.destination.record(),
            staged_path: None,
            former: None,
            is_own_key: self.is_own_key,
            successor,
        }
    }

    /// Writes the first entry of the journal: from here on a crash leaves something to go on from.
    pub(crate) fn begin<'a>(
        self,
        operation: Operation,
        successor: Option<Successor>,
        facts: &'a mut RotationReport,
        progress: &'a Progress,
    ) -> Result<Course<'a>, Stop> {
        let record = self.record(operation, successor);
        let opened = signals::finish_first().and_then(|()| Journal::create(&self.state, record));
        let journal = opened.map_err(|error| {
            self.clean_up();
            Stop::untouched(format!("the journal cannot be written: {error}"))
        })?;
        facts.correlation_id = Some(journal.record.correlation_id.clone());
        facts.stage = Some(journal.record.stage);
        Ok(Course {
            state: self.state,
            lock: self.lock,
            progress,
            facts,
            api: self.api,
            destination: self.destination,
            journal,
        })
    }

    /// Removes what the rehearsal has left beside the destination.
    fn clean_up(&self) {
        if let Some(staging) = self.destination.staging(&self.id) {
            // It holds nothing but spaces.
            let _ = staging.discard();
        }
    }
}

fn rehearse(staging: &Staging, is_dry_run: bool) -> Result<(), String> {
    let said = |error: std::io::Error| error.to_string();
    if is_dry_run {
        return staging.try_out().map_err(said);
    }
    let file: &FileDestination = staging.file();
    let content = file.read().map_err(said)?;
    let length = file.with_key(&content, &rehearsal_key())?.len();
    staging.rehearse(&content).map_err(said)?;
    staging.reserve(length).map_err(said)
}

/// Stands in for a key that there is not yet; as long as any.
pub(super) fn rehearsal_key() -> SecretKey {
    SecretKey::new("x".repeat(128))
}
