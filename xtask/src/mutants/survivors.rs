//! The committed list of mutants that survive with a reason, compared with a run.
//!
//! In come `.cargo/mutants-survivors.toml`, the mutants that exist, and the results of a run. Out come the survivors
//! without a reason, and the entries that no longer hold: the mutant is caught, or it does not exist any more.

use std::collections::BTreeMap;
use std::io;

use toml::Table;

use super::outcomes::{Mutant, Verdict};

/// The mutants that may survive. Each has a reason in the file.
#[derive(Debug, Default)]
pub(super) struct Survivors(BTreeMap<Mutant, usize>);

/// How the list and the results differ.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Differences {
    /// Survivors that the list does not have.
    pub(super) unexplained: Vec<Mutant>,
    /// Entries whose mutant was caught.
    pub(super) caught: Vec<Mutant>,
}

impl Survivors {
    /// Reads the list. A mutant whose change occurs several times in a function is listed once for each survivor.
    ///
    /// # Errors
    /// The text is no TOML, or an entry lacks one of its texts.
    pub(super) fn parse(text: &str) -> io::Result<Self> {
        let table: Table = text.parse().map_err(io::Error::other)?;
        let mut survivors = BTreeMap::new();
        for (name, entries) in &table {
            let entries = entries.as_array().filter(|_| name == "survivor");
            let entries = entries.ok_or_else(|| {
                io::Error::other(format!("`{name}` is not a list of [[survivor]] tables"))
            })?;
            for entry in entries {
                let text = |name: &str| {
                    let text = entry.get(name).and_then(toml::Value::as_str);
                    let text = text.map(str::trim).filter(|text| !text.is_empty());
                    text.ok_or_else(|| {
                        io::Error::other(format!("an entry has no `{name}`: {entry:?}"))
                    })
                };
                text("reason")?;
                let mutant = Mutant {
                    file: text("file")?.to_owned(),
                    change: text("change")?.to_owned(),
                };
                *survivors.entry(mutant).or_default() += 1;
            }
        }
        Ok(Self(survivors))
    }

    pub(super) fn len(&self) -> usize {
        self.0.values().sum()
    }

    /// The entries whose mutant does not exist, or not as often.
    pub(super) fn without_a_mutant(&self, existing: &[Mutant]) -> Vec<Mutant> {
        let existing = counted(existing);
        let gone = self.0.iter().filter(|(mutant, entries)| {
            **entries > existing.get(mutant).copied().unwrap_or_default()
        });
        gone.map(|(mutant, _)| mutant.clone()).collect()
    }

    /// Compares the list with the results of a run. `existing` are all mutants of the scope: an entry counts as caught
    /// only if the run has tried every mutant of its name.
    pub(super) fn compare(
        &self,
        existing: &[Mutant],
        results: &[(Mutant, Verdict)],
    ) -> Differences {
        let existing = counted(existing);
        let tried = counted(results.iter().map(|(mutant, _)| mutant));
        let missed = results
            .iter()
            .filter(|(_, verdict)| *verdict == Verdict::Missed);
        let missed = counted(missed.map(|(mutant, _)| mutant));
        let listed = |mutant: &Mutant| self.0.get(mutant).copied().unwrap_or_default();
        let mut differences = Differences::default();
        for (mutant, count) in &missed {
            if *count > listed(mutant) {
                differences.unexplained.push((*mutant).clone());
            }
        }
        for (mutant, entries) in &self.0 {
            let all = tried
                .get(mutant)
                .is_some_and(|tried| *tried == existing.get(mutant).copied().unwrap_or_default());
            if all && *entries > missed.get(mutant).copied().unwrap_or_default() {
                differences.caught.push(mutant.clone());
            }
        }
        differences
    }
}

