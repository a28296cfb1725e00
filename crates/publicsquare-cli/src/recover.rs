//! `psq recover`: go on with an interrupted rotation, or bring destinations up to date.
//!
//! The command line comes in, or an entry of a plan. For each key psq opens the journal, or begins a delivery
//! without one (`redelivery`). Then `resume_rotate` or `resume_replace` goes on with what the API says.
//! `redirect` changes the destinations of a journal. Out goes the report of every key.

mod redelivery;
mod redirect;
mod replay_window;
mod resume_replace;
mod resume_rotate;
mod staged_key;

use publicsquare::{ApiKeyId, Environment};

use crate::api::{Api, base_url_from_environment};
use crate::api_access::{ApiAccess, parse_key_id};
use crate::cli::RecoverArgs;
use crate::cli_error::{CliError, OldKey};
use crate::destination::{Destination, destinations};
use crate::exit::Exit;
use crate::flaw::Flaw;
use crate::follow_up::FollowUp;
use crate::interruption;
use crate::journal::{Delivery, Journal, Operation, Record};
use crate::key_form::{self, KeyForm};
use crate::next_step::NextStep;
use crate::open_rotation::OpenRotation;
use crate::overwrite_check::{NamedBy, OverwriteCheck};
use crate::progress::Progress;
use crate::report::{Command, Report, RotationReport};
use crate::state_folder::StateFolder;

/// How to go on with an open rotation, or how to deliver the current value if none is open.
pub(crate) struct Recovery<'r> {
    /// The environment that the key has to belong to, if it is given.
    pub(crate) environment: Option<Environment>,
    /// Whether a person allows psq to overwrite any value at a destination (`--replace-any`).
    pub(crate) replaces_any: bool,
    /// The command of `--then`, which replaces the one in the journal.
    pub(crate) follow_up: Option<FollowUp>,
    /// The server; `None` is the server of the journal, else the vendor's own.
    pub(crate) base_url: Option<String>,
    /// Who has named the destinations.
    pub(crate) named_by: NamedBy,
    /// Loads the credential for a server.
    pub(crate) access: &'r dyn Fn(Option<String>) -> Result<ApiAccess, CliError>,
}

impl Recovery<'_> {
    /// Goes on with the open rotation of the key, or delivers its value to the destinations.
    pub(crate) fn run(
        &self,
        state: &StateFolder,
        id: &ApiKeyId,
        destinations: Vec<Destination>,
        progress: &Progress,
    ) -> (Exit, RotationReport) {
        let mut report = RotationReport::new(None, id.as_str());
        interruption::begin_key(id, &report);
        let ended = recover_key(self, state.clone(), id, destinations, &mut report, progress);
        let exit = report.end(ended, progress);
        (exit, report)
    }
}

/// Goes on with one rotation, or with all open rotations.
pub(crate) fn run(args: &RecoverArgs, progress: &Progress) -> Report {
    match recover(args, progress) {
        Ok(rotations) => {
            let exit = rotations
                .iter()
                .map(|(exit, _)| *exit)
                .fold(Exit::Delivered, Exit::worse);
            let report = rotations.into_iter().map(|(_, report)| report).collect();
            Report::new(Command::Recover, exit, report)
        }
        Err(error) => Report::failed(Command::Recover, &error),
    }
}

fn recover(
    args: &RecoverArgs,
    progress: &Progress,
) -> Result<Vec<(Exit, RotationReport)>, CliError> {
    let state = StateFolder::locate()?;
    let mut given = destinations(&args.destination)?;
    let ids = match &args.key_id {
        Some(id) => vec![parse_key_id(id)?],
        None if !given.is_empty() => {
            return Err(CliError::usage("no key is named for this destination")
                .with_advice("add the KEY_ID of the key to deliver"));
        }
        None if args.then.then.is_some() => {
            return Err(CliError::usage("no key is named for the command of --then")
                .with_advice("add the KEY_ID of the key that the command is for"));
        }
        None => open_rotations(&state, progress)?,
    };
    let access = |base_url| ApiAccess::from_args(&args.access, base_url);
    let recovery = Recovery {
        environment: args.env.map(Environment::from),
        replaces_any: args.destination.replace_any,
        follow_up: args.then.parsed()?,
        base_url: base_url_from_environment()?,
        named_by: NamedBy::Person,
        access: &access,
    };
    let rotations = ids.iter().map(|id| {
        let given = std::mem::take(&mut given);
        // The first interrupt lets psq finish the key that it is working on, and no other one.
        if interruption::is_end_requested() {
            skipped(id, progress)
        } else {
            recovery.run(&state, id, given, progress)
        }
    });
    Ok(rotations.collect())
}

