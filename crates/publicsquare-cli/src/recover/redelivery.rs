//! Bringing a destination up to date without a journal.

use chrono::Utc;
use publicsquare::{ApiKeyId, CorrelationId};

use crate::access::connect;
use crate::cli::RecoverArgs;
use crate::course::Course;
use crate::destination::Destination;
use crate::environment;
use crate::journal::{Journal, Operation, Record, Stage, VERSION};
use crate::key_form::looks_like_key;
use crate::lock::Lock;
use crate::progress::Progress;
use crate::report::RotationReport;
use crate::state_folder::StateFolder;
use crate::stop::Stop;

/// Without a journal, the value that the key has now is what there is to deliver.
pub(super) fn begin<'a>(
    args: &RecoverArgs,
    (state, lock): (StateFolder, Lock),
    id: &ApiKeyId,
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
        correlation_id: CorrelationId::random().as_str().to_owned(),
        prepared_at: Utc::now(),
        server_told_time: false,
        old_fingerprint: None,
        new_fingerprint: None,
        destination: destination.record(),
        staged_path: None,
        former: None,
        is_own_key: false,
        successor: None,
    };
    check_place(&destination)?;
    facts.operation = Some(Operation::Redeliver);
    facts.environment = Some(record.environment.to_string());
    facts.destination = Some(record.destination.to_string());
    // Nothing is noted for what cannot be done: the journal would stand in the way of the right command.
    let revealed = api
        .reveal(id)
        .map_err(|error| undeliverable(error.to_string()))?;
    environment::check(revealed.details.environment.as_ref(), &record.environment)
        .map_err(undeliverable)?;
    let journal = Journal::create(&state, record)
        .map_err(|error| Stop::usage(format!("the journal cannot be written: {error}")))?;
    facts.stage = Some(journal.record.stage);
    Ok(Course {
        state,
        lock,
        progress,
        facts,
        api,
        destination,
        journal,
    })
}

/// Nothing was changed. What is at the destination may be dead all the same: that is why it was asked for.
fn undeliverable(message: impl Into<String>) -> Stop {
    Stop {
        old_key: None,
        ..Stop::untouched(message)
    }
}

/// What is overwritten has to look like a key: a wrong `--var` would otherwise cost another secret.
pub(super) fn check_place(destination: &Destination) -> Result<(), Stop> {
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
