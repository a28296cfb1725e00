//! Progenitor panics on documents it does not know. Here a panic becomes an error.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs progenitor; what it says of a failure comes back as a sentence.
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

/// The panic hook belongs to the whole process: it keeps speaking for every other thread.
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
