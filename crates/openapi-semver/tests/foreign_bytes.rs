//! Lists of accepted changes of any bytes.
//!
//! The property is in `foreign_bytes/accepted_list.rs`. The fuzz target `accepted_list` asserts the same for millions of
//! inputs. Here the inputs are the committed corpus of that target and damaged copies of it. Descriptions are in
//! `damage.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "foreign_bytes/accepted_list.rs"]
mod accepted_list;
#[path = "../../publicsquare/tests/support/corpus.rs"]
mod corpus;

use corpus::{inputs, play};
use proptest::prelude::*;

#[test]
fn the_corpus_holds() {
    play("accepted_list", accepted_list::holds);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 512,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_list_is_read_or_its_mistake_is_named(input in inputs("accepted_list")) {
        accepted_list::holds(&input);
    }
}
