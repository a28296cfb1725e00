//! No secret reaches an error, a `Debug`, a panic or a trace, whatever goes wrong.
//!
//! In come requests with marked secrets, and responses that repeat them. Out comes every text that a program can get from the
//! client, and a trace of the whole process at every level. `support/canary.rs` has the secrets and the search. How foreign
//! texts look in a message is tested in `foreign_texts.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use publicsquare::{
    Client, ClientBuilder, CorrelationId, Error, IdempotencyKey, Regenerated, RetryPolicy,
};

use support::canary::{
    self, Trace, assert_error_hides, assert_hidden, assert_trace_hides, leaks, texts, trace,
};
use support::failures::{Case, cases};
use support::scripted::{Scripted, answer, ok, problem};
use support::{KEY_ID, StillClock};

fn settings(url: String, attempts: u32) -> ClientBuilder {
    Client::builder()
        .api_key(canary::API_KEY)
        .base_url(url)
        .clock(StillClock::new())
        .retry_policy(RetryPolicy::default().max_attempts(attempts))
}

fn idempotency_key() -> IdempotencyKey {
    IdempotencyKey::new(canary::IDEMPOTENCY_KEY).unwrap()
}

fn success() -> Vec<u8> {
    ok(format!(
        r#"{{"id":"{KEY_ID}","key":"{}","name":"n"}}"#,
        canary::NEW_KEY
    ))
}

async fn fail(case: &Case) -> Error {
    let server = Scripted::new(case.script.clone());
    let builder = settings(server.url(), case.attempts());
    assert_hidden("the builder", &builder);
    let client = builder.build().unwrap();
    assert_hidden("the client", &client);
    assert_hidden("the operations", &client.api_keys());
    let request = client.api_keys().regenerate(KEY_ID).unwrap();
    let request = if case.replaying {
        request.replaying(idempotency_key())
    } else {
        request.with_idempotency_key(idempotency_key())
    };
    assert_hidden("the request", &request);
    assert_hidden("the idempotency key", request.idempotency_key());
    request.send().await.expect_err(case.name)
}

#[tokio::test]
async fn no_failure_shows_a_secret() {
    trace();
    for case in cases() {
        let error = fail(&case).await;
        assert_error_hides(&format!("{} {:?}", case.name, case.status), error);
    }
    assert_trace_hides();
}

#[cfg(feature = "blocking")]
#[test]
fn no_failure_of_the_blocking_client_shows_a_secret() {
    trace();
    for case in cases() {
        let server = Scripted::new(case.script.clone());
        let builder = settings(server.url(), case.attempts());
        let client = publicsquare::blocking::Client::from_builder(builder).unwrap();
        assert_hidden("the client", &client);
        assert_hidden("the operations", &client.api_keys());
        let request = client.api_keys().regenerate(KEY_ID).unwrap();
        let request = if case.replaying {
            request.replaying(idempotency_key())
        } else {
            request.with_idempotency_key(idempotency_key())
        };
        assert_hidden("the request", &request);
        let error = request.send().expect_err(case.name);
        assert_error_hides(&format!("{} {:?}", case.name, case.status), error);
    }
    assert_trace_hides();
}

fn assert_result_hides(rotated: &Regenerated) {
    assert_eq!(rotated.key.expose_secret(), canary::NEW_KEY);
    assert_hidden("the result", rotated);
    assert_hidden("the key", &rotated.key);
    assert_hidden("a result", &Ok::<_, Error>(rotated));
}

#[tokio::test]
async fn no_success_shows_a_secret() {
    trace();
    let server = Scripted::new([success()]);
    let client = settings(server.url(), 1).build().unwrap();
    let request = client.api_keys().regenerate(KEY_ID).unwrap();
    let rotated = request.with_idempotency_key(idempotency_key()).await;
    assert_result_hides(&rotated.unwrap());
    assert_trace_hides();
}

#[cfg(feature = "blocking")]
#[test]
fn no_success_of_the_blocking_client_shows_a_secret() {
    trace();
    let server = Scripted::new([success()]);
    let client = publicsquare::blocking::Client::from_builder(settings(server.url(), 1));
    let request = client.unwrap().api_keys().regenerate(KEY_ID).unwrap();
    let rotated = request.with_idempotency_key(idempotency_key()).send();
    assert_result_hides(&rotated.unwrap());
    assert_trace_hides();
}

