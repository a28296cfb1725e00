//! `psq`: rotate a PublicSquare API key and never lose it.
//!
//! This crate is a program; its library is there for the program and its tests and promises nothing. The
//! README of the workspace says how it is used.
//!
//! The order of what psq does is its promise (`D`: durable, with `fsync` of the file and of the folder):
//!
//! ```text
//! lock → reveal → rehearse → confirm → D journal "prepared" → POST → D staged file → D journal "staged"
//!   → rename, D → D journal "delivered" → read back, try, reveal → D audit line → D no journal
//! ```

#![forbid(unsafe_code)]
#![cfg(unix)]

mod access;
mod api;
mod attempt;
mod audit;
mod cli;
mod confirm;
mod course;
mod credentials;
mod destination;
mod dotenv;
mod durable;
mod exit;
mod fingerprint;
mod journal;
mod lock;
mod preflight;
mod progress;
mod recover;
mod replace;
mod report;
mod rotate;
mod sandbox;
mod shell;
mod signals;
mod state_folder;
mod status;
mod stop;
mod trace;

use std::io;
use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::{ChangeArgs, Cli, Verb};
use crate::destination::Destination;
use crate::exit::Exit;
use crate::journal::Operation;
use crate::progress::Progress;
use crate::report::{Command, Report, RotationReport};
use crate::stop::Stop;
use crate::trace::Detail;

/// Runs the program with the arguments and the environment of the process.
///
/// Exit codes: 0 delivered and verified, 2 usage, 3 the old key is untouched, 4 rotated or unknown: run
/// `psq recover`, 5 delivered, but verifying failed or another rotation superseded it.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // A defect of psq's own is no word on the key: what is in the journal can be gone on with.
    catch_unwind(|| dispatch(&cli))
        .unwrap_or_else(|_| {
            Progress::new(false).failed("psq itself has failed. Next: psq status");
            Exit::Unfinished
        })
        .into()
}

fn dispatch(cli: &Cli) -> Exit {
    let is_json = match &cli.verb {
        Verb::Rotate(args) | Verb::Replace(args) => args.output.json,
        Verb::Recover(args) => args.output.json,
        Verb::Status(args) => args.output.json,
        Verb::Sandbox(_) | Verb::Completions { .. } | Verb::Man => false,
    };
    trace::show(match (cli.verbose, is_json) {
        (true, _) => Detail::Requests,
        (false, true) => Detail::None,
        (false, false) => Detail::Waits,
    });
    let progress = Progress::new(is_json);
    match &cli.verb {
        Verb::Rotate(args) => change(Command::Rotate, args, &progress),
        Verb::Replace(args) => change(Command::Replace, args, &progress),
        Verb::Recover(args) => {
            if let Some(exit) =
                refuse_mixed_output(is_json, args.destination.to.as_deref(), &progress)
            {
                return exit;
            }
            let report = recover::run(args, &progress);
            conclude(&report, is_json, &progress)
        }
        Verb::Status(_) => {
            let report = status::run();
            let text = if is_json {
                report.to_json()
            } else {
                status::to_text(&report)
            };
            printed(&text, exit_of(&report))
        }
        Verb::Sandbox(args) => sandbox::run(args).unwrap_or_else(|stop| {
            progress.failed(&stop.message);
            stop.exit
        }),
        Verb::Completions { shell } => ended(shell::completions(*shell)),
        Verb::Man => ended(shell::man()),
    }
}

/// `rotate` and `replace`.
fn change(command: Command, args: &ChangeArgs, progress: &Progress) -> Exit {
    let is_json = args.output.json;
    if let Some(exit) = refuse_mixed_output(is_json, args.destination.to.as_deref(), progress) {
        return exit;
    }
    let operation = match command {
        Command::Replace => Operation::Replace,
        Command::Rotate | Command::Recover | Command::Status => Operation::Rotate,
    };
    // What is mistaken for an id is often the key itself.
    let id = access::parse_id(&args.key_id);
    let shown = id.as_ref().map_or("", |id| id.as_str());
    let mut facts = RotationReport::new(Some(operation), shown);
    let ended = match operation {
        Operation::Replace => replace::run(args, &mut facts, progress),
        Operation::Rotate | Operation::Redeliver => rotate::run(args, &mut facts, progress),
    };
    let exit = match ended {
        Ok(()) => Exit::Delivered,
        Err(stop) => {
            facts.stop(&stop);
            facts
                .next
                .get_or_insert_with(|| again(args, operation, stop.exit));
            stop.exit
        }
    };
    facts.warnings = progress.take_warnings();
    conclude(&Report::new(command, exit, vec![facts]), is_json, progress)
}

/// The command to type once what the message says is mended.
fn again(args: &ChangeArgs, operation: Operation, exit: Exit) -> String {
    let word = operation.word();
    let destination = Destination::from_args(&args.destination);
    match destination {
        Ok(Some(destination)) if exit != Exit::Usage => format!(
            "psq {word} {} --env {} {}",
            args.key_id,
            publicsquare::Environment::from(args.env),
            destination.record().options()
        ),
        _ => format!("psq {word} --help"),
    }
}

/// A key and a report cannot share the standard output.
fn refuse_mixed_output(
    is_json: bool,
    to: Option<&std::path::Path>,
    progress: &Progress,
) -> Option<Exit> {
    (is_json && to == Some(std::path::Path::new("-"))).then(|| {
        let stop = Stop::usage("--json and --to - both write to the standard output: choose one");
        // The report is not what the reader of the key waits for.
        Progress::new(false).failed(&stop.message);
        let _ = progress.take_warnings();
        stop.exit
    })
}

/// Says how it ended.
fn conclude(report: &Report, is_json: bool, progress: &Progress) -> Exit {
    let exit = exit_of(report);
    if is_json {
        return printed(&report.to_json(), exit);
    }
    if let Some(error) = &report.error {
        progress.failed(format_args!("{error}; nothing was changed"));
        progress.aside("Next: psq recover --help");
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

fn exit_of(report: &Report) -> Exit {
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
fn printed(text: &str, exit: Exit) -> Exit {
    if let Err(error) = destination::print(text) {
        Progress::new(false).failed(format_args!("the report cannot be written: {error}"));
    }
    exit
}

fn ended(written: io::Result<()>) -> Exit {
    match written {
        Ok(()) => Exit::Delivered,
        Err(error) => {
            Progress::new(false).failed(error);
            Exit::Usage
        }
    }
}
