//! Faults as text: the grammar of `--fault` and of the control port.
//!
//! Texts come in. The tests compare them with faults that are built in code, check every error message, and let
//! some faults strike. What each fault does in detail is in [`faults`](super::faults).

use std::time::{Duration, Instant};

use publicsquare_sandbox::{Fault, Moment, Operation, RetryAfter, Sandbox, SpoiledBody};
use serde_json::Value;

use crate::call::{Answer, Call, get, regenerate, sandbox};

#[test]
fn every_kind_gives_the_fault_of_its_name() {
    let after = Moment::AfterCommit;
    let before = Moment::BeforeCommit;
    let seconds = |wait| Some(RetryAfter::seconds(Duration::from_secs(wait)));
    let millis = Duration::from_millis;
    for (spec, fault) in [
        ("drop:before", Fault::drop_connection(before)),
        ("drop:after", Fault::drop_connection(after)),
        ("truncate:0", Fault::truncate_body(0)),
        ("truncate:20", Fault::truncate_body(20)),
        ("status:400:before", Fault::status(400, before)),
        ("status:599:after", Fault::status(599, after)),
        ("gateway:502:before", Fault::gateway_error(502, before)),
        ("gateway:504:after", Fault::gateway_error(504, after)),
        ("conflict", Fault::conflict()),
        ("rate-limit", Fault::too_many_requests(None)),
        ("rate-limit:0", Fault::too_many_requests(seconds(0))),
        ("rate-limit:30", Fault::too_many_requests(seconds(30))),
        ("delay:0:before", Fault::delay(millis(0), before)),
        ("delay:1500:after", Fault::delay(millis(1500), after)),
        ("body:html", Fault::body(SpoiledBody::Html)),
        ("body:empty", Fault::body(SpoiledBody::Empty)),
        ("body:malformed", Fault::body(SpoiledBody::MalformedJson)),
        ("body:null-key", Fault::body(SpoiledBody::NullKey)),
        ("body:without-key", Fault::body(SpoiledBody::WithoutKey)),
    ] {
        assert_eq!(spec.parse(), Ok(fault.clone()), "{spec}");
        assert_eq!(format!("{spec}*3").parse(), Ok(fault.clone().times(3)));
        let on = fault.times(2).on(Operation::RevealApiKey);
        assert_eq!(format!("reveal={spec}*2").parse(), Ok(on));
    }
}

#[test]
fn every_operation_has_a_name() {
    for (name, operation) in [
        ("regenerate", Operation::RegenerateApiKey),
        ("reveal", Operation::RevealApiKey),
        ("list", Operation::ListApiKeys),
        ("create", Operation::CreateApiKey),
        ("get", Operation::GetApiKey),
        ("update", Operation::UpdateApiKey),
        ("delete", Operation::DeleteApiKey),
        ("key-types", Operation::ListApiKeyTypes),
        ("permissions", Operation::ListPermissions),
    ] {
        let expected = Fault::conflict().on(operation);
        assert_eq!(format!("{name}=conflict").parse(), Ok(expected));
    }
}

#[test]
fn numbers_can_be_as_large_as_their_type() {
    let most = usize::MAX;
    let expected = Fault::truncate_body(most).times(most);
    assert_eq!(format!("truncate:{most}*{most}").parse(), Ok(expected));
    let wait = Duration::from_secs(u64::MAX);
    let expected = Fault::too_many_requests(Some(RetryAfter::seconds(wait)));
    assert_eq!(format!("rate-limit:{}", u64::MAX).parse(), Ok(expected));
}

