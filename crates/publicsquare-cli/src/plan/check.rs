//! `psq check`: reports the state of each key of a plan.
//!
//! In comes a plan. Out go a line for each key, one JSON object, or metrics for Prometheus, and the exit code. psq asks
//! the API for lists and values. It changes nothing and shows no value. [`check_report`](super::check_report) builds
//! the report, and [`prometheus`] turns it into metrics.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use chrono::Utc;

use super::check_report::CheckReport;
use super::prometheus::{self, BEGINNING};
use super::survey::{Depth, survey};
use crate::cli::{CheckArgs, CheckFormat};
use crate::cli_error::CliError;
use crate::destination::{print, print_to_a_reader};
use crate::durable::{refuse_special, replace_content};
use crate::exit::Exit;
use crate::final_report::{complain, unwritten};
use crate::journal::Journal;
use crate::progress::Progress;
use crate::rate_limit;
use crate::state_folder::StateFolder;

/// Runs `psq check`.
pub(crate) fn run(args: &CheckArgs) -> Exit {
    rate_limit::enable();
    let progress = Progress::new(false);
    let report = match look(args) {
        Ok(report) => report,
        Err(failure) => {
            let written = write(args, &CheckReport::failed(&failure));
            if !args.output.json || written.is_err() {
                failure.print_to(&progress, "nothing was changed");
            }
            return failure.exit;
        }
    };
    let written = write(args, &report);
    if let Err(error) = &written {
        complain(&unwritten("the result of the check", error));
    }
    // If nobody can read the object, the next line goes to the standard error.
    if !args.output.json || written.is_err() {
        if report.approved == Some(false) {
            progress.note(
                "The production keys of this plan are not approved, so psq apply does not change them",
            );
        }
        if let Some(next) = &report.next {
            progress.aside(format_args!("Next: {next}"));
        }
    }
    match written {
        Ok(()) => report.exit(),
        Err(_) => report.exit().worse(Exit::Usage),
    }
}

fn look(args: &CheckArgs) -> Result<CheckReport, CliError> {
    let plan = super::load(&args.plan)?;
    let state = StateFolder::locate()?;
    let timeout = Duration::from_secs(args.patience.timeout);
    let survey = survey(&plan, &state, timeout, Depth::Files)?;
    Ok(CheckReport::of(&survey, &plan.path))
}

fn write(args: &CheckArgs, report: &CheckReport) -> io::Result<()> {
    if args.output.json {
        return print_to_a_reader(&report.to_json());
    }
    match args.format {
        None => print(&report.to_text()),
        // Without keys, the metrics would look as if the plan had none.
        Some(CheckFormat::Prometheus) if report.error.is_some() => Ok(()),
        Some(CheckFormat::Prometheus) => {
            let open = StateFolder::locate()
                .ok()
                .and_then(|state| Some(Journal::all(&state).ok()?.len()));
            let text = prometheus::metrics(report, open, Utc::now());
            match &args.metrics_file {
                None => print_to_a_reader(&text),
                Some(path) => write_metrics(path, &text),
            }
        }
    }
}

/// Replaces a file with metrics as a whole, because the collector may read it at any moment. Everybody may read the file,
/// because the collector runs as another user.
fn write_metrics(path: &Path, text: &str) -> io::Result<()> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    refuse_special(path).map_err(named)?;
    match fs::read(path) {
        Ok(former) if !former.is_empty() && !former.starts_with(BEGINNING.as_bytes()) => {
            return Err(io::Error::other(format!(
                "{} holds something else than metrics of psq, so psq does not overwrite it; name another file",
                path.display()
            )));
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(_) | Err(_) => {}
    }
    replace_content(path, text.as_bytes(), 0o644).map_err(named)
}
