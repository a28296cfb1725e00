//! What earlier sendings of one request have left behind.

use std::sync::Mutex;

use crate::certainty::Certainty;

/// The worst that may have happened so far.
#[derive(Debug)]
pub(crate) struct History(Mutex<Certainty>);

impl Default for History {
    fn default() -> Self {
        Self::of(Certainty::NotSent)
    }
}

impl History {
    pub(crate) fn of(certainty: Certainty) -> Self {
        Self(Mutex::new(certainty))
    }

    /// Notes that a sending is under way. Until it ends, anything may have happened.
    pub(crate) fn begin(&self) -> Sending<'_> {
        let earlier = self.raise(Certainty::Unknown);
        Sending {
            history: self,
            earlier,
        }
    }

    /// Raises the worst to at least `certainty` and returns what it was.
    fn raise(&self, certainty: Certainty) -> Certainty {
        // A poisoned lock holds a plain value that is as good as any.
        let mut worst = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let earlier = *worst;
        *worst = earlier.max(certainty);
        earlier
    }
}

/// A sending that is under way. Dropping it without [`end`](Self::end) leaves its result unknown.
pub(crate) struct Sending<'a> {
    history: &'a History,
    earlier: Certainty,
}

impl Sending<'_> {
    pub(crate) fn earlier(&self) -> Certainty {
        self.earlier
    }

    /// Notes how the sending ended, where nothing worse has happened meanwhile.
    pub(crate) fn end(self, certainty: Certainty) {
        let mut worst = self
            .history
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if *worst == Certainty::Unknown {
            *worst = self.earlier.max(certainty);
        } else {
            *worst = (*worst).max(certainty);
        }
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
        history.begin().end(Certainty::Rejected);
        assert_eq!(history.begin().earlier(), Certainty::Rejected);
    }

    #[test]
    fn a_rejection_after_doubt_leaves_the_doubt() {
        let history = History::of(Certainty::Unknown);
        history.begin().end(Certainty::Rejected);
        assert_eq!(history.begin().earlier(), Certainty::Unknown);
    }
}
