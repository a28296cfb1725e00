//! Answers of the API that are lost, late, broken or forged.
//!
//! Each test injects a fault into the sandbox and rotates a key. Either the key arrives all the same, or psq reports
//! what it knows about the old key and `psq recover` finishes the work. Crashes of psq itself are tested in
//! `interruptions`, and a service that reveals no key in `unrevealed`.

use std::time::Duration;

use crate::support::portal::Portal;
use crate::support::{World, read};
use publicsquare_sandbox::{Fault, Operation, RetryAfter, SpoiledBody};

/// Asserts that the key arrives although the first answers are lost.
#[track_caller]
fn assert_delivered(fault: &str) -> World {
    let world = World::new();
    let path = world.key_file();
    world.inject(fault);
    world.rotate_to(&path).ends(0);
    assert_eq!(world.sandbox.pending_faults(), 0, "{fault}");
    assert_eq!(read(&path), world.current(), "{fault}");
    assert_ne!(read(&path), world.old(), "{fault}");
    assert_eq!(world.names(), ["key"], "{fault}");
    assert_eq!(world.journals(), [""; 0], "{fault}");
    world
}

#[test]
fn an_answer_that_never_comes_is_asked_for_again() {
    for fault in [
        "regenerate=drop:before",
        "regenerate=drop:after",
        "regenerate=status:503:before",
        "regenerate=gateway:502:before",
        "regenerate=gateway:504:after",
        "regenerate=conflict",
        "regenerate=rate-limit:0",
    ] {
        let world = assert_delivered(fault);
        assert_eq!(world.regenerations(), 1, "{fault}");
    }
}

#[test]
fn an_answer_without_a_readable_key_is_asked_for_again() {
    for fault in [
        "regenerate=truncate:1",
        "regenerate=truncate:100",
        "regenerate=body:html",
        "regenerate=body:empty",
        "regenerate=body:malformed",
        "regenerate=body:null-key",
        "regenerate=body:without-key",
    ] {
        let world = assert_delivered(fault);
        assert_eq!(world.regenerations(), 1, "{fault}");
    }
}

#[test]
fn a_failure_that_is_not_stored_may_rotate_twice_and_the_last_key_is_delivered() {
    let world = assert_delivered("regenerate=status:500:after");
    assert_eq!(world.regenerations(), 2);
}

#[test]
fn if_no_answer_contains_the_key_it_is_revealed() {
    for fault in [
        "regenerate=drop:after*5",
        "regenerate=body:null-key*5",
        "regenerate=status:500:after*5",
        "regenerate=gateway:502:after*5",
    ] {
        let world = assert_delivered(fault);
        assert_eq!(world.audit().len(), 1, "{fault}");
    }
}

