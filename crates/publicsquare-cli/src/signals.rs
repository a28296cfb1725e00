//! Signals that would end psq between the rotation and the delivery.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::exit::Exit;

/// From here on the first signal is let pass, as what was begun is over soon; a second one ends psq at
/// once, with the exit code that says what to do.
pub(crate) fn finish_first() -> io::Result<()> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let code = i32::from(Exit::Unfinished.code());
        // In this order: the first signal finds the flag down and raises it.
        flag::register_conditional_shutdown(signal, code, Arc::clone(&asked))?;
        flag::register(signal, Arc::clone(&asked))?;
    }
    Ok(())
}
