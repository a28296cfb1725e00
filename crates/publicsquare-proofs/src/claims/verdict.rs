//! What the judge says of a round.
//!
//! In come single findings. Out go the flaws, the excuses and what was found true.

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
    (Flaw::Done, "successes that were none"),
    (
        Flaw::NotSent,
        "requests that arrived and were called not sent",
    ),
    (Flaw::Rejected, "changes that were called rejected"),
    (
        Flaw::Rotated,
        "changes that were claimed and had not happened",
    ),
    (Flaw::Doubt, "doubts where the model could be known"),
    (Flaw::LostKey, "keys that arrived and were lost"),
    (Flaw::Attempts, "attempts counted wrong"),
    (
        Flaw::List,
        "lists with keys twice, missing or invented, or without an end",
    ),
    (Flaw::Identity, "requests sent again as other requests"),
    (Flaw::Wait, "waits that were shorter than asked for"),
    (
        Flaw::Elsewhere,
        "requests that followed a redirect or spoke HTTP/2",
    ),
    (Flaw::Leak, "secrets shown"),
];

/// What the judge says of a round.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub(super) flaws: Vec<(Flaw, String)>,
    /// What nobody could have known, by the claim that was false.
    pub(super) excuses: Vec<&'static str>,
    /// Claims that were looked at and found true.
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
            (false, false) => self.find(flaw, format!("claimed: {claim}")),
        }
    }
}
