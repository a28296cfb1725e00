//! What a person sees while a rotation is under way. On the standard error.
//!
//! Texts come in, which may hold foreign characters. Out go lines: in a terminal in colour and wrapped between
//! words, elsewhere plain and each message on one line. A terminal also has a live line while a question to the API
//! is under way; everything that psq writes there goes through here, so that nothing mixes with it.

mod live;
pub(crate) mod wrap;

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use self::live::Live;
use crate::escape::escape_hidden;
use crate::interruption;

const DONE: Style = AnsiColor::Green.on_default();
const CAREFUL: Style = AnsiColor::Yellow.on_default().bold();
const FAILED: Style = AnsiColor::Red.on_default().bold();
const ASIDE: Style = Style::new().dimmed();

/// Tells a person what happens; or nobody, where a program reads the report.
#[derive(Debug)]
pub(crate) struct Progress {
    is_quiet: bool,
    /// Is told each line for a person, where a program reads lines.
    listener: Option<fn(&str)>,
    warnings: RefCell<Vec<String>>,
}

impl Progress {
    pub(crate) fn new(is_quiet: bool) -> Self {
        Self {
            is_quiet,
            listener: None,
            warnings: RefCell::default(),
        }
    }

    /// Shows nothing to a person, and tells each step to a program.
    pub(crate) fn with_listener(listener: fn(&str)) -> Self {
        Self {
            listener: Some(listener),
            ..Self::new(true)
        }
    }

    /// What is done.
    pub(crate) fn done(&self, what: impl Display) {
        end_live();
        self.line(DONE, "✓", &what);
    }

    /// What is going on, and how long it may take at most.
    pub(crate) fn doing(&self, what: impl Display, at_most: Duration) {
        let what = format!("{what} (at most {})", format_duration(at_most));
        interruption::set_activity(&what);
        if !self.show_live(&what) {
            self.line(ASIDE, "…", &what);
        }
    }

    /// What a question is about that changes nothing. It is said only where a line can be wiped out again.
    pub(crate) fn asking(&self, what: impl Display, at_most: Duration) {
        self.show_live(&format!("{what} (at most {})", format_duration(at_most)));
    }

    /// Whether there is a live line. The one before ends in any case.
    fn show_live(&self, what: &str) -> bool {
        end_live();
        let is_shown = !self.is_quiet && live::is_possible();
        if is_shown {
            begin_live(escape_hidden(what));
        }
        is_shown
    }

    /// The program that is running, and how long it may take at most. It has the terminal to itself: a live line
    /// would wipe out what it asks there.
    pub(crate) fn running(&self, what: impl Display, at_most: Duration) {
        self.beginning(format_args!(
            "{what} (at most {})",
            format_duration(at_most)
        ));
    }

    /// What is going on, where the time depends on others.
    pub(crate) fn note(&self, what: impl Display) {
        self.line(ASIDE, "…", &what);
    }

    /// What has begun, where the time depends on others.
    pub(crate) fn beginning(&self, what: impl Display) {
        end_live();
        interruption::set_activity(&what.to_string());
        self.line(ASIDE, "…", &what);
    }

    /// What a person has to know. It is in the report as well.
    pub(crate) fn warn(&self, what: impl Display) {
        self.line(CAREFUL, "!", &what);
        self.warnings.borrow_mut().push(what.to_string());
    }

    /// How it ended, if not well.
    pub(crate) fn failed(&self, what: impl Display) {
        end_live();
        self.line(FAILED, "✗", &what);
    }

    /// A line that belongs to the one before. It stays in one piece, so that it can be copied.
    pub(crate) fn aside(&self, what: impl Display) {
        if !self.is_quiet {
            write_line(&format!("  {}", escape_hidden(&what.to_string())));
        }
    }

    /// What was warned of since the last time, for the report.
    pub(crate) fn take_warnings(&self) -> Vec<String> {
        self.warnings.take()
    }

    fn line(&self, style: Style, mark: &str, what: &dyn Display) {
        if let Some(listener) = self.listener {
            listener(&what.to_string());
        }
        if self.is_quiet {
            return;
        }
        let text = wrap::behind_mark(&escape_hidden(&what.to_string()), wrap::width());
        write_line(&format!("{style}{mark}{style:#} {text}"));
    }
}

/// Who may write to the standard error, and what is drawn there.
static SCREEN: Mutex<Screen> = Mutex::new(Screen {
    last_speaker: None,
    live: Live::new(),
});

struct Screen {
    /// The thread that says the last words. Until there is one, every thread may speak.
    last_speaker: Option<ThreadId>,
    live: Live,
}

impl Screen {
    fn may_speak(&self) -> bool {
        self.last_speaker
            .is_none_or(|speaker| speaker == thread::current().id())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if !self.may_speak() {
            return Err(io::Error::other("psq is being stopped"));
        }
        self.live.hide();
        let written = io::stderr().lock().write_all(bytes);
        self.live.show_after(bytes);
        written
    }
}

/// What this thread says from here on are the last words: nobody else speaks any more.
pub(crate) fn begin_last_words() {
    let mut screen = screen();
    screen.live.end();
    screen.last_speaker = Some(thread::current().id());
}

/// Nothing is under way any more.
pub(crate) fn end_live() {
    screen().live.end();
}

/// A person has ended the line that a question had left open.
pub(crate) fn answered() {
    screen().live.answered();
}

fn begin_live(what: String) {
    let mut screen = screen();
    if screen.may_speak() {
        screen.live.begin(what);
    }
}

fn screen() -> MutexGuard<'static, Screen> {
    // Its members are right at every moment, so that a panic elsewhere spoils nothing.
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a line to the standard error, in one piece, and in colour where that is wanted. What a program has left
/// of a line is ended before.
pub(crate) fn write_line(line: &str) {
    let mut text = match AutoStream::choice(&io::stderr()) {
        ColorChoice::Never => strip_str(line).to_string(),
        _ => line.to_owned(),
    };
    text.push('\n');
    let mut screen = screen();
    if screen.live.is_line_open() {
        text.insert(0, '\n');
    }
    // A terminal that has gone away must not end a rotation.
    let _ = screen.write(text.as_bytes());
}

/// Writes to the standard error.
///
/// # Errors
///
/// Where the bytes could not be written, or another thread is saying the last words. A caller that asks a
/// question has to know: an answer to a question that nobody saw is no answer.
pub(crate) fn write(bytes: &[u8]) -> io::Result<()> {
    screen().write(bytes)
}

/// A span of time as a person says it.
pub(crate) fn format_duration(duration: Duration) -> String {
    let seconds = duration.as_millis().div_ceil(1000);
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_rounded_up() {
        let said = |millis| format_duration(Duration::from_millis(millis));
        assert_eq!(
            [1, 30_000, 119_001, 120_000, 121_000, 82_800_000].map(said),
            ["1 s", "30 s", "2 min", "2 min", "3 min", "23 h"]
        );
    }
}
