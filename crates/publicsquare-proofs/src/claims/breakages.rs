//! `cargo xtask claims --breakages`: bugs in the client, made on purpose, one at a time. The bench has to find each.
//!
//! The sources of the workspace come in. For each breakage, a bench with the broken client is built and run. Out
//! comes the first round that found it, or "NOT FOUND" and exit code 1. Copying and building is in
//! [`breakage`](crate::breakage); the bugs in psq are in `faults/breakages.rs`.

use std::io::{self, Write};
use std::process::Command;

use crate::breakage::{Breakage, Sources};
use crate::cargo;
use crate::cli::ClaimsFlags;
use crate::exit::Exit;

use super::verdict::{FLAWS, Flaw};

const BREAKAGES: [Breakage<Flaw>; 21] = [
    Breakage {
        what: "a 200 without a body deletes the key",
        file: "crates/publicsquare/src/delete.rs",
        right: "                    head.must_be(StatusCode::NO_CONTENT)?;",
        wrong: "",
        flaw: Flaw::Done,
    },
    Breakage {
        what: "a login page in answer to a regeneration says that the key is dead",
        file: "src/body.rs",
        right: "        _ if !is_recognizable => Err(unrecognized(error, response)),",
        wrong: "        _ if !is_recognizable => Err(Error::InvalidResponsePayload(
            Bytes::new(),
            serde_json::Error::custom(\"\"),
        )),",
        flaw: Flaw::Rotated,
    },
    Breakage {
        what: "423 and every other 4xx is a rejection",
        file: "crates/publicsquare/src/certainty.rs",
        right: "            400 | 401 | 403 | 404 | 422 | 429 => Self::Rejected,",
        wrong: "            400..=499 => Self::Rejected,",
        flaw: Flaw::Rejected,
    },
    Breakage {
        what: "a rejection makes the doubt of an earlier attempt forgotten",
        file: "crates/publicsquare/src/sending.rs",
        right: "            certainty = certainty.max(failure.error.certainty());",
        wrong: "            certainty = failure.error.certainty();",
        flaw: Flaw::Rejected,
    },
    Breakage {
        what: "a call that was dropped is forgotten",
        file: "crates/publicsquare/src/history.rs",
        right: "        state.without_end = state.without_end.saturating_add(1);",
        wrong: "",
        flaw: Flaw::Rejected,
    },
    Breakage {
        what: "a 404 without problem details after a doubt is a deletion",
        file: "crates/publicsquare/src/delete.rs",
        right: "                    && error.is_from_api()",
        wrong: "",
        flaw: Flaw::Done,
    },
    Breakage {
        what: "an error of any framework is one of the API",
        file: "src/body/problem_details.rs",
        right: "    (is_text(\"type\") || is_text(\"title\"))",
        wrong: "    T::is_recognizable_in(text, CountedMembers::All)",
        flaw: Flaw::Rejected,
    },
    Breakage {
        what: "redirects are followed",
        file: "src/transport.rs",
        right: "        .redirect(reqwest::redirect::Policy::none())",
        wrong: "        .redirect(reqwest::redirect::Policy::limited(5))",
        flaw: Flaw::Elsewhere,
    },
    Breakage {
        what: "HTTP/2 is spoken where a server offers it",
        file: "src/transport.rs",
        right: "        .http1_only()\n",
        wrong: "",
        flaw: Flaw::Elsewhere,
    },
    Breakage {
        what: "a server that asks for no wait gets none",
        file: "crates/publicsquare/src/retry/policy.rs",
        right: "            (_, Some(asked)) => asked.saturating_add(jitter).max(backoff),",
        wrong: "            (_, Some(asked)) => asked,",
        flaw: Flaw::Wait,
    },
    Breakage {
        what: "attempts that failed are counted as one",
        file: "crates/publicsquare/src/sending.rs",
        right: "        Err(failure.into_error(certainty, number).with(|inner| {",
        wrong: "        Err(failure.into_error(certainty, 1).with(|inner| {",
        flaw: Flaw::Attempts,
    },
    Breakage {
        what: "a connection that did not come about leaves a doubt",
        file: "crates/publicsquare/src/failure.rs",
        right: "        } else if error.is_connect() {
            (ErrorKind::Connect, Certainty::NotSent, Cause::Transient)",
        wrong: "        } else if error.is_connect() {
            (ErrorKind::Connect, Certainty::Unknown, Cause::Transient)",
        flaw: Flaw::Doubt,
    },
    Breakage {
        what: "a connection that broke counts as not sent",
        file: "crates/publicsquare/src/failure.rs",
        right: "            (ErrorKind::Connection, Certainty::Unknown, Cause::Transient)",
        wrong: "            (ErrorKind::Connection, Certainty::NotSent, Cause::Transient)",
        flaw: Flaw::NotSent,
    },
    Breakage {
        what: "a list gives a key again that an earlier page had",
        file: "crates/publicsquare/src/list/stream.rs",
        right: "                Some(id) => self.ids.insert(id.as_str().to_owned()),",
        wrong: "                Some(id) => self.ids.insert(id.as_str().to_owned()) | true,",
        flaw: Flaw::List,
    },
    Breakage {
        what: "a list does not count its keys",
        file: "crates/publicsquare/src/list/stream.rs",
        right: "(u64::from(items) > delivered)",
        wrong: "(u64::from(items) > delivered + u64::from(items))",
        flaw: Flaw::List,
    },
    Breakage {
        what: "secrets in the headers of an answer stay",
        file: "src/client_hooks.rs",
        right: "            .remove_from_headers(response.headers_mut());",
        wrong: "            .remove_from_headers(&mut reqwest::header::HeaderMap::new());",
        flaw: Flaw::Leak,
    },
    Breakage {
        what: "a retry has an idempotency key of its own",
        file: "crates/publicsquare/src/regenerate.rs",
        right: "                    .idempotency_key(identity.idempotency_key.expose_secret())",
        wrong: "                    .idempotency_key(crate::identity::IdempotencyKey::random().expose_secret())",
        flaw: Flaw::Identity,
    },
    Breakage {
        what: "secrets in problem details stay",
        file: "src/body.rs",
        right: "    secrets.remove_from_value(&mut members);",
        wrong: "    secrets.remove_from_value(&mut serde_json::Value::Null);",
        flaw: Flaw::Leak,
    },
    Breakage {
        what: "Retry-After is not waited out",
        file: "crates/publicsquare/src/retry/policy.rs",
        right: "            (_, Some(asked)) => asked.saturating_add(jitter).max(backoff),",
        wrong: "            (_, Some(_)) => backoff,",
        flaw: Flaw::Wait,
    },
    Breakage {
        what: "an answer that was cut off behind the key loses the key",
        file: "src/body.rs",
        right: "    let (body, error) = read(&mut response).await;
    let value = strict(&body).or_else(|| salvage(&body, true));",
        wrong: "    let (body, error) = read(&mut response).await;
    if let Some(error) = error {
        return Err(Error::CommunicationError(error));
    }
    let value = strict(&body).or_else(|| salvage(&body, true));",
        flaw: Flaw::LostKey,
    },
    Breakage {
        what: "the value of another key is taken for the one asked for",
        file: "crates/publicsquare/src/regenerate.rs",
        right: "        head.must_not_be_about_another(&self.id, body.id.as_deref())?;",
        wrong: "",
        flaw: Flaw::Done,
    },
];

