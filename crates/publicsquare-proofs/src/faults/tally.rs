//! The counts of all rounds together, and the summary.
//!
//! Plans and results of rounds come in. Out goes the summary on standard output: failed rounds in full, kinds of
//! faults, exit codes, coverage of the enumerated faults, and the counts of findings, which must be 0. A single
//! finding is made in [`oracle`](super::oracle).

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::time::Duration;

use super::fault::{Fault, KINDS};
use super::oracle::{FLAWS, Flaw};
use super::round::RoundResult;
use super::round_plan::Plan;
use super::scenario::Scenario;

/// How many failed rounds are shown in full.
const SHOWN: usize = 12;

#[derive(Default)]
pub(super) struct Tally {
    rounds: usize,
    kinds: [usize; KINDS.len()],
    not_reached: usize,
    codes: BTreeMap<Option<i32>, usize>,
    calls_after: BTreeMap<usize, usize>,
    flaws: [usize; FLAWS.len()],
    failed: Vec<(Vec<Flaw>, String)>,
    /// The enumerated SIGKILLs that have not struck yet.
    uncovered: HashSet<(Scenario, usize, bool)>,
    /// The number of all enumerated SIGKILLs by command.
    enumerated: BTreeMap<&'static str, usize>,
}

impl Tally {
    /// An empty tally for a run with these enumerated faults.
    pub(super) fn new(enumerated: &[(Scenario, Fault)]) -> Self {
        let mut tally = Self::default();
        for (scenario, fault) in enumerated {
            if let Fault::Kill { at, before } = fault {
                tally.uncovered.insert((*scenario, *at, *before));
                *tally.enumerated.entry(scenario.verb()).or_default() += 1;
            }
        }
        tally
    }

    pub(super) fn add(&mut self, plan: &Plan, played: &RoundResult) {
        self.rounds += 1;
        if let Some(count) = self.kinds.get_mut(plan.fault.kind()) {
            *count += 1;
        }
        if plan.fault.aims() && played.struck.is_none() {
            self.not_reached += 1;
        }
        if let (Fault::Kill { before, .. }, Some(point)) = (&plan.fault, &played.struck) {
            self.uncovered
                .remove(&(plan.scenario, point.index, *before));
        }
        *self.codes.entry(played.code).or_default() += 1;
        *self.calls_after.entry(played.calls).or_default() += 1;
        for finding in &played.findings {
            for ((flaw, _), count) in FLAWS.iter().zip(&mut self.flaws) {
                *count += usize::from(*flaw == finding.flaw);
            }
        }
        if !played.findings.is_empty() {
            let mut text = format!("round {}: {plan}\n", plan.round);
            if let Some(point) = &played.struck {
                text += &format!(
                    "  the fault struck at system call {}: {} {}\n",
                    point.index, point.name, point.what
                );
            }
            text += &format!(
                "  {}\n  exit code {:?}, {} system calls\n",
                played.conditions, played.code, played.points
            );
            for finding in &played.findings {
                text += &format!("  {:?}: {}\n", finding.flaw, finding.what);
            }
            let flaws = played.findings.iter().map(|finding| finding.flaw);
            self.failed.push((flaws.collect(), text));
        }
    }

    pub(super) fn rounds(&self) -> usize {
        self.rounds
    }

    /// The report of the first round with this flaw.
    pub(super) fn first_of(&self, flaw: Flaw) -> Option<&str> {
        let (_, text) = self
            .failed
            .iter()
            .find(|(flaws, _)| flaws.contains(&flaw))?;
        Some(text)
    }

    /// Whether no round has failed.
    pub(super) fn is_clean(&self) -> bool {
        self.failed.is_empty()
    }

    /// The kinds of faults that no round had.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        KINDS
            .iter()
            .zip(self.kinds)
            .filter(|(_, count)| *count == 0)
            .map(|(kind, _)| *kind)
            .collect()
    }

    pub(super) fn show(&self, seed: u64, elapsed: Duration, out: &mut dyn Write) -> io::Result<()> {
        for (_, failed) in self.failed.iter().take(SHOWN) {
            writeln!(out, "{failed}")?;
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
            "{} rounds with the seed {seed} in {:.0} s",
            self.rounds,
            elapsed.as_secs_f64()
        )?;
        for (kind, count) in KINDS.iter().zip(self.kinds) {
            writeln!(out, "  {count:>6}  {kind}")?;
        }
        writeln!(
            out,
            "  {:>6}  of these ended before the call at which the fault was aimed",
            self.not_reached
        )?;
        writeln!(out, "The broken runs ended:")?;
        for (code, count) in &self.codes {
            match code {
                Some(code) => writeln!(out, "  {count:>6}  with exit code {code}")?,
                None => writeln!(out, "  {count:>6}  killed")?,
            }
        }
        writeln!(out, "Commands that the operator typed until all was well:")?;
        for (calls, count) in &self.calls_after {
            writeln!(out, "  {count:>6}  rounds with {calls}")?;
        }
        writeln!(
            out,
            "SIGKILL has struck directly before or after a system call:"
        )?;
        for (verb, all) in &self.enumerated {
            let left = self.uncovered.iter();
            let left = left
                .filter(|(scenario, ..)| scenario.verb() == *verb)
                .count();
            writeln!(out, "  {:>6}  of {all} places in {verb}", all - left)?;
        }
        for ((_, name), count) in FLAWS.iter().zip(self.flaws) {
            writeln!(out, "{count} {name}")?;
        }
        Ok(())
    }
}
