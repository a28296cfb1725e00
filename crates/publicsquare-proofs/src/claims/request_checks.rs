//! Checks of the requests on the wire: attempts, repeats and waits.
//!
//! The exchanges of a round, the attempts that the client counted, and its waits come in. Out go flaws: wrong counts
//! of attempts, repeats with another idempotency key, waits that are too short. The claims of the client are checked
//! in [`oracle`](super::oracle).

use std::collections::HashSet;
use std::time::Duration;

use super::call::CallOutcome;
use super::oracle::Case;
use super::verdict::{Flaw, Verdict};

/// The shortest allowed wait: the first backoff, with the random number that [`clock`](super::clock) returns.
const SHORTEST_WAIT: Duration = Duration::from_millis(249);

impl Case<'_> {
    /// The client must have counted every request, and nothing else, if each attempt became a request.
    pub(super) fn attempts(&self, call: usize, outcome: &CallOutcome, verdict: &mut Verdict) {
        let Some(attempts) = outcome.attempts else {
            return;
        };
        let attempts = usize::try_from(attempts).unwrap_or(usize::MAX);
        let exchanges = self.state.exchanges.iter();
        let requests = exchanges.filter(|e| e.call == call).count();
        let may_differ =
            !self.plan.port.answers() || self.plan.loses_requests() || !self.is_orderly;
        // A request that was sent before a time limit may arrive during the next call.
        let are_told_apart =
            self.is_orderly && (self.outcomes.len() == 1 || !self.plan.needs_time());
        let is_wrong = if may_differ {
            requests > attempts && are_told_apart
        } else {
            requests != attempts
        };
        if is_wrong {
            let what =
                format!("{requests} requests arrived, but the client counted {attempts} attempts");
            verdict.find(Flaw::Attempts, what);
        }
    }

    /// Every repeat must have the same idempotency key.
    pub(super) fn identities(&self, verdict: &mut Verdict) {
        let exchanges = self.state.exchanges.iter();
        let identities: HashSet<_> = exchanges
            .filter_map(|e| e.idempotency_key.as_ref())
            .collect();
        if identities.len() > 1 {
            verdict.find(
                Flaw::Identity,
                format!("{} different idempotency keys", identities.len()),
            );
        }
    }

    /// If each wait belongs to one exchange, it must be as long as the server demanded and as the backoff.
    pub(super) fn waits(&self, verdict: &mut Verdict) {
        let exchanges = &self.state.exchanges;
        let are_told_apart = self.outcomes.len() == 1
            && exchanges.len() == self.waits.len() + 1
            && self.is_orderly
            && !self.plan.loses_requests();
        if !are_told_apart {
            return;
        }
        for (exchange, wait) in exchanges.iter().zip(self.waits) {
            let asked = exchange.answer.as_ref().and_then(|answer| answer.wait);
            let asked = asked.unwrap_or_default().max(SHORTEST_WAIT);
            if *wait < asked {
                verdict.find(Flaw::Wait, format!("{wait:?} instead of {asked:?}"));
            }
        }
    }
}
