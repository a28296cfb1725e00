//! What psq does and prints when a signal, or a defect of its own, interrupts it.
//!
//! Every step reports here what is under way and what that means for the old key. A thread waits for signals.
//! Before anything has changed, the first signal ends psq. After that, the first signal prints that psq
//! finishes the step and then ends, and the second one ends psq at once. The last message has the state of
//! the key and the next command. `final_report` prints a run that was not interrupted.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use publicsquare::ApiKeyId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::cli_error::{CliError, OldKey};
use crate::exit::Exit;
use crate::final_report;
use crate::journal::Stage;
use crate::next_step::NextStep;
use crate::process_tree::kill_tree;
use crate::progress::{Progress, begin_last_words};
use crate::report::{Command, Report, RotationReport};

static WATCH: Mutex<Watch> = Mutex::new(Watch::new());

/// The present state of the run.
struct Watch {
    phase: Phase,
    activity: Option<String>,
    command: Command,
    is_json: bool,
    /// The key that the run works on now.
    id: Option<ApiKeyId>,
    rotation: Option<RotationReport>,
    /// The files that the rehearsal has staged. They can be removed without a loss.
    staged: Vec<PathBuf>,
    child: Option<u32>,
    /// The worst exit code of the earlier keys, in a run over several.
    exit_so_far: Exit,
    /// Whether a signal has come in this run.
    is_end_requested: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing has changed yet.
    Before,
    /// The journal is open.
    Open,
    /// The journal is open, and a signal has come.
    Interrupted,
    /// The last message is printed.
    Over,
}

impl Watch {
    const fn new() -> Self {
        Self {
            phase: Phase::Before,
            activity: None,
            command: Command::Status,
            is_json: false,
            id: None,
            rotation: None,
            staged: Vec::new(),
            child: None,
            exit_so_far: Exit::Delivered,
            is_end_requested: false,
        }
    }

    /// Ends the run with this error: kills the program that runs and prints the report.
    fn end(&mut self, error: &CliError) -> Exit {
        if let Some(child) = self.child.take() {
            kill_tree(child);
        }
        self.phase = Phase::Over;
        begin_last_words();
        let mut rotation = self
            .rotation
            .take()
            .unwrap_or_else(|| RotationReport::new(None, ""));
        rotation.fail(error);
        let exit = error.exit.worse(self.exit_so_far);
        let report = Report::new(self.command, exit, vec![rotation]);
        if self.is_json {
            final_report::print_json(&report);
        } else {
            final_report::print_report(&report, &Progress::new(false));
        }
        exit
    }

    /// Ends the run in the middle: the message has the state of the key and the next command.
    fn cut_off(&mut self, why: &str) -> Exit {
        let message = match &self.activity {
            Some(activity) => format!("{why} while this was under way: {activity}"),
            None => why.to_owned(),
        };
        let old_key = self.rotation.as_ref().and_then(|rotation| rotation.old_key);
        let error = match self.id.clone() {
            Some(id) => CliError::unfinished(&id, old_key.unwrap_or(OldKey::Unknown), message)
                .with_next(self.step(id)),
            None => CliError::usage(message).with_next(NextStep::Status),
        };
        self.end(&error)
    }

    /// The next command. If psq was waiting for a destination command, that command would hang again, so the key goes
    /// to a rescue file. While the old key works, nothing is in a hurry.
    fn step(&self, id: ApiKeyId) -> NextStep {
        let rotation = self.rotation.as_ref();
        let stage = rotation.and_then(|rotation| rotation.stage);
        let old_key = rotation.and_then(|rotation| rotation.old_key);
        match self.child {
            // The command of `--then` runs after the key is delivered everywhere.
            Some(_) if stage != Some(Stage::Verified) && old_key != Some(OldKey::Alive) => {
                NextStep::RecoverElsewhere(id)
            }
            _ => NextStep::Recover(id),
        }
    }

