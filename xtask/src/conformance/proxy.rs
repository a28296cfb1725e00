//! `cargo xtask conformance --proxy`: whether what the clients and the sandbox say to each other is as described.
//!
//! In come the tests of the SDK and of psq, which are run here: each sandbox of theirs records every request and every
//! response. The validation proxy of [`prism`](super::prism) then judges them. A recording is judged and not the live
//! traffic, because many tests break connections, close ports or count them, and a proxy in between would change that.
//! Out comes a table of what was judged, and each violation. Two exchanges that violate the description come first: Prism
//! has to find that.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};

use serde_json::json;

use super::exchange::{self, Exchange, Operation, Origin, Response};
use super::prism::Proxy;
use crate::bench_sandbox::PRISM;
use crate::cli::RootFlags;
use crate::exit::{Exit, report};
use crate::{cargo, npm, revisions, spec, workspace};

/// The variable that the sandbox reads, see its module `recording`.
const RECORDING: &str = "PUBLICSQUARE_SANDBOX_RECORDING";

/// A run with fewer requests says nothing.
const FEWEST: usize = 2_000;

/// The first violations are shown.
const SHOWN: usize = 20;

/// Operation and status, with the number of responses.
type Judged = BTreeMap<(String, u64), usize>;

pub(super) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let root = RootFlags {
        root: workspace::path(""),
    };
    let Some(document) = revisions::own(&root.root)? else {
        return Ok(Exit::Unusable);
    };
    let operations = exchange::operations(&document);
    let prism = npm::installed(&PRISM, out)?;
    let folder = workspace::path("target/conformance/recording");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for package in ["publicsquare", "publicsquare-cli"] {
        let mut tests = cargo::command(&["test", "--quiet", "--locked", "--package", package]);
        tests
            .args(["--features", "publicsquare-sandbox/recording"])
            .env(RECORDING, &folder);
        if !cargo::succeeds(tests, out)? {
            return Ok(Exit::Failure);
        }
    }
    let exchanges = exchange::recorded(&folder)?;
    let proxy = Proxy::start(&prism, &workspace::path(spec::FILE))?;
    if let Some(missed) = blindness(&proxy)? {
        report(&missed);
        return Ok(Exit::Failure);
    }
    let mut judged = Judged::new();
    let mut violations = Vec::new();
    for exchange in &exchanges {
        let operation = exchange.operation(&operations);
        let response = exchange.response_to_judge(operation);
        let stand_in = as_described(response.unwrap_or(&failure()));
        for violation in proxy.judge(exchange, &stand_in)? {
            if response.is_some() || !violation.is_of_response {
                let Exchange { method, target, .. } = exchange;
                violations.push(format!("{method} {target}: {}", violation.text));
            }
        }
        if let (Some(operation), Some(response)) = (operation, response) {
            let place = (operation.id.clone(), response.status);
            *judged.entry(place).or_default() += 1;
        }
    }
    write_table(&operations, &judged, out)?;
    let responses: usize = judged.values().sum();
    writeln!(
        out,
        "Prism judged {} requests and {responses} responses: {} violations",
        exchanges.len(),
        violations.len()
    )?;
    for violation in violations.iter().take(SHOWN) {
        writeln!(out, "{violation}")?;
    }
    Ok(
        if violations.is_empty() && is_enough(&operations, &judged, exchanges.len()) {
            Exit::Success
        } else {
            Exit::Failure
        },
    )
}

/// Whether so much was judged that it says something.
fn is_enough(operations: &[Operation], judged: &Judged, requests: usize) -> bool {
    let unseen: Vec<&str> = operations
        .iter()
        .map(|operation| operation.id.as_str())
        .filter(|id| !judged.keys().any(|(judged, _)| judged == id))
        .collect();
    if !unseen.is_empty() {
        report(&format!(
            "no response of these operations was judged: {}; add a test that gets one",
            unseen.join(", ")
        ));
    }
    if requests < FEWEST {
        report(&format!(
            "fewer than {FEWEST} requests were recorded: look above whether all tests ran"
        ));
    }
    unseen.is_empty() && requests >= FEWEST
}

/// What Prism fails to find in two exchanges that violate the description. `None` if it finds all.
fn blindness(proxy: &Proxy) -> io::Result<Option<String>> {
    let headers = json!([
        ["content-type", "application/json"],
        ["x-api-key", "sk_test_x"]
    ]);
    // A key without `permissions`, which is required, in both directions; and an error whose `status` is no number.
    for (status, body) in [(201, r#"{"name":"a"}"#), (404, r#"{"status":"404"}"#)] {
        let exchange = Exchange::from_json(&json!({
            "method": "POST",
            "target": "/api-keys",
            "headers": headers,
            "body": r#"{"name":"a"}"#,
            "response": {"status": status, "headers": [["content-type", "application/json"]], "body": body},
        }));
        let Some(response) = &exchange.response else {
            continue;
        };
        let found = proxy.judge(&exchange, response)?;
        for of_response in [false, true] {
            if !found
                .iter()
                .any(|violation| violation.is_of_response == of_response)
            {
                let what = if of_response { "response" } else { "request" };
                return Ok(Some(format!(
                    "Prism finds nothing wrong with a {what} that violates the description (status {status})"
                )));
            }
        }
    }
    Ok(None)
}

/// The response with the media type that the description has. The vendor's description says `application/json` of errors,
/// and the sandbox sends `application/problem+json`, as services like the vendor's do. Prism would not look into such a body.
fn as_described(response: &Response) -> Response {
    let mut response = response.clone();
    for (name, value) in &mut response.headers {
        if name == "content-type" {
            *value = value.replace("application/problem+json", "application/json");
        }
    }
    response
}

/// What Prism gets where a response is not judged. Its violations do not count.
fn failure() -> Response {
    Response {
        status: 500,
        headers: Vec::new(),
        body: String::new(),
        origin: Origin::Fault,
    }
}

fn write_table(operations: &[Operation], judged: &Judged, out: &mut dyn Write) -> io::Result<()> {
    for operation in operations {
        let statuses: Vec<String> = judged
            .iter()
            .filter(|((id, _), _)| *id == operation.id)
            .map(|((_, status), count)| format!("{status} × {count}"))
            .collect();
        writeln!(out, "{:<18}{}", operation.id, statuses.join(", "))?;
    }
    Ok(())
}
