//! What psq says when a signal, or a defect of its own, ends it.
//!
//! Everybody who changes what is so tells it here: what is under way, and what that means for the key. A
//! thread waits for signals. Before anything has changed, the first one ends psq. After that the first one
//! lets what was begun be finished, and says so at once; the second one ends psq, and its last words are
//! the state of the key and the command that goes on.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use publicsquare::ApiKeyId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::ending;
use crate::exit::Exit;
use crate::journal::Stage;
use crate::next::Step;
use crate::process_tree::kill_tree;
use crate::progress::{Progress, begin_last_words};
use crate::report::{Command, Report, RotationReport};
use crate::stop::{OldKey, Stop};

static WATCH: Mutex<Watch> = Mutex::new(Watch::new());

/// What is so now.
struct Watch {
    phase: Phase,
    doing: Option<String>,
    command: Command,
    is_json: bool,
    facts: Option<RotationReport>,
    /// What the rehearsal has staged: nothing that would be missed.
    staged: Vec<PathBuf>,
    child: Option<u32>,
    /// How the keys before have ended, in a run over several.
    so_far: Exit,
    /// Whether a signal has come, however the key that is under way ends.
    is_asked_to_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing has changed yet.
    Before,
    /// The journal is open.
    Open,
    /// The same, and a signal has come.
    Interrupted,
    /// The end has been said.
    Over,
}

impl Watch {
    const fn new() -> Self {
        Self {
            phase: Phase::Before,
            doing: None,
            command: Command::Status,
            is_json: false,
            facts: None,
            staged: Vec::new(),
            child: None,
            so_far: Exit::Delivered,
            is_asked_to_end: false,
        }
    }

    /// The end, with these facts for the report and for a person.
    fn end(&mut self, stop: &Stop) -> Exit {
        if let Some(child) = self.child.take() {
            kill_tree(child);
        }
        self.phase = Phase::Over;
        begin_last_words();
        let mut facts = self
            .facts
            .take()
            .unwrap_or_else(|| RotationReport::new(None, ""));
        facts.stop(stop);
        let exit = stop.exit.worse(self.so_far);
        let report = Report::new(self.command, exit, vec![facts]);
        if self.is_json {
            ending::print_json(&report);
        } else {
            ending::say(&report, &Progress::new(false));
        }
        exit
    }

    fn id(&self) -> Option<ApiKeyId> {
        self.facts.as_ref()?.key_id.parse().ok()
    }

    /// An end in the middle: what is known of the key, and what goes on.
    fn cut_off(&mut self, why: &str) -> Exit {
        let message = match &self.doing {
            Some(doing) => format!("{why} while this was under way: {doing}"),
            None => why.to_owned(),
        };
        let old_key = self.facts.as_ref().and_then(|facts| facts.old_key);
        let stop = match self.id() {
            Some(id) => Stop::unfinished(&id, old_key.unwrap_or(OldKey::Unknown), message)
                .with_next(self.step(id)),
            None => Stop::usage(message).with_next(Step::Status),
        };
        self.end(&stop)
    }

    /// What goes on. A program that is cut off does not end, and would not the next time either.
    fn step(&self, id: ApiKeyId) -> Step {
        let stage = self.facts.as_ref().and_then(|facts| facts.stage);
        match self.child {
            // The command of `--then` runs when the key is everywhere already.
            Some(_) if stage != Some(Stage::Verified) => Step::RecoverElsewhere(id),
            _ => Step::Recover(id),
        }
    }