#[test]
fn an_unknown_outcome_is_reported_and_recovered() {
    let world = World::new();
    let path = world.key_file();
    world.inject("regenerate=drop:before*10");
    let ended = world.rotate_to(&path).ends(4);
    ended.says(&["the old key may be dead"]);
    assert_eq!(ended.next(), format!("psq recover {}", world.id()));
    assert_eq!(read(&path), world.old());
    assert_eq!(world.regenerations(), 0);

    // The other five faults take effect here.
    world.recover(&[]).ends(4);
    assert_eq!(world.sandbox.pending_faults(), 0);
    world.recover(&[]).ends(0);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 1);
    assert_eq!(world.names(), ["key"]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn a_dead_key_whose_new_value_cannot_be_revealed_is_recovered_later() {
    let world = World::new();
    let path = world.key_file();
    world.inject("regenerate=body:null-key*5");
    // The first request is that of the preflight.
    world.inject("reveal=delay:0:before");
    world.inject("reveal=status:503:before*5");
    let ended = world.rotate_to(&path).ends(4);
    ended.says(&["the old key is dead"]);
    world.psq(ended.next_words()).ends(0);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn an_answer_that_proves_nothing_leaves_the_old_key_unknown() {
    for answer in [
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\nconnection: close\r\n\r\n<p>Sign in</p>",
        "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    ] {
        let world = World::new();
        let path = world.key_file();
        let portal = Portal::before(world.sandbox.url(), answer);
        let psq = world
            .rotate_to(&path)
            .env("PUBLICSQUARE_BASE_URL", portal.url());
        let ended = psq.args(&["--timeout", "2"]).ends(4);
        ended.says(&["the old key may be dead", "still shows the old value"]);
        assert!(!ended.stderr.contains("key is dead"), "{}", ended.stderr);
        assert!(world.works(world.old()));
    }
}

#[test]
fn psq_tries_the_old_key_and_finds_it_dead() {
    let world = World::new();
    let path = world.key_file();
    world.inject("regenerate=drop:after*5");
    // The first request is that of the preflight.
    world.inject("reveal=delay:0:before");
    world.inject("reveal=status:503:before*5");
    let ended = world.rotate_to(&path).ends(4);
    ended.says(&["the old key is dead"]);
    assert!(!world.works(world.old()));
}

#[test]
fn a_delivered_key_that_cannot_be_tried_is_reported_as_unverified() {
    for fault in ["key-types=status:500:before*5", "key-types=drop:before*5"] {
        let world = World::new();
        let path = world.key_file();
        world.inject(fault);
        let ended = world.rotate_to(&path).ends(5);
        ended.says(&["could not try the new key", "the old key is dead"]);
        assert_eq!(read(&path), world.current());
        world.psq(ended.next_words()).ends(0);
        assert_eq!(world.regenerations(), 1);
        assert_eq!(world.audit().len(), 1);
        assert_eq!(world.names(), ["key"]);
    }
}

#[test]
fn a_delivered_key_of_which_nobody_says_whether_it_is_current_is_not_verified() {
    for fault in [
        "reveal=status:500:before*5",
        "reveal=drop:before*5",
        "reveal=status:404:before",
    ] {
        let world = World::new();
        let path = world.key_file();
        // The first request is that of the preflight.
        world.inject("reveal=delay:0:before");
        world.inject(fault);
        let ended = world.rotate_to(&path).ends(5);
        ended.says(&[
            "did not say whether it is the current one",
            "the old key is dead",
        ]);
        assert_eq!(read(&path), world.current());
        world.psq(ended.next_words()).ends(0);
        assert_eq!(world.regenerations(), 1);
    }
}

#[test]
fn a_refusal_changes_nothing_and_leaves_nothing() {
    for status in [400, 401, 403, 404, 422] {
        let world = World::new();
        let path = world.key_file();
        world.inject(&format!("regenerate=status:{status}:before"));
        let ended = world.rotate_to(&path).ends(3);
        ended.says(&[&status.to_string(), "untouched and still works"]);
        assert_eq!(read(&path), world.old(), "{status}");
        assert_eq!(world.names(), ["key"], "{status}");
        assert_eq!(world.journals(), [""; 0], "{status}");
        assert_eq!(world.audit(), [serde_json::Value::Null; 0], "{status}");
    }
}

#[test]
fn a_key_that_does_not_exist_changes_nothing() {
    let world = World::new();
    let ended = world
        .psq([
            "rotate",
            "key_NobodysKey111111111111111",
            "--env",
            "test",
            "--to",
            "key",
        ])
        .ends(3);
    ended.says(&["404"]);
    assert!(!ended.stderr.contains("still works"), "{}", ended.stderr);
    assert_eq!(world.writes(), []);
    assert_eq!(world.names(), [""; 0]);
}

#[test]
fn an_unreachable_server_changes_nothing() {
    let world = World::new();
    let path = world.key_file();
    // Nothing listens on this port. A port that was free a moment ago could belong to the sandbox of another test by now.
    let ended = world
        .rotate_to(&path)
        .env("PUBLICSQUARE_BASE_URL", "http://127.0.0.1:1")
        .ends(3);
    ended.says(&["untouched"]);
    assert_eq!(world.names(), ["key"]);
    assert_eq!(world.journals(), [""; 0]);
}

#[test]
fn a_url_that_would_give_the_key_away_is_refused() {
    let world = World::new();
    for url in ["http://api.publicsquare.com", "ftp://127.0.0.1", "nonsense"] {
        world
            .rotate(&["--to", "key"])
            .env("PUBLICSQUARE_BASE_URL", url)
            .ends(2);
    }
    let fault = Fault::redirect(&format!("{}/elsewhere", world.sandbox.url()));
    world.sandbox.inject(fault.on(Operation::RevealApiKey));
    world.rotate(&["--to", "key"]).ends(3);
    assert_eq!(world.writes(), []);
    assert_eq!(world.sandbox.requests().len(), 1);
}

#[test]
fn psq_waits_as_long_as_the_api_asks() {
    let world = World::new();
    let path = world.key_file();
    let wait = RetryAfter::seconds(Duration::from_secs(1));
    let fault = Fault::too_many_requests(Some(wait));
    world.sandbox.inject(fault.on(Operation::RegenerateApiKey));
    let ended = world.rotate_to(&path).ends(0);
    ended.says(&["no usable answer yet (429); asking again in"]);
    assert_eq!(read(&path), world.current());
    assert_eq!(world.regenerations(), 1);
}

#[test]
fn a_wait_that_is_longer_than_the_timeout_is_not_begun() {
    let world = World::new();
    let path = world.key_file();
    world.inject("regenerate=rate-limit:3000");
    let ended = world.rotate_to(&path).args(&["--timeout", "5"]).ends(3);
    ended.says(&["429", "untouched"]);
    assert_eq!(world.journals(), [""; 0]);
    assert_eq!(world.names(), ["key"]);
}

#[test]
fn an_answer_about_another_environment_is_not_delivered() {
    let world = World::new();
    let path = world.key_file();
    let keys = world.sandbox.seeded();
    let other = keys.production().key_reader().value();
    let body = format!(
        r#"{{"id":"{}","environment":"production","key":"{other}"}}"#,
        world.id()
    );
    let fault = Fault::body(SpoiledBody::Json(body.into_bytes()));
    world.sandbox.inject(fault.on(Operation::RegenerateApiKey));
    let ended = world.rotate_to(&path).ends(4);
    ended.says(&["production", "psq does not deliver it"]);
    assert_eq!(read(&path), world.old());
    world.recover(&[]).ends(0);
    assert_eq!(read(&path), world.current());
}

#[test]
fn verbose_shows_requests_without_their_secrets() {
    let world = World::new();
    world.inject("regenerate=drop:after");
    let ended = world.rotate(&["--to", "key", "-v"]).ends(0);
    ended.says(&[
        &format!("> GET /api-keys/{}/reveal → 200", world.id()),
        &format!(
            "> POST /api-keys/{}/regenerate [correlation id ",
            world.id()
        ),
        "no answer (",
        "(attempt 1); again in ",
        "→ 200 in ",
        "(attempt 2)",
        "> GET /api-key-types → 200",
    ]);
}

#[test]
fn a_new_key_that_is_not_accepted_at_once_is_tried_again() {
    let world = World::new();
    let path = world.key_file();
    world.inject("key-types=status:401:before*2");
    let ended = world.rotate_to(&path).ends(0);
    ended.says(&["does not accept the new key yet", "Verified"]);
    assert_eq!(read(&path), world.current());
}

#[test]
fn a_new_key_that_is_never_accepted_is_delivered_and_not_verified() {
    let world = World::new();
    let path = world.key_file();
    world.inject("key-types=status:401:before*100");
    let ended = world.rotate_to(&path).args(&["--timeout", "1"]).ends(5);
    ended.says(&["does not accept the new key", "the old key is dead"]);
    assert_eq!(
        ended.next(),
        format!("psq recover {} --timeout 1", world.id())
    );
    assert_eq!(read(&path), world.current());
}