#[test]
fn no_secret_is_serialized_without_permission() {
    let key = publicsquare::SecretKey::new(canary::NEW_KEY);
    let error = serde_json::to_string(&key).unwrap_err();
    assert!(!leaks(&format!("{error} {error:?}")));
}

#[test]
fn no_refused_setting_shows_a_secret() {
    let url = || "http://127.0.0.1:1".to_owned();
    let refused = [
        settings(url(), 1).api_key(format!("{}\n", canary::API_KEY)),
        settings(url(), 1).api_key(format!("{}\0", canary::API_KEY)),
        settings(url(), 1).api_key(format!(" {}", canary::API_KEY)),
        settings("https://user:CANARY@127.0.0.1".to_owned(), 1),
        settings("https://CANARY@127.0.0.1".to_owned(), 1),
        settings("http://u:CANARY@".to_owned(), 1),
        settings("https://127.0.0.1/?key=CANARY".to_owned(), 1),
        settings("https://127.0.0.1:CANARY".to_owned(), 1),
        settings(canary::API_KEY.to_owned(), 1),
        settings(url(), 1).user_agent_suffix("a\nb"),
    ];
    for builder in refused {
        assert_hidden("the builder", &builder);
        assert_error_hides("a setting", builder.build().expect_err("it is refused"));
    }
}

#[test]
fn no_refused_argument_shows_a_secret() {
    for text in [
        format!("{}\n", canary::IDEMPOTENCY_KEY),
        canary::IDEMPOTENCY_KEY.repeat(20),
    ] {
        let error = IdempotencyKey::new(text).unwrap_err();
        assert_hidden("the reason", &error);
        assert_error_hides("an argument", error.into());
    }
    for text in [canary::API_KEY.to_owned(), format!("{} ", canary::API_KEY)] {
        let error = CorrelationId::new(text).unwrap_err();
        assert_hidden("the reason", &error);
        assert_error_hides("an argument", error.into());
    }
    let client = settings("http://127.0.0.1:1".to_owned(), 1)
        .build()
        .unwrap();
    for id in [canary::API_KEY, canary::NEW_KEY, canary::IDEMPOTENCY_KEY] {
        let error = client.api_keys().regenerate(id).expect_err("no id");
        assert_error_hides("an id", error);
    }
}

/// The search finds secrets that are really there. Without that, the tests above prove nothing.
#[test]
fn the_search_finds_a_secret_in_every_form() {
    for secret in [canary::API_KEY, canary::NEW_KEY, canary::IDEMPOTENCY_KEY] {
        for leak in [
            format!("the key {secret}!"),
            secret.to_lowercase(),
            format!("{:?}", secret.as_bytes()),
            format!("{:#04x?}", secret.as_bytes())
                .replace(",\n", ",")
                .replace("    ", " "),
            format!("{:?}", bytes_of(secret)),
        ] {
            assert!(leaks(&leak), "{leak}");
        }
        assert!(std::panic::catch_unwind(|| assert_hidden("a text", &secret)).is_err());
    }
    assert!(!leaks("SecretKey([redacted]) sk_test_ [1, 2, 3]"));
}

fn bytes_of(secret: &str) -> std::collections::VecDeque<u8> {
    secret.bytes().collect()
}

#[test]
fn the_search_looks_at_all_of_an_error() {
    // A correlation id is shown on purpose. So the search has to find a secret in its place.
    let id = CorrelationId::new(canary::IDEMPOTENCY_KEY).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = Scripted::new([]);
    let client = settings(server.url(), 1).build().unwrap();
    let request = client.api_keys().regenerate(KEY_ID).unwrap();
    let sent = request.with_correlation_id(id);
    let silent = tracing::subscriber::NoSubscriber::default();
    let error = tracing::subscriber::with_default(silent, || {
        runtime.block_on(async { sent.send().await }).unwrap_err()
    });
    let leaking: Vec<_> = texts(error)
        .into_iter()
        .filter_map(|(place, text)| leaks(&text).then_some(place))
        .collect();
    assert_eq!(leaking, ["Display", "Debug", "correlation id", "a panic"]);
}

