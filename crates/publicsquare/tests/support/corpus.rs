//! Inputs for properties that hold for all bytes: the corpus of a fuzz target, and damaged copies of it.
//!
//! In comes the name of a fuzz target. Out come the committed inputs in `fuzz/corpus`, and a strategy that cuts, joins
//! and overwrites them. The tests of several crates include this file. A package that is unpacked outside of this
//! repository has no corpus; there the strategy makes random bytes.

#![allow(dead_code, reason = "each test program uses its own part of this")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// Asserts the property for each committed input, and names the input for which it does not hold.
pub(crate) fn play(target: &str, holds: impl Fn(&[u8])) {
    for (path, input) in corpus(target) {
        let outcome = catch_unwind(AssertUnwindSafe(|| holds(&input)));
        assert!(outcome.is_ok(), "it does not hold for {}", path.display());
    }
}

/// Inputs that are like the committed ones, and inputs that are like nothing.
pub(crate) fn inputs(target: &str) -> impl Strategy<Value = Vec<u8>> + use<> {
    let all: Vec<Vec<u8>> = corpus(target).into_iter().map(|(_, input)| input).collect();
    let random = vec(any::<u8>(), 0..200);
    let one = any::<Index>();
    (one, vec(damage(), 0..5), random).prop_map(move |(one, damages, random)| {
        if all.is_empty() {
            return random;
        }
        let mut input = one.get(&all).clone();
        for damage in &damages {
            damage.strike(&mut input, &all);
        }
        input
    })
}

/// One way to damage an input. Places are counted modulo the length.
#[derive(Clone, Debug)]
enum Damage {
    /// The bytes between two places go.
    Lost(Index, Index),
    /// The bytes between two places come once more.
    Repeated(Index, Index),
    /// The end goes, and the end of another input takes its place.
    Joined(Index, Index, Index),
    /// A byte becomes another one.
    Changed(Index, u8),
    /// These bytes are inserted.
    Inserted(Index, Vec<u8>),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<Index>;
    prop_oneof![
        (place(), place()).prop_map(|(from, to)| Damage::Lost(from, to)),
        (place(), place()).prop_map(|(from, to)| Damage::Repeated(from, to)),
        (place(), place(), place()).prop_map(|(at, other, from)| Damage::Joined(at, other, from)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Damage::Changed(at, byte)),
        (place(), vec(any::<u8>(), 1..6)).prop_map(|(at, bytes)| Damage::Inserted(at, bytes)),
    ]
}

impl Damage {
    fn strike(&self, input: &mut Vec<u8>, all: &[Vec<u8>]) {
        let place = |index: &Index| index.index(input.len() + 1);
        let range = |one: &Index, other: &Index| {
            let (one, other) = (place(one), place(other));
            one.min(other)..one.max(other)
        };
        match self {
            Self::Lost(from, to) => drop(input.drain(range(from, to))),
            Self::Repeated(from, to) => {
                let again = input[range(from, to)].to_vec();
                let at = range(from, to).start;
                input.splice(at..at, again);
            }
            Self::Joined(at, other, from) => {
                let other = other.get(all);
                input.truncate(place(at));
                input.extend_from_slice(&other[from.index(other.len() + 1)..]);
            }
            Self::Changed(at, byte) => {
                let at = place(at);
                if let Some(changed) = input.get_mut(at) {
                    *changed = *byte;
                }
            }
            Self::Inserted(at, bytes) => {
                let at = place(at);
                input.splice(at..at, bytes.iter().copied());
            }
        }
    }
}

/// The committed inputs of a fuzz target, in the order of their names.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut corpora = folders.map(|folder| folder.join("fuzz/corpus"));
    let Some(corpora) = corpora.find(|folder| folder.is_dir()) else {
        return Vec::new();
    };
    let entries = fs::read_dir(corpora.join(target)).expect("each target has a corpus");
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "the corpus of {target} is empty");
    let inputs = paths.into_iter().map(|path| {
        let input = fs::read(&path).unwrap();
        (path, input)
    });
    inputs.collect()
}
