//! Output to a reader that may end early, such as `head`.
//!
//! In comes a writer. Out comes one that goes on without writing once its reader is gone, so that the subcommand ends
//! with the exit code that it would have had. `main` puts it around the standard output.

use std::io::{self, ErrorKind, Write};

/// Writes as long as somebody reads, and then goes on without writing: the verb ends as it would have.
pub(crate) struct Pipe<W> {
    inner: W,
    is_open: bool,
}

impl<W: Write> Pipe<W> {
    pub(crate) const fn new(inner: W) -> Self {
        Self {
            inner,
            is_open: true,
        }
    }

    fn unless_closed<T>(&mut self, outcome: io::Result<T>, closed: T) -> io::Result<T> {
        match outcome {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.is_open = false;
                Ok(closed)
            }
            outcome => outcome,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_open {
            return Ok(bytes.len());
        }
        let outcome = self.inner.write(bytes);
        self.unless_closed(outcome, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.is_open {
            return Ok(());
        }
        let outcome = self.inner.flush();
        self.unless_closed(outcome, ())
    }
}
