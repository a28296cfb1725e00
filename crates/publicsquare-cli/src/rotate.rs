//! `psq rotate`: a new value for a key, delivered before anything else can happen to it.
//!
//! A change comes in. Out goes a delivered and verified key, or an error that says what is known of the old
//! key. If the answer to the request is lost, psq asks the API which value is current, and asks with the old
//! key whether it still works, before it claims anything. `recover/resume_rotate` goes on after an
//! interruption.

use chrono::{DateTime, Utc};
use publicsquare::{Certainty, Error, Regenerate, Regenerated, SecretKey};

use crate::change::Change;
use crate::cli_error::{CliError, OldKey};
use crate::exit::Exit;
use crate::fingerprint::Fingerprint;
use crate::next_step::NextStep;
use crate::open_rotation::OpenRotation;
use crate::preflight;
use crate::progress::Progress;
use crate::report::RotationReport;

/// Rotates a key.
///
/// # Errors
///
/// How far it came, and what is known of the old key.
pub(crate) fn run(
    change: &Change,
    report: &mut RotationReport,
    progress: &Progress,
) -> Result<(), CliError> {
    let preflight = preflight::run(change, report, progress)?;
    let request = preflight
        .api
        .regeneration(
            &change.id,
            preflight.idempotency_key.clone(),
            preflight.correlation_id.clone(),
        )
        .map_err(|error| CliError::usage(error.to_string()))?;
    let what = "This replaces the value of a key: the old value dies at once.";
    preflight.rehearse(what, progress)?;
    if change.dry_run {
        report.checked();
        return Ok(());
    }
    let revealed = preflight.revealed.as_ref();
    let changed_at = revealed.and_then(|revealed| revealed.details.modified_at);
    let mut rotation = preflight.begin(None, report, progress)?;
    let key = match regenerate(&rotation, &request, change.attempt_id.is_some(), changed_at) {
        Ok(key) => key,
        Err(failure) if failure.exit == Exit::Untouched => return Err(rotation.abandon(failure)),
        Err(failure) => return Err(failure),
    };
    rotation.deliver(&key)?;
    rotation.verify(&key)?;
    rotation.follow_up(&key)?;
    rotation.conclude();
    Ok(())
}

/// Sends the request and returns the new key, also if the answer is lost.
fn regenerate(
    rotation: &OpenRotation<'_>,
    request: &Regenerate,
    may_be_replay: bool,
    changed_at: Option<DateTime<Utc>>,
) -> Result<SecretKey, CliError> {
    let (id, record) = (rotation.id(), &rotation.journal.record);
    rotation
        .progress
        .doing("Asking for the new key", rotation.api.timeout());
    match rotation.api.regenerate(request) {
        Ok(rotated) => {
            check_environment(rotation, &rotated)?;
            let fingerprint = Fingerprint::of(&rotated.key);
            let before = record.old_fingerprint.as_ref();
            if before == Some(&fingerprint) && !may_be_replay {
                return Err(CliError::unfinished(
                    id,
                    OldKey::Unknown,
                    "the API reported a rotation, but answered with the value that the key had before",
                ));
            }
            if may_be_replay && is_outdated(rotation, &rotated, before, changed_at)? {
                return Err(CliError::untouched(
                    "this attempt was carried out earlier, and the key was rotated again since then",
                )
                .with_advice(
                    "for another rotation, give another --attempt-id; to have the current value at this destination, run the \
                     next line",
                )
                .with_next(NextStep::redeliver(record))
                .without_then(record.follow_up.is_some()));
            }
            if before == Some(&fingerprint) {
                rotation.progress.done(format_args!(
                    "Rotated by an earlier run of this attempt: the value is {fingerprint}"
                ));
                return Ok(rotated.key);
            }
            rotation.progress.done(format_args!(
                "Rotated: the old value is dead, the new one is {fingerprint}"
            ));
            Ok(rotated.key)
        }
        Err(error) => match error.certainty() {
            // An earlier run of the attempt may have rotated the key.
            Certainty::NotSent | Certainty::Rejected if may_be_replay => {
                Err(CliError::refused(&error).without_old_key())
            }
            Certainty::NotSent | Certainty::Rejected => Err(CliError::refused(&error)),
            certainty => {
                rotation
                    .progress
                    .note("No usable answer; asking which value is current");
                reveal_new(rotation, certainty, &error)
            }
        },
    }
}

