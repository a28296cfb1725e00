//! Going on with an interrupted `psq rotate`, or with a delivery.
//!
//! An open rotation comes in. The value that the API shows now decides: psq delivers a new value, or repeats
//! the request if the old value is still current. If the API hides values, psq uses a copy on this disk or
//! the stored answer. Out goes a delivered key, or an error. A replacement is in `resume_replace`.

use publicsquare::{CorrelationId, Error, IdempotencyKey, Regenerated, Revealed, SecretKey};

use super::replay_window::may_replay;
use super::staged_key::staged_key;
use crate::cli_error::{CliError, OldKey};
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::flaw::Flaw;
use crate::journal::{Operation, Stage};
use crate::next_step::NextStep;
use crate::open_rotation::OpenRotation;
use crate::rotate;

/// Goes on with a rotation, depending on the value that is current.
pub(super) fn resume(mut rotation: OpenRotation<'_>) -> Result<(), CliError> {
    let id = rotation.id().clone();
    rotation
        .progress
        .doing("Asking which value the key has now", rotation.api.timeout());
    match rotation.api.reveal(&id) {
        Ok(revealed) => with_current(rotation, revealed),
        Err(error) if evidence::is_dead(&error) && rotation.journal.record.is_own_key => {
            match staged_key(&rotation) {
                // psq has rotated its own key. The staged value is the current value of that key.
                Some(key) => {
                    rotation.api = rotation.by_key(&key)?;
                    resume_without_reveal(rotation, &error)
                }
                None => Err(CliError::unfinished(
                    &id,
                    OldKey::Dead,
                    Flaw::new(format!(
                        "{error}. The key that psq authenticates with is the one that was rotated"
                    ))
                    .advise("authenticate with another key of this account; it needs api-key:read"),
                )),
            }
        }
        Err(error) if evidence::is_hidden(&error) => resume_without_reveal(rotation, &error),
        Err(error) => Err(CliError::unfinished(
            &id,
            rotation.journal.record.old_key_by_journal(),
            error.to_string(),
        )),
    }
}

fn with_current(rotation: OpenRotation<'_>, revealed: Revealed) -> Result<(), CliError> {
    let record = &rotation.journal.record;
    let id = rotation.id().clone();
    if revealed.details.environment.as_ref() != Some(&record.environment) {
        return Err(CliError::unfinished(
            &id,
            record.old_key_by_journal(),
            format!(
                "the API does not say that this key belongs to {}, so psq does not deliver it",
                record.environment
            ),
        ));
    }
    let fingerprint = Fingerprint::of(&revealed.key);
    let is_old = record.old_fingerprint.as_ref() == Some(&fingerprint);
    let is_untold = record.old_fingerprint.is_none() && record.idempotency_key.is_some();
    if record.stage == Stage::Prepared && (is_old || is_untold) {
        return not_rotated(rotation, revealed, is_old);
    }
    if is_old && record.new_fingerprint.as_ref() != Some(&fingerprint) {
        return Err(CliError::unfinished(
            &id,
            OldKey::Unknown,
            Flaw::new("the API shows the value from before the rotation again")
                .advise("try again in a minute"),
        ));
    }
    complete(rotation, &revealed.key)
}

/// The API has not carried the request out. Sends it again, or closes the rotation.
fn not_rotated(
    mut rotation: OpenRotation<'_>,
    revealed: Revealed,
    is_old: bool,
) -> Result<(), CliError> {
    if !may_replay(&rotation.journal.record, revealed.server_time) {
        if !is_old {
            rotation.progress.warn(
                "psq does not know whether the API has carried the rotation out, and it is too late to repeat the request; \
                 psq delivers the value that the key has now",
            );
            rotation.note_first(|record| record.operation = Operation::Redeliver)?;
            rotation.report.operation = Some(Operation::Redeliver);
            return complete(rotation, &revealed.key);
        }
        let failure = CliError::untouched(
            "the API has not carried the rotation out, and it is too late to repeat the request; the rotation is closed now",
        )
        .with_next(NextStep::begin(&rotation.journal.record));
        return Err(rotation.abandon(failure));
    }
    rotation
        .progress
        .note("The API has not carried the rotation out yet; sending the same request again");
    match replay(&rotation) {
        Ok(rotated) => {
            rotate::check_environment(&rotation, &rotated)?;
            // The value from before this request, also where the journal does not know the one from before the rotation.
            let before = Fingerprint::of(&revealed.key);
            let changed_at = revealed.details.modified_at;
            if rotate::is_outdated(&rotation, &rotated, Some(&before), changed_at)? {
                let failure = CliError::untouched(
                    "the attempt was carried out earlier, and the key was rotated again since then; the rotation is closed \
                     now",
                )
                .with_next(NextStep::redeliver(&rotation.journal.record))
                .without_then(rotation.journal.record.follow_up.is_some());
                return Err(rotation.abandon(failure));
            }
            complete(rotation, &rotated.key)
        }
        Err(error) => {
            let id = rotation.id().clone();
            // The answer to this request may be lost as well.
            match rotation.api.reveal(&id) {
                Ok(now) if now.key != revealed.key => complete(rotation, &now.key),
                Ok(_) if is_old && evidence::is_refusal(&error) => {
                    Err(rotation.abandon(CliError::refused(&error)))
                }
                _ => Err(CliError::unfinished(
                    &id,
                    OldKey::Unknown,
                    error.to_string(),
                )),
            }
        }
    }
}

/// If the API does not reveal the key: uses the staged value if it works, else asks for the stored answer.
fn resume_without_reveal(rotation: OpenRotation<'_>, error: &Error) -> Result<(), CliError> {
    let id = rotation.id().clone();
    if let Some(key) = staged_key(&rotation) {
        let accepted = rotation.by_key(&key)?.authenticates();
        if let Ok(true) = accepted {
            return complete(rotation, &key);
        }
    }
    if may_replay(&rotation.journal.record, error.server_time()) {
        rotation
            .progress
            .note("The key cannot be revealed; asking for the stored answer");
        return match replay(&rotation) {
            Ok(rotated) => {
                rotate::check_environment(&rotation, &rotated)?;
                complete(rotation, &rotated.key)
            }
            Err(error) => Err(CliError::unfinished(
                &id,
                rotation.journal.record.old_key_by_journal(),
                error.to_string(),
            )),
        };
    }
    Err(CliError::unfinished(
        &id,
        rotation.journal.record.old_key_by_journal(),
        Flaw::new(format!(
            "{error}. Without the right to reveal the key and without a stored answer psq cannot get its value"
        ))
        .advise(
            "authenticate with a key that has api-key:read, or look the value up in the vendor's portal",
        ),
    ))
}

fn replay(rotation: &OpenRotation<'_>) -> Result<Regenerated, Error> {
    let record = &rotation.journal.record;
    // The client refuses an empty value, which a damaged journal could contain.
    let idempotency_key = IdempotencyKey::new(record.idempotency_key.clone().unwrap_or_default())?;
    let correlation_id = CorrelationId::new(record.correlation_id.clone())?;
    let request = rotation
        .api
        .regeneration(rotation.id(), idempotency_key.clone(), correlation_id)?
        .replaying(idempotency_key);
    rotation.api.regenerate(&request)
}

/// Delivers and verifies the key, and ends the rotation.
fn complete(mut rotation: OpenRotation<'_>, key: &SecretKey) -> Result<(), CliError> {
    rotation.deliver(key)?;
    rotation.verify(key)?;
    rotation.follow_up(key)?;
    rotation.conclude();
    Ok(())
}
