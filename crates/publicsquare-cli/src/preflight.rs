//! Everything that psq checks before anything changes.
//!
//! A change comes in. Out goes a [`Preflight`]: psq holds the lock, no earlier rotation of the key is open,
//! the API has shown the key, and every value at the destinations may be overwritten. `rehearsal` comes next:
//! it tries the destinations and opens the journal.

mod rehearsal;

use chrono::{DateTime, Utc};
use publicsquare::{ApiKey, CorrelationId, IdempotencyKey, Revealed};

use self::rehearsal::rehearsal_key;
use crate::api::Api;
use crate::attempt_id;
use crate::audit;
use crate::change::Change;
use crate::cli_error::{CliError, OldKey};
use crate::destination::{Destination, FileDestination};
use crate::environment_check;
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::flaw::Flaw;
use crate::id_suggestion;
use crate::journal::{Journal, Operation};
use crate::key_form::KeyForm;
use crate::lock::Lock;
use crate::next_step::NextStep;
use crate::overwrite_check::{ExistingValue, OverwriteCheck};
use crate::progress::Progress;
use crate::report::RotationReport;
use crate::state_folder::StateFolder;

/// A change that has passed all checks.
pub(crate) struct Preflight<'c> {
    pub(crate) change: &'c Change,
    pub(crate) state: StateFolder,
    pub(crate) lock: Lock,
    pub(crate) api: Api,
    /// The key with its value; `None` if the API does not reveal it.
    pub(crate) revealed: Option<Revealed>,
    /// The key without its value, if the API shows it.
    details: Option<ApiKey>,
    /// The form of the key's values, if it is known.
    form: Option<KeyForm>,
    pub(crate) old_fingerprint: Option<Fingerprint>,
    pub(crate) is_own_key: bool,
    pub(crate) idempotency_key: IdempotencyKey,
    pub(crate) correlation_id: CorrelationId,
    server_time: Option<DateTime<Utc>>,
}

/// Makes all checks. Fails at the first one that does not pass.
pub(crate) fn run<'c>(
    change: &'c Change,
    report: &mut RotationReport,
    progress: &Progress,
) -> Result<Preflight<'c>, CliError> {
    let id = &change.id;
    let api = change.access.connect()?;
    let correlation_id = CorrelationId::random();
    let idempotency_key = match &change.attempt_id {
        None => IdempotencyKey::random(),
        Some(attempt) => attempt_id::idempotency_key(
            &change.access.credential,
            change.operation,
            id,
            &change.environment,
            api.base_url(),
            attempt,
        )?,
    };
    let state = StateFolder::locate()?;
    state.prepare()?;
    let lock = state.take_lock(id)?;
    match Journal::open(&state, id) {
        Ok(None) => {}
        Ok(Some(journal)) => {
            report.stage = Some(journal.record.stage);
            return Err(CliError::unfinished(
                id,
                OldKey::Unknown,
                "an earlier rotation of this key is open",
            ));
        }
        Err(unreadable) => {
            let next = NextStep::Redeliver {
                id: id.clone(),
                environment: change.environment.clone(),
                destinations: change.records(),
            };
            let has_then = change.follow_up.is_some() && !unreadable.is_foreign;
            return Err(unreadable.to_error(id, Some(next)).without_then(has_then));
        }
    }
    if let Some(known) = change.unless_changed_since {
        let noted = audit::history(&state.audit())
            .map_err(|error| CliError::usage(format!("{}: {error}", state.audit().display())))?;
        // Another time is another change. It may be an earlier time, because clocks can be set back.
        if noted.changed.get(id).copied() != known.noted {
            return Err(changed_meanwhile());
        }
    }
    let mut preflight = Preflight {
        change,
        state,
        lock,
        api,
        revealed: None,
        details: None,
        form: None,
        old_fingerprint: None,
        is_own_key: false,
        idempotency_key,
        correlation_id,
        server_time: None,
    };
    preflight.check_key(progress)?;
    let details = preflight.details.as_ref();
    let modified_at = details.and_then(|details| details.modified_at);
    let known = change.unless_changed_since.and_then(|known| known.latest);
    if known
        .zip(modified_at)
        .is_some_and(|(known, now)| now > known)
    {
        return Err(changed_meanwhile());
    }
    preflight.check_files(progress)?;
    report
        .old_fingerprint
        .clone_from(&preflight.old_fingerprint);
    if preflight.is_own_key && !change.allow_self {
        return Err(CliError::untouched(
            "this is the key that psq authenticates with: if the response to its rotation is lost, no credential is \
             left to ask for it again",
        )
        .with_advice("authenticate with another key, or add --allow-self"));
    }
    Ok(preflight)
}

