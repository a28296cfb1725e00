//! Trying the steps that come after the request, and opening the journal.
//!
//! A person confirms the change of a production key first. Each file then takes the steps of the delivery
//! with its own content, and psq reserves disk space for the new content. Out goes an open rotation with its
//! journal. The checks before that are in `preflight`.

use chrono::Utc;
use publicsquare::{SecretKey, redact_keys};

use super::Preflight;
use crate::cli_error::{CliError, OldKey};
use crate::confirm::confirm;
use crate::destination::{
    Destination, FileDestination, MOST_EDITS, Staging, is_gone_after_restart, too_many_edits,
};
use crate::escape::escape_hidden;
use crate::flaw::Flaw;
use crate::follow_up::FollowUp;
use crate::interruption;
use crate::journal::{Delivery, Journal, Record, Stage, Successor, VERSION};
use crate::key_form::KeyForm;
use crate::lock::Lock;
use crate::open_rotation::OpenRotation;
use crate::progress::Progress;
use crate::report::RotationReport;

impl<'c> Preflight<'c> {
    /// Asks a person for the confirmation, rehearses each delivery and reserves disk space.
    pub(crate) fn rehearse(&self, what: &str, progress: &Progress) -> Result<(), CliError> {
        // A dry run changes nothing, so it needs no confirmation.
        if !self.change.dry_run {
            confirm(self.change, &self.described(what))?;
        }
        for destination in &self.change.destinations {
            let tried = self.try_out(destination, progress);
            tried.inspect_err(|_| self.clean_up())?;
        }
        Ok(())
    }

    fn try_out(&self, destination: &Destination, progress: &Progress) -> Result<(), CliError> {
        let is_dry_run = self.change.dry_run;
        if let Destination::File(file) = destination
            && is_gone_after_restart(file.path())
        {
            progress.warn(format_args!(
                "{} is in memory and gone after a restart: keep the key in a file on a disk as well, or let `psq recover` \
                 bring it back each time",
                file.path().display()
            ));
        }
        let Some(staging) = destination.staging(&self.change.id) else {
            return Ok(());
        };
        let is_there = matches!(staging.file().metadata(), Ok(Some(_)));
        let irreplaceable = |flaw: Flaw| {
            let path = staging.file().path().display();
            CliError::untouched(flaw.of(format_args!("{path} cannot be replaced")))
        };
        // The rehearsal puts the present content in its place again. Another psq must not deliver in between.
        let _lock = Lock::wait(&self.state.file_lock(staging.file().path()))
            .map_err(|error| irreplaceable(error.into()))?;
        interruption::while_staging(staging.path(), || rehearse(&staging, is_dry_run))
            .map_err(irreplaceable)?;
        let path = staging.file().path().display();
        match (is_there, is_dry_run) {
            (false, _) => progress.done(format_args!("{path} can be created")),
            (true, true) => progress.done(format_args!("{path} can be replaced")),
            (true, false) => progress.done(format_args!(
                "{path} can be replaced: psq tried it with the present content"
            )),
        }
        Ok(())
    }

    /// The text that a person has to confirm.
    fn described(&self, what: &str) -> String {
        let details = self.details.as_ref();
        let records = self.change.records();
        let destinations: Vec<_> = records.iter().map(ToString::to_string).collect();
        let follow_up = self.change.follow_up.as_ref();
        let name = details.and_then(|details| details.name.as_deref());
        let key_type = details.and_then(|details| details.key_type.as_ref());
        format!(
            "{what}\n  key          {}\n  name         {}\n  type         {}\n  environment  {}\n  \
             destination  {}{}",
            self.change.id.as_str(),
            api_text(name),
            api_text(key_type.map(AsRef::as_ref)),
            self.change.environment,
            escape_hidden(&destinations.join("\n               ")),
            follow_up.map_or("", |_| "\n  then         the command of --then runs"),
        )
    }

    /// The first entry of the journal.
    fn record(&self, successor: Option<Successor>) -> Record {
        let change = self.change;
        let deliveries = change.destinations.iter();
        Record {
            version: VERSION,
            operation: change.operation,
            stage: Stage::Prepared,
            key_id: change.id.clone(),
            environment: change.environment.clone(),
            base_url: self.api.base_url().to_owned(),
            idempotency_key: Some(self.idempotency_key.expose_secret().to_owned()),
            correlation_id: self.correlation_id.as_str().to_owned(),
            prepared_at: self.server_time.unwrap_or_else(Utc::now),
            server_told_time: self.server_time.is_some(),
            old_fingerprint: self.old_fingerprint.clone(),
            new_fingerprint: None,
            superseded: Vec::new(),
            deliveries: deliveries
                .map(|destination| Delivery::open(destination, &change.id))
                .collect(),
            former_deliveries: Vec::new(),
            follow_up: change.follow_up.as_ref().map(FollowUp::record),
            credential: Some(self.api.fingerprint().clone()),
            is_own_key: self.is_own_key,
            form: self.form.as_ref().and_then(KeyForm::prefix),
            replaces_any: change.replaces_any,
            auth_file: change.access.auth_file.clone(),
            successor,
        }
    }

    /// Opens the journal. From here on `psq recover` can go on after a crash.
    pub(crate) fn begin<'a>(
        self,
        successor: Option<Successor>,
        report: &'a mut RotationReport,
        progress: &'a Progress,
    ) -> Result<OpenRotation<'a>, CliError>
    where
        'c: 'a,
    {
        let record = self.record(successor);
        report.correlation_id = Some(record.correlation_id.clone());
        report.stage = Some(record.stage);
        interruption::update(report, OldKey::Unknown);
        let opened = interruption::while_opening_journal(|| Journal::create(&self.state, record));
        let journal = opened.map_err(|error| {
            self.clean_up();
            CliError::untouched(format!("the journal cannot be written: {error}"))
        })?;
        Ok(OpenRotation {
            state: self.state,
            lock: self.lock,
            progress,
            report,
            api: self.api,
            knows_account: true,
            destinations: self.change.destinations.clone(),
            journal,
            old: self.revealed.map(|revealed| revealed.key),
            named_by: self.change.named_by.clone(),
        })
    }

    /// Removes the staged files of the rehearsal.
    fn clean_up(&self) {
        let destinations = self.change.destinations.iter();
        for staging in destinations.filter_map(|one| one.staging(&self.change.id)) {
            // It contains nothing but spaces.
            let _ = staging.discard();
        }
    }
}

/// A text of the API on one line. If somebody has put the value of a key into it, the value is removed.
fn api_text(text: Option<&str>) -> String {
    escape_hidden(&redact_keys(text.unwrap_or("(unknown)")))
}

fn rehearse(staging: &Staging, is_dry_run: bool) -> Result<(), Flaw> {
    if is_dry_run {
        let content = staging.file().read()?;
        return Ok(staging.try_out(&content)?);
    }
    let file: &FileDestination = staging.file();
    for _ in 0..MOST_EDITS {
        let content = file.read()?;
        let length = file.with_key(&content, &rehearsal_key())?.len();
        if staging.rehearse(&content)? {
            return Ok(staging.reserve(length)?);
        }
    }
    Err(too_many_edits())
}

/// A value that stands for the new key in the rehearsal. It is longer than any key.
pub(super) fn rehearsal_key() -> SecretKey {
    SecretKey::new("x".repeat(128))
}