/// The report of an open rotation that this run leaves alone.
fn skipped(id: &ApiKeyId, progress: &Progress) -> (Exit, RotationReport) {
    let mut report = RotationReport::new(None, id.as_str());
    let why = "psq was interrupted before it went on with this key";
    let error = CliError::unfinished(id, OldKey::Unknown, why);
    (report.end(Err(error), progress), report)
}

fn open_rotations(state: &StateFolder, progress: &Progress) -> Result<Vec<ApiKeyId>, CliError> {
    let journals = Journal::all(state)
        .map_err(|error| CliError::usage(format!("{}: {error}", state.path().display())))?;
    Ok(journals
        .into_iter()
        .filter_map(|journal| match journal {
            Ok(journal) => Some(journal.record.key_id),
            Err(unreadable) => {
                let id = unreadable.key_id();
                if id.is_none() {
                    progress.warn(format_args!(
                        "{} is not the journal of a key, so psq leaves it alone",
                        unreadable.path.display()
                    ));
                }
                id
            }
        })
        .collect())
}

fn recover_key(
    recovery: &Recovery<'_>,
    state: StateFolder,
    id: &ApiKeyId,
    given: Vec<Destination>,
    report: &mut RotationReport,
    progress: &Progress,
) -> Result<(), CliError> {
    state.prepare()?;
    let lock = state.take_lock(id)?;
    let journal = match Journal::open(&state, id) {
        Ok(journal) => journal,
        // The command line has everything that is needed. `redelivery` keeps the damaged journal under another name.
        Err(unreadable)
            if !given.is_empty() && recovery.environment.is_some() && !unreadable.is_foreign =>
        {
            None
        }
        Err(unreadable) => {
            let next = environment_of(recovery)
                .map(|environment| NextStep::RedeliverElsewhere(id.clone(), environment));
            let has_then = recovery.follow_up.is_some() && next.is_some() && !unreadable.is_foreign;
            return Err(unreadable.to_error(id, next).without_then(has_then));
        }
    };
    let rotation = match journal {
        Some(mut journal) => {
            let record = &journal.record;
            report.operation = Some(record.operation);
            report.environment = Some(record.environment.to_string());
            report.take_record(record);
            report.old_fingerprint.clone_from(&record.old_fingerprint);
            report.correlation_id = Some(record.correlation_id.clone());
            check_same(recovery, record)?;
            // Before anything else can fail: the next line of an error does not show the command, which may be secret.
            if let Some(follow_up) = &recovery.follow_up {
                let noted = journal.update(|record| record.follow_up = Some(follow_up.record()));
                noted.map_err(|error| journal.unnoted(&error))?;
            }
            let record = &journal.record;
            let api = (recovery.access)(Some(record.base_url.clone()))?.connect()?;
            for destination in &given {
                check_given(recovery, record, destination, &api)?;
            }
            let noted = if given.is_empty() {
                noted_destinations(id, record)?
            } else {
                Vec::new()
            };
            let knows_account = record.credential.as_ref() == Some(api.fingerprint());
            interruption::update(report, record.old_key_by_journal());
            let journal = interruption::while_opening_journal(|| Ok::<_, CliError>(journal))?;
            let mut rotation = OpenRotation {
                state,
                lock,
                progress,
                report,
                knows_account,
                api,
                destinations: noted,
                journal,
                old: None,
                named_by: recovery.named_by.clone(),
            };
            if !given.is_empty() {
                redirect::redirect(&mut rotation, given, recovery.replaces_any)?;
            }
            rotation
        }
        None => {
            if given.is_empty() {
                return Err(nothing_open());
            }
            redelivery::begin(recovery, (state, lock), id, given, report, progress)?
        }
    };
    match rotation.journal.record.operation {
        Operation::Replace => resume_replace::resume(rotation),
        Operation::Rotate | Operation::Redeliver => resume_rotate::resume(rotation),
    }
}