/// The error for a key that somebody else has changed before psq took the lock.
fn changed_meanwhile() -> CliError {
    CliError::untouched(
        "another run or a person has changed the key meanwhile, so psq leaves it alone",
    )
}

impl Preflight<'_> {
    /// Checks that the key exists, that it belongs to the environment, and that psq is allowed to reveal it.
    fn check_key(&mut self, progress: &Progress) -> Result<(), CliError> {
        let (id, environment) = (&self.change.id, &self.change.environment);
        progress.asking("Asking for the key", self.api.timeout());
        let error = match self.api.reveal(id) {
            Ok(revealed) => {
                self.server_time = revealed.server_time;
                environment_check::check(revealed.details.environment.as_ref(), environment)
                    .map_err(CliError::untouched)?;
                self.old_fingerprint = Some(Fingerprint::of(&revealed.key));
                self.is_own_key = self.old_fingerprint.as_ref() == Some(self.api.fingerprint());
                self.form = KeyForm::of_key(&revealed.key);
                self.details = Some(revealed.details.clone());
                self.revealed = Some(revealed);
                progress.done(format_args!("{} is a key of {environment}", id.as_str()));
                return Ok(());
            }
            Err(error) => error,
        };
        // An earlier run of the attempt may have changed the key that this run authenticates with.
        if evidence::is_dead(&error) && self.change.attempt_id.is_some() {
            return Err(CliError::unfinished(id, OldKey::Unknown, error.to_string()));
        }
        if evidence::is_gone(&error) {
            // The key does not exist, so psq cannot claim that it still works.
            let near = id_suggestion::suggestion(&self.api, id).unwrap_or_default();
            return Err(CliError::untouched(format!("{error}{near}")).without_old_key());
        }
        if !evidence::is_forbidden(&error) {
            return Err(CliError::refused(&error));
        }
        self.server_time = error.server_time();
        let is_file = |destination| matches!(destination, &Destination::File(_));
        if !self.change.destinations.iter().all(is_file) {
            return Err(CliError::untouched(format!(
                "{error}. Without the right to reveal the key, psq could not repeat a failed delivery, so only \
                 files can be destinations"
            ))
            .with_advice("authenticate with a key that has api-key:read, or deliver to files"));
        }
        progress.warn(
            "The API does not reveal this key: if the answer is lost, psq can ask for it again for 24 hours only, and only \
             if the API keeps answers to this kind of request",
        );
        // The type of the key says which values may be overwritten. Without it, only an empty destination is allowed.
        if let Ok(details) = self.api.get(id) {
            self.form = details
                .key_type
                .as_ref()
                .and_then(|key_type| KeyForm::of_type(key_type, environment));
            self.details = Some(details);
        }
        Ok(())
    }

    /// Checks that each file holds the current value or nothing. Reports all files with an earlier value together, so
    /// that one command brings all of them up to date.
    fn check_files(&mut self, progress: &Progress) -> Result<(), CliError> {
        let change = self.change;
        let mut outdated = Vec::new();
        for destination in &change.destinations {
            if let Destination::File(file) = destination
                && self.is_outdated(file, progress)?
            {
                outdated.push(file.record());
            }
        }
        if outdated.is_empty() {
            return Ok(());
        }
        let what = match change.operation {
            Operation::Replace => "replaced",
            Operation::Rotate | Operation::Redeliver => "rotated",
        };
        let places: Vec<_> = outdated.iter().map(ToString::to_string).collect();
        let (holds, place) = match places.len() {
            1 => ("holds", "the place"),
            _ => ("hold", "these places"),
        };
        Err(CliError::untouched(format!(
            "{} {holds} another value than the key has now, so the key is not {what}",
            places.join(" and "),
        ))
        .with_advice(format!(
            "bring {place} up to date first, if it is the right one"
        ))
        .with_next(NextStep::Redeliver {
            id: change.id.clone(),
            environment: change.environment.clone(),
            destinations: outdated,
        }))
    }

    /// Whether a file holds another value than the present one, which may be overwritten.
    fn is_outdated(
        &mut self,
        file: &FileDestination,
        progress: &Progress,
    ) -> Result<bool, CliError> {
        let change = self.change;
        let record = file.record();
        let flawed = |flaw: Flaw| CliError::usage(flaw.of(&record));
        let content = file.read().map_err(|error| flawed(error.into()))?;
        let held = file.value_in(&content).map_err(&flawed)?;
        file.with_key(&content, &rehearsal_key()).map_err(&flawed)?;
        if file.is_readable_by_others() {
            progress.warn(format_args!(
                "Everybody on this machine can read {}; psq keeps its mode",
                file.path().display()
            ));
        }
        let held_value = held.as_ref().map(|held| held.as_slice());
        let known = self.old_fingerprint.iter().collect::<Vec<_>>();
        let checked = OverwriteCheck {
            id: &change.id,
            known_values: &known,
            form: self.form.as_ref(),
            allow_any: change.replaces_any,
            api_hides_values: self.revealed.is_none(),
            named_by: &change.named_by,
        }
        .check(held_value, &self.api);
        let existing_value = match checked {
            Ok(existing_value) => existing_value,
            // A person finds out whether it is, and brings it up to date.
            Err(refusal) if refusal.may_be_earlier && self.revealed.is_some() => return Ok(true),
            // The API hides the value, so that psq cannot deliver it by itself. A rotation can.
            Err(refusal) if refusal.may_be_earlier => {
                let flaw = refusal.flaw(&record).advise(
                    "if it is the value of this key, rotate the key once by hand with `psq rotate`; from then on the audit \
                     log knows its values",
                );
                return Err(CliError::untouched(flaw));
            }
            Err(refusal) => return Err(CliError::untouched(refusal.flaw(&record))),
        };
        if existing_value == ExistingValue::Earlier && change.dry_run && self.revealed.is_some() {
            progress.note(format_args!(
                "{record} holds an earlier value of the key: psq would first deliver the current value"
            ));
            return Ok(false);
        }
        if self.revealed.is_none() {
            if let Some(held) = held.filter(|held| KeyForm::of(held).is_some()) {
                let held = Fingerprint::of_bytes(&held);
                let other = self
                    .old_fingerprint
                    .as_ref()
                    .filter(|other| **other != held);
                if other.is_some() {
                    return Err(CliError::untouched(format!(
                        "{record} holds another key than the destination before it, and the API does not reveal \
                         which one is current"
                    ))
                    .with_advice(
                        "rotate with one destination, and bring the others up to date with `psq recover`",
                    ));
                }
                self.is_own_key = held == *self.api.fingerprint();
                self.old_fingerprint = Some(held);
            }
            return self.check_blind_environment().map(|()| false);
        }
        // An earlier run of the attempt may have replaced this value. It is dead, and may be overwritten.
        let is_rerun = change.attempt_id.is_some();
        let is_outdated = matches!(
            existing_value,
            ExistingValue::Replaceable | ExistingValue::Earlier
        );
        Ok(is_outdated && !is_rerun && !change.replaces_any)
    }

    /// If the API does not reveal the key, checks the environment in the value of the authenticating key. By the
    /// vendor's documentation it is in the value: `pk_prod_…`, `sk_test_…`.
    fn check_blind_environment(&self) -> Result<(), CliError> {
        if self.revealed.is_some() {
            return Ok(());
        }
        let said = self.api.environment_by_value();
        environment_check::check(said.as_ref(), &self.change.environment)
            .map_err(CliError::untouched)
    }
}
