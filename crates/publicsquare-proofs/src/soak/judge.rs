//! The judge: whether a run of psq has lost a key, or has said something that is not so.
//!
//! In come the end of the run, and what the sandbox and the destinations held before and after it. Out come findings. The
//! judge asks the sandbox and the files, never psq, and it is arithmetic: no file is read here. When to ask is decided in
//! [`applier`](super::applier).

use super::planned::{Held, KEYS, Kind, Method, Place};
use super::psq_run::PsqRun;
use super::sandbox_process::HeldKey;
use crate::faults::{FOREIGN, Finding, Flaw, MARK, contains};

/// The truth at one moment.
pub(super) struct Snapshot {
    pub(super) keys: Vec<HeldKey>,
    pub(super) held: Held,
}

impl Snapshot {
    /// Whether the destination holds a value of its key that works.
    fn is_current(&self, place: &Place, index: usize) -> bool {
        let Some(Ok(Some(held))) = self.held.get(index) else {
            return false;
        };
        let name = KEYS.get(place.key).map(|key| key.name);
        let mut keys = self.keys.iter();
        keys.any(|key| Some(key.name.as_str()) == name && key.value == *held)
    }

    /// The destinations that do not hold a value that works.
    pub(super) fn stale<'p>(&self, places: &'p [Place]) -> Vec<&'p Place> {
        let places = places.iter().enumerate();
        places
            .filter(|(index, place)| !self.is_current(place, *index))
            .map(|(_, place)| place)
            .collect()
    }
}

/// What a run had to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Every key of the plan: `psq apply`.
    Plan,
    /// Some of them: `psq apply --due`, `psq recover`.
    Some,
    /// None: `psq status`.
    Nothing,
}

/// Compares a run with the truth.
pub(super) fn judge(
    run: &PsqRun,
    scope: Scope,
    before: &Snapshot,
    after: &Snapshot,
    places: &[Place],
) -> Vec<Finding> {
    let mut findings = of_output(run, scope);
    let mut find = |flaw, what: String| findings.push(Finding::new(flaw, what));
    for (index, place) in places.iter().enumerate() {
        let name = place.path.display();
        if let Some(Err(damage)) = after.held.get(index) {
            find(Flaw::Bytes, format!("{name}: {damage}"));
            continue;
        }
        let (was, is) = (
            before.is_current(place, index),
            after.is_current(place, index),
        );
        let is_replaced = KEYS
            .get(place.key)
            .is_some_and(|key| key.method == Method::Replace);
        if is {
            continue;
        }
        // While a key is replaced, one of the two works at every moment, wherever psq was killed.
        if is_replaced && was {
            find(
                Flaw::Lost,
                format!("{name} held a key that worked, and holds none any more"),
            );
        } else if run.code == Some(0) && scope == Scope::Plan {
            let what = format!("exit code 0, and {name} does not hold the key that works");
            find(Flaw::Lost, what);
        } else if was && matches!(run.code, Some(0 | 2 | 3 | 5)) && place.kind != Kind::Copy {
            let code = run.code.unwrap_or_default();
            let what = format!("exit code {code}, and {name} does not hold the key that works now");
            find(Flaw::FalseClaim, what);
        }
    }
    findings
}

/// What is wrong with the end of a run and with its output.
fn of_output(run: &PsqRun, scope: Scope) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |flaw, what: String| findings.push(Finding::new(flaw, what));
    for secret in [MARK, FOREIGN.as_bytes()] {
        if contains(run.text.as_bytes(), secret) {
            find(Flaw::Leak, "a secret is in the output".to_owned());
        }
    }
    if run.hangs {
        find(Flaw::Disorder, "psq did not end".to_owned());
    } else if !run.is_killed && !matches!(run.code, Some(0 | 2..=5)) {
        let what = format!("psq ended with {:?}", run.code);
        find(Flaw::Disorder, what);
    }
    if run.text.contains("panicked at") || run.text.contains("psq itself has failed") {
        find(Flaw::Disorder, "psq panicked".to_owned());
    }
    if run.code == Some(4) && run.next().is_none() && scope != Scope::Nothing {
        let what = "exit code 4, and no next command".to_owned();
        find(Flaw::NextLine, what);
    }
    findings
}

#[cfg(test)]
mod tests;
