//! `cargo xtask conformance`: the sandbox against the YAML, judged by somebody else's tool.
//!
//! Schemathesis makes requests of the description, good ones and bad ones, alone and in the order that
//! its links give, and holds every answer against it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use publicsquare_sandbox::{ErrorMediaType, Sandbox};
use serde_json::Value;

use crate::cli::ConformanceFlags;
use crate::exit::{Exit, report};
use crate::{spec, workspace};

/// The release that CI runs, from PyPI.
const VERSION: &str = "4.32.5";

/// The fewest cases that say anything.
const FEWEST: u64 = 2_000;

pub(crate) fn run(flags: &ConformanceFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let schemathesis = installed(out)?;
    // The description says `application/json`, as the vendor's does. The limit of requests is tested
    // elsewhere, and would end this run.
    let sandbox = Sandbox::builder()
        .error_media_type(ErrorMediaType::Json)
        .without_rate_limit()
        .start_blocking()?;
    let folder = workspace::path("target/conformance");
    fs::create_dir_all(&folder)?;
    let config = folder.join("schemathesis.toml");
    let key = sandbox.seeded().test().secret().value();
    fs::write(&config, settings(key))?;
    let cases = folder.join("report.json");
    // What an earlier run has counted says nothing about this one.
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
        // How fast this machine makes cases up says nothing about the sandbox.
        .args(["--suppress-health-check", "too_slow"])
        .arg("--report-json-path")
        .arg(&cases)
        .args(["--max-examples", &flags.max_examples.to_string()])
        .args(["--seed", &flags.seed.to_string()]);
    out.flush()?;
    let passed = command.status()?.success();
    let generated = generated(&cases)?;
    writeln!(out, "{generated} cases with the seed {}", flags.seed)?;
    if generated < FEWEST {
        report(&format!(
            "{FEWEST} cases are the fewest that say anything: raise --max-examples"
        ));
    }
    // It is still there, and so are the keys that nobody can delete.
    let survived = sandbox.current_value(sandbox.seeded().test().publishable().id());
    if survived.is_none() {
        report("the sandbox has lost a key that cannot be deleted");
    }
    Ok(if passed && generated >= FEWEST && survived.is_some() {
        Exit::Success
    } else {
        Exit::Failure
    })
}

/// What the tool is told beside the description: the credentials; and that 422 is, as documented, the
/// answer to a request that is well-formed and cannot be satisfied, such as deleting a secret key.
fn settings(key: &str) -> String {
    format!(
        r#"[auth.openapi.ApiKey]
api_key = "{key}"

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422"]
"#
    )
}

fn generated(report: &Path) -> io::Result<u64> {
    let text = fs::read_to_string(report).map_err(|error| {
        let message = format!(
            "schemathesis has ended without {}, and has said why above: {error}",
            report.display()
        );
        io::Error::new(error.kind(), message)
    })?;
    let report: Value = serde_json::from_str(&text)?;
    report
        .pointer("/test_cases/generated")
        .and_then(Value::as_u64)
        .ok_or_else(|| io::Error::other("schemathesis has not counted its cases"))
}

/// The program, installed into the target folder if it is not there.
fn installed(out: &mut dyn Write) -> io::Result<PathBuf> {
    let folder = workspace::path("target").join(format!("schemathesis-{VERSION}"));
    let binaries = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let program = binaries.join("schemathesis");
    if program
        .with_extension(std::env::consts::EXE_EXTENSION)
        .exists()
    {
        return Ok(program);
    }
    writeln!(out, "installing schemathesis {VERSION} from PyPI")?;
    out.flush()?;
    let python = if cfg!(windows) { "python" } else { "python3" };
    succeeds(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
    let requirement = format!("schemathesis=={VERSION}");
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    succeeds(
        Command::new(binaries.join(python))
            .args(pip)
            .arg(requirement),
    )?;
    Ok(program)
}

fn succeeds(command: &mut Command) -> io::Result<()> {
    if command.status()?.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!(
            "this has failed, and Python 3.10 or later with venv and pip is needed: {command:?}"
        )))
    }
}
