//! `psq recover`: go on with what was interrupted, or bring a destination up to date.

use chrono::{DateTime, TimeDelta, Utc};
use publicsquare::{CorrelationId, Environment, Error, IdempotencyKey, Revealed, SecretKey};

use crate::api::base_url_from_environment;
use crate::cli::RecoverArgs;
use crate::course::Course;
use crate::destination::Destination;
use crate::exit::Exit;
use crate::fingerprint::Fingerprint;
use crate::journal::{Journal, Operation, Record, Stage, VERSION};
use crate::preflight::{connect, parse_id, take_lock, unusable_journal};
use crate::progress::Progress;
use crate::report::{Command, Report, RotationReport};
use crate::state_folder::StateFolder;
use crate::stop::{OldKey, Stop};
use crate::{recover_replacement, rotate, signals};

/// Replays of answers end after 24 hours by the vendor's documentation; an hour before that a repeat is not
/// risked any more, as it would be a new rotation.
const REPLAY_WINDOW: TimeDelta = TimeDelta::hours(23);

/// Goes on with one rotation or with all.
pub(crate) fn run(args: &RecoverArgs, progress: &Progress) -> Report {
    match recover(args, progress) {
        Ok(rotations) => {
            let exit = rotations
                .iter()
                .map(|(exit, _)| *exit)
                .fold(Exit::Delivered, Exit::worse);
            let facts = rotations.into_iter().map(|(_, facts)| facts).collect();
            Report::new(Command::Recover, exit, facts)
        }
        Err(stop) => Report::failed(Command::Recover, &stop),
    }
}

fn recover(args: &RecoverArgs, progress: &Progress) -> Result<Vec<(Exit, RotationReport)>, Stop> {
    let state = StateFolder::locate()?;
    let destination = Destination::from_args(&args.destination)?;
    let ids = match &args.key_id {
        Some(id) => vec![parse_id(id)?],
        None if destination.is_some() => {
            return Err(Stop::usage(
                "say which key is to be delivered there: KEY_ID",
            ));
        }
        None => open_rotations(&state)?,
    };
    let mut destination = destination;
    let mut rotations = Vec::new();
    for id in ids {
        let mut facts = RotationReport::new(None, id.as_str());
        let given = destination.take();
        let ended = one(args, &state, &id, given, &mut facts, progress);
        let exit = match ended {
            Ok(()) => Exit::Delivered,
            Err(stop) => {
                facts.stop(&stop);
                stop.exit
            }
        };
        facts.warnings = progress.take_warnings();
        rotations.push((exit, facts));
    }
    Ok(rotations)
}

fn open_rotations(state: &StateFolder) -> Result<Vec<publicsquare::ApiKeyId>, Stop> {
    let journals = Journal::all(state)
        .map_err(|error| Stop::usage(format!("{}: {error}", state.path().display())))?;
    Ok(journals
        .into_iter()
        .filter_map(|journal| match journal {
            Ok(journal) => Some(journal.record.key_id),
            Err(unreadable) => unreadable.key_id(),
        })
        .collect())
}

fn one(
    args: &RecoverArgs,
    state: &StateFolder,
    id: &publicsquare::ApiKeyId,
    given: Option<Destination>,
    facts: &mut RotationReport,
    progress: &Progress,
) -> Result<(), Stop> {
    let wanted = base_url_from_environment()?;
    state.prepare()?;
    let lock = take_lock(state, id)?;
    let journal = match Journal::open(state, id) {
        Ok(journal) => journal,
        // With all that is needed on the command line, the journal is not.
        Err(_) if given.is_some() && args.env.is_some() => None,
        Err(unreadable) => return Err(unusable_journal(id, &unreadable.flaw)),
    };
    let course = match journal {
        Some(journal) => {
            let record = &journal.record;
            facts.operation = Some(record.operation);
            facts.environment = Some(record.environment.to_string());
            facts.stage = Some(record.stage);
            facts.destination = Some(record.destination.to_string());
            facts.old_fingerprint.clone_from(&record.old_fingerprint);
            facts.correlation_id = Some(record.correlation_id.clone());
            check_same(args, record, wanted.as_deref())?;
            let (api, _) = connect(&args.access, Some(record.base_url.clone()))?;
            let destination = match given {
                Some(destination) => destination,
                None => Destination::from_record(&record.destination)
                    .map_err(|stop| elsewhere(id, record, stop))?,
            };
            let mut course = Course {
                state,
                progress,
                facts,
                api,
                destination,
                journal,
            };
            redirect(&mut course);
            course
        }
        None => {
            let destination = given.ok_or_else(|| nothing_open(id))?;
            redelivery(args, state, id, destination, wanted, facts, progress)?
        }
    };
    if signals::finish_first().is_err() {
        progress.warn("Signals cannot be held off: do not interrupt");
    }
    let ended = match course.journal.record.operation {
        Operation::Replace => recover_replacement::go_on(course),
        Operation::Rotate | Operation::Redeliver => go_on(course),
    };
    drop(lock);
    ended
}

