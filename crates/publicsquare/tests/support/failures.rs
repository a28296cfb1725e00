//! Every failure that the network and the server can cause, and what it means.
//!
//! In comes nothing. Out comes a table: a script for the server in `support/scripted.rs`, and the certainty, the kind and the status
//! of the error that has to follow. Both clients are tested with the same table.

use publicsquare::Certainty::{self, NotSent, Rejected, RotatedUnreadable, Unknown};
use publicsquare::ErrorKind::{
    self, Connect, Connection, NotTheApi, Response, UnexpectedStatus, UnusableSuccess,
};

use super::KEY_ID;
use super::canary::{API_KEY, NEW_KEY};
use super::scripted::{answer, dropped, ok, problem, without_last};

/// A script for the server, and the error that it has to lead to.
///
/// The client makes as many attempts as there are answers, and at least one.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) script: Vec<Vec<u8>>,
    /// Whether the request replays an earlier one.
    pub(crate) replaying: bool,
    pub(crate) certainty: Certainty,
    pub(crate) kind: ErrorKind,
    pub(crate) status: Option<u16>,
}

impl Case {
    fn new(
        name: &'static str,
        script: impl IntoIterator<Item = Vec<u8>>,
        (certainty, kind, status): (Certainty, ErrorKind, Option<u16>),
    ) -> Self {
        Self {
            name,
            script: script.into_iter().collect(),
            replaying: false,
            certainty,
            kind,
            status,
        }
    }

    fn replaying(self) -> Self {
        Self {
            replaying: true,
            ..self
        }
    }

    /// The number of attempts that the client makes.
    pub(crate) fn attempts(&self) -> u32 {
        u32::try_from(self.script.len().max(1)).unwrap()
    }
}

/// Problem details that repeat the refused key, as careless services do.
fn refusal(status: u16) -> Vec<u8> {
    problem(
        status,
        &format!(
            r#"{{"title":"Refused {API_KEY}","status":{status},"detail":"not with {API_KEY}, nor {NEW_KEY}",
                "errors":{{"id":["wrong for {API_KEY}"],"{API_KEY}":["is no field"]}},
                "traceId":"{API_KEY}","request":{{"headers":["X-API-KEY: {API_KEY}"]}}}}"#
        ),
    )
}

fn gateway(status: u16) -> Vec<u8> {
    let page = format!("<html><pre>X-API-KEY: {API_KEY}\r\n{NEW_KEY}</pre></html>");
    answer(status, &[("content-type", "text/html")], page)
}

