//! `cargo xtask conformance`: whether the sandbox behaves as the API description says.
//!
//! In come the description and a sandbox that is started here. Three tools of other projects judge them:
//! openapi-spec-validator says whether the description is valid. Spectral says whether it is a good one, by the rules in
//! xtask/conformance/spectral.yaml. Schemathesis makes valid and invalid requests from it, single ones and chains that
//! follow its links, and compares every response with it. Out comes whether they found a flaw, and whether Schemathesis
//! tried enough cases. With `--proxy`, [`proxy`] judges what the tests of the SDK and of psq say to the sandbox instead.
//! How fast the sandbox is can be measured with `bench_sandbox`.

mod exchange;
mod prism;
mod proxy;

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use publicsquare_sandbox::{ErrorMediaType, Sandbox};
use serde_json::Value;

use crate::cli::ConformanceFlags;
use crate::exit::{Exit, report};
use crate::{npm, pypi, spec, workspace};

const SCHEMATHESIS: pypi::Package = pypi::Package {
    name: "schemathesis",
    version: "4.32.5",
    program: "schemathesis",
};

const VALIDATOR: pypi::Package = pypi::Package {
    name: "openapi-spec-validator",
    version: "0.9.0",
    program: "openapi-spec-validator",
};

const SPECTRAL: npm::Package = npm::Package {
    name: "@stoplight/spectral-cli",
    version: "6.16.3",
    program: "spectral",
};

/// A run with fewer cases says nothing.
const FEWEST: u64 = 2_000;

/// If the sandbox has carried out fewer requests of an operation, its responses were refusals only.
const FEWEST_ACCEPTED: u64 = 10;

pub(crate) fn run(flags: &ConformanceFlags, out: &mut dyn Write) -> io::Result<Exit> {
    if flags.proxy {
        return proxy::run(out);
    }
    let mut validator = Command::new(pypi::installed(&VALIDATOR, out)?);
    validator.arg(workspace::path(spec::FILE));
    // Even a hint is a failure.
    let mut spectral = Command::new(npm::installed(&SPECTRAL, out)?);
    spectral
        .args(["lint", "--fail-severity", "hint", "--ruleset"])
        .arg(workspace::path("xtask/conformance/spectral.yaml"))
        .arg(workspace::path(spec::FILE));
    for (name, command) in [
        (VALIDATOR.name, &mut validator),
        ("Spectral", &mut spectral),
    ] {
        writeln!(out, "{name}")?;
        out.flush()?;
        if !command.status()?.success() {
            report(&format!(
                "{name} refuses the description; its message is above"
            ));
            return Ok(Exit::Failure);
        }
    }
    let schemathesis = pypi::installed(&SCHEMATHESIS, out)?;
    // The description says `application/json` for errors, as the vendor's does. The rate limit would end this run; it
    // has tests of its own. Schemathesis finds the key that it authenticates with in a list, and regenerates it. If the
    // old value died, every later response would be 401.
    let sandbox = Sandbox::builder()
        .error_media_type(ErrorMediaType::Json)
        .without_rate_limit()
        .grace_period(Duration::from_secs(24 * 60 * 60))
        .start_blocking()?;
    let folder = workspace::path("target/conformance");
    fs::create_dir_all(&folder)?;
    let config = folder.join("schemathesis.toml");
    let key = sandbox.seeded().test().secret().value();
    fs::write(&config, settings(key))?;
    let cases = folder.join("report.json");
    // The report of an earlier run must not be taken for that of this one.
    match fs::remove_file(&cases) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut command = Command::new(schemathesis);
    command
        .current_dir(&folder)
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONPATH", workspace::path("xtask/conformance"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg("--config-file")
        .arg(&config)
        .arg("run")
        .arg(workspace::path(spec::FILE))
        .args(["--url", sandbox.url(), "--checks", "all", "--no-color"])
        .args(["--generation-database", "none", "--report", "json"])
        // A slow machine takes long to invent cases, which says nothing about the sandbox.
        .args(["--suppress-health-check", "too_slow"])
        .arg("--report-json-path")
        .arg(&cases)
        .args(["--max-examples", &flags.max_examples.to_string()])
        .args(["--seed", &flags.seed.to_string()]);
    out.flush()?;
    let passed = command.status()?.success();
    let cases = read(&cases)?;
    let generated = generated(&cases)?;
    writeln!(out, "{generated} cases with the seed {}", flags.seed)?;
    let refused = refused(&cases)?;
    if !refused.is_empty() {
        report(&format!(
            "hardly a request of these operations was carried out: {}",
            refused.join(", ")
        ));
    }
    if generated < FEWEST {
        report(&format!(
            "fewer than {FEWEST} cases say nothing about the sandbox: raise --max-examples"
        ));
    }
    // The sandbox has survived if it still has a key that no request can delete.
    let survived = sandbox.current_value(sandbox.seeded().test().publishable().id());
    if survived.is_none() {
        report("the sandbox has lost a key that cannot be deleted");
    }
    let says_something = generated >= FEWEST && refused.is_empty();
    Ok(if passed && says_something && survived.is_some() {
        Exit::Success
    } else {
        Exit::Failure
    })
}

/// What schemathesis has to know besides the description: the credentials, and that 422 is the documented response to a
/// well-formed request that cannot be carried out, such as deleting a secret key.
fn settings(key: &str) -> String {
    format!(
        r#"[auth.openapi.ApiKey]
api_key = "{key}"

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422"]
"#
    )
}

fn read(report: &Path) -> io::Result<Value> {
    let text = fs::read_to_string(report).map_err(|error| {
        let message = format!(
            "schemathesis has not written {}; its own message is above: {error}",
            report.display()
        );
        io::Error::new(error.kind(), message)
    })?;
    Ok(serde_json::from_str(&text)?)
}

fn generated(report: &Value) -> io::Result<u64> {
    report
        .pointer("/test_cases/generated")
        .and_then(Value::as_u64)
        .ok_or_else(|| io::Error::other("schemathesis has not counted its cases"))
}

/// The operations whose requests the sandbox has nearly always refused, in all phases together.
fn refused(report: &Value) -> io::Result<Vec<&str>> {
    let operations = report["valid_rates"].as_object();
    let Some(operations) = operations.filter(|operations| !operations.is_empty()) else {
        let missing = "schemathesis has not counted the requests that were accepted";
        return Err(io::Error::other(missing));
    };
    Ok(operations
        .iter()
        .filter(|(_, phases)| {
            let phases = phases.as_object().into_iter().flatten();
            let accepted = phases.filter_map(|(_, phase)| phase["accepted"].as_u64());
            accepted.sum::<u64>() < FEWEST_ACCEPTED
        })
        .map(|(name, _)| name.as_str())
        .collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_operation_that_only_refuses_is_named() {
        let report = json!({"valid_rates": {
            "GET /a": {"coverage": {"accepted": 4}, "fuzzing": {"accepted": 6}},
            "DELETE /a": {"coverage": {"accepted": 9, "rejected": 200}},
        }});
        assert_eq!(refused(&report).unwrap(), ["DELETE /a"]);
        assert!(refused(&json!({})).is_err());
    }
}
