//! Whether each verdict has evidence: every status with every kind of body, for every operation.
//!
//! In comes each combination, as a response over a real connection. Out comes the result of the client. This file works out the
//! expected result on its own, from the documentation of the API alone, so it does not repeat the code under test. A table of
//! failures with names is in `support/failures.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "evidence/bodies.rs"]
mod bodies;
mod support;

use publicsquare::Certainty::{self, Rejected, RotatedUnreadable, Unknown};
use publicsquare::ErrorKind::{
    self, Connection, NotTheApi, Response, UnexpectedStatus, UnusableSuccess,
};
use publicsquare::{Client, Error, Permission};

use bodies::{Body, NEW_KEY, OTHER_ID, bodies};
use support::scripted::{Scripted, answer, dropped, ok, problem, without_last};
use support::{KEY_ID, client, client_without_retries};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Regenerate,
    Create,
    Update,
    Delete,
    Get,
    Reveal,
    List,
    KeyTypes,
    Permissions,
}

use Operation::{Create, Delete, Get, KeyTypes, List, Permissions, Regenerate, Reveal, Update};

const OPERATIONS: [Operation; 9] = [
    Regenerate,
    Create,
    Update,
    Delete,
    Get,
    Reveal,
    List,
    KeyTypes,
    Permissions,
];

const STATUSES: [u16; 23] = [
    200, 201, 202, 204, 206, 299, 301, 307, 400, 401, 403, 404, 405, 409, 422, 423, 425, 429, 460,
    499, 500, 502, 504,
];

impl Operation {
    fn reads(self) -> bool {
        matches!(self, Get | Reveal | List | KeyTypes | Permissions)
    }

