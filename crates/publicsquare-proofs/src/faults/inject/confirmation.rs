//! psq in a terminal, where it asks a person whether it is this production key.

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::Stdio;

use nix::pty::openpty;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::faults::fixture::Fixture;
use crate::faults::round::FinishedRun;

/// The last that is shown before the person's word.
const QUESTION: &[u8] = b" to go on: ";

/// The person interrupts, or types something else than the id.
pub(super) fn asked(fixture: &Fixture, interrupts: bool) -> io::Result<FinishedRun> {
    let terminal = openpty(None, None)?;
    let mut command = fixture.plain(&fixture.unconfirmed());
    command
        .stdin(terminal.slave.try_clone()?)
        .stderr(terminal.slave)
        .stdout(Stdio::piped());
    let child = command.spawn()?;
    // The terminal ends with the last who has it open.
    drop(command);
    let mut terminal = File::from(terminal.master);
    let (mut shown, mut has_answered) = (Vec::new(), false);
    let mut chunk = [0; 4096];
    // Its end is an error.
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
    // A terminal ends lines in its own way.
    ended.stderr = String::from_utf8_lossy(&shown)
        .replace("\r\n", "\n")
        .into_bytes();
    Ok(ended)
}
