//! What a run prints and returns at its end.
//!
//! A [`Report`] comes in. Out go its text or its JSON, and the exit code. If the JSON cannot be written, the
//! text goes to the standard error, because otherwise nobody would learn the state of the key and the next
//! step. `report` has the report itself, `progress` prints what happens before the end.

use std::io;
use std::path::Path;

use crate::cli_error::CliError;
use crate::destination;
use crate::exit::Exit;
use crate::interruption;
use crate::plan;
use crate::progress::{Progress, end_live};
use crate::report::{Command, Report};

/// Refuses `--json` together with `--to -`, because a key and a report cannot share the standard output.
pub(crate) fn refuse_mixed_output(
    is_json: bool,
    to: Option<&Path>,
    progress: &Progress,
) -> Option<Exit> {
    (is_json && to == Some(Path::new("-"))).then(|| {
        let error = CliError::usage("--json and --to - both write to the standard output")
            .with_advice("choose one of the two");
        let _ = progress.take_warnings();
        // The reader of the standard output expects a key there, so the message goes to the standard error.
        complain(&error)
    })
}

/// The error of a text that cannot be written. Nothing has happened to a key.
pub(crate) fn unwritten(what: &str, error: &io::Error) -> CliError {
    CliError::usage(format!("{what} could not be written: {error}"))
        .with_advice("make it possible to write there, or write it to another place")
}

/// Prints an error that is about no key. Returns its exit code.
pub(crate) fn complain(error: &CliError) -> Exit {
    let progress = Progress::new(false);
    progress.failed(&error.message);
    progress.advise(error.advice.as_deref());
    error.exit
}

/// Prints the report of a run that has ended. Returns its exit code.
pub(crate) fn conclude(report: &Report, is_json: bool, progress: &Progress) -> Exit {
    interruption::finish();
    end_live();
    let exit = exit_of(report);
    if is_json {
        // What happened to a key does not depend on the report. A status is nothing but its report.
        if !print_json(report) && report.command == Command::Status {
            return exit.worse(Exit::Usage);
        }
    } else {
        print_report(report, progress);
    }
    exit
}

/// Prints the report as JSON. If that fails, prints it as text on the standard error and returns `false`.
pub(crate) fn print_json(report: &Report) -> bool {
    if report.command == Command::Apply {
        plan::last_words(report);
        return true;
    }
    let written = destination::print_to_a_reader(&report.to_json());
    if let Err(error) = &written {
        let mut failure = unwritten("the report", error);
        // Only a status is worth another call. A rotation must not be run again for its report.
        if report.command != Command::Status {
            failure.advice = None;
        }
        complain(&failure);
        print_report(report, &Progress::new(false));
    }
    written.is_ok()
}

/// Prints the report as text on the standard error. The next command is the last line.
pub(crate) fn print_report(report: &Report, progress: &Progress) {
    if let Some(error) = &report.error {
        progress.failed(format_args!("{error}; nothing was changed"));
        progress.advise(report.advice.as_deref());
    } else if report.rotations.is_empty() {
        progress.done("No rotation is open");
    }
    for rotation in &report.rotations {
        rotation.print_to(progress);
    }
}

/// The exit code of a report.
pub(crate) fn exit_of(report: &Report) -> Exit {
    Exit::of_code(report.exit_code)
}

/// Prints a list on the standard output. Returns the given exit code, or a worse one if the list cannot be written.
pub(crate) fn print_list(text: &str, exit: Exit) -> Exit {
    match destination::print(text) {
        Ok(()) => exit,
        Err(error) => exit.worse(complain(&unwritten("the list", &error))),
    }
}

/// The exit code after printing a script or a manual page. Prints the error if that failed.
pub(crate) fn exit_after(written: Result<(), CliError>) -> Exit {
    written.map_or_else(|error| complain(&error), |()| Exit::Delivered)
}
