//! `psq status`: what is open, and what to do about it.

use std::fmt::Write;

use crate::destination::DestinationRecord;
use crate::exit::Exit;
use crate::journal::{Delivery, Journal, Operation, Record, Stage};
use crate::lock::Lock;
use crate::next::Step;
use crate::report::{Command, Outcome, Report, RotationReport};
use crate::state_folder::StateFolder;
use crate::stop::{OldKey, Stop};
use crate::visible::visible;

/// Looks at the journals, and at nothing else.
pub(crate) fn run() -> Report {
    match open_rotations() {
        Ok(rotations) => {
            let exit = if rotations.is_empty() {
                Exit::Delivered
            } else {
                Exit::Unfinished
            };
            Report::new(Command::Status, exit, rotations)
        }
        Err(stop) => Report::failed(Command::Status, &stop),
    }
}

fn open_rotations() -> Result<Vec<RotationReport>, Stop> {
    let state = StateFolder::locate()?;
    let journals = Journal::all(&state)
        .map_err(|error| Stop::usage(format!("{}: {error}", state.path().display())))?;
    let mut rotations = Vec::new();
    for journal in journals {
        let facts = match journal {
            Ok(journal) => {
                let record = &journal.record;
                let is_taken = Lock::is_taken(&state.lock(&record.key_id)).unwrap_or(false);
                of_record(record, is_taken)
            }
            Err(unreadable) => {
                let name = unreadable.path.display().to_string();
                let id = unreadable.key_id();
                let mut facts =
                    RotationReport::new(None, id.as_ref().map_or(name.as_str(), |id| id.as_str()));
                facts.outcome = Outcome::Open;
                facts.exit_code = Exit::Unfinished.code();
                facts.old_key = Some(OldKey::Unknown);
                facts.message = format!("{name} cannot be used: {}", unreadable.flaw);
                facts.next = id.and_then(|id| Step::Recover(id).line());
                facts
            }
        };
        rotations.push(facts);
    }
    Ok(rotations)
}

fn of_record(record: &Record, is_taken: bool) -> RotationReport {
    let mut facts = RotationReport::new(Some(record.operation), record.key_id.as_str());
    facts.environment = Some(record.environment.to_string());
    facts.take_record(record);
    facts.old_fingerprint.clone_from(&record.old_fingerprint);
    facts.new_fingerprint.clone_from(&record.new_fingerprint);
    facts.correlation_id = Some(record.correlation_id.clone());
    facts.successor_id = record
        .successor
        .as_ref()
        .and_then(|successor| Some(successor.id.as_ref()?.as_str().to_owned()));
    facts.exit_code = Exit::Unfinished.code();
    facts.old_key = Some(record.known_of_old());
    let since = record.prepared_at.format("%Y-%m-%d %H:%M UTC");
    let how_far = match (record.operation, record.stage) {
        (Operation::Redeliver, _) => "its value is to be delivered",
        (_, Stage::Prepared) => "the request may have been carried out or not",
        (Operation::Rotate, Stage::Answered) => "the key is rotated and not delivered yet",
        (_, Stage::Answered) => "the successor is created and not delivered yet",
        (_, Stage::Staged) if record.deliveries.iter().any(|delivery| delivery.is_done) => {
            "the new key is at some of its destinations and not at all of them"
        }
        (_, Stage::Staged) => "the new key is on this disk and not at its destination yet",
        (_, Stage::Delivered) => "the new key is delivered and not verified yet",
        (_, Stage::Verified) if record.then.as_ref().is_some_and(|then| !then.is_done) => {
            "the new key is delivered and verified; the command of --then is to run"
        }
        (Operation::Replace, Stage::Verified) => {
            "the new key is delivered and verified; the old one is to be deleted"
        }
        (_, Stage::Verified) => {
            "the new key is delivered and verified; the audit line is to be written"
        }
    };
    facts.message = format!("open since {since}: {how_far}");
    if is_taken {
        facts.outcome = Outcome::UnderWay;
        facts.message += ". A psq is working on it right now";
        facts.next = Step::Status.line();
    } else {
        facts.outcome = Outcome::Open;
        let id = record.key_id.clone();
        let missing = record
            .deliveries
            .iter()
            .filter(|delivery| !delivery.is_done);
        let failures = missing
            .clone()
            .filter_map(|delivery| delivery.failure.as_deref());
        let then = record
            .then
            .iter()
            .filter_map(|then| then.failure.as_deref());
        for failure in failures.chain(then) {
            facts.message += &format!(". The last attempt failed: {failure}");
        }
        // What has failed once, or would show the key, is not what helps.
        let is_no_help = |delivery: &Delivery| match delivery.destination {
            DestinationRecord::Stdout => true,
            DestinationRecord::Command { .. } => delivery.failure.is_some(),
            DestinationRecord::File { .. } | DestinationRecord::Dotenv { .. } => false,
        };
        let mut missing = missing.peekable();
        let step = if missing.peek().is_some() && missing.all(is_no_help) {
            Step::RecoverElsewhere(id)
        } else {
            Step::Recover(id)
        };
        facts.next = step.line_for(record);
    }
    facts
}

/// For a person.
pub(crate) fn to_text(report: &Report) -> String {
    if report.rotations.is_empty() {
        return "Nothing is open.\n".to_owned();
    }
    let mut text = String::new();
    for facts in &report.rotations {
        // Writing to a `String` does not fail.
        let _ = writeln!(
            text,
            "{}: {}",
            visible(&facts.key_id),
            visible(&facts.message)
        );
        for delivery in &facts.destinations {
            let state = if delivery.delivered {
                " (delivered)"
            } else {
                ""
            };
            let _ = writeln!(text, "  for {}{state}", visible(&delivery.place));
        }
        if let Some(old_key) = facts.old_key {
            let _ = writeln!(text, "  {old_key}");
        }
        if let Some(next) = &facts.next {
            let _ = writeln!(text, "  next: {next}");
        }
    }
    text
}