/// Refuses an answer about a key of another environment.
pub(crate) fn check_environment(
    rotation: &OpenRotation<'_>,
    rotated: &Regenerated,
) -> Result<(), CliError> {
    let wanted = &rotation.journal.record.environment;
    match &rotated.environment {
        Some(said) if said != wanted => Err(CliError::unfinished(
            rotation.id(),
            OldKey::Dead,
            format!(
                "the API has rotated a key of {said} instead of {wanted}, so psq does not deliver it"
            ),
        )),
        _ => Ok(()),
    }
}

/// Whether an answer is a stored one whose value is no longer current: it is older than the last change of the key, and the
/// API still shows the value from before the request. The times alone prove nothing, because the clock of the API may have
/// been set back since the last change. Then the answer is new, and its value is the only one that works.
///
/// # Errors
///
/// If the API shows a third value, or none. Then nobody knows whether the old key works.
pub(crate) fn is_outdated(
    rotation: &OpenRotation<'_>,
    rotated: &Regenerated,
    before: Option<&Fingerprint>,
    changed_at: Option<DateTime<Utc>>,
) -> Result<bool, CliError> {
    let is_earlier = rotated
        .modified_at
        .zip(changed_at)
        .is_some_and(|(answered, changed)| answered < changed);
    if !is_earlier || before == Some(&Fingerprint::of(&rotated.key)) {
        return Ok(false);
    }
    let unknown = |flaw: String| CliError::unfinished(rotation.id(), OldKey::Unknown, flaw);
    match rotation.api.reveal(rotation.id()) {
        Ok(now) if now.key == rotated.key => Ok(false),
        Ok(now) if before == Some(&Fingerprint::of(&now.key)) => Ok(true),
        Ok(_) => Err(unknown(
            "the API shows another value than it has answered with, so somebody else may have rotated the key"
                .to_owned(),
        )),
        Err(error) => Err(unknown(format!(
            "the answer may be an old one, and the API did not say which value is current: {error}"
        ))),
    }
}

/// The answer was lost. Asks the API which value is current.
fn reveal_new(
    rotation: &OpenRotation<'_>,
    certainty: Certainty,
    error: &Error,
) -> Result<SecretKey, CliError> {
    let (id, record) = (rotation.id(), &rotation.journal.record);
    let Ok(revealed) = rotation.api.reveal(id) else {
        let old_key = match certainty.old_key_lives() {
            Some(false) => OldKey::Dead,
            _ => rotation.old_key_asked(),
        };
        return Err(CliError::unfinished(id, old_key, error.to_string()));
    };
    let fingerprint = Fingerprint::of(&revealed.key);
    let is_new = record
        .old_fingerprint
        .as_ref()
        .is_some_and(|old| *old != fingerprint);
    let is_right = revealed.details.environment.as_ref() == Some(&record.environment);
    if !is_right {
        return Err(CliError::unfinished(
            id,
            rotation.old_key_asked(),
            error.to_string(),
        ));
    }
    if !is_new {
        // The API shows the old value, but the request may still be on its way.
        return Err(CliError::unfinished(
            id,
            OldKey::Unknown,
            format!(
                "psq got no usable answer to the request{}, and the API still shows the old value",
                error.status().map_or_else(String::new, |status| format!(
                    " (the last status was {status})"
                ))
            ),
        ));
    }
    rotation.progress.done(format_args!(
        "Rotated, although the answer was lost: the new value is {fingerprint}"
    ));
    Ok(revealed.key)
}
