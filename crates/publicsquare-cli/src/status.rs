//! `psq status`: which rotations are open, and what to do about each.
//!
//! The journals of this machine come in; psq sends no request. Out goes a report with a message and the next
//! command for each open rotation. `recover` carries these commands out. `psq check` looks at a whole plan
//! instead.

use std::fmt::Write;

use crate::cli_error::{CliError, OldKey};
use crate::destination::DestinationRecord;
use crate::escape::escape_hidden;
use crate::exit::Exit;
use crate::journal::{Delivery, Journal, Operation, Record, Stage};
use crate::lock::Lock;
use crate::next_step::NextStep;
use crate::report::{Command, Outcome, Report, RotationReport};
use crate::state_folder::StateFolder;

/// Reports the open rotations. Reads the journals and nothing else.
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
        Err(error) => Report::failed(Command::Status, &error),
    }
}

fn open_rotations() -> Result<Vec<RotationReport>, CliError> {
    let state = StateFolder::locate()?;
    let journals = Journal::all(&state)
        .map_err(|error| CliError::usage(format!("{}: {error}", state.path().display())))?;
    let mut rotations = Vec::new();
    for journal in journals {
        let rotation = match journal {
            Ok(journal) => {
                let record = &journal.record;
                let is_taken = Lock::is_taken(&state.lock(&record.key_id));
                of_record(record, is_taken)
            }
            Err(unreadable) => {
                let name = unreadable.path.display().to_string();
                let id = unreadable.key_id();
                let mut rotation =
                    RotationReport::new(None, id.as_ref().map_or(name.as_str(), |id| id.as_str()));
                rotation.outcome = Outcome::Open;
                rotation.exit_code = Exit::Unfinished.code();
                rotation.old_key = Some(OldKey::Unknown);
                rotation.message = format!("{name} cannot be used: {}", unreadable.flaw);
                rotation.next = id.and_then(|id| NextStep::Recover(id).line());
                rotation
            }
        };
        rotations.push(rotation);
    }
    Ok(rotations)
}

fn of_record(record: &Record, is_taken: bool) -> RotationReport {
    let mut rotation = RotationReport::new(Some(record.operation), record.key_id.as_str());
    rotation.environment = Some(record.environment.to_string());
    rotation.take_record(record);
    rotation.old_fingerprint.clone_from(&record.old_fingerprint);
    rotation.new_fingerprint.clone_from(&record.new_fingerprint);
    rotation.correlation_id = Some(record.correlation_id.clone());
    rotation.successor_id = record
        .successor
        .as_ref()
        .and_then(|successor| successor.id.clone());
    rotation.exit_code = Exit::Unfinished.code();
    rotation.old_key = Some(record.old_key_by_journal());
    let since = record.prepared_at.format("%Y-%m-%d %H:%M UTC");
    let how_far = match (record.operation, record.stage) {
        (Operation::Redeliver, _) => "its current value has to be delivered",
        (_, Stage::Prepared) => "the API may have carried out the request, or not",
        (Operation::Rotate, Stage::Answered) => "the key is rotated and not delivered yet",
        (_, Stage::Answered) => "the successor is created and not delivered yet",
        (_, Stage::Staged) if record.deliveries.iter().any(|delivery| delivery.is_done) => {
            "the new key is at some of its destinations, but not at all of them"
        }
        (_, Stage::Staged) => "the new key is on this disk and not at its destination yet",
        (_, Stage::Delivered) => "the new key is delivered and not verified yet",
        (_, Stage::Verified)
            if record
                .follow_up
                .as_ref()
                .is_some_and(|follow_up| !follow_up.is_done) =>
        {
            "the new key is delivered and verified; the command of --then has to run"
        }
        (Operation::Replace, Stage::Verified) => {
            "the new key is delivered and verified; the old key has to be deleted"
        }
        (_, Stage::Verified) => {
            "the new key is delivered and verified; the audit line has to be written"
        }
    };
    rotation.message = format!("open since {since}: {how_far}");
    if is_taken {
        rotation.outcome = Outcome::UnderWay;
        rotation.message += ". A psq is working on it right now";
        rotation.next = NextStep::Status.line();
    } else {
        rotation.outcome = Outcome::Open;
        let id = record.key_id.clone();
        let missing = record
            .deliveries
            .iter()
            .filter(|delivery| !delivery.is_done);
        let failures = missing
            .clone()
            .filter_map(|delivery| delivery.failure.as_deref());
        let follow_up = record
            .follow_up
            .iter()
            .filter_map(|follow_up| follow_up.failure.as_deref());
        for failure in failures.chain(follow_up) {
            rotation.message += &format!(". The last attempt failed: {failure}");
        }
        // A command that has failed would fail again, and the standard output would show the key.
        let is_no_help = |delivery: &Delivery| match delivery.destination {
            DestinationRecord::Stdout => true,
            DestinationRecord::Command { .. } => delivery.failure.is_some(),
            DestinationRecord::File { .. } | DestinationRecord::Dotenv { .. } => false,
        };
        let mut missing = missing.peekable();
        let step = if missing.peek().is_some() && missing.all(is_no_help) {
            record.next_without_destination()
        } else {
            NextStep::Recover(id)
        };
        rotation.next = step.line_for(record);
    }
    rotation
}

/// The report as text for a person.
pub(crate) fn to_text(report: &Report) -> String {
    if report.rotations.is_empty() {
        return "No rotation is open.\n".to_owned();
    }
    let mut text = String::new();
    for rotation in &report.rotations {
        // Writing to a `String` does not fail.
        let _ = writeln!(
            text,
            "{}: {}",
            escape_hidden(&rotation.key_id),
            escape_hidden(&rotation.message)
        );
        for delivery in &rotation.destinations {
            let state = if delivery.delivered {
                " (delivered)"
            } else {
                ""
            };
            let _ = writeln!(text, "  for {}{state}", escape_hidden(&delivery.place));
        }
        if let Some(old_key) = rotation.old_key {
            let _ = writeln!(text, "  {old_key}");
        }
        if let Some(next) = &rotation.next {
            let _ = writeln!(text, "  next: {next}");
        }
    }
    text
}
