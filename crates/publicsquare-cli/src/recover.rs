//! `psq recover`: go on with what was interrupted, or bring destinations up to date.
//!
//! The command line comes in. For each key a journal is opened, or a delivery without one begins, and `rotation`
//! or `replacement` goes on from what the API says. Out goes the report of every key.

mod redelivery;
mod redirect;
mod replacement;
mod rotation;
mod staged;
mod window;

use publicsquare::{ApiKeyId, Environment};

use crate::access::{Access, parse_id};
use crate::api::{Api, base_url_from_environment};
use crate::cli::RecoverArgs;
use crate::course::Course;
use crate::destination::{Destination, destinations};
use crate::exit::Exit;
use crate::interruption;
use crate::journal::{Delivery, Journal, Operation, Record};
use crate::key_form::{self, KeyForm};
use crate::next::Step;
use crate::occupant::Expected;
use crate::progress::Progress;
use crate::report::{Command, Report, RotationReport};
use crate::state_folder::StateFolder;
use crate::stop::Stop;
use crate::then::Then;

/// How an open rotation is gone on with, or what is delivered where none is open.
pub(crate) struct Recovery<'r> {
    /// The environment that the key has to belong to.
    pub(crate) environment: Option<Environment>,
    /// Whether a person has said that whatever stands at a destination may be overwritten.
    pub(crate) replaces_any: bool,
    /// What runs in the place of the noted command.
    pub(crate) then: Option<Then>,
    /// The server that is asked for; `None` is that of the journal, else the vendor's own.
    pub(crate) base_url: Option<String>,
    /// How the API is reached at a server.
    pub(crate) access: &'r dyn Fn(Option<String>) -> Result<Access, Stop>,
}

impl Recovery<'_> {
    /// Goes on with what is open for the key, or delivers its value to the destinations.
    pub(crate) fn run(
        &self,
        state: &StateFolder,
        id: &ApiKeyId,
        destinations: Vec<Destination>,
        progress: &Progress,
    ) -> (Exit, RotationReport) {
        let mut facts = RotationReport::new(None, id.as_str());
        interruption::about(&facts);
        let ended = one(self, state.clone(), id, destinations, &mut facts, progress);
        let exit = facts.end(ended, progress);
        (exit, facts)
    }
}

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
    let mut given = destinations(&args.destination)?;
    let ids = match &args.key_id {
        Some(id) => vec![parse_id(id)?],
        None if !given.is_empty() => {
            return Err(Stop::usage(
                "say which key is to be delivered there: KEY_ID",
            ));
        }
        None if args.then.then.is_some() => {
            return Err(Stop::usage(
                "say which key the command of --then is for: KEY_ID",
            ));
        }
        None => open_rotations(&state, progress)?,
    };
    let access = |base_url| Access::from_args(&args.access, base_url);
    let recovery = Recovery {
        environment: args.env.map(Environment::from),
        replaces_any: args.destination.replace_any,
        then: args.then.parsed()?,
        base_url: base_url_from_environment()?,
        access: &access,
    };
    let rotations = ids.iter().map(|id| {
        let given = std::mem::take(&mut given);
        recovery.run(&state, id, given, progress)
    });
    Ok(rotations.collect())
}

fn open_rotations(state: &StateFolder, progress: &Progress) -> Result<Vec<ApiKeyId>, Stop> {
    let journals = Journal::all(state)
        .map_err(|error| Stop::usage(format!("{}: {error}", state.path().display())))?;
    Ok(journals
        .into_iter()
        .filter_map(|journal| match journal {
            Ok(journal) => Some(journal.record.key_id),
            Err(unreadable) => {
                let id = unreadable.key_id();
                if id.is_none() {
                    progress.warn(format_args!(
                        "{} is no journal of a key, and is left alone",
                        unreadable.path.display()
                    ));
                }
                id
            }
        })
        .collect())
}

