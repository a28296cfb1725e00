//! Strange successes: the client reads the new key anyway.
//!
//! In come responses with status 2xx that are damaged, cut off, huge or full of unknown members, but hold a key. Out comes that key.
//! A success without a readable key is a failure, and tested in `certainty.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "rescue/other_operations.rs"]
mod other_operations;
mod support;

use httpmock::MockServer;
use publicsquare::{Certainty, Environment, Permission, Regenerated};
use publicsquare_httpmock::{Faults, FaultyProxy, MockServerExt};
use publicsquare_sandbox::{Fault, Sandbox, SpoiledBody};
use serde_json::{Value, json};

use support::fields::{NEW_KEY, documented};
use support::scripted::{Scripted, answer, ok, without_last};
use support::{KEY_ID, assert_certainty, client_without_retries};

/// The result of one response, without a second attempt.
async fn rescued(what: &str, answer: Vec<u8>) -> Regenerated {
    let server = Scripted::new([answer]);
    let keys = client_without_retries(server.url()).api_keys();
    let rotated = keys.regenerate(KEY_ID).unwrap().await;
    let rotated = rotated.unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(rotated.key.expose_secret(), NEW_KEY, "{what}");
    assert_eq!(rotated.id.as_str(), KEY_ID, "{what}");
    rotated
}

/// The documented body with some changed members.
fn with(members: Value) -> Vec<u8> {
    let mut body = documented();
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    ok(body.to_string())
}

#[tokio::test]
async fn unknown_members_and_values_do_not_cost_the_key() {
    rescued(
        "unknown members",
        with(json!({"new": {"deep": [1, null]}, "": 1})),
    )
    .await;
    let rotated = rescued(
        "values that are new",
        with(json!({"environment": "staging", "type": "ephemeral", "permissions": ["a:b"]})),
    )
    .await;
    assert_eq!(rotated.environment, Some(Environment::from("staging")));
    assert_eq!(rotated.key_type.unwrap().as_str(), "ephemeral");
    assert_eq!(rotated.permissions, [Permission::from("a:b")]);
}

#[tokio::test]
async fn members_that_break_the_schema_do_not_cost_the_key() {
    let name = "n".repeat(101);
    let rotated = rescued("101 characters", with(json!({"name": name}))).await;
    assert_eq!(rotated.name.as_deref(), Some(&*name));
    let rotated = rescued("no name", with(json!({"name": "", "permissions": []}))).await;
    assert_eq!(rotated.name.as_deref(), Some(""));
    assert_eq!(rotated.permissions, []);
}

#[tokio::test]
async fn the_key_alone_is_enough() {
    let rotated = rescued("only a key", ok(json!({"key": NEW_KEY}).to_string())).await;
    assert_eq!(
        (rotated.account_id, rotated.environment, rotated.key_type),
        (None, None, None)
    );
    assert_eq!(
        (rotated.name, rotated.created_at, rotated.modified_at),
        (None, None, None)
    );
    assert_eq!(rotated.permissions, []);
}

#[tokio::test]
async fn no_other_member_costs_the_key() {
    let others = [
        "account_id",
        "environment",
        "type",
        "created_at",
        "modified_at",
        "name",
        "permissions",
    ];
    for odd in [
        json!(null),
        json!(7),
        json!(1.5),
        json!(true),
        json!("odd"),
        json!([[null]]),
        json!({"a": 1}),
    ] {
        let all: Value = others
            .map(|name| (name.to_owned(), odd.clone()))
            .into_iter()
            .collect();
        rescued(&format!("all {odd}"), with(all)).await;
    }
    rescued("no id", with(json!({"id": null}))).await;
    rescued("an id that is a list", with(json!({"id": [KEY_ID]}))).await;
}

