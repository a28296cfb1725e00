//! Texts of any bytes where an id or a base URL is expected.
//!
//! The properties are in `foreign_bytes/`. The fuzz targets `api_key_id` and `base_url` assert the same for millions of
//! inputs. Here the inputs are the committed corpora of these targets and damaged copies of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "foreign_bytes/api_key_id.rs"]
mod api_key_id;
#[path = "foreign_bytes/base_url.rs"]
mod base_url;
#[path = "../crates/publicsquare/tests/support/corpus.rs"]
mod corpus;

use corpus::{inputs, play};
use proptest::prelude::*;

#[test]
fn the_corpora_hold() {
    play("api_key_id", api_key_id::holds);
    play("base_url", base_url::holds);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1024,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_id_has_the_documented_form(input in inputs("api_key_id")) {
        api_key_id::holds(&input);
    }

    #[test]
    fn a_base_url_shows_no_key_to_others(input in inputs("base_url")) {
        base_url::holds(&input);
    }
}