    /// An end before anything has changed.
    fn give_up(&mut self) -> Exit {
        for staged in self.staged.drain(..) {
            let _ = fs::remove_file(staged);
        }
        let message = match (self.command, self.id()) {
            // Keys before this one may have changed: what is said is said of this key alone.
            (Command::Apply, Some(id)) => format!("{}: interrupted", id.as_str()),
            _ => "interrupted".to_owned(),
        };
        let stop = Stop::untouched(message)
            .without_old_key()
            .with_next(Step::Again);
        // What an earlier run has left open is still open.
        let stop = match self.command {
            Command::Recover => {
                let can_be_shown = Step::Again.line().is_some();
                let stop = Stop {
                    exit: Exit::Unfinished,
                    ..stop
                };
                if can_be_shown {
                    stop
                } else {
                    // Only a line of its own has the credential of this call.
                    stop.with_next(match self.id() {
                        Some(id) => Step::Elsewhere(id),
                        None => Step::Status,
                    })
                }
            }
            _ => stop,
        };
        self.end(&stop)
    }

    fn signalled(&mut self) {
        self.is_asked_to_end = true;
        let exit = match self.phase {
            Phase::Over => return,
            Phase::Before => self.give_up(),
            Phase::Open => {
                self.phase = Phase::Interrupted;
                let doing = self.doing.as_deref().unwrap_or("the rotation");
                let id = self.id();
                let next = id.and_then(|id| self.step(id).line()).unwrap_or_default();
                Progress::new(self.is_json).note(format_args!(
                    "Interrupted. This is still under way, and psq ends when it is done, so that the key \
                     is not lost: {doing}. A second interrupt stops psq at once; then `{next}` goes on"
                ));
                return;
            }
            Phase::Interrupted => self.cut_off("stopped by a second interrupt"),
        };
        std::process::exit(i32::from(exit.code()));
    }
}

fn watch() -> MutexGuard<'static, Watch> {
    // Its members are right at every moment, so that a panic elsewhere spoils nothing.
    WATCH.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for signals from here on.
pub(crate) fn begin(command: Command, is_json: bool) -> io::Result<()> {
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

/// What is under way, in the words for a person.
pub(crate) fn doing(what: &str) {
    watch().doing = Some(what.to_owned());
}

/// Which key it is about, while nothing has changed yet.
pub(crate) fn about(facts: &RotationReport) {
    let mut watch = watch();
    watch.phase = Phase::Before;
    watch.facts = Some(facts.clone());
}

/// Does something with what is staged, as one thing: no signal leaves a part of it.
pub(crate) fn staging<T>(path: &Path, act: impl FnOnce() -> T) -> T {
    let mut watch = watch();
    watch.staged.push(path.to_owned());
    act()
}

/// Opens the journal, as one thing: from then on a first signal waits.
pub(crate) fn opening<T, E>(act: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let mut watch = watch();
    let opened = act()?;
    if watch.phase == Phase::Before {
        watch.phase = Phase::Open;
    }
    watch.staged.clear();
    Ok(opened)
}

/// What is known by now, and what it means for the old key.
pub(crate) fn known(facts: &RotationReport, old_key: OldKey) {
    let mut facts = facts.clone();
    facts.old_key = Some(old_key);
    watch().facts = Some(facts);
}

/// How the keys of a run over several have ended so far.
pub(crate) fn so_far(exit: Exit) {
    watch().so_far = exit;
}

/// Whether a run over several keys is to begin no other one.
pub(crate) fn is_asked_to_end() -> bool {
    watch().is_asked_to_end
}

/// The program that is given the key. It ends with psq.
pub(crate) fn child(id: Option<u32>) {
    watch().child = id;
}

/// The end is about to be said: signals change nothing any more.
pub(crate) fn over() {
    watch().phase = Phase::Over;
}

/// The last words after a defect of psq's own.
pub(crate) fn failed() -> Exit {
    let mut watch = watch();
    match watch.phase {
        Phase::Over => Exit::Unfinished,
        Phase::Before => {
            let exit = watch.command;
            let mut stop = Stop::untouched("psq itself has failed").without_old_key();
            if exit == Command::Recover {
                stop.exit = Exit::Unfinished;
            }
            watch.end(&stop.with_next(Step::Status))
        }
        Phase::Open | Phase::Interrupted => watch.cut_off("psq itself has failed"),
    }
}