    async fn send(self, client: &Client) -> Result<Option<String>, Error> {
        let keys = client.api_keys();
        let exposed = |key: &publicsquare::SecretKey| Some(key.expose_secret().to_owned());
        match self {
            Regenerate => keys
                .regenerate(KEY_ID)?
                .send()
                .await
                .map(|rotated| exposed(&rotated.key)),
            Create => {
                let created = keys.create("n", [Permission::ApiKeyRead])?.send().await;
                created.map(|created| exposed(&created.key))
            }
            Update => {
                let update = keys.update(KEY_ID, "n", [Permission::ApiKeyRead])?;
                update.send().await.map(|_| None)
            }
            Delete => keys.delete(KEY_ID)?.send().await.map(|_| None),
            Get => keys.get(KEY_ID).unwrap().await.map(|_| None),
            Reveal => keys
                .reveal(KEY_ID)
                .unwrap()
                .await
                .map(|revealed| exposed(&revealed.key)),
            List => keys.list().send().await.map(|_| None),
            KeyTypes => client.api_key_types().await.map(|_| None),
            Permissions => client.permissions().await.map(|_| None),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Failed(Certainty, ErrorKind),
}

/// The result that a response has to lead to.
fn expected(operation: Operation, status: u16, body: &Body) -> Outcome {
    let failed = |certainty: Certainty, kind| {
        let at_worst = if operation.reads() {
            Rejected
        } else {
            RotatedUnreadable
        };
        Outcome::Failed(certainty.min(at_worst), kind)
    };
    let stranger = || failed(Unknown, NotTheApi);
    match status {
        200..=299 => succeeded(operation, status, body)
            .unwrap_or_else(|(certainty, kind)| failed(certainty, kind)),
        300..=399 => failed(Unknown, UnexpectedStatus),
        // A response with status 5xx proves nothing, whatever its body says.
        500..=599 => failed(Unknown, Response),
        // What broke off before it showed anything is a broken connection. The head of a 429 says what to do all the same.
        _ if !body.is_problem && body.missing > 0 && status != 429 => failed(Unknown, Connection),
        _ if !body.is_problem && !body.is_empty() => stranger(),
        400 | 401 | 403 | 404 | 422 | 429 => failed(Rejected, Response),
        _ => failed(Unknown, Response),
    }
}

fn succeeded(
    operation: Operation,
    status: u16,
    body: &Body,
) -> Result<Outcome, (Certainty, ErrorKind)> {
    let stranger = Err((Unknown, NotTheApi));
    // A response with status 204 has no body by definition (RFC 9110, section 15.3.5).
    let nothing = Body::default();
    let body = if status == 204 { &nothing } else { body };
    let is_cut = body.missing > 0;
    let is_another = body.id == Some(OTHER_ID);
    let about_another = Err((Unknown, UnusableSuccess));
    let is_rescued = body.has_value && (operation == Create || !is_another);
    if operation == Delete {
        return match status {
            204 => Ok(Outcome::Done),
            200 if is_cut => Err((Unknown, Connection)),
            _ => stranger,
        };
    }
    if matches!(operation, Regenerate | Create | Reveal) && is_rescued {
        return Ok(Outcome::Done);
    }
    if is_cut && (operation.reads() || !body.is_key) {
        return Err((Unknown, Connection));
    }
    match operation {
        Regenerate | Create if !body.is_key => stranger,
        Regenerate if is_another => about_another,
        Regenerate | Create => Err((RotatedUnreadable, UnusableSuccess)),
        Reveal if is_another => about_another,
        Reveal if status == 200 && body.id == Some(KEY_ID) => Err((Rejected, UnusableSuccess)),
        _ if status != 200 => stranger,
        Update | Get if body.id == Some(KEY_ID) => Ok(Outcome::Done),
        Update | Get if is_another => about_another,
        List if body.is_page => Ok(Outcome::Done),
        KeyTypes | Permissions if body.is_catalogue => Ok(Outcome::Done),
        _ => stranger,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_response_is_believed_beyond_what_it_proves() {
    let at_once = OPERATIONS.map(|operation| tokio::spawn(try_everything(operation)));
    for one in at_once {
        one.await.unwrap();
    }
}

async fn try_everything(operation: Operation) {
    let bodies = bodies();
    let cases: Vec<(u16, &Body)> = STATUSES
        .iter()
        .flat_map(|status| bodies.iter().map(|body| (*status, body)))
        .collect();
    let script = cases.iter().map(|(status, body)| body.answer(*status));
    let server = Scripted::new(script);
    let client = client_without_retries(server.url());
    for (status, body) in cases {
        let name = format!("{operation:?}, {status}, {}", body.name);
        let outcome = operation.send(&client).await;
        let got = match &outcome {
            Ok(key) => {
                assert_eq!(
                    key.is_some(),
                    matches!(operation, Regenerate | Create | Reveal),
                    "{name}"
                );
                assert!(key.as_ref().is_none_or(|key| key == NEW_KEY), "{name}");
                Outcome::Done
            }
            Err(error) => Outcome::Failed(error.certainty(), error.kind()),
        };
        assert_eq!(
            got,
            expected(operation, status, body),
            "{name}: {outcome:?}"
        );
        if let Err(error) = outcome {
            assert_evidence(&name, &error, body);
        }
    }
}

/// No method of an error claims more than its kind does.
fn assert_evidence(name: &str, error: &Error, body: &Body) {
    assert!(
        !error.is_from_api() || body.is_problem || body.is_key,
        "{name}: {error:?}"
    );
    if error.kind() == NotTheApi {
        assert!(!error.is_from_api(), "{name}");
        let claims = [
            error.is_validation(),
            error.is_unauthorized(),
            error.is_forbidden(),
            error.is_not_found(),
            error.is_conflict(),
        ];
        assert_eq!(claims, [false; 5], "{name}");
        let line = error.to_string();
        assert!(line.contains("not the API"), "{name}: {line}");
    }
    if error.kind() == Response && body.is_problem {
        assert!(error.is_from_api(), "{name}: {error:?}");
    }
}

fn html(status: u16) -> Vec<u8> {
    answer(status, &[("content-type", "text/html")], "<p>Not found</p>")
}

#[tokio::test]
async fn only_the_api_can_say_that_a_key_is_gone() {
    let gone = || problem(404, r#"{"title":"Not Found","status":404}"#);
    let portal = || ok("<html>Log in</html>");
    let failing = || problem(502, "");
    for (script, is_deleted) in [
        (vec![failing(), html(404)], false),
        (vec![failing(), answer(404, &[], "")], false),
        (
            vec![failing(), problem(404, r#"{"message":"no route"}"#)],
            false,
        ),
        (
            vec![failing(), problem(404, r#"{"detail":"Not Found"}"#)],
            false,
        ),
        (
            vec![
                failing(),
                problem(404, r#"{"status":404,"error":"Not Found"}"#),
            ],
            false,
        ),
        (vec![failing(), problem(404, r#"{"status":"#)], false),
        (vec![failing(), problem(401, "{}")], false),
        (vec![failing(), gone()], true),
        (vec![dropped(), gone()], true),
        (vec![portal(), gone()], true),
        (
            vec![answer(202, &[], r#"{"status":"queued"}"#), gone()],
            true,
        ),
        (vec![gone()], false),
        (vec![answer(204, &[], "")], true),
        (vec![portal(), answer(204, &[], "")], true),
        (vec![answer(200, &[], ""), answer(204, &[], "")], true),
        (vec![answer(200, &[], ""), html(404)], false),
    ] {
        let name = format!(
            "{:?}",
            script
                .iter()
                .map(|a| String::from_utf8_lossy(a))
                .collect::<Vec<_>>()
        );
        let attempts = script.len();
        let server = Scripted::new(script);
        let request = client(server.url()).api_keys().delete(KEY_ID).unwrap();
        let outcome = request.send().await;
        assert_eq!(outcome.is_ok(), is_deleted, "{name}: {outcome:?}");
        assert_eq!(server.seen().len(), attempts, "{name}");
        if let Err(error) = outcome {
            let certainty = if attempts > 1 { Unknown } else { Rejected };
            assert_eq!(error.certainty(), certainty, "{name}");
        }
    }
}

#[tokio::test]
async fn after_a_response_that_is_not_of_the_api_the_same_request_is_repeated() {
    let key = format!(r#"{{"id":"{KEY_ID}","key":"{NEW_KEY}","name":"n"}}"#);
    let queued = answer(202, &[], r#"{"status":"queued"}"#);
    let server = Scripted::new([ok("<html>Log in</html>"), queued, ok(key)]);
    let request = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();
    let rotated = request.send().await.unwrap();
    assert_eq!(
        (rotated.key.expose_secret(), rotated.attempts),
        (NEW_KEY, 3)
    );
    let seen = server.seen();
    let keys: Vec<_> = seen
        .iter()
        .map(|seen| seen.header("idempotency-key"))
        .collect();
    let expected = Some(request.idempotency_key().expose_secret());
    assert_eq!(keys, [expected; 3]);
}

#[tokio::test]
async fn a_refusal_that_breaks_off_before_it_shows_anything_is_repeated() {
    let key = format!(r#"{{"id":"{KEY_ID}","key":"{NEW_KEY}","name":"n"}}"#);
    let cut = without_last(problem(401, r#"{"status":401"#), 4);
    let server = Scripted::new([cut, ok(key)]);
    let rotated = client(server.url()).api_keys().regenerate(KEY_ID).unwrap();
    let rotated = rotated.await.unwrap();
    assert_eq!(
        (rotated.key.expose_secret(), rotated.attempts),
        (NEW_KEY, 2)
    );
}

#[tokio::test]
async fn the_error_has_the_facts_of_a_response_that_is_not_of_the_api() {
    let headers = [
        ("x-correlation-id", "portal-1"),
        ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ];
    let server = Scripted::new([answer(200, &headers, "<html>Log in</html>")]);
    let keys = client_without_retries(server.url()).api_keys();
    let error = keys.regenerate(KEY_ID).unwrap().await.unwrap_err();
    assert_eq!(error.status(), Some(200));
    assert_eq!(error.correlation_id().unwrap().as_str(), "portal-1");
    assert_eq!(error.server_time().unwrap().timestamp(), 784_111_777);
    let line = error.to_string();
    for part in [
        "not the API answered (200)",
        "may be dead",
        "login page",
        "reveal the key",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
}
