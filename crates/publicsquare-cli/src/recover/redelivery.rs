//! Bringing destinations up to date without a journal: delivering the value that a key has now.
//!
//! The id of a key, its environment and the destinations come in. The API shows the value. Out goes an open
//! rotation that delivers it; nothing changes at the API. `resume_rotate` carries it out. With a journal,
//! `recover` goes on with that instead.

use chrono::Utc;
use publicsquare::{ApiKeyId, CorrelationId};
use zeroize::Zeroizing;

use super::Recovery;
use crate::api::Api;
use crate::cli_error::{CliError, OldKey};
use crate::destination::Destination;
use crate::environment_check;
use crate::fingerprint::Fingerprint;
use crate::flaw::Flaw;
use crate::follow_up::FollowUp;
use crate::interruption;
use crate::journal::{Delivery, Journal, Operation, Record, Stage, VERSION};
use crate::key_form::KeyForm;
use crate::lock::Lock;
use crate::open_rotation::OpenRotation;
use crate::overwrite_check::{OverwriteCheck, OverwriteRefusal};
use crate::progress::Progress;
use crate::report::RotationReport;
use crate::state_folder::StateFolder;

/// Begins the delivery of the current value of a key.
pub(super) fn begin<'a>(
    recovery: &Recovery<'_>,
    (state, lock): (StateFolder, Lock),
    id: &ApiKeyId,
    destinations: Vec<Destination>,
    report: &'a mut RotationReport,
    progress: &'a Progress,
) -> Result<OpenRotation<'a>, CliError> {
    let environment = recovery.environment.clone().ok_or_else(|| {
        CliError::usage("no rotation of this key is open here, and its environment is not given")
            .with_advice("add --env test or --env production")
    })?;
    let access = (recovery.access)(recovery.base_url.clone())?;
    let api = access.connect()?;
    let record = Record {
        version: VERSION,
        operation: Operation::Redeliver,
        stage: Stage::Prepared,
        key_id: id.clone(),
        environment,
        base_url: api.base_url().to_owned(),
        idempotency_key: None,
        correlation_id: CorrelationId::random().as_str().to_owned(),
        prepared_at: Utc::now(),
        server_told_time: false,
        old_fingerprint: None,
        new_fingerprint: None,
        superseded: Vec::new(),
        deliveries: destinations
            .iter()
            .map(|destination| Delivery::open(destination, id))
            .collect(),
        former_deliveries: Vec::new(),
        follow_up: recovery.follow_up.as_ref().map(FollowUp::record),
        credential: Some(api.fingerprint().clone()),
        is_own_key: false,
        form: None,
        replaces_any: recovery.replaces_any,
        auth_file: access.auth_file,
        successor: None,
    };
    let any = recovery.replaces_any;
    for destination in &destinations {
        check_form(destination, any)?;
    }
    report.operation = Some(Operation::Redeliver);
    report.environment = Some(record.environment.to_string());
    report.take_record(&record);
    report.stage = None;
    // The journal comes last: if a check failed after it, the journal would block the corrected command.
    let revealed = api
        .reveal(id)
        .map_err(|error| CliError::refused(&error).without_old_key())?;
    environment_check::check(revealed.details.environment.as_ref(), &record.environment)
        .map_err(undeliverable)?;
    let form = KeyForm::of_key(&revealed.key);
    let fingerprint = Fingerprint::of(&revealed.key);
    let expected = OverwriteCheck {
        id,
        known_values: &[&fingerprint],
        form: form.as_ref(),
        allow_any: any,
        api_hides_values: false,
        named_by: &recovery.named_by,
    };
    for destination in &destinations {
        check_place(destination, &expected, &api)?;
    }
    let record = Record {
        form: form.as_ref().and_then(KeyForm::prefix),
        ..record
    };
    interruption::update(report, OldKey::Unknown);
    let unwritten = |error| CliError::usage(format!("the journal cannot be written: {error}"));
    if let Some(kept) = Journal::set_aside(&state, id).map_err(unwritten)? {
        progress.warn(format_args!(
            "The journal of an earlier change of this key is damaged. psq keeps it as {}. If that change was a replacement, \
             look in the vendor's portal for a second key of the same name",
            kept.display()
        ));
    }
    let journal = interruption::while_opening_journal(|| Journal::create(&state, record))
        .map_err(unwritten)?;
    report.stage = Some(journal.record.stage);
    Ok(OpenRotation {
        state,
        lock,
        progress,
        report,
        api,
        knows_account: true,
        destinations,
        journal,
        old: None,
        named_by: recovery.named_by.clone(),
    })
}

/// Nothing was changed. The value at the destination may be dead, so the message says nothing about the old key.
fn undeliverable(flaw: impl Into<Flaw>) -> CliError {
    CliError::untouched(flaw).without_old_key()
}

/// Checks that an existing value has the form of a key. Sends no request.
pub(super) fn check_form(destination: &Destination, any: bool) -> Result<(), CliError> {
    let Some((place, held)) = existing_value(destination)? else {
        return Ok(());
    };
    if any || KeyForm::of(&held).is_some() {
        return Ok(());
    }
    Err(CliError::usage(OverwriteRefusal::no_key().flaw(place)))
}

/// Checks that an existing value is a key of this kind.
pub(super) fn check_place(
    destination: &Destination,
    expected: &OverwriteCheck<'_>,
    api: &Api,
) -> Result<(), CliError> {
    let Some((place, held)) = existing_value(destination)? else {
        return Ok(());
    };
    expected
        .check(Some(&held), api)
        .map(drop)
        .map_err(|refusal| undeliverable(refusal.flaw(place)))
}

type Held = Zeroizing<Vec<u8>>;

/// The name of a destination and the value there. `None` if there is no value.
fn existing_value(destination: &Destination) -> Result<Option<(String, Held)>, CliError> {
    let Destination::File(file) = destination else {
        return Ok(None);
    };
    let place = file.record().to_string();
    let flawed = |flaw: Flaw| CliError::usage(flaw.of(&place));
    let content = file.read().map_err(|error| flawed(error.into()))?;
    let held = file.value_in(&content).map_err(&flawed)?;
    Ok(held.map(|held| (place, held)))
}
