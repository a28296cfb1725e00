//! The standard output: as a destination of a key, and for the lists and reports of psq.
//!
//! A key or a text comes in. Out go its bytes. A terminal is refused for a key, because its scrollback would
//! keep the key, and so is an output that is the same as the standard error. Messages for a person go through
//! `progress` instead.

use std::io::{self, IsTerminal, Write};

use publicsquare::SecretKey;

use crate::cli_error::CliError;

/// The standard output.
#[derive(Debug, Clone)]
pub(crate) struct StdoutDestination(());

impl StdoutDestination {
    /// Refuses a terminal, because its scrollback would keep the key.
    pub(crate) fn new() -> Result<Self, CliError> {
        if io::stdout().is_terminal() {
            return Err(CliError::usage(
                "--to - writes the key to the standard output, which is a terminal here and would show it",
            )
            .with_advice("redirect it to a program, or give a file"));
        }
        if is_shared() {
            return Err(CliError::usage(
                "--to - writes the key to the standard output, which is the same as the standard error here, so that \
                 the key would stand among the messages",
            )
            .with_advice("redirect one of the two"));
        }
        Ok(Self(()))
    }

    /// Writes the key and a line break.
    pub(crate) fn deliver(&self, key: &SecretKey) -> io::Result<()> {
        let mut line = zeroize::Zeroizing::new(Vec::with_capacity(key.expose_secret().len() + 1));
        line.extend_from_slice(key.expose_secret().as_bytes());
        line.push(b'\n');
        // Bypasses the buffer of the standard library, which would keep a copy of the key.
        let stdout = io::stdout().lock();
        let fd = rustix::stdio::stdout();
        let mut rest = line.as_slice();
        while !rest.is_empty() {
            match rustix::io::write(fd, rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => rest = rest.get(written..).unwrap_or_default(),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        drop(stdout);
        match rustix::fs::fsync(fd) {
            // A pipe or a socket cannot be synced.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP | rustix::io::Errno::ROFS) => {
                Ok(())
            }
            outcome => outcome.map_err(io::Error::from),
        }
    }
}

/// Whether the standard error goes to the same file or pipe.
fn is_shared() -> bool {
    let of = |fd| rustix::fs::fstat(fd).map(|stat| (stat.st_dev, stat.st_ino));
    let (stdout, stderr) = (of(rustix::stdio::stdout()), of(rustix::stdio::stderr()));
    matches!((stdout, stderr), (Ok(stdout), Ok(stderr)) if stdout == stderr)
}

/// Writes a text to the standard output. A reader that has gone away is no error.
pub(crate) fn print(text: &str) -> io::Result<()> {
    match print_to_a_reader(text) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

/// Writes a text to the standard output that somebody has to read. A reader that has gone away is an error.
pub(crate) fn print_to_a_reader(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
}
