//! `psq`: rotate a PublicSquare API key and never lose it.
//!
//! This crate is a program. The library exists for the program and its tests, and promises nothing: its only public
//! item is [`run`]. The arguments of the process come in, and the exit code goes out. Examples and exit codes are in
//! the README, in `psq --help` and in `psq man`.
//!
//! # The order of the steps
//!
//! The promise of psq is the order of its steps. `D` marks a step that is durable before the next one begins, with
//! `fsync` of the file and of its folder:
//!
//! ```text
//! lock → reveal → rehearse → confirm → D journal "prepared" → POST → D staged file → D journal "staged"
//!   → rename, D → D journal "delivered" → read back, try, reveal → D audit line → D no journal
//! ```
//!
//! # The modules
//!
//! | modules | what they do |
//! | --- | --- |
//! | `cli` | the grammar of the command line |
//! | `pages`, `manual`, `completions` | the help beyond the grammar, the manual, shell completion |
//! | `api_access`, `credentials` | the key to authenticate with, and the connection to the API |
//! | `api`, `rate_limit`, `evidence` | the requests, their rate, and what an answer proves |
//! | `change`, `confirm`, `attempt_id` | what `rotate` and `replace` are asked to do, parsed and confirmed |
//! | `preflight` | every check and rehearsal before anything changes |
//! | `rotate`, `replace` | the change itself, also if the answer is lost |
//! | `open_rotation` | deliver the key, verify it, end the rotation; shared by `rotate`, `replace` and `recover` |
//! | `follow_up` | the command of `--then` |
//! | `recover` | go on with an open rotation, or deliver the current value |
//! | `status`, `keys` | the open rotations, and the keys of the account |
//! | `plan` | a plan: read it, check it, approve it, apply it |
//! | `sandbox` | a local PublicSquare, and the demonstration |
//! | `destination`, `dotenv` | the places to deliver a key to, and the variable in a dotenv file |
//! | `overwrite_check`, `key_form`, `environment_check` | which value may be overwritten, and by which key |
//! | `program`, `process_tree` | run a program of the operator, and end it |
//! | `journal`, `audit`, `lock`, `state_folder`, `durable` | the files of psq on the disk |
//! | `cli_error`, `flaw`, `next_step`, `id_suggestion`, `exit` | what happened, what it means, what to do next |
//! | `report`, `final_report`, `progress`, `trace` | the report at the end, and the messages before it |
//! | `interruption` | signals, and the last message after them |
//! | `escape`, `fingerprint` | foreign text made safe to print, and what psq prints in place of a key |

#![forbid(unsafe_code)]
#![cfg(unix)]

mod api;
mod api_access;
mod attempt_id;
mod audit;
mod change;
mod cli;
mod cli_error;
#[cfg(test)]
mod committed_schema;
mod completions;
mod confirm;
mod credentials;
mod destination;
mod dotenv;
mod durable;
mod environment_check;
mod escape;
mod evidence;
mod exit;
mod final_report;
mod fingerprint;
mod flaw;
mod follow_up;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
mod id_suggestion;
mod interruption;
mod journal;
mod key_form;
mod keys;
mod lock;
mod manual;
mod next_step;
mod open_rotation;
mod overwrite_check;
mod pages;
mod plan;
mod preflight;
mod process_tree;
mod program;
mod progress;
mod rate_limit;
mod recover;
mod replace;
mod report;
mod rotate;
mod sandbox;
mod state_folder;
mod status;
mod trace;

use std::panic::catch_unwind;
use std::process::ExitCode;

use publicsquare::Environment;
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::change::Change;
use crate::cli::{ChangeArgs, Cli, Verb};
use crate::exit::Exit;
use crate::final_report::{
    complain, conclude, exit_after, exit_of, print_list, refuse_mixed_output,
};
use crate::journal::Operation;
use crate::progress::Progress;
use crate::report::{Command, Report, RotationReport};
use crate::trace::Detail;

