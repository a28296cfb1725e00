//! Runs progenitor, and turns its panics into errors.
//!
//! progenitor panics on documents that it does not know. In comes a function that runs it. Out comes its result, or the
//! message of the error or the panic. The panic hook stays silent for the thread that runs progenitor, and for no other.
//! Which operation caused the failure is found in `failing_operations.rs`.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs progenitor. The error is its own message, or the message of the panic.
pub(crate) fn guarded<T>(run: impl FnOnce() -> Result<T, progenitor::Error>) -> Result<T, String> {
    silence_this_thread_only();
    QUIET.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    QUIET.set(false);
    match outcome {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(error.to_string()),
        Err(payload) => Err(payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("it panicked without a message")
            .to_owned()),
    }
}

/// The panic hook belongs to the whole process, so it must go on reporting panics of other threads.
fn silence_this_thread_only() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let speak = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                speak(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_that_keeps_its_message() {
        let outcome: Result<(), String> = guarded(|| panic!("assertion `left == right` failed"));
        assert_eq!(outcome, Err("assertion `left == right` failed".to_owned()));
    }
}
