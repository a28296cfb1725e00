//! What a run says and returns at its end.
//!
//! In comes a report. Out go its text or its JSON, and the exit code. A report that cannot be written as JSON is said
//! on the standard error, because nobody would learn the state of the key and the next line otherwise.

use std::io;
use std::path::Path;

use crate::cli_error::CliError;
use crate::destination;
use crate::exit::Exit;
use crate::interruption;
use crate::plan;
use crate::progress::{Progress, end_live};
use crate::report::{Command, Report};

/// A key and a report cannot share the standard output.
pub(crate) fn refuse_mixed_output(
    is_json: bool,
    to: Option<&Path>,
    progress: &Progress,
) -> Option<Exit> {
    (is_json && to == Some(Path::new("-"))).then(|| {
        let error =
            CliError::usage("--json and --to - both write to the standard output: choose one");
        // The report is not what the reader of the key waits for.
        Progress::new(false).failed(&error.message);
        let _ = progress.take_warnings();
        error.exit
    })
}

/// Says how it ended.
pub(crate) fn conclude(report: &Report, is_json: bool, progress: &Progress) -> Exit {
    interruption::finish();
    end_live();
    let exit = exit_of(report);
    if is_json {
        print_json(report);
    } else {
        print_report(report, progress);
    }
    exit
}

/// Prints the report. If nobody can read it there, says it on the standard error.
pub(crate) fn print_json(report: &Report) {
    if report.command == Command::Apply {
        plan::last_words(report);
        return;
    }
    if let Err(error) = destination::print_to_a_reader(&report.to_json()) {
        let progress = Progress::new(false);
        progress.failed(format_args!(
            "the report cannot be written to the standard output: {error}"
        ));
        print_report(report, &progress);
    }
}

/// Says the report on the standard error. The next line comes last.
pub(crate) fn print_report(report: &Report, progress: &Progress) {
    if let Some(error) = &report.error {
        progress.failed(format_args!("{error}; nothing was changed"));
    } else if report.rotations.is_empty() {
        progress.done("Nothing is open");
    }
    for rotation in &report.rotations {
        rotation.print_to(progress);
    }
}

/// How the run ended, by its report.
pub(crate) fn exit_of(report: &Report) -> Exit {
    Exit::of_code(report.exit_code)
}

/// Prints a list.
pub(crate) fn print_list(text: &str, exit: Exit) -> Exit {
    if let Err(error) = destination::print(text) {
        Progress::new(false).failed(format_args!("the list cannot be written: {error}"));
    }
    exit
}

pub(crate) fn exit_after(written: io::Result<()>) -> Exit {
    match written {
        Ok(()) => Exit::Delivered,
        Err(error) => {
            Progress::new(false).failed(error);
            Exit::Usage
        }
    }
}