#[test]
fn a_wrong_text_is_refused_and_the_error_names_the_wrong_part() {
    const MOMENT: &str = "'before' or 'after'";
    const CODE: &str = "a whole number from 400 to 599";
    for (spec, part, instead) in [
        ("", "the kind of fault is missing", "'drop', 'truncate', "),
        (":", "the kind of fault is missing", "'delay' or 'body'"),
        ("frob", r#""frob" is not a kind of fault"#, "'conflict'"),
        ("Drop:after", r#""Drop" is not a kind"#, "'drop'"),
        (" drop:after", r#"" drop" is not a kind"#, "'drop'"),
        ("redirect:http://a", r#""redirect" is not a kind"#, "'drop'"),
        (
            "rate_limit",
            r#""rate_limit" is not a kind"#,
            "'rate-limit'",
        ),
        ("drøp:after", r#""drøp" is not a kind"#, "'drop'"),
        ("\u{0}", r#""\0" is not a kind"#, "'drop'"),
        ("drop", "the moment is missing", MOMENT),
        ("drop:", "the moment is missing", MOMENT),
        ("drop:later", r#""later" is not a moment"#, MOMENT),
        ("drop:after ", r#""after " is not a moment"#, MOMENT),
        ("drop:after\n", r#""after\n" is not a moment"#, MOMENT),
        ("drop:after:", r#""" must not be here"#, "'*' and a number"),
        (
            "drop:after:7",
            r#""7" must not be here"#,
            "'*' and a number",
        ),
        (
            "conflict:409",
            r#""409" must not be here"#,
            "'*' and a number",
        ),
        (
            "body:html:x:y",
            r#""x" must not be here"#,
            "'*' and a number",
        ),
        ("truncate", "the number of bytes is missing", "from 0 to "),
        (
            "truncate:-1",
            r#""-1" is not a number of bytes"#,
            "from 0 to ",
        ),
        (
            "truncate:+1",
            r#""+1" is not a number of bytes"#,
            "from 0 to ",
        ),
        (
            "truncate:99999999999999999999999",
            r#""99999999999999999999999" is not a number of bytes"#,
            "from 0 to ",
        ),
        ("status", "the status of a failure is missing", CODE),
        ("status::after", "the status of a failure is missing", CODE),
        ("status:after", r#""after" is not a status"#, CODE),
        ("status:200:after", r#""200" is not a status"#, CODE),
        ("status:399:after", r#""399" is not a status"#, CODE),
        ("status:600:after", r#""600" is not a status"#, CODE),
        ("status:65536:after", r#""65536" is not a status"#, CODE),
        ("status:５００:after", r#""５００" is not a status"#, CODE),
        ("status:500", "the moment is missing", MOMENT),
        ("gateway:0:before", r#""0" is not a status"#, CODE),
        ("gateway:502:", "the moment is missing", MOMENT),
        ("rate-limit:", "the number of seconds is missing", "from 0"),
        (
            "rate-limit:1.5",
            r#""1.5" is not a number of sec"#,
            "from 0",
        ),
        (
            "rate-limit:18446744073709551616",
            r#""18446744073709551616" is not a number of seconds"#,
            "from 0 to 18446744073709551615",
        ),
        (
            "delay:1s:after",
            r#""1s" is not a number of milli"#,
            "from 0",
        ),
        ("delay::after", "the number of milliseconds is", "from 0"),
        ("delay:5", "the moment is missing", MOMENT),
        ("body", "the body is missing", "'null-key' or 'without-key'"),
        ("body:json", r#""json" is not a body"#, "'html', 'empty', "),
        ("conflict*", "the number of times is missing", "from 1 to "),
        (
            "conflict*0",
            r#""0" is not a number of times"#,
            "from 1 to ",
        ),
        (
            "conflict*-1",
            r#""-1" is not a number of times"#,
            "from 1 to ",
        ),
        (
            "conflict*2*2",
            r#""2*2" is not a number of ti"#,
            "from 1 to ",
        ),
        ("drop*2:after", r#""2:after" is not a number"#, "from 1 to "),
        (
            "conflict*99999999999999999999999",
            r#""99999999999999999999999" is not a number of times"#,
            "from 1 to ",
        ),
        ("*2", "the kind of fault is missing", "'drop'"),
        ("=conflict", "the operation is missing", "'regenerate', "),
        ("reveal=", "the kind of fault is missing", "'drop'"),
        (
            "rotate=conflict",
            r#""rotate" is not an operation"#,
            "'reveal'",
        ),
        (
            "key_types=conflict",
            r#""key_types" is not an op"#,
            "'key-types'",
        ),
        (
            "get=get=conflict",
            r#""get=conflict" is not a kind"#,
            "'drop'",
        ),
        (
            "🔑=conflict",
            r#""🔑" is not an operation"#,
            "'permissions'",
        ),
    ] {
        let error = spec.parse::<Fault>().expect_err(spec).to_string();
        assert!(error.starts_with(part), "{spec:?}: {error}");
        assert!(error.contains(instead), "{spec:?}: {error}");
        assert!(!error.contains(char::is_control), "{spec:?}: {error}");
    }
}

fn inject(sandbox: &Sandbox, spec: &str) {
    sandbox.inject(spec.parse().unwrap());
}

fn rotate(sandbox: &Sandbox) -> Call {
    let keys = sandbox.seeded().test();
    regenerate(sandbox, keys.publishable().id())
        .with(keys.secret())
        .idempotency_key("one")
}

async fn answer(sandbox: &Sandbox, spec: &str) -> Answer {
    inject(sandbox, spec);
    rotate(sandbox).answer().await
}

#[tokio::test]
async fn faults_that_were_read_strike() {
    let sandbox = sandbox().await;
    let rotations = || sandbox.regenerations(sandbox.seeded().test().publishable().id());

    assert_eq!(answer(&sandbox, "conflict").await.status, 409);
    let limited = answer(&sandbox, "rate-limit:7").await;
    assert_eq!(
        (limited.status, limited.header("retry-after")),
        (429, Some("7"))
    );
    let limited = answer(&sandbox, "rate-limit").await;
    assert_eq!((limited.status, limited.header("retry-after")), (429, None));
    let failed = answer(&sandbox, "status:503:before").await;
    assert_eq!(
        (failed.status, failed.json()["status"].as_u64()),
        (503, Some(503))
    );
    inject(&sandbox, "drop:before");
    assert!(rotate(&sandbox).send().await.is_err());
    assert_eq!(rotations(), 0);

    inject(&sandbox, "drop:after");
    assert!(rotate(&sandbox).send().await.is_err());
    assert_eq!(rotations(), 1);
    inject(&sandbox, "truncate:20");
    assert!(rotate(&sandbox).send().await.is_err());
    let page = answer(&sandbox, "gateway:504:after").await;
    assert_eq!((page.status, page.text.contains("html")), (504, true));
    assert!(answer(&sandbox, "body:html").await.text.contains("html"));
    assert_eq!(answer(&sandbox, "body:empty").await.text, "");
    let malformed = answer(&sandbox, "body:malformed").await.text;
    assert!(serde_json::from_str::<Value>(&malformed).is_err());
    assert_eq!(
        answer(&sandbox, "body:null-key").await.json()["key"],
        Value::Null
    );
    let without = answer(&sandbox, "body:without-key").await.json();
    assert!(without.get("key").is_none() && without.get("id").is_some());
    let begun = Instant::now();
    assert_eq!(answer(&sandbox, "delay:20:before").await.status, 200);
    // Only the lower bound is certain on a busy machine.
    assert!(begun.elapsed() >= Duration::from_millis(20));
    assert_eq!((rotations(), sandbox.pending_faults()), (1, 0));
}

#[tokio::test]
async fn a_fault_strikes_its_operation_the_given_number_of_times() {
    let sandbox = sandbox().await;
    let keys = sandbox.seeded().test();
    let list = || get(&sandbox, "/api-keys").with(keys.secret()).status();
    inject(&sandbox, "regenerate=status:503:before*3");
    inject(&sandbox, "list=gateway:502:before");
    assert_eq!(sandbox.pending_faults(), 4);
    assert_eq!((list().await, list().await), (502, 200));
    for status in [503, 503, 503, 200] {
        assert_eq!(rotate(&sandbox).status().await, status);
    }
}