fn nothing_open(id: &publicsquare::ApiKeyId) -> Stop {
    Stop::usage(
        "no rotation of this key is open here; to deliver the value that it has now, say where to",
    )
    .with_next(format!(
        "psq recover {} --env ENVIRONMENT --to FILE",
        id.as_str()
    ))
}

/// What the command line says must not contradict the journal.
fn check_same(args: &RecoverArgs, record: &Record, wanted: Option<&str>) -> Result<(), Stop> {
    if let Some(env) = args.env
        && Environment::from(env) != record.environment
    {
        return Err(Stop::usage(format!(
            "the open rotation is in {}, and --env says otherwise",
            record.environment
        )));
    }
    let same = |a: &str, b: &str| a.trim_end_matches('/') == b.trim_end_matches('/');
    match wanted {
        Some(wanted) if !same(wanted, &record.base_url) => Err(Stop::usage(format!(
            "the open rotation is at {}, and PUBLICSQUARE_BASE_URL names another server: unset it",
            record.base_url
        ))),
        _ => Ok(()),
    }
}

/// The noted destination is not usable: another one is.
fn elsewhere(id: &publicsquare::ApiKeyId, record: &Record, stop: Stop) -> Stop {
    Stop::unfinished(
        id,
        if record.stage >= Stage::Staged {
            OldKey::Dead
        } else {
            OldKey::Unknown
        },
        stop.message,
    )
    .with_next(format!("psq recover {} --to FILE", id.as_str()))
}

/// Takes up another destination than the journal notes.
fn redirect(course: &mut Course<'_>) {
    let destination = course.destination.record();
    if destination == course.journal.record.destination {
        return;
    }
    let former = Destination::from_record(&course.journal.record.destination).ok();
    if let Some(staging) = former.and_then(|former| former.staging(course.id()))
        && let Err(error) = staging.discard()
    {
        course.progress.warn(format_args!(
            "{} could not be removed, and may hold the new key: {error}",
            staging.path().display()
        ));
    }
    course.facts.destination = Some(destination.to_string());
    course.note(|record| {
        record.destination = destination;
        record.staged_path = None;
        record.stage = record.stage.min(if record.successor.is_some() {
            Stage::Created
        } else {
            Stage::Prepared
        });
    });
}

/// Without a journal, the value that the key has now is what there is to deliver.
fn redelivery<'a>(
    args: &RecoverArgs,
    state: &'a StateFolder,
    id: &publicsquare::ApiKeyId,
    destination: Destination,
    wanted: Option<String>,
    facts: &'a mut RotationReport,
    progress: &'a Progress,
) -> Result<Course<'a>, Stop> {
    let env = args.env.ok_or_else(|| {
        Stop::usage("without an open rotation, say which environment the key belongs to: --env")
    })?;
    let (api, _) = connect(&args.access, wanted)?;
    let record = Record {
        version: VERSION,
        operation: Operation::Redeliver,
        stage: Stage::Prepared,
        key_id: id.clone(),
        environment: env.into(),
        base_url: api.base_url().to_owned(),
        idempotency_key: None,
        correlation_id: publicsquare::CorrelationId::random().as_str().to_owned(),
        prepared_at: Utc::now(),
        server_told_time: false,
        old_fingerprint: None,
        new_fingerprint: None,
        destination: destination.record(),
        staged_path: None,
        is_own_key: false,
        successor: None,
    };
    check_place(&destination)?;
    facts.operation = Some(Operation::Redeliver);
    facts.environment = Some(record.environment.to_string());
    facts.destination = Some(record.destination.to_string());
    // Nothing is noted for a question that cannot be answered.
    api.reveal(id)
        .map_err(|error| Stop::unfinished(id, OldKey::Unknown, error.to_string()))?;
    let journal = Journal::create(state, record)
        .map_err(|error| Stop::usage(format!("the journal cannot be written: {error}")))?;
    Ok(Course {
        state,
        progress,
        facts,
        api,
        destination,
        journal,
    })
}

/// What is overwritten has to look like a key: a wrong `--var` would otherwise cost another secret.
fn check_place(destination: &Destination) -> Result<(), Stop> {
    let Destination::File(file) = destination else {
        return Ok(());
    };
    let record = file.record();
    let flawed = |flaw: String| Stop::usage(format!("{record}: {flaw}"));
    let content = file.read().map_err(|error| flawed(error.to_string()))?;
    match file.held(&content).map_err(flawed)? {
        Some(held) if !looks_like_key(&held) => Err(Stop::usage(format!(
            "{record} holds something that does not look like an API key, and it is left alone; empty it \
             if it is the right place"
        ))),
        _ => Ok(()),
    }
}

