//! What a run says and returns at its end.

use std::io;
use std::path::Path;

use publicsquare::Environment;

use crate::cli::ChangeArgs;
use crate::destination::{self, Destination};
use crate::exit::Exit;
use crate::journal::Operation;
use crate::progress::Progress;
use crate::report::Report;
use crate::stop::Stop;

/// The command to type once what the message says is mended.
pub(crate) fn again(args: &ChangeArgs, operation: Operation, exit: Exit) -> String {
    let word = operation.word();
    let destination = Destination::from_args(&args.destination);
    match destination {
        Ok(Some(destination)) if exit != Exit::Usage => format!(
            "psq {word} {} --env {} {}",
            args.key_id,
            Environment::from(args.env),
            destination.record().options()
        ),
        _ => format!("psq {word} --help"),
    }
}

/// A key and a report cannot share the standard output.
pub(crate) fn refuse_mixed_output(
    is_json: bool,
    to: Option<&Path>,
    progress: &Progress,
) -> Option<Exit> {
    (is_json && to == Some(Path::new("-"))).then(|| {
        let stop = Stop::usage("--json and --to - both write to the standard output: choose one");
        // The report is not what the reader of the key waits for.
        Progress::new(false).failed(&stop.message);
        let _ = progress.take_warnings();
        stop.exit
    })
}

/// Says how it ended.
pub(crate) fn conclude(report: &Report, is_json: bool, progress: &Progress) -> Exit {
    let exit = exit_of(report);
    if is_json {
        return printed(&report.to_json(), exit);
    }
    if let Some(error) = &report.error {
        progress.failed(format_args!("{error}; nothing was changed"));
        progress.aside(format_args!("Next: psq {} --help", report.command.word()));
    } else if report.rotations.is_empty() {
        progress.done("Nothing is open");
    }
    for facts in &report.rotations {
        let mut line = facts.message.clone();
        if facts.exit_code == Exit::Delivered.code() {
            progress.done(format_args!("{}: {line}", facts.key_id));
            continue;
        }
        match facts.old_key {
            Some(old_key) => line += &format!("; {old_key}"),
            None => line += "; nothing was changed",
        }
        progress.failed(line);
        if let Some(next) = &facts.next {
            progress.aside(format_args!("Next: {next}"));
        }
    }
    exit
}

pub(crate) fn exit_of(report: &Report) -> Exit {
    [
        Exit::Usage,
        Exit::Untouched,
        Exit::Unfinished,
        Exit::Unverified,
    ]
    .into_iter()
    .find(|exit| exit.code() == report.exit_code)
    .unwrap_or(Exit::Delivered)
}

/// A report that nobody can read changes nothing about what was done.
pub(crate) fn printed(text: &str, exit: Exit) -> Exit {
    if let Err(error) = destination::print(text) {
        Progress::new(false).failed(format_args!("the report cannot be written: {error}"));
    }
    exit
}

pub(crate) fn ended(written: io::Result<()>) -> Exit {
    match written {
        Ok(()) => Exit::Delivered,
        Err(error) => {
            Progress::new(false).failed(error);
            Exit::Usage
        }
    }
}
