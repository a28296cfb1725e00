//! The counts of all rounds together, and the summary.
//!
//! Plans and results of rounds come in. Out goes the summary on standard output: failed rounds in full, what was
//! tried, true and excused claims, and the counts of flaws, which must be 0. The flaws are listed in
//! [`verdict`](super::verdict).

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::time::Duration;

use super::operation::Operation;
use super::round::RoundResult;
use super::round_plan::{ENUMERATED, Interference, Plan};
use super::verdict::{FLAWS, Flaw};

/// How many failed rounds are shown in full.
const SHOWN: usize = 12;

#[derive(Default)]
pub(super) struct Tally {
    rounds: usize,
    requests: usize,
    kinds: BTreeMap<&'static str, usize>,
    ports: BTreeMap<&'static str, usize>,
    pairs: HashSet<(Operation, Interference)>,
    dropped: usize,
    upheld: BTreeMap<&'static str, usize>,
    excuses: BTreeMap<&'static str, usize>,
    flaws: BTreeMap<Flaw, usize>,
    failed: Vec<(usize, String)>,
}

impl Tally {
    pub(super) fn add(&mut self, plan: &Plan, played: &RoundResult) {
        self.rounds += 1;
        self.requests += played.requests;
        self.dropped += usize::from(plan.dropped_after.is_some());
        *self.ports.entry(plan.port.kind()).or_default() += 1;
        for interference in &played.done {
            *self.kinds.entry(interference.kind()).or_default() += 1;
            if matches!(
                interference,
                Interference::Instead(..) | Interference::After { .. }
            ) {
                self.pairs.insert((plan.operation, interference.clone()));
            }
        }
        for claim in &played.verdict.upheld {
            *self.upheld.entry(claim).or_default() += 1;
        }
        for claim in &played.verdict.excuses {
            *self.excuses.entry(claim).or_default() += 1;
        }
        if played.verdict.flaws.is_empty() {
            return;
        }
        let mut text = format!(
            "round {}: {:?}, target exists: {}, attempts: {}, port: {:?}, dropped after polls: {:?}, sent again: {}\n",
            plan.round,
            plan.operation,
            plan.has_target,
            plan.most_attempts,
            plan.port,
            plan.dropped_after,
            plan.is_sent_again
        );
        for interference in &played.done {
            text += &format!("  interference: {interference:?}\n");
        }
        text += &played.story;
        for (flaw, what) in &played.verdict.flaws {
            *self.flaws.entry(*flaw).or_default() += 1;
            text += &format!("  {flaw:?}: {what}\n");
        }
        self.failed.push((plan.round, text));
    }

    /// Whether no claim was false.
    pub(super) fn is_clean(&self) -> bool {
        self.failed.is_empty()
    }

    pub(super) fn show(
        &mut self,
        seed: u64,
        time: Duration,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.failed.sort();
        for (_, text) in self.failed.iter().take(SHOWN) {
            writeln!(out, "{text}")?;
        }
        if self.failed.len() > SHOWN {
            writeln!(
                out,
                "… and {} more failed rounds",
                self.failed.len() - SHOWN
            )?;
        }
        writeln!(
            out,
            "{} rounds with the seed {seed} in {:.0} s, {} requests, {} calls dropped before they ended",
            self.rounds,
            time.as_secs_f64(),
            self.requests,
            self.dropped
        )?;
        for (kind, count) in self.ports.iter().chain(&self.kinds) {
            writeln!(out, "  {count:>7}  {kind}")?;
        }
        writeln!(
            out,
            "  {:>7}  of {ENUMERATED} combinations of call, status and body, in place of the API's response or after the API has acted",
            self.pairs.len()
        )?;
        writeln!(out, "Claims that were true:")?;
        for (claim, count) in &self.upheld {
            writeln!(out, "  {count:>7}  {claim}")?;
        }
        writeln!(
            out,
            "Excused claims, because no client could tell the forged response from one of the API:"
        )?;
        for (claim, count) in &self.excuses {
            writeln!(out, "  {count:>7}  {claim}")?;
        }
        for (flaw, name) in FLAWS {
            let count = self.flaws.get(&flaw).copied().unwrap_or_default();
            writeln!(out, "{count} {name}")?;
        }
        Ok(())
    }
}
