//! What earlier sendings of one request may have done.
//!
//! In come the start and the end of each sending of a request or of its clones. Out comes the worst certainty of all of
//! them, so that a rejection after a timeout is still reported as unknown. A sending that is dropped half-way counts as
//! unknown. One sending with its attempts is in [`sending`](crate::sending).

use crate::certainty::Certainty;
use crate::sync::{Mutex, MutexGuard, PoisonError};

/// The worst that all sendings of a request and its clones may have done so far.
#[derive(Debug)]
pub(crate) struct History(Mutex<State>);

#[derive(Debug)]
struct State {
    /// The worst of the sendings that have ended.
    worst: Certainty,
    /// How many sendings have begun and not ended. They are under way, or were dropped half-way.
    without_end: u32,
}

impl Default for History {
    fn default() -> Self {
        Self::of(Certainty::NotSent)
    }
}

impl History {
    pub(crate) fn of(worst: Certainty) -> Self {
        Self(Mutex::new(State {
            worst,
            without_end: 0,
        }))
    }

    /// Records that a sending is under way.
    pub(crate) fn begin(&self) -> Sending<'_> {
        let mut state = self.state();
        let earlier = state.known();
        state.without_end = state.without_end.saturating_add(1);
        Sending {
            history: self,
            earlier,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while the lock is held, and the values are valid at any time.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// A sending without an end may have done anything.
    fn known(&self) -> Certainty {
        if self.without_end == 0 {
            self.worst
        } else {
            self.worst.max(Certainty::Unknown)
        }
    }

    fn end(&mut self, certainty: Certainty) -> Certainty {
        self.without_end = self.without_end.saturating_sub(1);
        self.worst = self.worst.max(certainty);
        self.known()
    }
}

/// A sending that is under way. If it is dropped without [`end`](Self::end), it counts as under way for ever, because its
/// result stays unknown.
pub(crate) struct Sending<'a> {
    history: &'a History,
    earlier: Certainty,
}

impl Sending<'_> {
    /// What the earlier sendings may have done, when this one began.
    pub(crate) fn earlier(&self) -> Certainty {
        self.earlier
    }

    /// Records how the sending ended, and returns the worst of all sendings.
    pub(crate) fn end(self, certainty: Certainty) -> Certainty {
        self.history.state().end(certainty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sending_that_was_dropped_stays_unknown() {
        let history = History::default();
        {
            let _dropped = history.begin();
        }
        assert_eq!(history.begin().earlier(), Certainty::Unknown);
    }

    #[test]
    fn a_rejection_after_nothing_is_a_rejection() {
        let history = History::default();
        assert_eq!(
            history.begin().end(Certainty::Rejected),
            Certainty::Rejected
        );
        assert_eq!(history.begin().earlier(), Certainty::Rejected);
    }

    #[test]
    fn a_rejection_after_doubt_leaves_the_doubt() {
        let history = History::of(Certainty::Unknown);
        assert_eq!(history.begin().end(Certainty::Rejected), Certainty::Unknown);
    }

    #[test]
    fn a_rejection_beside_a_sending_that_is_dropped_or_under_way_is_a_doubt() {
        let history = History::default();
        let first = history.begin();
        assert_eq!(first.earlier(), Certainty::NotSent);
        {
            let dropped = history.begin();
            assert_eq!(dropped.earlier(), Certainty::Unknown);
            assert_eq!(first.end(Certainty::Rejected), Certainty::Unknown);
        }
        let last = history.begin();
        assert_eq!(last.end(Certainty::Rejected), Certainty::Unknown);
    }
}
