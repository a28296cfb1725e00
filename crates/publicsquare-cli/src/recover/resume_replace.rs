//! Going on with an interrupted `psq replace`.
//!
//! An open rotation comes in. The keys that exist decide: psq delivers a successor that it finds, repeats the
//! request if none was created, or closes the replacement if it is too late for that. Then `replace`
//! completes it. A rotation is in `resume_rotate`.

use chrono::{TimeDelta, Utc};
use publicsquare::{ApiKeyId, CorrelationId, Created, Error, IdempotencyKey, SecretKey};

use super::replay_window::may_replay;
use super::staged_key::staged_key;
use crate::cli_error::{CliError, OldKey};
use crate::evidence;
use crate::flaw::Flaw;
use crate::journal::Stage;
use crate::next_step::NextStep;
use crate::open_rotation::OpenRotation;
use crate::replace::{accept, complete};

/// How far the clocks of the vendor's servers may be apart.
const CLOCK_STEP: TimeDelta = TimeDelta::minutes(5);

/// Goes on with a replacement, depending on the keys that exist.
pub(super) fn resume(mut rotation: OpenRotation<'_>) -> Result<(), CliError> {
    check_account(&mut rotation)?;
    rotation
        .progress
        .doing("Listing the keys", rotation.api.timeout());
    match rotation.journal.record.delivered_id().cloned() {
        Some(id) => with_successor(rotation, &id),
        None => without_successor(rotation),
    }
}

/// Refuses a credential that sees neither the key nor its successor. In another account, a key of the same name would be
/// taken for the successor, and "the key does not exist" for its deletion.
fn check_account(rotation: &mut OpenRotation<'_>) -> Result<(), CliError> {
    let record = &rotation.journal.record;
    let is_own = rotation.knows_account;
    let successor = record.successor.as_ref().and_then(|one| one.id.as_ref());
    let keys = successor.into_iter().chain([&record.key_id]);
    let mut is_foreign = !is_own;
    for id in keys.filter(|_| !is_own) {
        match rotation.api.get(id) {
            Ok(_) => {
                rotation.knows_account = true;
                return Ok(());
            }
            Err(error) if evidence::is_gone(&error) => {}
            // Without the right to read keys, psq does not know.
            Err(error) if evidence::is_hidden(&error) => is_foreign = false,
            Err(error) => return Err(rotation.unfinished(error.to_string())),
        }
    }
    if is_foreign {
        return Err(rotation.unfinished(
            Flaw::new(
                "this credential sees neither the key nor its successor, so it may belong to another account, and psq has \
                 changed nothing in this run",
            )
            .advise("authenticate with the credential that began the replacement, or with another one of that account"),
        ));
    }
    Ok(())
}

fn with_successor(mut rotation: OpenRotation<'_>, id: &ApiKeyId) -> Result<(), CliError> {
    rotation.report.successor_id = Some(id.clone());
    let error = match rotation.api.reveal(id) {
        Ok(revealed) => return complete(rotation, &revealed.key),
        Err(error) => error,
    };
    if evidence::is_gone(&error) {
        return begin_anew(rotation);
    }
    let is_hidden = evidence::is_hidden(&error);
    let is_dead = evidence::is_dead(&error) && rotation.journal.record.is_own_key;
    if !is_hidden && !is_dead {
        return Err(rotation.unfinished(error.to_string()));
    }
    if let Some(key) = staged_key(&rotation) {
        let by_successor = rotation.by_key(&key)?;
        if let Ok(true) = by_successor.authenticates() {
            if is_dead {
                rotation.api = by_successor;
            }
            return complete(rotation, &key);
        }
    }
    create_again(rotation, &error)
}

/// Looks for a successor that an interrupted run has created and not noted: it has the name, and it is not in the
/// list from before the request.
fn without_successor(mut rotation: OpenRotation<'_>) -> Result<(), CliError> {
    let Some(planned) = rotation.journal.record.successor.clone() else {
        return Err(rotation.unfinished("the journal does not say which key to create"));
    };
    let record = &rotation.journal.record;
    // The list from before the request may have missed a key, because pages move when somebody deletes a key.
    let since = record
        .server_told_time
        .then(|| record.prepared_at - CLOCK_STEP);
    let listed = match rotation.api.namesakes(&planned.name, since) {
        Ok(listed) => listed,
        Err(error) => return create_again(rotation, &error),
    };
    let is_known = |id: &ApiKeyId| planned.namesakes.contains(id) || *id == record.key_id;
    let mut found: Vec<ApiKeyId> = listed.into_iter().filter(|id| !is_known(id)).collect();
    let Some(id) = found.pop() else {
        return never_created(rotation);
    };
    for stray in &found {
        rotation.progress.warn(format_args!(
            "{} has the same name and was not there when this replacement began; delete it if it is not in use",
            stray.as_str()
        ));
    }
    match rotation.api.reveal(&id) {
        Ok(revealed) => {
            let record = &rotation.journal.record;
            let same_permissions = revealed
                .details
                .permissions
                .iter()
                .map(ToString::to_string)
                .eq(planned.permissions.iter().cloned());
            if !same_permissions
                || revealed.details.environment.as_ref() != Some(&record.environment)
            {
                return Err(rotation.unfinished(
                    Flaw::new(format!(
                        "{} has the name of the successor and not its permissions",
                        id.as_str()
                    ))
                    .advise("rename or delete it"),
                ));
            }
            rotation.report.successor_id = Some(id.clone());
            rotation.note(|record| {
                record.stage = Stage::Answered;
                if let Some(successor) = &mut record.successor {
                    successor.id = Some(id);
                }
            });
            complete(rotation, &revealed.key)
        }
        Err(error) => create_again(rotation, &error),
    }
}

