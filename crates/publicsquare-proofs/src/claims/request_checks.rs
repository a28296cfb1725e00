//! Whether the requests on the wire are those that a call may make.
//!
//! In come the requests of a round, the attempts that the client counted, and its waits. Out come flaws:
//! attempts counted wrong, repeats that are other requests, waits that are too short.

use std::collections::HashSet;
use std::time::Duration;

use super::call::Said;
use super::oracle::Case;
use super::verdict::{Flaw, Verdict};

/// No wait is shorter, whatever a server asks for: the first backoff, with chance as high as the bench has it.
const SHORTEST_WAIT: Duration = Duration::from_millis(249);

impl Case<'_> {
    /// Every request is counted, and nothing else, where each attempt has become a request.
    pub(super) fn attempts(&self, sending: usize, said: &Said, verdict: &mut Verdict) {
        let Some(attempts) = said.attempts else {
            return;
        };
        let attempts = usize::try_from(attempts).unwrap_or(usize::MAX);
        let exchanges = self.state.exchanges.iter();
        let requests = exchanges.filter(|e| e.sending == sending).count();
        let may_differ =
            !self.plan.port.answers() || self.plan.loses_requests() || !self.is_orderly;
        // What was sent before a time limit may arrive when the next sending is under way.
        let are_told_apart = self.is_orderly && (self.said.len() == 1 || !self.plan.needs_time());
        let is_wrong = if may_differ {
            requests > attempts && are_told_apart
        } else {
            requests != attempts
        };
        if is_wrong {
            let what = format!("{requests} requests are {attempts} attempts");
            verdict.find(Flaw::Attempts, what);
        }
    }

    /// A repeat is the same request: it has the same idempotency key.
    pub(super) fn identities(&self, verdict: &mut Verdict) {
        let exchanges = self.state.exchanges.iter();
        let identities: HashSet<_> = exchanges
            .filter_map(|e| e.idempotency_key.as_ref())
            .collect();
        if identities.len() > 1 {
            verdict.find(
                Flaw::Identity,
                format!("{} idempotency keys", identities.len()),
            );
        }
    }

    /// Where all waits can be told apart, each is as long as the server asked, and no shorter than the backoff.
    pub(super) fn waits(&self, verdict: &mut Verdict) {
        let exchanges = &self.state.exchanges;
        let are_told_apart = self.said.len() == 1
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
