//! What a person sees on the standard error while a rotation is under way.
//!
//! Texts come in, which may contain foreign characters. Out go lines: coloured and wrapped between words in a
//! terminal, plain and one line for each message elsewhere. `live` draws the line of a request that is under
//! way, `wrap` wraps. Everything that psq writes to the standard error goes through here, so that lines never
//! mix.

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

/// Prints what happens for a person. Prints nothing if a program reads the report.
#[derive(Debug)]
pub(crate) struct Progress {
    is_quiet: bool,
    /// Receives each message, if a program reads events (`psq apply --json`).
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

    /// Prints nothing, and passes each message to a function.
    pub(crate) fn with_listener(listener: fn(&str)) -> Self {
        Self {
            listener: Some(listener),
            ..Self::new(true)
        }
    }

    /// A step is done.
    pub(crate) fn done(&self, what: impl Display) {
        end_live();
        self.line(DONE, "✓", &what);
    }

    /// A step of an open rotation begins, or a request that changes something. It takes this long at most. A message
    /// about a signal names it.
    pub(crate) fn doing(&self, what: impl Display, at_most: Duration) {
        let what = format!("{what} (at most {})", format_duration(at_most));
        interruption::set_activity(&what);
        if !self.show_live(&what) {
            self.line(ASIDE, "…", &what);
        }
    }

    /// A request begins that changes nothing. Shown only in a terminal, where the line can be erased again.
    pub(crate) fn asking(&self, what: impl Display, at_most: Duration) {
        self.show_live(&format!("{what} (at most {})", format_duration(at_most)));
    }

    /// Shows a live line, if the terminal can draw one. The former line ends in any case.
    fn show_live(&self, what: &str) -> bool {
        end_live();
        let is_shown = !self.is_quiet && live::is_possible();
        if is_shown {
            begin_live(escape_hidden(what));
        }
        is_shown
    }

    /// A program begins that takes this long at most. It has the terminal for itself: a live line would erase its
    /// questions.
    pub(crate) fn running(&self, what: impl Display, at_most: Duration) {
        self.beginning(format_args!(
            "{what} (at most {})",
            format_duration(at_most)
        ));
    }

    /// Something to know while a step is under way.
    pub(crate) fn note(&self, what: impl Display) {
        self.line(ASIDE, "…", &what);
    }

    /// A step has begun whose duration psq does not know.
    pub(crate) fn beginning(&self, what: impl Display) {
        end_live();
        interruption::set_activity(&what.to_string());
        self.line(ASIDE, "…", &what);
    }

    /// A warning. It is in the report as well.
    pub(crate) fn warn(&self, what: impl Display) {
        self.line(CAREFUL, "!", &what);
        self.warnings.borrow_mut().push(what.to_string());
    }

    /// The run has failed.
    pub(crate) fn failed(&self, what: impl Display) {
        end_live();
        self.line(FAILED, "✗", &what);
    }

    /// What a person has to do, below the message that says why.
    pub(crate) fn advise(&self, advice: Option<&str>) {
        if let Some(advice) = advice.filter(|_| !self.is_quiet) {
            let text = format!("To do: {}", escape_hidden(advice));
            write_line(&format!("  {}", wrap::behind_mark(&text, wrap::width())));
        }
    }

    /// A line that belongs to the message before. It is not wrapped, so that it can be copied.
    pub(crate) fn aside(&self, what: impl Display) {
        if !self.is_quiet {
            write_line(&format!("  {}", escape_hidden(&what.to_string())));
        }
    }

    /// The warnings since the last call, for the report.
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

/// Which thread may write to the standard error, and the live line there.
static SCREEN: Mutex<Screen> = Mutex::new(Screen {
    last_speaker: None,
    live: Live::new(),
});

struct Screen {
    /// The thread that prints the last message. Until there is one, every thread may print.
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

/// From here on only this thread prints, because it prints the last message.
pub(crate) fn begin_last_words() {
    let mut screen = screen();
    screen.live.end();
    screen.last_speaker = Some(thread::current().id());
}

/// Removes the live line.
pub(crate) fn end_live() {
    screen().live.end();
}

/// A person has answered a question and so ended its line.
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
    // The state is consistent at every moment, so it can be used after a panic.
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a line to the standard error at once, in colour if that is wanted. If a program has left a line unfinished,
/// ends that line first.
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
    // A closed terminal must not end a rotation.
    let _ = screen.write(text.as_bytes());
}

/// Writes to the standard error.
///
/// # Errors
///
/// If the bytes cannot be written, or another thread is printing the last message. A caller that asks a question has
/// to know this: an answer to a question that nobody saw does not count.
pub(crate) fn write(bytes: &[u8]) -> io::Result<()> {
    screen().write(bytes)
}

/// A duration for a person, rounded up to seconds, minutes or hours.
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