pub(super) fn run(flags: &ClaimsFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let sources = Sources::copied()?;
    let mut exit = Exit::Success;
    for breakage in &BREAKAGES {
        let said = sources.with(breakage, |folder, target| {
            let mut build =
                cargo::command(&["build", "--quiet", "--package", env!("CARGO_PKG_NAME")]);
            build.current_dir(folder).arg("--target-dir").arg(target);
            cargo::output(build)?;
            let bench = target.join("debug").join(env!("CARGO_PKG_NAME"));
            let (rounds, seed) = (flags.rounds.to_string(), flags.seed.to_string());
            Command::new(bench)
                .args(["claims", "--rounds", &rounds, "--seed", &seed])
                .output()
        })?;
        let text = String::from_utf8_lossy(&said.stdout);
        let count = FLAWS
            .iter()
            .filter(|(flaw, _)| *flaw == breakage.flaw)
            .find_map(|(_, name)| text.lines().find_map(|line| line.strip_suffix(name)))
            .and_then(|count| count.trim().parse::<usize>().ok());
        match (said.status.code(), count) {
            (Some(1), Some(count)) if count > 0 => {
                let first = text.lines().find(|line| line.starts_with("round "));
                let first = first.unwrap_or_default();
                writeln!(
                    out,
                    "found: {}: {:?} {count} times in {} rounds, first in {first}",
                    breakage.what, breakage.flaw, flags.rounds
                )?;
            }
            (Some(0 | 1), _) => {
                exit = Exit::Failure;
                writeln!(
                    out,
                    "NOT FOUND in {} rounds: {}",
                    flags.rounds, breakage.what
                )?;
            }
            (code, _) => {
                return Err(io::Error::other(format!(
                    "the bench on the broken client ended with {code:?}: {}",
                    String::from_utf8_lossy(&said.stderr)
                )));
            }
        }
        out.flush()?;
    }
    Ok(exit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_breakage_has_its_place_in_the_code() {
        for breakage in &BREAKAGES {
            breakage.place().unwrap();
        }
    }
}