    /// Ends the run before anything has changed.
    fn give_up(&mut self) -> Exit {
        for staged in self.staged.drain(..) {
            let _ = fs::remove_file(staged);
        }
        let message = match (self.command, self.id.clone()) {
            // Earlier keys of the run may have changed, so the message names the key that it is about.
            (Command::Apply, Some(id)) => format!("{}: interrupted", id.as_str()),
            _ => "interrupted".to_owned(),
        };
        let error = CliError::untouched(message)
            .without_old_key()
            .with_same_call();
        self.end(&match self.command {
            // The rotation that an earlier run has left open is still open.
            Command::Recover => CliError {
                exit: Exit::Unfinished,
                ..error
            },
            _ => error,
        })
    }

    fn signalled(&mut self) {
        self.is_end_requested = true;
        let exit = match self.phase {
            Phase::Over => return,
            Phase::Before => self.give_up(),
            Phase::Open => {
                self.phase = Phase::Interrupted;
                let activity = self.activity.as_deref().unwrap_or("the rotation");
                let id = self.id.clone();
                let next = id.and_then(|id| self.step(id).line()).unwrap_or_default();
                Progress::new(self.is_json).note(format_args!(
                    "Interrupted. This is still under way, and psq ends when it is done, so that the key \
                     is not lost: {activity}. A second interrupt stops psq at once; then `{next}` goes on"
                ));
                return;
            }
            Phase::Interrupted => self.cut_off("stopped by a second interrupt"),
        };
        std::process::exit(i32::from(exit.code()));
    }
}

fn watch() -> MutexGuard<'static, Watch> {
    // The state is consistent at every moment, so it can be used after a panic.
    WATCH.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Starts the thread that waits for signals.
pub(crate) fn listen(command: Command, is_json: bool) -> io::Result<()> {
    {
        let mut watch = watch();
        watch.command = command;
        watch.is_json = is_json;
    }
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::Builder::new().spawn(move || {
        for _ in signals.forever() {
            watch().signalled();
        }
    })?;
    Ok(())
}

/// Sets what is under way, in words for a person.
pub(crate) fn set_activity(what: &str) {
    watch().activity = Some(what.to_owned());
}

/// Begins with a key. Nothing has changed yet.
pub(crate) fn begin_key(id: &ApiKeyId, rotation: &RotationReport) {
    let mut watch = watch();
    watch.id = Some(id.clone());
    watch.phase = Phase::Before;
    watch.rotation = Some(rotation.clone());
}

/// Runs an action on a staged file. A signal waits until it is done, and then removes the file.
pub(crate) fn while_staging<T>(path: &Path, act: impl FnOnce() -> T) -> T {
    let mut watch = watch();
    watch.staged.push(path.to_owned());
    act()
}

/// Runs the action that opens the journal. From then on the first signal lets psq finish.
pub(crate) fn while_opening_journal<T, E>(act: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut watch = watch();
    let opened = act()?;
    if watch.phase == Phase::Before {
        watch.phase = Phase::Open;
    }
    watch.staged.clear();
    Ok(opened)
}

/// Updates what is known of the key, for the last message.
pub(crate) fn update(rotation: &RotationReport, old_key: OldKey) {
    let mut rotation = rotation.clone();
    rotation.old_key = Some(old_key);
    watch().rotation = Some(rotation);
}

/// Sets the worst exit code of the keys so far, in a run over several.
pub(crate) fn set_exit_so_far(exit: Exit) {
    watch().exit_so_far = exit;
}

/// Whether a signal has come, so that a run over several keys begins no other key.
pub(crate) fn is_end_requested() -> bool {
    watch().is_end_requested
}

/// Sets the program that is running, or `None`. It is killed if psq ends.
pub(crate) fn set_child(id: Option<u32>) {
    watch().child = id;
}

/// The work on the key is over: from here on a signal ends nothing. It is only noted, so that a run over several keys
/// begins no other key.
pub(crate) fn finish() {
    watch().phase = Phase::Over;
}

/// Prints the last message after a panic in psq.
pub(crate) fn report_panic() -> Exit {
    let mut watch = watch();
    match watch.phase {
        Phase::Over => Exit::Unfinished,
        Phase::Before => {
            let exit = watch.command;
            let mut error = CliError::untouched("psq itself has failed").without_old_key();
            if exit == Command::Recover {
                error.exit = Exit::Unfinished;
            }
            watch.end(&error.with_next(NextStep::Status))
        }
        Phase::Open | Phase::Interrupted => watch.cut_off("psq itself has failed"),
    }
}
