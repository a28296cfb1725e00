//! The live line: what is under way, for how long, and for how long at most.
//!
//! A task comes in. Out goes one line of a terminal that is drawn again as time passes. It is hidden before
//! anything else is written and shown again afterwards. It is never drawn behind an open line, such as a
//! question or half a line of a program, because drawing would erase that. `progress` decides when there is
//! one.

use std::env;
use std::fmt;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::format_duration;

/// How often the line is drawn.
const TICK: Duration = Duration::from_millis(250);

/// The live line, if something is under way.
#[derive(Debug)]
pub(super) struct Live {
    task: Option<Task>,
    is_line_open: bool,
}

#[derive(Debug)]
struct Task {
    what: String,
    started: Instant,
    bar: Option<ProgressBar>,
}

/// Whether the standard error is a terminal that can draw, and colours are not switched off.
pub(super) fn is_possible() -> bool {
    let stderr = io::stderr();
    stderr.is_terminal()
        && env::var_os("TERM").is_some_and(|terminal| !terminal.is_empty() && terminal != "dumb")
        && AutoStream::choice(&stderr) != ColorChoice::Never
}

impl Live {
    pub(super) const fn new() -> Self {
        Self {
            task: None,
            is_line_open: false,
        }
    }

    /// Draws this text until it ends. The text has no control characters.
    pub(super) fn begin(&mut self, what: String) {
        self.end();
        self.task = Some(Task {
            what,
            started: Instant::now(),
            bar: None,
        });
        self.show();
    }

    /// Erases the line for good.
    pub(super) fn end(&mut self) {
        self.hide();
        self.task = None;
    }

    /// Erases the line before something else is written.
    pub(super) fn hide(&mut self) {
        if let Some(bar) = self.task.as_mut().and_then(|task| task.bar.take()) {
            // Dropping the bar ends the thread that draws it.
            bar.finish_and_clear();
        }
    }

    /// Draws the line again after these bytes were written.
    pub(super) fn show_after(&mut self, written: &[u8]) {
        if let Some(last) = written.last() {
            self.is_line_open = *last != b'\n';
        }
        self.show();
    }

    /// Whether the last output did not end with a line break.
    pub(super) fn is_line_open(&self) -> bool {
        self.is_line_open
    }

    /// A person has ended the open line with an answer.
    pub(super) fn answered(&mut self) {
        self.is_line_open = false;
    }

    fn show(&mut self) {
        if let Some(task) = &mut self.task
            && !self.is_line_open
            && task.bar.is_none()
        {
            task.bar = drawn(&task.what, task.started.elapsed());
        }
    }
}

fn drawn(what: &str, passed: Duration) -> Option<ProgressBar> {
    let what = what.to_owned();
    let text = move |state: &ProgressState, line: &mut dyn fmt::Write| {
        // Full seconds only.
        let passed = format_duration(Duration::from_secs(state.elapsed().as_secs()));
        // A line that cannot be drawn is no error.
        let _ = write!(line, "{what}: {passed}");
    };
    let style = ProgressStyle::with_template("{spinner} {text}").ok()?;
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        .with_style(style.with_key("text", text))
        .with_elapsed(passed);
    bar.enable_steady_tick(TICK);
    Some(bar)
}