fn key_object(id: &str, key: &str) -> String {
    format!(r#"{{"id":"{id}","name":"n","permissions":["a:b"],"key":{key}}}"#)
}

fn new_key() -> Vec<u8> {
    ok(key_object(KEY_ID, &format!(r#""{NEW_KEY}""#)))
}

fn unreadable(key: &str) -> Vec<u8> {
    ok(key_object(KEY_ID, key))
}

/// The table.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new("connection refused", [], (NotSent, Connect, None)),
        Case::new("dropped", [dropped()], (Unknown, Connection, None)),
        Case::new(
            "cut within the head",
            [new_key()[..20].to_vec()],
            (Unknown, Connection, None),
        ),
        Case::new(
            "no HTTP at all",
            [format!("{API_KEY} {NEW_KEY}\r\n\r\n").into_bytes()],
            (Unknown, Connection, None),
        ),
    ];
    cases.extend(statuses());
    cases.extend(unusable_successes());
    cases.extend(sequences());
    cases
}

/// The statuses with which the API says that it has not made the change.
const REFUSALS: [u16; 6] = [400, 401, 403, 404, 422, 429];

fn statuses() -> impl Iterator<Item = Case> {
    let one = |status, certainty, kind| {
        Case::new(
            "a status with problem details",
            [refusal(status)],
            (certainty, kind, Some(status)),
        )
    };
    REFUSALS
        .map(|status| one(status, Rejected, Response))
        .into_iter()
        .chain(
            [
                402, 405, 408, 409, 410, 413, 418, 423, 425, 431, 451, 460, 499, 500, 501, 502,
                503, 504, 599,
            ]
            .map(|status| one(status, Unknown, Response)),
        )
        .chain(REFUSALS.map(|status| {
            Case::new(
                "a status without a body",
                [answer(status, &[], "")],
                (Rejected, Response, Some(status)),
            )
        }))
        .chain(REFUSALS.map(|status| {
            Case::new(
                "a page of a filter",
                [gateway(status)],
                (Unknown, NotTheApi, Some(status)),
            )
        }))
        .chain(REFUSALS.map(|status| {
            let body = format!(r#"{{"message":"Forbidden {API_KEY}"}}"#);
            Case::new(
                "JSON of a gateway",
                [problem(status, &body)],
                (Unknown, NotTheApi, Some(status)),
            )
        }))
        .chain([301, 302, 303, 304].map(|status| {
            let location = format!("http://127.0.0.1:9/{API_KEY}");
            Case::new(
                "a redirect that may have acted",
                [answer(status, &[("location", &location)], "")],
                (Unknown, UnexpectedStatus, Some(status)),
            )
        }))
        .chain([301, 302, 303, 307, 308].map(|status| {
            Case::new(
                "a redirect to an address that is none",
                [answer(
                    status,
                    &[("location", "http://256.256.256.256/")],
                    "",
                )],
                (Unknown, UnexpectedStatus, Some(status)),
            )
        }))
        .chain([307, 308].map(|status| {
            Case::new(
                "a redirect that need not have acted",
                [answer(status, &[("location", "http://127.0.0.1:9/")], "")],
                (Unknown, UnexpectedStatus, Some(status)),
            )
        }))
        .chain([502, 503, 504].map(|status| {
            Case::new(
                "a page of a gateway",
                [gateway(status)],
                (Unknown, Response, Some(status)),
            )
        }))
        .chain([Case::new(
            "problem details that are cut off",
            [without_last(refusal(401), 9)],
            (Rejected, Response, Some(401)),
        )])
        .chain([Case::new(
            "problem details of which nothing came",
            [without_last(problem(401, "{}"), 2)],
            (Unknown, Connection, None),
        )])
}

fn unusable_successes() -> impl Iterator<Item = Case> {
    let other_id = key_object("key_SomebodyElses", &format!(r#""{NEW_KEY}""#));
    let key_is_cut = format!(
        r#"{{"id":"{KEY_ID}","key":"{}"#,
        &NEW_KEY[..NEW_KEY.len() - 2]
    );
    [
        ("null", unreadable("null")),
        ("an empty key", unreadable(r#""""#)),
        ("a line break", unreadable(&format!(r#""{NEW_KEY}\n""#))),
        (
            "a control character",
            unreadable(&format!(r#""{NEW_KEY}\u0000""#)),
        ),
        ("a space", unreadable(&format!(r#""{NEW_KEY} {NEW_KEY}""#))),
        (
            "a key that is an object",
            unreadable(&format!(r#"{{"v":"{NEW_KEY}"}}"#)),
        ),
        (
            "a key that is a list",
            unreadable(&format!(r#"["{NEW_KEY}"]"#)),
        ),
        (
            "half a character",
            unreadable(&format!(r#""{NEW_KEY}\ud800""#)),
        ),
        ("cut within the key", ok(&key_is_cut)),
        (
            "cut within the key, by the wire",
            without_last(new_key(), 4),
        ),
        ("no member key", ok(format!(r#"{{"id":"{KEY_ID}"}}"#))),
        (
            "cut within the id",
            ok(&format!(r#"{{"id":"{KEY_ID}"#)[..10]),
        ),
        ("no member but one that is null", ok(r#"{"name":null}"#)),
    ]
    .into_iter()
    .map(|(name, answer)| {
        Case::new(
            name,
            [answer],
            (RotatedUnreadable, UnusableSuccess, Some(200)),
        )
    })
    .chain([Case::new(
        "another id",
        [ok(other_id)],
        (Unknown, UnusableSuccess, Some(200)),
    )])
    .chain(strangers())
}

/// Successes that any server in between can report.
fn strangers() -> impl Iterator<Item = Case> {
    let login = format!("<html><h1>Log in</h1>{NEW_KEY}</html>");
    [
        ("an empty body", ok("")),
        ("a login page", ok(&login)),
        ("JSON of something else", ok(r#"{"error":"maintenance"}"#)),
        ("an empty object", ok("{}")),
        ("null", ok("null")),
        ("a text", ok(format!(r#""{NEW_KEY}""#))),
        ("a list", ok(format!(r#"[{{"key":"{NEW_KEY}"}}]"#))),
        (
            "an object in another",
            ok(format!(r#"{{"body":{{"key":"{NEW_KEY}"}}}}"#)),
        ),
        (
            "a request that is queued",
            answer(202, &[], r#"{"status":"queued"}"#),
        ),
        ("no content", b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
        ("cut before the first name", ok(r#"{"i"#)),
    ]
    .into_iter()
    .map(|(name, answer)| {
        let status = String::from_utf8_lossy(&answer[9..12]).parse().ok();
        Case::new(name, [answer], (Unknown, NotTheApi, status))
    })
}

/// A later attempt never makes the danger of an earlier one smaller.
fn sequences() -> impl Iterator<Item = Case> {
    let after = |name, first, status, certainty| {
        Case::new(
            name,
            [first, refusal(status)],
            (certainty, Response, Some(status)),
        )
    };
    [
        after("401 after a drop", dropped(), 401, Unknown),
        after("404 after a drop", dropped(), 404, Unknown),
        after("429 after a drop", dropped(), 429, Unknown),
        after("401 after a 503", refusal(503), 401, Unknown),
        after("422 after a 409", refusal(409), 422, Unknown),
        after("401 after a 429", refusal(429), 401, Rejected),
        after("500 after a 429", refusal(429), 500, Unknown),
        after(
            "401 after an unreadable key",
            unreadable("null"),
            401,
            RotatedUnreadable,
        ),
        after("401 after a login page", gateway(200), 401, Unknown),
        Case::new(
            "a login page after an unreadable key",
            [unreadable("null"), gateway(200)],
            (RotatedUnreadable, NotTheApi, Some(200)),
        ),
        after(
            "503 after an unreadable key",
            unreadable("null"),
            503,
            RotatedUnreadable,
        ),
        Case::new(
            "an unreadable key after a drop",
            [dropped(), unreadable("null")],
            (RotatedUnreadable, UnusableSuccess, Some(200)),
        ),
        Case::new(
            "404 to a replay",
            [refusal(404)],
            (Unknown, Response, Some(404)),
        )
        .replaying(),
        Case::new(
            "429 to a replay",
            [refusal(429)],
            (Unknown, Response, Some(429)),
        )
        .replaying(),
        Case::new("a replay that is refused", [], (Unknown, Connect, None)).replaying(),
    ]
    .into_iter()
}