fn one(
    recovery: &Recovery<'_>,
    state: StateFolder,
    id: &ApiKeyId,
    given: Vec<Destination>,
    facts: &mut RotationReport,
    progress: &Progress,
) -> Result<(), Stop> {
    state.prepare()?;
    let lock = state.take_lock(id)?;
    let journal = match Journal::open(&state, id) {
        Ok(journal) => journal,
        // With all that is needed on the command line, the journal is not.
        Err(_) if !given.is_empty() && recovery.environment.is_some() => None,
        Err(unreadable) => {
            let next = environment_of(recovery)
                .map(|environment| Step::RedeliverElsewhere(id.clone(), environment));
            return Err(unreadable.stop(id, next));
        }
    };
    let course = match journal {
        Some(journal) => {
            let record = &journal.record;
            facts.operation = Some(record.operation);
            facts.environment = Some(record.environment.to_string());
            facts.take_record(record);
            facts.old_fingerprint.clone_from(&record.old_fingerprint);
            facts.correlation_id = Some(record.correlation_id.clone());
            check_same(recovery, record)?;
            let api = (recovery.access)(Some(record.base_url.clone()))?.connect()?;
            for destination in &given {
                check_given(recovery, record, destination, &api)?;
            }
            let noted = if given.is_empty() {
                noted_destinations(id, record)?
            } else {
                Vec::new()
            };
            interruption::known(facts, record.known_of_old());
            let journal = interruption::opening(|| Ok::<_, Stop>(journal))?;
            let mut course = Course {
                state,
                lock,
                progress,
                facts,
                api,
                destinations: noted,
                journal,
                old: None,
            };
            if !given.is_empty() {
                redirect::redirect(&mut course, given, recovery.replaces_any);
            }
            if let Some(then) = &recovery.then {
                course.note(|record| record.then = Some(then.record()));
            }
            course
        }
        None => {
            if given.is_empty() {
                return Err(nothing_open());
            }
            redelivery::begin(recovery, (state, lock), id, given, facts, progress)?
        }
    };
    match course.journal.record.operation {
        Operation::Replace => replacement::go_on(course),
        Operation::Rotate | Operation::Redeliver => rotation::go_on(course),
    }
}

fn nothing_open() -> Stop {
    Stop::usage(
        "no rotation of this key is open here; to deliver the value that it has now, say to which place and \
         of which environment the key is: --to FILE, and --env test or --env production",
    )
}

/// The environment that the call names, or else the key that it authenticates with.
fn environment_of(recovery: &Recovery<'_>) -> Option<Environment> {
    recovery.environment.clone().or_else(|| {
        let access = (recovery.access)(None).ok()?;
        key_form::environment_of(access.credential.expose_secret())
    })
}

/// Another place than the noted one has to be empty or to hold a key of this kind.
fn check_given(
    recovery: &Recovery<'_>,
    record: &Record,
    destination: &Destination,
    api: &Api,
) -> Result<(), Stop> {
    let given = destination.record();
    let is_noted = |delivery: &Delivery| delivery.destination == given;
    let any =
        recovery.replaces_any || (record.replaces_any && record.deliveries.iter().any(is_noted));
    redelivery::check_form(destination, any)?;
    let form = KeyForm::noted(record.form.as_deref(), &record.environment);
    // Where the kind is not noted, it is known and compared once the key is there.
    if form.is_none() && !any {
        return Ok(());
    }
    let known: Vec<_> = record
        .old_fingerprint
        .iter()
        .chain(&record.new_fingerprint)
        .collect();
    let expected = Expected {
        id: &record.key_id,
        known: &known,
        form: form.as_ref(),
        any,
        is_blind: false,
    };
    redelivery::check_place(destination, &expected, api)
        .map_err(|stop| Stop::unfinished(&record.key_id, record.known_of_old(), stop.message))
}

/// What the command line says must not contradict the journal.
fn check_same(recovery: &Recovery<'_>, record: &Record) -> Result<(), Stop> {
    if let Some(environment) = &recovery.environment
        && *environment != record.environment
    {
        return Err(Stop::usage(format!(
            "the open rotation is in {}, and --env says otherwise",
            record.environment
        )));
    }
    let same = |a: &str, b: &str| a.trim_end_matches('/') == b.trim_end_matches('/');
    match &recovery.base_url {
        Some(wanted) if !same(wanted, &record.base_url) => Err(Stop::usage(format!(
            "the open rotation is at {}, and PUBLICSQUARE_BASE_URL names another server: unset it",
            record.base_url
        ))),
        _ => Ok(()),
    }
}

/// The destinations that the journal notes. One that cannot be used now keeps the key from no other one.
fn noted_destinations(id: &ApiKeyId, record: &Record) -> Result<Vec<Destination>, Stop> {
    let mut flaw = None;
    let noted: Vec<_> = record
        .deliveries
        .iter()
        .map(|delivery| {
            Destination::from_record(&delivery.destination).unwrap_or_else(|stop| {
                flaw.get_or_insert_with(|| stop.message.clone());
                Destination::Unusable {
                    record: delivery.destination.clone(),
                    flaw: stop.message,
                }
            })
        })
        .collect();
    let is_unusable = |noted: &Destination| matches!(noted, Destination::Unusable { .. });
    match flaw {
        Some(flaw) if noted.iter().all(is_unusable) => {
            Err(Stop::unfinished(id, record.known_of_old(), flaw)
                .with_next(Step::RecoverElsewhere(id.clone())))
        }
        _ => Ok(noted),
    }
}
