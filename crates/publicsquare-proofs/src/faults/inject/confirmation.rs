//! Running psq at a terminal, where it asks for confirmation of a production key.
//!
//! A fixture comes in. The person at the terminal interrupts, or types something other than the id of the key. Out
//! goes the [`FinishedRun`]. All other ways of running psq are in [`inject`](super).

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::Stdio;

use nix::pty::openpty;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::faults::fixture::Fixture;
use crate::faults::round::FinishedRun;

/// The end of the question that psq shows.
const QUESTION: &[u8] = b" to go on: ";

/// Runs psq at a terminal. The person interrupts it, or types something other than the id.
pub(super) fn asked(fixture: &Fixture, interrupts: bool) -> io::Result<FinishedRun> {
    let terminal = openpty(None, None)?;
    let mut command = fixture.plain(&fixture.unconfirmed());
    command
        .stdin(terminal.slave.try_clone()?)
        .stderr(terminal.slave)
        .stdout(Stdio::piped());
    let child = command.spawn()?;
    // The terminal ends when nobody has it open any more.
    drop(command);
    let mut terminal = File::from(terminal.master);
    let (mut shown, mut has_answered) = (Vec::new(), false);
    let mut chunk = [0; 4096];
    // The end of a terminal is reported as an error.
    while let Ok(length @ 1..) = terminal.read(&mut chunk) {
        shown.extend_from_slice(chunk.get(..length).unwrap_or_default());
        if !has_answered && shown.ends_with(QUESTION) {
            has_answered = true;
            if interrupts {
                kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGINT)?;
            } else {
                terminal.write_all(b"no\n")?;
            }
        }
    }
    let mut ended = FinishedRun::by_itself(child.wait_with_output()?);
    // A terminal turns a line feed into a carriage return and a line feed.
    ended.stderr = String::from_utf8_lossy(&shown)
        .replace("\r\n", "\n")
        .into_bytes();
    Ok(ended)
}
