//! Going on with an interrupted `psq replace`.

use chrono::Utc;
use publicsquare::{ApiKeyId, CorrelationId, Created, Error, IdempotencyKey, SecretKey};

use super::staged::staged_key;
use super::window::may_replay;
use crate::course::Course;
use crate::evidence;
use crate::journal::Stage;
use crate::next::Step;
use crate::replace::{accept, complete};
use crate::stop::{OldKey, Stop};

/// Goes on with a replacement: which keys there are decides.
pub(super) fn go_on(course: Course<'_>) -> Result<(), Stop> {
    course
        .progress
        .doing("Asking which keys there are", course.api.timeout());
    match course.journal.record.delivered_id().cloned() {
        Some(id) => with_successor(course, &id),
        None => without_successor(course),
    }
}

fn with_successor(mut course: Course<'_>, id: &ApiKeyId) -> Result<(), Stop> {
    course.facts.successor_id = Some(id.as_str().to_owned());
    let error = match course.api.reveal(id) {
        Ok(revealed) => return complete(course, &revealed.key),
        Err(error) => error,
    };
    if evidence::is_gone(&error) {
        return begin_anew(course);
    }
    let is_hidden = evidence::is_hidden(&error);
    let is_dead = evidence::is_dead(&error) && course.journal.record.is_own_key;
    if !is_hidden && !is_dead {
        return Err(course.unfinished(error.to_string()));
    }
    if let Some(key) = staged_key(&course) {
        let by_successor = course.by_key(&key)?;
        if let Ok(true) = by_successor.authenticates() {
            if is_dead {
                course.api = by_successor;
            }
            return complete(course, &key);
        }
    }
    create_again(course, &error)
}

/// What an interrupted run may have created and not noted is in the list: it has the name, and was not
/// there before.
fn without_successor(mut course: Course<'_>) -> Result<(), Stop> {
    let Some(planned) = course.journal.record.successor.clone() else {
        return Err(course.unfinished("the journal does not say what was to be created"));
    };
    let listed = match course.api.namesakes(&planned.name) {
        Ok(listed) => listed,
        Err(error) => return create_again(course, &error),
    };
    let mut found: Vec<ApiKeyId> = listed
        .into_iter()
        .filter(|id| !planned.namesakes.iter().any(|known| known == id.as_str()))
        .collect();
    let Some(id) = found.pop() else {
        return never_created(course);
    };
    for stray in &found {
        course.progress.warn(format_args!(
            "{} has the same name and was created meanwhile as well; delete it if it is not in use",
            stray.as_str()
        ));
    }
    match course.api.reveal(&id) {
        Ok(revealed) => {
            let record = &course.journal.record;
            let same_permissions = revealed
                .details
                .permissions
                .iter()
                .map(ToString::to_string)
                .eq(planned.permissions.iter().cloned());
            if !same_permissions
                || revealed.details.environment.as_ref() != Some(&record.environment)
            {
                return Err(course.unfinished(format!(
                    "{} has the name of the successor and not its permissions: rename or delete it",
                    id.as_str()
                )));
            }
            course.facts.successor_id = Some(id.as_str().to_owned());
            course.note(|record| {
                record.stage = Stage::Answered;
                if let Some(successor) = &mut record.successor {
                    successor.id = Some(id);
                }
            });
            complete(course, &revealed.key)
        }
        Err(error) => create_again(course, &error),
    }
}

/// There is no successor: the request is sent again, or the replacement ends here.
fn never_created(course: Course<'_>) -> Result<(), Stop> {
    // A list does not tell the time; an answer about the old key does.
    let (server_time, is_gone) = match course.api.reveal(course.id()) {
        Ok(revealed) => (revealed.server_time, false),
        Err(error) => (error.server_time(), evidence::is_gone(&error)),
    };
    if !may_replay(&course.journal.record, server_time) {
        return Err(end(
            course,
            is_gone,
            "the successor was never created, and it is too long ago to be repeated",
            true,
        ));
    }
    match create(&course) {
        Ok(created) => finish(course, created),
        Err(error) if evidence::is_refusal(&error) => {
            Err(end(course, is_gone, &error.to_string(), false))
        }
        Err(error) => Err(course.unfinished(error.to_string())),
    }
}

/// A replacement without a successor is closed, unless the old key may be gone: then there is none that works,
/// and it has to go on.
fn end(course: Course<'_>, is_gone: bool, message: &str, may_begin: bool) -> Stop {
    if is_gone {
        return Stop::unfinished(course.id(), OldKey::Dead, message);
    }
    if course.journal.record.deletion_begun() {
        return course.unfinished(message);
    }
    let mut stop = Stop::untouched(format!("{message}; the replacement is closed now"));
    if may_begin {
        stop = stop.with_next(Step::begin(&course.journal.record));
    }
    course.abandon(stop)
}

/// Asks for the stored answer to the creation, which has the successor's key in it.
fn create_again(course: Course<'_>, error: &Error) -> Result<(), Stop> {
    if !may_replay(&course.journal.record, error.server_time()) {
        return Err(course.unfinished(format!(
            "{error}. Without the right to reveal the successor and without a stored answer there is no way \
             to its value here: authenticate with a key that has api-key:read"
        )));
    }
    match create(&course) {
        Ok(created) => finish(course, created),
        Err(error) => Err(course.unfinished(error.to_string())),
    }
}

/// Somebody has deleted the successor: another one is created.
fn begin_anew(mut course: Course<'_>) -> Result<(), Stop> {
    let Some(planned) = course.journal.record.successor.clone() else {
        return Err(course.unfinished("the journal does not say what was to be created"));
    };
    let namesakes = match course.api.namesakes(&planned.name) {
        Ok(namesakes) => namesakes,
        Err(error) => return Err(course.unfinished(error.to_string())),
    };
    course
        .progress
        .warn("The successor was deleted by somebody; creating another one");
    let updated = course.journal.update(|record| {
        record.stage = Stage::Prepared;
        record.new_fingerprint = None;
        record.idempotency_key = Some(IdempotencyKey::random().expose_secret().to_owned());
        record.prepared_at = Utc::now();
        record.server_told_time = false;
        if let Some(successor) = &mut record.successor {
            successor.id = None;
            // What is known of the old key stays.
            successor.namesakes = namesakes.iter().map(|id| id.as_str().to_owned()).collect();
        }
    });
    // Without the new identity on the disk, a crash would leave a key that nobody knows.
    if let Err(error) = updated {
        return Err(course.unfinished(format!("the journal cannot be written: {error}")));
    }
    match create(&course) {
        Ok(created) => finish(course, created),
        Err(error) => Err(course.unfinished(error.to_string())),
    }
}

fn create(course: &Course<'_>) -> Result<Created, Error> {
    let record = &course.journal.record;
    let planned = record.successor.as_ref();
    let (name, permissions) = planned.map_or(("", &[][..]), |planned| {
        (planned.name.as_str(), planned.permissions.as_slice())
    });
    // What a damaged journal could hold is refused by the client, as an error.
    let identity = IdempotencyKey::new(record.idempotency_key.clone().unwrap_or_default())?;
    let correlation_id = CorrelationId::new(record.correlation_id.clone())?;
    let request = course
        .api
        .creation(name, permissions, identity.clone(), correlation_id)?
        .replaying(identity);
    course.api.create(&request)
}

fn finish(mut course: Course<'_>, created: Created) -> Result<(), Stop> {
    let key: SecretKey = accept(&mut course, created)?;
    complete(course, &key)
}
