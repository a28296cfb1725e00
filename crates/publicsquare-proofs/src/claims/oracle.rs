//! The oracle: whether a claim of the client is true.
//!
//! The claims, the exchanges on the wire and the state of the API model come in. Out goes a [`Verdict`] with flaws
//! and excuses. A false claim is excused if a forged response caused it that nobody can tell from one of the API.
//! Whether the requests themselves were allowed is decided in [`request_checks`](super::request_checks).

use std::collections::HashSet;
use std::time::Duration;

use publicsquare::{Certainty, ErrorKind};

use super::adversary::State;
use super::api_model::{Key, MARK, TARGET};
use super::appearance::Appearance;
use super::call::{CallOutcome, Claim, NAME};
use super::exchange::{Exchange, ShownResponse};
use super::operation::Operation;
use super::round_plan::{Interference, Plan};
use super::verdict::{Flaw, Verdict};

/// Everything that both sides know about a round.
pub(super) struct Case<'a> {
    pub(super) plan: &'a Plan,
    pub(super) state: &'a State,
    /// The outcome of each call that was not dropped, with its index among all calls.
    pub(super) outcomes: &'a [(usize, CallOutcome)],
    pub(super) target_before: Option<Key>,
    pub(super) traced: &'a str,
    /// Whether each call began after the earlier ones had ended.
    pub(super) is_orderly: bool,
    pub(super) waits: &'a [Duration],
}

