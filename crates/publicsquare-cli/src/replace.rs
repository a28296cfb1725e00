//! `psq replace`: a successor for a restricted key, so that one of the two keys works at every moment.
//!
//! A change comes in. psq creates the successor, delivers it, verifies it, runs the command of `--then` and
//! deletes the old key last. Out goes a delivered key, or an error that says how far it came.
//! `recover/resume_replace` goes on after an interruption. `rotate` keeps the id of a key instead.

use publicsquare::{ApiKey, ApiKeyId, Certainty, Created, Error, KeyType, SecretKey};

use crate::change::Change;
use crate::cli_error::{CliError, OldKey};
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::journal::{Stage, Successor};
use crate::next_step::NextStep;
use crate::open_rotation::OpenRotation;
use crate::preflight::{self, Preflight};
use crate::progress::Progress;
use crate::report::RotationReport;

/// Replaces a key.
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
    let successor = plan(&preflight)?;
    let request = preflight
        .api
        .creation(
            &successor.name,
            &successor.permissions,
            preflight.idempotency_key.clone(),
            preflight.correlation_id.clone(),
        )
        .map_err(|error| CliError::untouched(error.to_string()))?;
    let what = "This creates a successor of a key, delivers it, and then deletes the old key.";
    preflight.rehearse(what, progress)?;
    if change.dry_run {
        report.checked();
        return Ok(());
    }
    let mut rotation = preflight.begin(Some(successor), report, progress)?;
    progress.doing("Creating the successor", rotation.api.timeout());
    let key = match rotation.api.create(&request) {
        Ok(created) => accept(&mut rotation, created)?,
        Err(error) => {
            return Err(match error.certainty() {
                Certainty::NotSent | Certainty::Rejected => {
                    rotation.abandon(CliError::refused(&error))
                }
                _ => rotation.unfinished(error.to_string()),
            });
        }
    };
    complete(rotation, &key)
}

/// What psq needs to create the successor.
fn plan(preflight: &Preflight<'_>) -> Result<Successor, CliError> {
    let untouched = |error: Error| CliError::refused(&error);
    let details: ApiKey = match &preflight.revealed {
        Some(revealed) => revealed.details.clone(),
        None => preflight.api.get(&preflight.change.id).map_err(untouched)?,
    };
    if details.key_type != Some(KeyType::Restricted) {
        let kind = details
            .key_type
            .map_or("unknown".to_owned(), |kind| kind.to_string());
        return Err(CliError::untouched(format!(
            "only restricted keys can be created and deleted, and the type of this one is {kind}"
        ))
        .with_next(NextStep::AgainAsRotate));
    }
    let name = details.name.ok_or_else(|| {
        CliError::untouched(
            "the API does not say which name the key has, so psq cannot create a successor with it",
        )
    })?;
    if details.permissions.is_empty() {
        return Err(CliError::untouched(
            "the API does not say which permissions the key has, so psq cannot create a successor with them",
        ));
    }
    let namesakes = preflight.api.namesakes(&name, None).map_err(untouched)?;
    Ok(Successor {
        permissions: details.permissions.into_iter().map(String::from).collect(),
        namesakes,
        name,
        id: None,
        deletion_begun: false,
        was_deleted: false,
    })
}

/// Checks a created key and notes it as the successor.
pub(crate) fn accept(
    rotation: &mut OpenRotation<'_>,
    created: Created,
) -> Result<SecretKey, CliError> {
    let record = &rotation.journal.record;
    let Some(id) = created.details.id else {
        return Err(rotation.unfinished("the API has created a key, but its answer has no id"));
    };
    let environment = created.details.environment.as_ref();
    if environment.is_some_and(|said| *said != record.environment) {
        return Err(rotation.unfinished(format!(
            "the API has created {}, but in another environment than {}, so psq does not deliver it",
            id.as_str(),
            record.environment
        )));
    }
    rotation.progress.done(format_args!(
        "Created {} ({}); both keys work",
        id.as_str(),
        Fingerprint::of(&created.key)
    ));
    rotation.report.successor_id = Some(id.clone());
    if created.attempts > 1 {
        warn_of_strays(rotation, &id);
    }
    rotation.note(|record| {
        record.stage = Stage::Answered;
        if let Some(successor) = &mut record.successor {
            successor.id = Some(id);
        }
    });
    Ok(created.key)
}

/// Warns of other new keys with the same name: if the API keeps no answers, each attempt may have created one.
fn warn_of_strays(rotation: &OpenRotation<'_>, successor: &ApiKeyId) {
    let Some(planned) = &rotation.journal.record.successor else {
        return;
    };
    let listed = rotation
        .api
        .namesakes(&planned.name, None)
        .unwrap_or_default();
    for stray in listed.iter().filter(|id| *id != successor) {
        if !planned.namesakes.contains(stray) {
            rotation.progress.warn(format_args!(
                "{} has the same name and was not there when this replacement began; delete it if it is not in use",
                stray.as_str()
            ));
        }
    }
}

/// Delivers and verifies the successor, runs the command of `--then`, and deletes the old key after that.
pub(crate) fn complete(mut rotation: OpenRotation<'_>, key: &SecretKey) -> Result<(), CliError> {
    rotation.deliver(key)?;
    rotation.verify(key)?;
    rotation.follow_up(key)?;
    delete_old(rotation, key)
}

/// Deletes the old key. Its successor is delivered and works.
fn delete_old(mut rotation: OpenRotation<'_>, key: &SecretKey) -> Result<(), CliError> {
    let may_be_gone = rotation.journal.record.deletion_begun();
    let noted = rotation.journal.update(|record| {
        record.stage = Stage::Verified;
        if let Some(successor) = &mut record.successor {
            successor.deletion_begun = true;
        }
    });
    rotation.report.stage = Some(rotation.journal.record.stage);
    rotation.known();
    // The deletion can wait: both keys work. Without the note, a later run would think that the old key is alive.
    if let Err(error) = noted {
        return Err(rotation.unfinished(format!(
            "the successor is delivered and works, but psq cannot write its journal, so this run has not sent the \
             deletion of the old key: {error}"
        )));
    }
    rotation
        .progress
        .doing("Deleting the old key", rotation.api.timeout());
    let correlation_id = rotation.correlation_id();
    let deleted = match rotation.api.delete(rotation.id(), correlation_id) {
        // An earlier run may have deleted it before it was interrupted.
        Err(error) if evidence::is_gone(&error) && rotation.knows_account => Ok(()),
        deleted => deleted,
    };
    if let Err(error) = deleted {
        let old_key = match error.certainty() {
            Certainty::NotSent | Certainty::Rejected if !may_be_gone => OldKey::Alive,
            _ => OldKey::Unknown,
        };
        return Err(CliError::unfinished(
            rotation.id(),
            old_key,
            format!(
                "the successor is delivered to {} and works, but the old key could not be deleted: {error}",
                rotation.journal.record.destination_list()
            ),
        ));
    }
    rotation.progress.done("Deleted the old key");
    // The deletion took time, so the destinations are read back once more.
    rotation
        .read_back(key)
        .and_then(|()| rotation.follow_up(key))
        .map_err(|failure| failure.with_old_key(OldKey::Dead))?;
    rotation.conclude();
    Ok(())
}
