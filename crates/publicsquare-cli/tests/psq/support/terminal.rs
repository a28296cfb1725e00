//! psq in a pseudo-terminal, for what psq does only if a person looks on: questions, colours and the live line.
//!
//! A test waits for a text, types a line or presses Ctrl-C, and gets all that psq has printed at the end. Runs without
//! a terminal are in `process`.

use std::process::Stdio;

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};

use super::{MARK, Psq};

/// psq in a pseudo-terminal.
pub(crate) struct Terminal(PtySession);

impl Terminal {
    pub(crate) fn open(psq: Psq<'_>) -> Self {
        Self::open_as(psq.env("TERM", "xterm"))
    }

    /// Opens a terminal of the kind that the variable `TERM` of the run names.
    pub(crate) fn open_as(psq: Psq<'_>) -> Self {
        let mut command = psq.into_command();
        command
            .stdin(Stdio::inherit())
            .stdout(Stdio::inherit())
            .stderr(Stdio::inherit());
        Self(spawn_command(command, Some(60_000)).unwrap())
    }

    /// Waits until the terminal shows this text.
    #[track_caller]
    pub(crate) fn shows(&mut self, text: &str) {
        self.0.exp_string(text).unwrap();
    }

    /// What the terminal shows up to this text.
    #[track_caller]
    pub(crate) fn shows_before(&mut self, text: &str) -> String {
        self.0.exp_string(text).unwrap()
    }

    pub(crate) fn types(&mut self, line: &str) {
        self.0.send_line(line).unwrap();
    }

    pub(crate) fn interrupts(&mut self) {
        self.0.send_control('c').unwrap();
    }

    /// What the terminal showed up to the end, and the exit code, which is `None` after a signal.
    #[track_caller]
    pub(crate) fn ends(mut self) -> (String, Option<i32>) {
        // rexpect returns each byte as a character.
        let bytes: Vec<u8> = self.0.exp_eof().unwrap().chars().map(|c| c as u8).collect();
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(!text.contains(MARK), "the terminal shows a key");
        let code = match self.0.process().wait().unwrap() {
            WaitStatus::Exited(_, code) => Some(code),
            _ => None,
        };
        (text, code)
    }
}

/// Whether this process ignores interrupts. psq would inherit that.
pub(crate) fn ignores_interrupts() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // The interrupt is signal 2, the second bit.
    ignored.is_some_and(|mask| mask & 0b10 != 0)
}
