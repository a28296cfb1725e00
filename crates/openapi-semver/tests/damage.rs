//! Documents that were damaged at random, and documents that have nothing in common.
//!
//! Whatever the loader reads can be compared, without a panic, and is equal to itself. A comparison in one direction
//! finds a difference if the other direction does. The property is in `foreign_bytes/compare.rs`, and the fuzz target
//! `compare` asserts the same on random bytes.
//! `properties` uses documents that are valid by construction.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "foreign_bytes/compare.rs"]
mod compare;
#[path = "../../publicsquare/tests/support/corpus.rs"]
mod corpus;

use std::fs;
use std::path::Path;

use compare::assert_comparable;
use openapi_loader::load_published;
use proptest::prelude::*;
use proptest::sample::Index;

#[test]
fn the_corpus_holds() {
    corpus::play("compare", compare::holds);
}

fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flat_map(|case| {
            let case = case.unwrap().path();
            ["base.yaml", "revision.yaml"].map(|name| case.join(name))
        })
        .collect();
    paths.sort();
    let texts = paths.iter().map(|path| fs::read_to_string(path).unwrap());
    texts.collect()
}

/// One way to damage a text.
#[derive(Clone, Debug)]
enum Damage {
    /// A line is removed.
    Lost(Index),
    /// A line replaces another line.
    Moved(Index, Index),
    /// A line is repeated.
    Repeated(Index),
    /// A line of another text is inserted.
    Foreign(Index, Index, Index),
    /// A line is indented by two more or two fewer.
    Indented(Index, bool),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<Index>;
    prop_oneof![
        index().prop_map(Damage::Lost),
        (index(), index()).prop_map(|(from, to)| Damage::Moved(from, to)),
        index().prop_map(Damage::Repeated),
        (index(), index(), index()).prop_map(|(to, text, line)| Damage::Foreign(to, text, line)),
        (index(), any::<bool>()).prop_map(|(line, more)| Damage::Indented(line, more)),
    ]
}

fn damaged(text: &str, all: &[String], damages: &[Damage]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for damage in damages {
        if lines.is_empty() {
            break;
        }
        let at = |index: &Index| index.index(lines.len());
        match damage {
            Damage::Lost(line) => {
                let line = at(line);
                lines.remove(line);
            }
            Damage::Moved(from, to) => {
                let (from, to) = (at(from), at(to));
                lines.swap(from, to);
            }
            Damage::Repeated(line) => {
                let line = at(line);
                lines.insert(line, lines[line].clone());
            }
            Damage::Foreign(to, text, line) => {
                let to = at(to);
                let other: Vec<&str> = text.get(all).lines().collect();
                lines.insert(to, other[line.index(other.len())].to_owned());
            }
            Damage::Indented(line, more) => {
                let line = at(line);
                let text = &lines[line];
                lines[line] = if *more {
                    format!("  {text}")
                } else {
                    text.strip_prefix("  ").unwrap_or(text).to_owned()
                };
            }
        }
    }
    lines.join("\n") + "\n"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_can_be_read_can_be_compared(
        base in any::<Index>(),
        other in any::<Index>(),
        damages in prop::collection::vec(damage(), 0..4),
        is_other in any::<bool>(),
    ) {
        thread_local! {
            static TEXTS: Vec<String> = texts();
        }
        TEXTS.with(|texts| {
            let base = base.get(texts);
            let source = if is_other { other.get(texts) } else { base };
            let revision = damaged(source, texts, &damages);
            let base = load_published("base.yaml", base).unwrap();
            if let Ok(revision) = load_published("revision.yaml", &revision) {
                assert_comparable(&base, &revision);
                assert_comparable(&revision, &base);
            }
        });
    }
}
