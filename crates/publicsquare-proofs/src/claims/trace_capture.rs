//! Everything that is logged with `tracing` on a thread during a round.
//!
//! Events of every crate come in. Out comes their text, in which the oracle looks for secrets. A round stays on one
//! thread; see [`round`](super::round).

use std::cell::RefCell;
use std::io::{self, Write};

use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt as _;

thread_local! {
    static TRACED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Captures every event of every crate from now on.
pub(super) fn listen() -> io::Result<()> {
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(Traced)
        .finish()
        .try_init()
        .map_err(io::Error::other)
}

/// The text that this thread has traced since the last call.
pub(super) fn take() -> String {
    TRACED.with_borrow_mut(|traced| {
        let text = String::from_utf8_lossy(traced).into_owned();
        traced.clear();
        text
    })
}

struct Traced;

impl Write for Traced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        TRACED.with_borrow_mut(|traced| traced.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Traced {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