#[tokio::test]
async fn numbers_stand_for_text() {
    let rotated = rescued(
        "numbers",
        with(json!({"account_id": 12, "name": 7, "permissions": "a:b"})),
    )
    .await;
    assert_eq!(rotated.account_id.as_deref(), Some("12"));
    assert_eq!(rotated.name.as_deref(), Some("7"));
    assert_eq!(rotated.permissions, [Permission::from("a:b")]);
}

#[tokio::test]
async fn times_are_read_where_that_is_possible() {
    let times = json!({"created_at": "2024-06-30T01:02:29.212", "modified_at": "soon"});
    let rotated = rescued("no zone", with(times)).await;
    assert_eq!(
        rotated.created_at.unwrap().timestamp_millis(),
        1_719_709_349_212
    );
    assert_eq!(rotated.modified_at, None);
}

#[tokio::test]
async fn a_body_that_is_not_quite_json_is_read_as_far_as_it_goes() {
    let body = documented().to_string();
    let object = body.trim_end_matches('}');
    for (what, body) in [
        (
            "garbage behind",
            format!("{body} <!-- served by a proxy -->"),
        ),
        ("two objects", format!("{body}{body}")),
        ("no end", object.to_owned()),
        ("an end amid a member", format!(r#"{object},"name":"n"#)),
        ("a comma at the end", format!("{object},}}")),
        ("a byte order mark", format!("\u{feff}{body}")),
        ("white space around", format!("\r\n\t {body}\r\n\n")),
        (
            "the same member twice",
            format!(r#"{{"key":null,{}"#, &body[1..]),
        ),
        (
            "half a character",
            format!(r#"{{"note":"\ud800",{}"#, &body[1..]),
        ),
        (
            "a number beyond all",
            format!(r#"{{"n":1e999,{}"#, &body[1..]),
        ),
    ] {
        rescued(what, ok(body)).await;
    }
    let mut not_utf8 = object.as_bytes().to_vec();
    not_utf8.extend_from_slice(b",\"note\":\"\xff\"}");
    rescued("a byte that is no text", ok(not_utf8)).await;
}

#[tokio::test]
async fn the_headers_may_lie() {
    let body = documented().to_string();
    for (name, value) in [
        ("content-type", "text/html"),
        ("content-type", "application/octet-stream"),
        ("x-correlation-id", "not\tvisible"),
        ("retry-after", "soon"),
    ] {
        rescued(name, answer(200, &[(name, value)], &body)).await;
    }
    for status in [201, 202, 299] {
        rescued("another success", answer(status, &[], &body)).await;
    }
}

#[tokio::test]
async fn a_body_beyond_all_bounds_is_read_to_the_key() {
    let mut body = documented();
    body["padding"] = Value::from("x".repeat(2 * publicsquare_client::MAX_BODY_BYTES));
    // The members are sorted by name, so the key is before the padding.
    rescued("two megabytes", ok(body.to_string())).await;
}

/// The length of the documented body up to the end of its key.
fn end_of_key(answer: &[u8]) -> usize {
    let text = String::from_utf8_lossy(answer);
    text.find(NEW_KEY).unwrap() + NEW_KEY.len() + 1
}

#[tokio::test]
async fn every_cut_behind_the_key_keeps_it_and_every_cut_before_loses_it() {
    let whole = ok(documented().to_string());
    let (end, length) = (end_of_key(&whole), whole.len());
    for cut in end..length {
        rescued(
            &format!("cut at {cut} of {length}"),
            without_last(whole.clone(), length - cut),
        )
        .await;
    }
    for cut in [end - 1, end - 5] {
        let server = Scripted::new([whole[..cut].to_vec()]);
        let keys = client_without_retries(server.url()).api_keys();
        let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
        assert_certainty(&error, Certainty::RotatedUnreadable);
    }
}

#[tokio::test]
async fn a_wire_that_breaks_behind_the_key_costs_nothing() {
    let server = MockServer::start_async().await;
    let body = documented().to_string();
    let mock = server.regenerate_api_key(|_, then| {
        let _ = then.raw(200, "application/json", &body);
    });
    let proxy = FaultyProxy::start(&server).unwrap();
    let behind_key = body.find(NEW_KEY).unwrap() + NEW_KEY.len() + 1;
    let head = head_length(&proxy, &body).await;
    proxy.cut_next_response(head + behind_key);
    let keys = client_without_retries(proxy.base_url()).api_keys();
    let rotated = keys.regenerate(KEY_ID).unwrap().await.unwrap();
    assert_eq!(rotated.key.expose_secret(), NEW_KEY);
    assert_eq!(rotated.name, None);
    assert_eq!(mock.calls(), 2);
}

/// The number of bytes before the body of a response over this proxy.
async fn head_length(proxy: &FaultyProxy, body: &str) -> usize {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let address = proxy.base_url().replace("http://", "");
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let request = format!(
        "POST /api-keys/{KEY_ID}/regenerate HTTP/1.1\r\nhost: {address}\r\ncontent-length: 0\r\n\
         connection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    // A connection that stays open has no line about closing. That is the only difference.
    let closing = "connection: close\r\n";
    let text = String::from_utf8(answer).unwrap();
    let extra = if text.contains(closing) {
        closing.len()
    } else {
        0
    };
    text.len() - body.len() - extra
}

#[tokio::test]
async fn the_rescued_key_is_the_one_that_works() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = sandbox.seeded().production();
    let (secret, target) = (keys.secret().value(), keys.publishable().id());
    let first = client_of(&sandbox, secret);
    let whole = first.api_keys().regenerate(target).unwrap().await.unwrap();
    let length = json!(whole.key.expose_secret()).to_string().len();
    // The members before the key have a known length, and enough bytes follow it.
    let before = json!({"id": target, "account_id": whole.account_id, "environment": "production"});
    sandbox.inject(Fault::truncate_body(
        before.to_string().len() + r#","key":"#.len() + length,
    ));
    let request = client_of(&sandbox, secret).api_keys().regenerate(target);
    let rotated = request.unwrap().await.unwrap();
    assert_eq!(rotated.name, None);
    assert_eq!(
        rotated.key.expose_secret(),
        sandbox.current_value(target).unwrap().value()
    );
    assert_eq!(sandbox.regenerations(target), 2);
}

fn client_of(sandbox: &Sandbox, secret: &str) -> publicsquare::Client {
    support::settings(sandbox.url())
        .api_key(secret)
        .retry_policy(publicsquare::RetryPolicy::never())
        .build()
        .unwrap()
}

#[tokio::test]
async fn the_sandbox_can_answer_oddly_too() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let keys = sandbox.seeded().production();
    let odd = format!(r#"{{"key":"{NEW_KEY}","name":7,"created_at":"2024-06-30"}} trailing"#);
    sandbox.inject(Fault::body(SpoiledBody::Json(odd.into_bytes())));
    let request = client_of(&sandbox, keys.secret().value())
        .api_keys()
        .regenerate(keys.publishable().id());
    let rotated = request.unwrap().await.unwrap();
    assert_eq!(rotated.key.expose_secret(), NEW_KEY);
}

#[tokio::test]
async fn a_value_that_is_no_id_does_not_name_another_key() {
    for id in [
        json!(7),
        json!(true),
        json!(1.5),
        json!(""),
        json!([]),
        json!({}),
    ] {
        rescued(&format!("id: {id}"), with(json!({"id": id}))).await;
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_a_key_is_not_returned() {
    for body in [r#"{"key":true}"#, r#"{"key":1.5}"#] {
        let server = Scripted::new([ok(body)]);
        let keys = client_without_retries(server.url()).api_keys();
        let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
        assert_certainty(&error, Certainty::RotatedUnreadable);
    }
    let server = Scripted::new([ok(r#"["a","b","c",null,"not-a-key","f"]"#)]);
    let keys = client_without_retries(server.url()).api_keys();
    let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
    assert_certainty(&error, Certainty::Unknown);
}
