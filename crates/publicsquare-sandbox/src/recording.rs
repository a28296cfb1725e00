//! Recording what goes over the wire, so that somebody else's tool can judge it. Only with the feature `recording`.
//!
//! In comes a request of a connection. It goes on to the [`responder`](crate::responder). Out go its response and, if
//! `PUBLICSQUARE_SANDBOX_RECORDING` names a folder, a line of JSON in a file of this process there. The line has both
//! whole, with keys and idempotency keys, and it says what a fault did to the response. `cargo xtask conformance --proxy`
//! reads it. The log without secrets is [`request_log`](crate::request_log).

use std::env;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::path::Path;
use std::process;
use std::sync::OnceLock;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, Response};
use serde_json::{Value, json};

use crate::fault::{ConnectionBroken, Struck};
use crate::lock::Lock;
use crate::responder::Responder;

/// The variable that names the folder.
const VARIABLE: &str = "PUBLICSQUARE_SANDBOX_RECORDING";

/// The file of this process. `None` if nothing is to be recorded.
static FILE: OnceLock<Option<Lock<File>>> = OnceLock::new();

/// Answers a request, and records both.
pub(crate) async fn respond(
    responder: &Responder,
    peer: IpAddr,
    request: Request<Body>,
) -> Result<Response<Body>, ConnectionBroken> {
    let Some(file) = FILE.get_or_init(open) else {
        return responder.respond(peer, request).await;
    };
    let (parts, body) = request.into_parts();
    // If the client has gone before its request was complete, there is nothing to judge.
    let body = to_bytes(body, usize::MAX)
        .await
        .map_err(|_| ConnectionBroken)?;
    let mut exchange = Exchange {
        file,
        line: json!({
            "method": parts.method.as_str(),
            "target": parts.uri.to_string(),
            "headers": listed(&parts.headers),
            "body": text(&body),
        }),
    };
    let request = Request::from_parts(parts, Body::from(body));
    let response = responder.respond(peer, request).await?;
    let struck = response.extensions().get::<Struck>().copied();
    if struck == Some(Struck::BrokenOff) {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    // The body is in memory, and no fault breaks it off.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    exchange.line["response"] = json!({
        "status": parts.status.as_u16(),
        "headers": listed(&parts.headers),
        "body": text(&body),
        "fault": struck.map(Struck::name),
    });
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// A request, and its response if there is one. It is written when it is dropped, because a client may go away before it
/// has the response.
struct Exchange {
    file: &'static Lock<File>,
    line: Value,
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let line = format!("{}\n", self.line);
        // A test must not fail because of its recording. The judge notices that too few requests were recorded.
        let _ = self.file.lock().write_all(line.as_bytes());
    }
}

fn open() -> Option<Lock<File>> {
    let folder = env::var_os(VARIABLE)?;
    let file = Path::new(&folder).join(format!("{}.jsonl", process::id()));
    let file = OpenOptions::new().create(true).append(true).open(file);
    file.ok().map(Lock::new)
}

fn listed(headers: &HeaderMap) -> Value {
    let pair = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])
    };
    headers.iter().map(pair).collect()
}

fn text(body: &Bytes) -> String {
    String::from_utf8_lossy(body).into_owned()
}