/// The form of the values in the vendor's documentation: `pk_prod_…`, `sk_test_…`.
fn looks_like_key(held: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(held) else {
        return false;
    };
    let mut parts = text.splitn(3, '_');
    let (kind, environment, rest) = (parts.next(), parts.next(), parts.next());
    kind.is_some_and(|kind| {
        (1..=6).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_lowercase())
    }) && matches!(environment, Some("test" | "prod"))
        && rest.is_some_and(|rest| !rest.is_empty())
}

/// Goes on with a rotation: which value is current decides.
fn go_on(mut course: Course<'_>) -> Result<(), Stop> {
    let id = course.id().clone();
    course
        .progress
        .doing("Asking which value the key has now", course.api.timeout());
    match course.api.reveal(&id) {
        Ok(revealed) => with_current(course, revealed),
        Err(error) if error.is_unauthorized() && course.journal.record.is_own_key => {
            match staged_key(&course) {
                // It rotates itself, and the staged value is what it has now.
                Some(key) => {
                    course.api = course.api.with_key(&key)?;
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
        Err(error) if error.is_forbidden() || error.status() == Some(200) => {
            go_on_blindly(course, &error)
        }
        Err(error) => Err(Stop::unfinished(
            &id,
            known_of_old(&course.journal.record),
            error.to_string(),
        )),
    }
}

fn known_of_old(record: &Record) -> OldKey {
    match (record.operation, record.stage) {
        (Operation::Rotate, Stage::Staged | Stage::Delivered | Stage::Verified) => OldKey::Dead,
        (Operation::Replace, _) => OldKey::Alive,
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
        .with_next(format!("psq rotate {}", course.id().as_str()));
        return Err(course.abandon(stop));
    }
    course
        .progress
        .note("The rotation has not been carried out yet; asking for it under the same identity");
    match replay(&course) {
        Ok(key) => complete(course, &key),
        Err(error) => {
            let id = course.id().clone();
            // Its answer may be lost as well.
            match course.api.reveal(&id) {
                Ok(now) if now.key != revealed.key => complete(course, &now.key),
                Ok(_) if is_old && is_refusal(&error) => {
                    Err(course.abandon(Stop::untouched(error.to_string())))
                }
                _ => Err(Stop::unfinished(&id, OldKey::Unknown, error.to_string())),
            }
        }
    }
}

/// A status by which the API says that it will not do it.
fn is_refusal(error: &Error) -> bool {
    matches!(error.status(), Some(400 | 401 | 403 | 404 | 422))
}

/// Without the right to reveal: what is staged if it works, else the stored answer.
fn go_on_blindly(course: Course<'_>, error: &Error) -> Result<(), Stop> {
    let id = course.id().clone();
    if let Some(key) = staged_key(&course) {
        let accepted = course.api.with_key(&key)?.authenticates();
        if let Ok(true) = accepted {
            return complete(course, &key);
        }
    }
    if may_replay(&course.journal.record, error.server_time()) {
        course
            .progress
            .note("The key cannot be revealed; asking for the stored answer");
        return match replay(&course) {
            Ok(key) => complete(course, &key),
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

/// The key that was staged or delivered before the interruption, known by its fingerprint.
pub(crate) fn staged_key(course: &Course<'_>) -> Option<SecretKey> {
    let wanted = course.journal.record.new_fingerprint.as_ref()?;
    let staging = course.destination.staging(course.id())?;
    let places = [staging.staged_content(), staging.file().read()];
    places.into_iter().find_map(|content| {
        let held = staging.file().held(&content.ok()?).ok()??;
        let is_it = Fingerprint::of_bytes(&held) == *wanted;
        is_it.then(|| SecretKey::from(std::str::from_utf8(&held).unwrap_or_default()))
    })
}

/// Whether the same request is still the same: inside the window, by the server's clock.
pub(crate) fn may_replay(record: &Record, server_time: Option<DateTime<Utc>>) -> bool {
    let now = match server_time {
        Some(time) if record.server_told_time => time,
        // Two clocks tell nothing about an age; this machine's own is the best that there is.
        _ => Utc::now(),
    };
    record.idempotency_key.is_some() && now - record.prepared_at < REPLAY_WINDOW
}

fn replay(course: &Course<'_>) -> Result<SecretKey, Error> {
    let record = &course.journal.record;
    // What a damaged journal could hold is refused by the client, as an error.
    let identity = IdempotencyKey::new(record.idempotency_key.clone().unwrap_or_default())?;
    let correlation_id = CorrelationId::new(record.correlation_id.clone())?;
    let request = course
        .api
        .regeneration(course.id(), identity.clone(), correlation_id)?
        .replaying(identity);
    course.api.regenerate(&request).map(|rotated| rotated.key)
}

/// From the key to the end.
fn complete(mut course: Course<'_>, key: &SecretKey) -> Result<(), Stop> {
    course.deliver(key)?;
    course.verify(key)?;
    rotate::conclude(course);
    Ok(())
}