/// Runs psq with the arguments and the environment of the process, and returns its exit code.
///
/// Ends the process itself if the command line asks for help, cannot be parsed, or if a signal interrupts the run. The
/// exit codes:
///
/// * 0: the key is delivered and verified
/// * 2: the call cannot work as it is; nothing was changed
/// * 3: the old key is untouched
/// * 4: the key is rotated, or psq does not know whether it is; run `psq recover`
/// * 5: the key is delivered, but psq could not verify it, or another rotation has superseded it
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     publicsquare_cli::run()
/// }
/// ```
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::read();
    next_step::remember_call(&cli);
    // The programs that psq starts run with the umask that psq was started with.
    program::keep_mask(durable::own_mask());
    forbid_core_files();
    // A panic says nothing about the key. `psq recover` can go on with the journal.
    let exit = catch_unwind(|| dispatch(&cli)).unwrap_or_else(|_| interruption::report_panic());
    progress::end_live();
    exit.into()
}

/// Forbids core files, because they would contain the key. With a limit of one byte instead of zero, Linux also
/// refuses to pipe the memory to a program that collects core files (`core(5)`).
fn forbid_core_files() {
    let limit = Rlimit {
        current: Some(1),
        maximum: Some(1),
    };
    // If the present limit is even lower, there are no core files anyway.
    let _ = setrlimit(Resource::Core, limit);
}

fn dispatch(cli: &Cli) -> Exit {
    let is_json = match &cli.verb {
        Verb::Rotate(args) | Verb::Replace(args) => args.output.json,
        Verb::Recover(args) => args.output.json,
        Verb::Status(args) => args.output.json,
        Verb::Keys(args) => args.output.json,
        Verb::Apply(args) => args.json,
        Verb::Check(args) => args.output.json,
        Verb::Approve(_) | Verb::Sandbox(_) | Verb::Completions { .. } | Verb::Man(_) => false,
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
            if let Err(exit) = listen(Command::Recover, is_json, &progress) {
                return exit;
            }
            let report = recover::run(args, &progress);
            conclude(&report, is_json, &progress)
        }
        Verb::Status(_) => {
            let report = status::run();
            if is_json || report.error.is_some() {
                return conclude(&report, is_json, &progress);
            }
            print_list(&status::to_text(&report), exit_of(&report))
        }
        Verb::Keys(args) => keys::run(args),
        Verb::Apply(args) => {
            if let Err(exit) = listen(Command::Apply, is_json, &progress) {
                return exit;
            }
            let progress = if is_json {
                Progress::with_listener(plan::step)
            } else {
                progress
            };
            plan::apply::run(args, &progress)
        }
        Verb::Check(args) => plan::check::run(args),
        Verb::Approve(args) => plan::approve::run(args, &progress),
        Verb::Sandbox(args) => sandbox::run(args).unwrap_or_else(|failure| complain(&failure)),
        Verb::Completions { shell } => exit_after(completions::print_script(*shell)),
        Verb::Man(args) => exit_after(manual::run(args)),
    }
}

/// Runs `rotate` or `replace`.
fn change(command: Command, args: &ChangeArgs, progress: &Progress) -> Exit {
    let is_json = args.output.json;
    if let Some(exit) = refuse_mixed_output(is_json, args.destination.to.as_deref(), progress) {
        return exit;
    }
    if let Err(exit) = listen(command, is_json, progress) {
        return exit;
    }
    let operation = match command {
        Command::Replace => Operation::Replace,
        Command::Rotate | Command::Recover | Command::Status | Command::Apply => Operation::Rotate,
    };
    let id = api_access::parse_key_id(&args.key_id);
    // A text that is not an id is often the key itself. It is not repeated.
    let shown = id.as_ref().map_or("", |id| id.as_str()).to_owned();
    let (exit, report) = match id.and_then(|id| Change::from_args(operation, id, args)) {
        Ok(change) => change::run(&change, progress),
        Err(error) => {
            let mut report = RotationReport::new(Some(operation), shown);
            report.environment = Some(Environment::from(args.env).to_string());
            let exit = report.end(Err(error), progress);
            (exit, report)
        }
    };
    conclude(&Report::new(command, exit, vec![report]), is_json, progress)
}

/// From here on psq prints the state of the key before a signal ends it.
fn listen(command: Command, is_json: bool, progress: &Progress) -> Result<(), Exit> {
    interruption::listen(command, is_json).map_err(|error| {
        progress.failed(format_args!(
            "psq cannot wait for signals: {error}; nothing was changed"
        ));
        Exit::Usage
    })
}
