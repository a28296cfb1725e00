//! `psq replace`: a successor for a restricted key, so that at every moment one of the two works.

use publicsquare::{ApiKey, ApiKeyId, Certainty, Created, Error, KeyType, SecretKey};

use crate::change::Change;
use crate::course::Course;
use crate::evidence;
use crate::fingerprint::Fingerprint;
use crate::journal::{Stage, Successor};
use crate::next::Step;
use crate::preflight::{self, Preflight};
use crate::progress::Progress;
use crate::report::RotationReport;
use crate::stop::{OldKey, Stop};

/// Replaces, or says how far it came.
pub(crate) fn run(
    change: &Change,
    facts: &mut RotationReport,
    progress: &Progress,
) -> Result<(), Stop> {
    let preflight = preflight::run(change, facts, progress)?;
    let successor = plan(&preflight)?;
    let request = preflight
        .api
        .creation(
            &successor.name,
            &successor.permissions,
            preflight.identity.clone(),
            preflight.correlation_id.clone(),
        )
        .map_err(|error| Stop::untouched(error.to_string()))?;
    let what = "This creates a successor of a key, delivers it, and then deletes the old key.";
    preflight.rehearse(what, progress)?;
    if change.dry_run {
        facts.checked();
        return Ok(());
    }
    let mut course = preflight.begin(Some(successor), facts, progress)?;
    progress.doing("Creating the successor", course.api.timeout());
    let key = match course.api.create(&request) {
        Ok(created) => accept(&mut course, created)?,
        Err(error) => {
            return Err(match error.certainty() {
                Certainty::NotSent | Certainty::Rejected => course.abandon(Stop::refused(&error)),
                _ => course.unfinished(error.to_string()),
            });
        }
    };
    complete(course, &key)
}

/// What the successor is made of.
fn plan(preflight: &Preflight<'_>) -> Result<Successor, Stop> {
    let untouched = |error: Error| Stop::refused(&error);
    let details: ApiKey = match &preflight.revealed {
        Some(revealed) => revealed.details.clone(),
        None => preflight.api.get(&preflight.change.id).map_err(untouched)?,
    };
    if details.key_type != Some(KeyType::Restricted) {
        let kind = details
            .key_type
            .map_or("unknown".to_owned(), |kind| kind.to_string());
        return Err(Stop::untouched(format!(
            "only restricted keys can be created and deleted, and the type of this one is {kind}"
        ))
        .with_next(Step::AgainAsRotate));
    }
    let name = details.name.ok_or_else(|| {
        Stop::untouched("the API does not tell the key's name, which the successor is to have")
    })?;
    if details.permissions.is_empty() {
        return Err(Stop::untouched(
            "the API does not tell the key's permissions, which the successor is to have",
        ));
    }
    let namesakes = preflight.api.namesakes(&name).map_err(untouched)?;
    Ok(Successor {
        permissions: details.permissions.into_iter().map(String::from).collect(),
        namesakes: namesakes.iter().map(|id| id.as_str().to_owned()).collect(),
        name,
        id: None,
        deletion_begun: false,
    })
}

/// Takes a created key for the successor.
pub(crate) fn accept(course: &mut Course<'_>, created: Created) -> Result<SecretKey, Stop> {
    let record = &course.journal.record;
    let Some(id) = created.details.id else {
        return Err(course.unfinished("the API has created a key and does not tell its id"));
    };
    let environment = created.details.environment.as_ref();
    if environment.is_some_and(|said| *said != record.environment) {
        return Err(course.unfinished(format!(
            "the API has created {}, and not in {}; it is not delivered",
            id.as_str(),
            record.environment
        )));
    }
    course.progress.done(format_args!(
        "Created {} ({}); both keys work",
        id.as_str(),
        Fingerprint::of(&created.key)
    ));
    course.facts.successor_id = Some(id.as_str().to_owned());
    if created.attempts > 1 {
        warn_of_strays(course, &id);
    }
    course.note(|record| {
        record.stage = Stage::Answered;
        if let Some(successor) = &mut record.successor {
            successor.id = Some(id);
        }
    });
    Ok(created.key)
}

/// An attempt whose answer was lost may have created a key of its own where the API keeps no answers.
fn warn_of_strays(course: &Course<'_>, successor: &ApiKeyId) {
    let Some(planned) = &course.journal.record.successor else {
        return;
    };
    let listed = course.api.namesakes(&planned.name).unwrap_or_default();
    for stray in listed.iter().filter(|id| *id != successor) {
        if !planned
            .namesakes
            .iter()
            .any(|known| known == stray.as_str())
        {
            course.progress.warn(format_args!(
                "{} has the same name and was created meanwhile as well; delete it if it is not in use",
                stray.as_str()
            ));
        }
    }
}

/// From the successor's key to the deletion of the old one. What uses the key takes the successor up before the
/// old key is deleted.
pub(crate) fn complete(mut course: Course<'_>, key: &SecretKey) -> Result<(), Stop> {
    course.deliver(key)?;
    course.verify(key)?;
    course.follow_up(key)?;
    delete_old(course, key)
}

/// Deletes the old key, whose successor is delivered and works.
fn delete_old(mut course: Course<'_>, key: &SecretKey) -> Result<(), Stop> {
    let may_be_gone = course.journal.record.deletion_begun();
    let noted = course.journal.update(|record| {
        record.stage = Stage::Verified;
        if let Some(successor) = &mut record.successor {
            successor.deletion_begun = true;
        }
    });
    course.facts.stage = Some(course.journal.record.stage);
    course.known();
    // It can wait: both keys work, and a later run must not take the old one for alive.
    if let Err(error) = noted {
        return Err(course.unfinished(format!(
            "the successor is delivered and works; before the old key is deleted the journal has to be \
             written: {error}"
        )));
    }
    course
        .progress
        .doing("Deleting the old key", course.api.timeout());
    let correlation_id = course.correlation_id();
    let deleted = match course.api.delete(course.id(), correlation_id) {
        // An earlier run may have deleted it before it was cut off.
        Err(error) if evidence::is_gone(&error) => Ok(()),
        deleted => deleted,
    };
    if let Err(error) = deleted {
        let old_key = match error.certainty() {
            Certainty::NotSent | Certainty::Rejected if !may_be_gone => OldKey::Alive,
            _ => OldKey::Unknown,
        };
        return Err(Stop::unfinished(
            course.id(),
            old_key,
            format!(
                "the successor is delivered to {} and works; the old key could not be deleted: {error}",
                course.journal.record.destinations()
            ),
        ));
    }
    course.progress.done("Deleted the old key");
    // That took its time, and the verdict is about the place of now.
    course
        .read_back(key)
        .and_then(|()| course.follow_up(key))
        .map_err(|stop| stop.with_old_key(OldKey::Dead))?;
    course.conclude();
    Ok(())
}
