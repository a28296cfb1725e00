//! Responses of any bytes: what the client must make of each of them.
//!
//! The properties are in `foreign_bytes/`. The fuzz targets `answer_body`, `answer_head` and `problem` assert the same
//! for millions of inputs, without a network. Here the inputs are the committed corpora of these targets and damaged
//! copies of them, and a server on the loopback sends them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "foreign_bytes/answer.rs"]
mod answer;
#[path = "foreign_bytes/answer_body.rs"]
mod answer_body;
#[path = "foreign_bytes/answer_head.rs"]
mod answer_head;
#[path = "foreign_bytes/problem.rs"]
mod problem;
mod support;

use proptest::prelude::*;
use publicsquare::{Error, Regenerated};

use answer::{Answer, KEY_ID, client};
use support::corpus::{inputs, play};
use support::scripted::Scripted;

/// Asks a server on the loopback.
fn ask(answer: &Answer<'_>) -> Result<Regenerated, Error> {
    let headers: Vec<_> = answer
        .headers
        .iter()
        .map(|(name, value)| [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat())
        .collect();
    let head = format!(
        "HTTP/1.1 {} Status\r\nconnection: close\r\ncontent-length: {}\r\n",
        answer.status,
        answer.body.len()
    );
    let bytes = [head.as_bytes(), &headers.concat(), b"\r\n", answer.body].concat();
    let server = Scripted::new([bytes]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let request = client(&server.url()).api_keys().regenerate(KEY_ID).unwrap();
    runtime.block_on(request.send())
}

#[test]
fn the_corpus_of_bodies_holds() {
    play("answer_body", |input| answer_body::holds(input, &ask));
}

#[test]
fn the_corpus_of_heads_holds() {
    play("answer_head", |input| answer_head::holds(input, &ask));
}

#[test]
fn the_corpus_of_problems_holds() {
    play("problem", |input| problem::holds(input, &ask));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_key_in_any_body_is_found(input in inputs("answer_body")) {
        answer_body::holds(&input, &ask);
    }

    #[test]
    fn no_header_is_misread(input in inputs("answer_head")) {
        answer_head::holds(&input, &ask);
    }

    #[test]
    fn no_failure_says_more_than_the_api(input in inputs("problem")) {
        problem::holds(&input, &ask);
    }
}