/// There is no successor. Sends the request again, or closes the replacement.
fn never_created(rotation: OpenRotation<'_>) -> Result<(), CliError> {
    // The answer about the old key contains the time of the server.
    let (server_time, is_gone) = match rotation.api.reveal(rotation.id()) {
        Ok(revealed) => (revealed.server_time, false),
        Err(error) => (error.server_time(), evidence::is_gone(&error)),
    };
    if !may_replay(&rotation.journal.record, server_time) {
        if was_deleted(&rotation) {
            return begin_anew(rotation);
        }
        return Err(end(
            rotation,
            is_gone,
            "the API has not created the successor, and it is too late to repeat the request",
            true,
        ));
    }
    match create(&rotation) {
        Ok(created) => finish(rotation, created),
        Err(error) if evidence::is_refusal(&error) => {
            Err(end(rotation, is_gone, &error.to_string(), false))
        }
        Err(error) => Err(rotation.unfinished(error.to_string())),
    }
}

/// Whether somebody has deleted an earlier successor.
fn was_deleted(rotation: &OpenRotation<'_>) -> bool {
    let successor = rotation.journal.record.successor.as_ref();
    successor.is_some_and(|successor| successor.was_deleted)
}

/// Closes a replacement without a successor. If the old key may be gone already, perhaps no key works, and the
/// replacement has to stay open.
fn end(rotation: OpenRotation<'_>, is_gone: bool, message: &str, may_begin: bool) -> CliError {
    if is_gone {
        return CliError::unfinished(rotation.id(), OldKey::Dead, message);
    }
    if rotation.journal.record.deletion_begun() {
        return rotation.unfinished(message);
    }
    if was_deleted(&rotation) {
        return rotation.unfinished(
            Flaw::new(format!(
                "{message}. Somebody has deleted the first successor, and the destinations may hold its value, which is dead"
            ))
            .advise(
                "make it possible to create another successor and run the next line, or write the old key to the \
                 destinations by hand",
            ),
        );
    }
    let mut error = CliError::untouched(format!("{message}; the replacement is closed now"));
    if may_begin {
        error = error.with_next(NextStep::begin(&rotation.journal.record));
    }
    rotation.abandon(error)
}

/// Asks for the stored answer to the creation, which contains the successor's key.
fn create_again(rotation: OpenRotation<'_>, error: &Error) -> Result<(), CliError> {
    if !may_replay(&rotation.journal.record, error.server_time()) {
        return Err(rotation.unfinished(
            Flaw::new(format!(
                "{error}. Without the right to reveal the successor and without a stored answer psq cannot get its \
                 value"
            ))
            .advise("authenticate with a key that has api-key:read"),
        ));
    }
    match create(&rotation) {
        Ok(created) => finish(rotation, created),
        Err(error) => Err(rotation.unfinished(error.to_string())),
    }
}

/// Somebody has deleted the successor. Creates another one.
fn begin_anew(mut rotation: OpenRotation<'_>) -> Result<(), CliError> {
    let Some(planned) = rotation.journal.record.successor.clone() else {
        return Err(rotation.unfinished("the journal does not say which key to create"));
    };
    let namesakes = match rotation.api.namesakes(&planned.name, None) {
        Ok(namesakes) => namesakes,
        Err(error) => return Err(rotation.unfinished(error.to_string())),
    };
    rotation
        .progress
        .warn("Somebody has deleted the successor; creating another one");
    let updated = rotation.journal.update(|record| {
        record.stage = Stage::Prepared;
        record.supersede();
        record.idempotency_key = Some(IdempotencyKey::random().expose_secret().to_owned());
        record.prepared_at = Utc::now();
        record.server_told_time = false;
        if let Some(successor) = &mut record.successor {
            successor.id = None;
            // `deletion_begun` stays as it is.
            successor.namesakes = namesakes;
            successor.was_deleted = true;
        }
    });
    // Without the new idempotency key on the disk, a crash would leave a key that nobody knows.
    if let Err(error) = updated {
        return Err(rotation.unfinished(format!("the journal cannot be written: {error}")));
    }
    match create(&rotation) {
        Ok(created) => finish(rotation, created),
        Err(error) => Err(rotation.unfinished(error.to_string())),
    }
}

fn create(rotation: &OpenRotation<'_>) -> Result<Created, Error> {
    let record = &rotation.journal.record;
    let planned = record.successor.as_ref();
    let (name, permissions) = planned.map_or(("", &[][..]), |planned| {
        (planned.name.as_str(), planned.permissions.as_slice())
    });
    // The client refuses an empty value, which a damaged journal could contain.
    let idempotency_key = IdempotencyKey::new(record.idempotency_key.clone().unwrap_or_default())?;
    let correlation_id = CorrelationId::new(record.correlation_id.clone())?;
    let request = rotation
        .api
        .creation(name, permissions, idempotency_key.clone(), correlation_id)?
        .replaying(idempotency_key);
    rotation.api.create(&request)
}

fn finish(mut rotation: OpenRotation<'_>, created: Created) -> Result<(), CliError> {
    let key: SecretKey = accept(&mut rotation, created)?;
    complete(rotation, &key)
}