fn counted<'m>(mutants: impl IntoIterator<Item = &'m Mutant>) -> BTreeMap<&'m Mutant, usize> {
    let mut counts = BTreeMap::new();
    for mutant in mutants {
        *counts.entry(mutant).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::mutants::outcomes;
    use crate::workspace;

    /// What cargo-mutants 27.1 wrote: a mutant that was caught, one that survived and one that does not compile. The
    /// members that nothing reads are left out.
    const OUTCOMES: &str = include_str!("testdata/outcomes.json");
    /// What `cargo mutants --list --json` printed for the same code, without the same members.
    const LISTED: &str = include_str!("testdata/listed.json");

    const CAUGHT: (&str, &str) = (
        "crates/publicsquare/src/certainty.rs",
        "delete match arm 400 | 401 | 403 | 404 | 422 | 429 in Certainty::of_refusal",
    );
    const MISSED: (&str, &str) = (
        "crates/publicsquare/src/effect.rs",
        "replace Effect::only_reads -> bool with true",
    );
    const UNVIABLE: (&str, &str) = (
        "crates/publicsquare/src/effect.rs",
        "replace Effect::with_remedy -> Self with Default::default()",
    );

    fn parsed(entries: &[(&str, &str)]) -> Survivors {
        let entries = entries.iter().map(|(file, change)| {
            format!("[[survivor]]\nfile = '{file}'\nchange = '{change}'\nreason = 'equal'\n")
        });
        Survivors::parse(&entries.collect::<String>()).unwrap()
    }

    fn differences(entries: &[(&str, &str)]) -> Differences {
        let results = outcomes::read(OUTCOMES).unwrap();
        parsed(entries).compare(&outcomes::listed(LISTED).unwrap(), &results)
    }

    #[test]
    fn a_survivor_without_a_reason_is_found() {
        let found = differences(&[]);
        assert_eq!(found.caught, []);
        let [survivor] = found.unexplained.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!((&*survivor.file, &*survivor.change), MISSED);
    }

    #[test]
    fn a_survivor_with_a_reason_is_not_found() {
        assert_eq!(differences(&[MISSED]), Differences::default());
    }

    #[test]
    fn an_entry_that_a_test_notices_is_found() {
        for gone in [CAUGHT, UNVIABLE] {
            let found = differences(&[MISSED, gone]);
            assert_eq!(found.unexplained, []);
            assert_eq!(found.caught.len(), 1, "{found:?}");
            assert_eq!((&*found.caught[0].file, &*found.caught[0].change), gone);
        }
    }

    #[test]
    fn a_second_survivor_of_one_name_needs_a_second_entry() {
        let mut results = outcomes::read(OUTCOMES).unwrap();
        let missed = results
            .iter()
            .find(|(_, verdict)| *verdict == Verdict::Missed);
        let twice = missed.unwrap().clone();
        let existing = [twice.0.clone(), twice.0.clone()];
        // A part of the mutants has one of them, and does not say that the other one is caught.
        let pair = parsed(&[MISSED, MISSED]);
        let part = pair.compare(&existing, std::slice::from_ref(&twice));
        assert_eq!(part, Differences::default());
        results.push(twice);
        assert_eq!(pair.compare(&existing, &results), Differences::default());
        assert_eq!(
            parsed(&[MISSED])
                .compare(&existing, &results)
                .unexplained
                .len(),
            1
        );
    }

    #[test]
    fn an_entry_without_a_mutant_is_found() {
        let existing = outcomes::listed(LISTED).unwrap();
        assert_eq!(parsed(&[MISSED, CAUGHT]).without_a_mutant(&existing), []);
        for gone in [(MISSED.0, "replace f with ()"), ("src/gone.rs", MISSED.1)] {
            assert_eq!(parsed(&[gone]).without_a_mutant(&existing).len(), 1);
        }
        assert_eq!(
            parsed(&[MISSED, MISSED]).without_a_mutant(&existing).len(),
            1
        );
    }

    #[test]
    fn an_entry_without_a_reason_is_refused() {
        let entry = "[[survivor]]\nfile = 'a.rs'\nchange = 'replace f with ()'\n";
        for reason in ["", "reason = ' '\n"] {
            assert!(Survivors::parse(&format!("{entry}{reason}")).is_err());
        }
        assert!(Survivors::parse("[[survivors]]\n").is_err());
    }

    #[test]
    fn results_in_another_form_are_refused() {
        assert!(outcomes::read("{}").is_err());
        assert!(outcomes::read(&OUTCOMES.replace("MissedMutant", "Survived")).is_err());
        assert!(outcomes::listed(&LISTED.replace("name", "title")).is_err());
    }

    #[test]
    fn the_committed_list_can_be_read() {
        let text = fs::read_to_string(workspace::path(super::super::LIST)).unwrap();
        Survivors::parse(&text).unwrap();
    }
}
