//! Files of any bytes: what psq must make of each of them.
//!
//! The properties are in `tests/foreign_bytes`. The fuzz targets `dotenv`, `journal`, `plan` and `credential` assert the
//! same for millions of inputs. Here the inputs are the committed corpora of these targets and damaged copies of them.

use proptest::prelude::*;

use self::corpus::{inputs, play};
use crate::fuzzing as readers;

#[path = "../../../publicsquare/tests/support/corpus.rs"]
mod corpus;
#[path = "../../tests/foreign_bytes/credential.rs"]
mod credential;
#[path = "../../tests/foreign_bytes/dotenv.rs"]
mod dotenv;
#[path = "../../tests/foreign_bytes/dotenv_readers.rs"]
mod dotenv_readers;
#[path = "../../tests/foreign_bytes/journal.rs"]
mod journal;
#[path = "../../tests/foreign_bytes/plan.rs"]
mod plan;

#[test]
fn the_corpora_hold() {
    play("credential", credential::holds);
    play("dotenv", dotenv::holds);
    play("journal", journal::holds);
    play("plan", plan::holds);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(miri) { 4 } else { 1024 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_credential_is_the_text_of_its_file(input in inputs("credential")) {
        credential::holds(&input);
    }

    #[test]
    fn other_readers_find_the_value_in_an_edited_file(input in inputs("dotenv")) {
        dotenv::holds(&input);
    }

    #[test]
    fn the_newest_whole_entry_of_a_journal_counts(input in inputs("journal")) {
        journal::holds(&input);
    }

    #[test]
    fn a_plan_is_read_or_its_mistakes_are_named(input in inputs("plan")) {
        plan::holds(&input);
    }
}