impl Case<'_> {
    pub(super) fn verdict(&self) -> Verdict {
        let mut verdict = Verdict::default();
        for (call, outcome) in self.outcomes {
            self.claim(*call, outcome, &mut verdict);
            self.attempts(*call, outcome, &mut verdict);
            for (place, text) in &outcome.texts {
                if leaks(text) {
                    verdict.find(Flaw::Leak, format!("in {place}"));
                }
            }
        }
        if leaks(self.traced) {
            verdict.find(Flaw::Leak, "in the trace output".to_owned());
        }
        if self.state.arrived_elsewhere > 0 {
            verdict.find(Flaw::Elsewhere, "the client followed a redirect".to_owned());
        }
        if self.state.http2 > 0 {
            verdict.find(Flaw::Elsewhere, "the client spoke HTTP/2".to_owned());
        }
        self.identities(&mut verdict);
        self.waits(&mut verdict);
        verdict
    }

    /// The exchanges of this call and of earlier ones.
    fn until(&self, call: usize) -> impl Iterator<Item = &Exchange> {
        let all = self.state.exchanges.iter();
        all.filter(move |exchange| exchange.call <= call)
    }

    fn answers(&self, call: usize) -> impl Iterator<Item = &ShownResponse> {
        self.until(call)
            .filter_map(|exchange| exchange.answer.as_ref())
    }

    fn forged(&self, call: usize, appearance: Appearance) -> bool {
        self.answers(call)
            .any(|answer| !answer.is_true && answer.appearance == appearance)
    }

    fn has_changed(&self, call: usize) -> bool {
        self.until(call).any(|exchange| exchange.has_changed)
    }

    fn claim(&self, call: usize, outcome: &CallOutcome, verdict: &mut Verdict) {
        let target = self.state.model.key(TARGET);
        let is_forged = self.forged(call, Appearance::Success);
        match &outcome.claim {
            Claim::Value(value) => {
                let is_real = match self.plan.operation {
                    Operation::Create => {
                        let keys = self.state.model.keys.iter();
                        let mut made = keys.filter(|key| key.id.starts_with("key_Made"));
                        made.any(|key| key.current() == value)
                    }
                    Operation::Regenerate => {
                        let before = self
                            .target_before
                            .as_ref()
                            .map_or(0, |key| key.values.len());
                        target.is_some_and(|key| {
                            key.values.iter().skip(before).any(|known| known == value)
                        })
                    }
                    _ => target.is_some_and(|key| key.current() == value),
                };
                verdict.judge(is_real, is_forged, Flaw::Done, "the value of the key");
            }
            Claim::Name(name) => {
                let expected = match self.plan.operation {
                    Operation::Update => Some(NAME),
                    _ => target.map(|key| key.name.as_str()),
                };
                // The response to an update may have been cut before the name.
                let is_unread = name.is_none() && self.plan.operation == Operation::Update;
                let is_so = (is_unread || name.as_deref() == expected)
                    && target.is_some_and(|key| Some(key.name.as_str()) == expected);
                verdict.judge(is_so, is_forged, Flaw::Done, "the details of the key");
            }
            Claim::Gone => {
                let is_forged = is_forged || self.forged(call, Appearance::Refusal);
                verdict.judge(
                    target.is_none(),
                    is_forged,
                    Flaw::Done,
                    "the key is deleted",
                );
            }
            Claim::Entries(number) => {
                verdict.judge(
                    *number == 1,
                    is_forged,
                    Flaw::Done,
                    "a list of types or permissions",
                );
            }
            Claim::Keys { ids, is_all } => self.list(call, ids, *is_all, verdict),
            Claim::Failed(certainty, kind) => {
                self.failed(call, (*certainty, *kind), outcome.attempts, verdict);
            }
        }
    }

    fn failed(
        &self,
        call: usize,
        (certainty, kind): (Certainty, ErrorKind),
        attempts: Option<u32>,
        verdict: &mut Verdict,
    ) {
        let has_changed = self.has_changed(call);
        let arrived = self.until(call).count();
        match certainty {
            Certainty::NotSent => {
                verdict.judge(arrived == 0, false, Flaw::NotSent, "not sent");
            }
            Certainty::Rejected => {
                // Excused only if every change was hidden by a forged refusal.
                let is_hidden = self.until(call).filter(|e| e.has_changed).all(|exchange| {
                    exchange
                        .answer
                        .as_ref()
                        .is_some_and(|answer| !answer.is_true && answer.appearance.is_refusal())
                });
                let writes = self.plan.operation.writes();
                verdict.judge(
                    !writes || !has_changed,
                    is_hidden,
                    Flaw::Rejected,
                    "rejected",
                );
            }
            Certainty::RotatedUnreadable => {
                let is_forged = self.forged(call, Appearance::Success);
                verdict.judge(
                    has_changed,
                    is_forged,
                    Flaw::Rotated,
                    "done, but the new value is unreadable",
                );
            }
            _ => verdict.upheld.push("unknown"),
        }
        if call > 0 || !self.is_orderly {
            return;
        }
        let is_nothing_sent = arrived == 0 && !self.plan.port.answers();
        if is_nothing_sent && certainty != Certainty::NotSent {
            let what = format!("no request had arrived, but the client says {certainty:?}");
            verdict.find(Flaw::Doubt, what);
        }
        // After a time limit, a response may still have been on its way.
        if kind == ErrorKind::Timeout {
            return;
        }
        let all: Vec<&Exchange> = self.until(call).collect();
        let is_all_seen = !self.plan.loses_requests();
        let refused = |answer: &ShownResponse| {
            answer.is_true && answer.is_whole && answer.appearance.is_refusal()
        };
        let are_refused = all.iter().all(|e| e.answer.as_ref().is_some_and(refused));
        if !all.is_empty() && is_all_seen && are_refused && certainty > Certainty::Rejected {
            let what = format!("the API refused each request, but the client says {certainty:?}");
            verdict.find(Flaw::Doubt, what);
        }
        // The last attempt may have ended by a time limit, before its request arrived.
        let attempts = attempts.and_then(|attempts| usize::try_from(attempts).ok());
        if attempts.is_some_and(|attempts| attempts != all.len()) {
            return;
        }
        let Some(last) = all.last().and_then(|exchange| exchange.answer.as_ref()) else {
            return;
        };
        let is_done = last.is_true && last.is_whole && last.appearance == Appearance::Success;
        if is_done && self.plan.operation.writes() && certainty < Certainty::RotatedUnreadable {
            let what = format!("the API confirmed the change, but the client says {certainty:?}");
            verdict.find(Flaw::Doubt, what);
        }
        if last.is_true && last.holds_key && last.appearance == Appearance::Success {
            let what =
                format!("the value arrived, but the call failed with {kind:?}, {certainty:?}");
            verdict.find(Flaw::LostKey, what);
        }
    }

    fn list(&self, call: usize, ids: &[String], is_all: bool, verdict: &mut Verdict) {
        // Each call reads the list from the start.
        let own: Vec<&Exchange> = self.until(call).filter(|e| e.call == call).collect();
        let exchanges = own.len();
        let keys = &self.state.model.keys;
        let mut seen = HashSet::new();
        if ids.iter().any(|id| !seen.insert(id.as_str())) {
            verdict.find(Flaw::List, "a key is in the list twice".to_owned());
        }
        let retries = usize::try_from(self.plan.most_attempts).unwrap_or(1) + 1;
        if exchanges > (keys.len() + 3) * retries {
            verdict.find(Flaw::List, format!("{exchanges} requests for one list"));
        }
        // An extra response stays on its connection, and the next call reads it as its own. The client cannot
        // notice that. In this case the pages of earlier calls count as well.
        let is_mixed = call > 0 && self.state.done.contains(&Interference::Extra);
        let pages: Vec<&ShownResponse> = self
            .until(call)
            .filter(|exchange| is_mixed || exchange.call == call)
            .filter_map(|exchange| exchange.answer.as_ref())
            .filter(|answer| answer.page.is_some())
            .collect();
        let is_forged = is_mixed || pages.iter().any(|page| !page.is_true);
        let told: HashSet<&str> = pages
            .iter()
            .filter_map(|page| page.page.as_ref())
            .flat_map(|(ids, _)| ids.iter().map(String::as_str))
            .collect();
        if seen.iter().any(|id| !told.contains(id)) {
            verdict.find(Flaw::List, "a key in the list was on no page".to_owned());
        }
        if !is_all {
            verdict.upheld.push("a list that failed before its end");
            return;
        }
        let read = own.iter().rev().find(|exchange| exchange.was_read);
        let last = read.and_then(|e| e.answer.as_ref());
        let last = if is_mixed {
            pages.last().copied()
        } else {
            last
        };
        if !last.is_some_and(|answer| answer.appearance == Appearance::Success && answer.is_whole) {
            verdict.find(
                Flaw::List,
                "the list ended without an error although its last page did not arrive".to_owned(),
            );
            return;
        }
        let items = last
            .and_then(|answer| answer.page.as_ref())
            .map_or(0, |page| page.1);
        if items > seen.len() as u64 {
            let what = format!(
                "the list ended without an error after {} of {items} keys",
                seen.len()
            );
            verdict.find(Flaw::List, what);
            return;
        }
        let is_complete = keys.iter().all(|key| seen.contains(key.id.as_str()));
        verdict.judge(
            is_complete,
            is_forged,
            Flaw::List,
            "a complete list of keys",
        );
    }
}

/// Whether a secret is in a text, in clear or as a list of bytes.
fn leaks(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let bytes = |mark: &str| {
        let bytes: Vec<String> = mark.bytes().map(|byte| byte.to_string()).collect();
        bytes.join(", ")
    };
    text.contains(MARK)
        || text.contains(&bytes(MARK))
        || text.contains(&bytes(&MARK.to_ascii_uppercase()))
}
