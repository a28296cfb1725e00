//! Going on with an interrupted `psq rotate`, or with a delivery.

use publicsquare::{CorrelationId, Error, IdempotencyKey, Regenerated, Revealed, SecretKey};

use super::staged::staged_key;
use super::window::may_replay;
use crate::course::Course;
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::journal::{Operation, Record, Stage};
use crate::next::Step;
use crate::rotate;
use crate::stop::{OldKey, Stop};

/// Goes on with a rotation: which value is current decides.
pub(super) fn go_on(mut course: Course<'_>) -> Result<(), Stop> {
    let id = course.id().clone();
    course
        .progress
        .doing("Asking which value the key has now", course.api.timeout());
    match course.api.reveal(&id) {
        Ok(revealed) => with_current(course, revealed),
        Err(error) if evidence::is_dead(&error) && course.journal.record.is_own_key => {
            match staged_key(&course) {
                // It rotates itself, and the staged value is what it has now.
                Some(key) => {
                    course.api = course.by_key(&key)?;
                    go_on_blindly(course, &error)
                }
                None => Err(Stop::unfinished(
                    &id,
                    OldKey::Dead,
                    format!(
                        "{error}. The key that psq authenticates with is the one that was rotated: \
                         authenticate with another key of the account that may reveal it"
                    ),
                )),
            }
        }
        Err(error) if evidence::is_hidden(&error) => go_on_blindly(course, &error),
        Err(error) => Err(Stop::unfinished(
            &id,
            known_of_old(&course.journal.record),
            error.to_string(),
        )),
    }
}

fn known_of_old(record: &Record) -> OldKey {
    match (record.operation, record.stage) {
        (Operation::Rotate, stage) if stage > Stage::Prepared => OldKey::Dead,
        _ => OldKey::Unknown,
    }
}

fn with_current(course: Course<'_>, revealed: Revealed) -> Result<(), Stop> {
    let record = &course.journal.record;
    let id = course.id().clone();
    if revealed.details.environment.as_ref() != Some(&record.environment) {
        return Err(Stop::unfinished(
            &id,
            known_of_old(record),
            format!(
                "the API does not say that this key belongs to {}, so nothing is delivered",
                record.environment
            ),
        ));
    }
    let fingerprint = Fingerprint::of(&revealed.key);
    let is_old = record.old_fingerprint.as_ref() == Some(&fingerprint);
    let is_untold = record.old_fingerprint.is_none() && record.idempotency_key.is_some();
    if record.stage == Stage::Prepared && (is_old || is_untold) {
        return not_rotated(course, revealed, is_old);
    }
    if is_old && record.new_fingerprint.as_ref() != Some(&fingerprint) {
        return Err(Stop::unfinished(
            &id,
            OldKey::Unknown,
            "the API shows the value from before the rotation again; try again in a minute",
        ));
    }
    complete(course, &revealed.key)
}

/// The request has not had its effect: it is sent again, or the rotation ends here.
fn not_rotated(course: Course<'_>, revealed: Revealed, is_old: bool) -> Result<(), Stop> {
    if !may_replay(&course.journal.record, revealed.server_time) {
        if !is_old {
            return complete(course, &revealed.key);
        }
        let stop = Stop::untouched(
            "the rotation was never carried out, and is too long ago to be repeated; it is closed now",
        )
        .with_next(Step::begin(&course.journal.record));
        return Err(course.abandon(stop));
    }
    course
        .progress
        .note("The rotation has not been carried out yet; asking for it under the same identity");
    match replay(&course) {
        Ok(rotated) => {
            rotate::check_environment(&course, &rotated)?;
            let changed_at = revealed.details.modified_at;
            if rotate::is_outdated(&rotated, &course.journal.record, changed_at) {
                let stop = Stop::untouched(
                    "the attempt was carried out earlier and the key was rotated again since then; the \
                     rotation is closed now",
                )
                .with_next(Step::redeliver(&course.journal.record));
                return Err(course.abandon(stop));
            }
            complete(course, &rotated.key)
        }
        Err(error) => {
            let id = course.id().clone();
            // Its answer may be lost as well.
            match course.api.reveal(&id) {
                Ok(now) if now.key != revealed.key => complete(course, &now.key),
                Ok(_) if is_old && evidence::is_refusal(&error) => {
                    Err(course.abandon(Stop::refused(&error)))
                }
                _ => Err(Stop::unfinished(&id, OldKey::Unknown, error.to_string())),
            }
        }
    }
}

/// Without the right to reveal: what is staged if it works, else the stored answer.
fn go_on_blindly(course: Course<'_>, error: &Error) -> Result<(), Stop> {
    let id = course.id().clone();
    if let Some(key) = staged_key(&course) {
        let accepted = course.by_key(&key)?.authenticates();
        if let Ok(true) = accepted {
            return complete(course, &key);
        }
    }
    if may_replay(&course.journal.record, error.server_time()) {
        course
            .progress
            .note("The key cannot be revealed; asking for the stored answer");
        return match replay(&course) {
            Ok(rotated) => {
                rotate::check_environment(&course, &rotated)?;
                complete(course, &rotated.key)
            }
            Err(error) => Err(Stop::unfinished(
                &id,
                known_of_old(&course.journal.record),
                error.to_string(),
            )),
        };
    }
    Err(Stop::unfinished(
        &id,
        known_of_old(&course.journal.record),
        format!(
            "{error}. Without the right to reveal the key and without a stored answer there is no way to \
             its value here: authenticate with a key that has api-key:read, or look it up in the vendor's \
             portal"
        ),
    ))
}

fn replay(course: &Course<'_>) -> Result<Regenerated, Error> {
    let record = &course.journal.record;
    // What a damaged journal could hold is refused by the client, as an error.
    let identity = IdempotencyKey::new(record.idempotency_key.clone().unwrap_or_default())?;
    let correlation_id = CorrelationId::new(record.correlation_id.clone())?;
    let request = course
        .api
        .regeneration(course.id(), identity.clone(), correlation_id)?
        .replaying(identity);
    course.api.regenerate(&request)
}

/// From the key to the end.
fn complete(mut course: Course<'_>, key: &SecretKey) -> Result<(), Stop> {
    course.deliver(key)?;
    course.verify(key)?;
    course.follow_up(key)?;
    course.conclude();
    Ok(())
}