fn nothing_open() -> CliError {
    CliError::usage("no rotation of this key is open here").with_advice(
        "there is nothing to finish; to deliver the current value of the key, add --to FILE, and --env test or \
         --env production",
    )
}

/// The environment in the call, else the one in the value of the authenticating key.
fn environment_of(recovery: &Recovery<'_>) -> Option<Environment> {
    recovery.environment.clone().or_else(|| {
        let access = (recovery.access)(None).ok()?;
        key_form::environment_of(access.credential.expose_secret())
    })
}

/// Checks a destination that the journal does not note: it has to be empty, or to hold a key of this kind.
fn check_given(
    recovery: &Recovery<'_>,
    record: &Record,
    destination: &Destination,
    api: &Api,
) -> Result<(), CliError> {
    let given = destination.record();
    let is_noted = |delivery: &Delivery| delivery.destination == given;
    let any =
        recovery.replaces_any || (record.replaces_any && record.deliveries.iter().any(is_noted));
    redelivery::check_form(destination, any)?;
    let form = KeyForm::noted(record.form.as_deref(), &record.environment);
    // If the journal does not know the kind, psq compares it once it has the key.
    if form.is_none() && !any {
        return Ok(());
    }
    let known: Vec<_> = record
        .old_fingerprint
        .iter()
        .chain(&record.new_fingerprint)
        .collect();
    let expected = OverwriteCheck {
        id: &record.key_id,
        known_values: &known,
        form: form.as_ref(),
        allow_any: any,
        api_hides_values: false,
        named_by: &recovery.named_by,
    };
    redelivery::check_place(destination, &expected, api).map_err(|error| {
        CliError::unfinished(&record.key_id, record.old_key_by_journal(), error.flaw())
    })
}

/// Checks that the command line does not contradict the journal.
fn check_same(recovery: &Recovery<'_>, record: &Record) -> Result<(), CliError> {
    if let Some(environment) = &recovery.environment
        && *environment != record.environment
    {
        return Err(CliError::usage(format!(
            "the open rotation is in {}, and --env names another environment",
            record.environment
        ))
        .with_advice("check that KEY_ID is the key that you mean; if it is, leave --env out"));
    }
    let same = |a: &str, b: &str| a.trim_end_matches('/') == b.trim_end_matches('/');
    match &recovery.base_url {
        Some(wanted) if !same(wanted, &record.base_url) => Err(CliError::usage(format!(
            "the open rotation is at {}, and PUBLICSQUARE_BASE_URL names another server",
            record.base_url
        ))
        .with_advice("unset it")),
        _ => Ok(()),
    }
}

/// The destinations in the journal. If one of them cannot be used now, the key still goes to the others.
fn noted_destinations(id: &ApiKeyId, record: &Record) -> Result<Vec<Destination>, CliError> {
    let noted: Vec<_> = record
        .deliveries
        .iter()
        .map(|delivery| Destination::from_record_or_unusable(&delivery.destination))
        .collect();
    let flaw = |destination: &Destination| match destination {
        Destination::Unusable { flaw, .. } => Some(flaw.clone()),
        _ => None,
    };
    match noted.iter().map(flaw).collect::<Option<Vec<Flaw>>>() {
        Some(flaws) if !flaws.is_empty() => {
            // All of them fail, so that the key needs another place. One reason is enough for the message.
            let first = flaws.into_iter().next().unwrap_or_else(|| "".into());
            Err(CliError::unfinished(id, record.old_key_by_journal(), first)
                .with_next(record.next_without_destination()))
        }
        _ => Ok(noted),
    }
}