#[test]
fn the_search_looks_at_the_trace() {
    let trace = Trace::default();
    tracing::subscriber::with_default(trace.subscriber(), || {
        let span = tracing::trace_span!("a span", key = canary::API_KEY);
        span.in_scope(|| tracing::trace!("an event"));
    });
    let leaking = trace.text().lines().filter(|line| leaks(line)).count();
    assert!(leaking >= 2, "{}", trace.text());
}

#[tokio::test]
async fn a_secret_that_a_server_repeats_is_hidden_in_every_spelling() {
    let repeated = [
        (
            "the idempotency key",
            problem(
                422,
                r#"{"title":"x","detail":"CANARY-idempotency-333333 was used"}"#,
            ),
        ),
        (
            "escaped",
            problem(
                401,
                r#"{"title":"x","detail":"sk_\u0074est_CANARYauthenticating11111"}"#,
            ),
        ),
        (
            "a name",
            problem(
                400,
                r#"{"title":"x","errors":{"sk_test_CANARYauthenticating11111":["no"]}}"#,
            ),
        ),
        (
            "a member",
            problem(500, r#"{"title":"x","key":"live-CANARY-value"}"#),
        ),
        (
            "a tail",
            problem(500, r#"{"title":"sk_test_abcdefgh-CANARY_part2"}"#),
        ),
        (
            "a header",
            answer(401, &[("x-correlation-id", canary::API_KEY)], "{}"),
        ),
        (
            "another header",
            answer(307, &[("location", canary::IDEMPOTENCY_KEY)], ""),
        ),
    ];
    for (what, answer) in repeated {
        let server = Scripted::new([answer]);
        let client = settings(server.url(), 1).build().unwrap();
        let request = client.api_keys().regenerate(KEY_ID).unwrap();
        let error = request.with_idempotency_key(idempotency_key()).await;
        assert_error_hides(what, error.unwrap_err());
    }
    assert_trace_hides();
}

#[tokio::test]
async fn no_other_operation_shows_a_secret() {
    use publicsquare::Permission;

    trace();
    let key = format!(
        r#"{{"id":"{KEY_ID}","key":"{}","name":"n"}}"#,
        canary::NEW_KEY
    );
    let page = format!(r#"{{"pagination":{{"page_size":1}},"data":[{key}]}}"#);
    let created = answer(201, &[("content-type", "application/json")], &key);
    let repeating = |status| {
        let (used, new) = (canary::API_KEY, canary::NEW_KEY);
        problem(
            status,
            &format!(r#"{{"title":"x","detail":"{used} {new}","errors":{{"key":["{new}"]}}}}"#),
        )
    };
    let server = Scripted::new([
        ok(page),
        created,
        ok(key.clone()),
        ok(key.clone()),
        ok(key),
        repeating(422),
        repeating(404),
        repeating(403),
    ]);
    let keys = settings(server.url(), 1).build().unwrap().api_keys();
    let permissions = || [Permission::PaymentRead];

    assert_hidden("a page", &keys.list().await.unwrap());
    let create = keys.create("n", permissions()).unwrap();
    let create = create.with_idempotency_key(idempotency_key());
    assert_hidden("a created key", &create.send().await.unwrap());
    assert_hidden("a creation", &create);
    assert_hidden("a key", &keys.get(KEY_ID).unwrap().await.unwrap());
    assert_hidden(
        "a revealed key",
        &keys.reveal(KEY_ID).unwrap().await.unwrap(),
    );
    let update = keys.update(KEY_ID, "n", permissions()).unwrap();
    assert_hidden("a changed key", &update.await.unwrap());
    assert_hidden("the operations", &keys);

    assert_error_hides("create", create.send().await.unwrap_err());
    assert_error_hides("delete", keys.delete(KEY_ID).unwrap().await.unwrap_err());
    assert_error_hides("reveal", keys.reveal(KEY_ID).unwrap().await.unwrap_err());
    assert_eq!(trace().text().lines().position(leaks), None);
}
