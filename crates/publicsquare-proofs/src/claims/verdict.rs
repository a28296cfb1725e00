//! The verdict on a round: flaws, excuses, and claims that were true.
//!
//! Single findings of the [`oracle`](super::oracle) come in. Out goes a [`Verdict`] for the tally. The names of the
//! flaws here are those of the summary; every count must be 0.

/// A kind of finding. [`FLAWS`] describes each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flaw {
    Done,
    NotSent,
    Rejected,
    Rotated,
    Doubt,
    LostKey,
    Attempts,
    List,
    Identity,
    Wait,
    Elsewhere,
    Leak,
}

pub(super) const FLAWS: [(Flaw, &str); 12] = [
    (Flaw::Done, "successes that did not happen"),
    (
        Flaw::NotSent,
        "requests that arrived but were reported as not sent",
    ),
    (Flaw::Rejected, "changes that were reported as rejected"),
    (
        Flaw::Rotated,
        "changes that were reported but had not happened",
    ),
    (Flaw::Doubt, "doubts where the truth was known"),
    (Flaw::LostKey, "keys that arrived but were lost"),
    (Flaw::Attempts, "wrong counts of attempts"),
    (
        Flaw::List,
        "lists with duplicate, missing or invented keys, or without an end",
    ),
    (Flaw::Identity, "repeats with another idempotency key"),
    (Flaw::Wait, "waits shorter than the server demanded"),
    (
        Flaw::Elsewhere,
        "followed redirects, and requests over HTTP/2",
    ),
    (Flaw::Leak, "secrets shown"),
];

/// The verdict on a round.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub(super) flaws: Vec<(Flaw, String)>,
    /// False claims that are excused, because no client could have known better.
    pub(super) excuses: Vec<&'static str>,
    /// Claims that were checked and are true.
    pub(super) upheld: Vec<&'static str>,
}

impl Verdict {
    pub(super) fn find(&mut self, flaw: Flaw, what: String) {
        self.flaws.push((flaw, what));
    }

    pub(super) fn judge(
        &mut self,
        is_true: bool,
        is_excused: bool,
        flaw: Flaw,
        claim: &'static str,
    ) {
        match (is_true, is_excused) {
            (true, _) => self.upheld.push(claim),
            (false, true) => self.excuses.push(claim),
            (false, false) => self.find(flaw, format!("a false claim: {claim}")),
        }
    }
}
