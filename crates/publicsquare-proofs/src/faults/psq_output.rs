//! What psq has printed, for a person or for a program.
//!
//! The output of a run comes in. Out come its statements, the next command, and findings about its form: a report
//! that does not match the committed schema, text after the next command, or a character that acts on a terminal.
//! Whether a statement is true is decided in [`oracle`](super::oracle).

use std::io;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::oracle::{Finding, Flaw};
use super::round::FinishedRun;

const SCHEMA: &str = include_str!("../../../publicsquare-cli/report.schema.json");

static VALIDATOR: LazyLock<Result<Validator, String>> = LazyLock::new(|| {
    let schema = serde_json::from_str(SCHEMA).map_err(|error| error.to_string())?;
    jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())
});

/// The output of one run.
#[derive(Debug, Default)]
pub(super) struct PsqOutput {
    /// The statements for a person, or the same statements from a report.
    pub(super) text: String,
    /// The next command.
    pub(super) next: Option<String>,
    pub(super) findings: Vec<Finding>,
}

/// Reads the output of a run.
pub(super) fn parse(ended: &FinishedRun, is_json: bool) -> io::Result<PsqOutput> {
    let stderr = String::from_utf8_lossy(&ended.stderr);
    let stdout = String::from_utf8_lossy(&ended.stdout);
    let mut output = PsqOutput::default();
    for (stream, text) in [("stderr", &stderr), ("stdout", &stdout)] {
        if let Some(what) = acting(text) {
            let what = format!("{what} is printed unchanged on {stream}: {text:?}");
            output.findings.push(Finding::new(Flaw::Disorder, what));
        }
    }
    if is_json && !stdout.trim().is_empty() {
        output.take_report(&stdout, ended.code)?;
        output.text += &stderr;
    } else {
        output.text = stderr.clone().into_owned();
        output.take_last_line(&stderr, &stdout);
    }
    Ok(output)
}

impl PsqOutput {
    fn take_last_line(&mut self, stderr: &str, stdout: &str) {
        let next = |line: &str| line.strip_prefix("  Next: ").map(str::to_owned);
        self.next = stderr.lines().rev().find_map(next);
        if self.next.is_some() && stderr.lines().next_back().and_then(next) != self.next {
            let what = format!("the next command is not the last line: {stderr}");
            self.findings.push(Finding::new(Flaw::FalseClaim, what));
        }
        // `psq status` prints everything on standard output, with a line for each key.
        let of_status = |line: &str| line.strip_prefix("  next: ").map(str::to_owned);
        self.next = self
            .next
            .take()
            .or_else(|| stdout.lines().find_map(of_status));
    }

    fn take_report(&mut self, stdout: &str, code: Option<i32>) -> io::Result<()> {
        let mut wrong = |what: String| {
            let what = format!("{what}: {stdout}");
            self.findings.push(Finding::new(Flaw::Report, what));
        };
        let report: Value = match serde_json::from_str(stdout) {
            Ok(report) => report,
            Err(error) => {
                wrong(format!("the report is not one JSON object ({error})"));
                return Ok(());
            }
        };
        let validator = VALIDATOR
            .as_ref()
            .map_err(|error| io::Error::other(error.clone()))?;
        for error in validator.iter_errors(&report) {
            wrong(format!("{}: {error}", error.instance_path()));
        }
        if report["exit_code"].as_i64() != code.map(i64::from) {
            wrong(format!("the report has another exit code than {code:?}"));
        }
        self.text = report["error"].as_str().unwrap_or_default().to_owned();
        for facts in report["rotations"].as_array().into_iter().flatten() {
            self.text += facts["message"].as_str().unwrap_or_default();
            self.text += match facts["old_key"].as_str() {
                Some("alive") => "; the old key is untouched and still works\n",
                Some("dead") if code != Some(0) => "; the old key is dead\n",
                None if matches!(code, Some(2 | 3)) => "; nothing was changed\n",
                _ => "\n",
            };
            for warning in facts["warnings"].as_array().into_iter().flatten() {
                self.text += warning.as_str().unwrap_or_default();
                self.text += "\n";
            }
            if self.next.is_none() {
                self.next = facts["next"].as_str().map(str::to_owned);
            }
        }
        Ok(())
    }
}

/// The part of a text that acts on a terminal or on a CI log, if there is one.
fn acting(text: &str) -> Option<&'static str> {
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Some("a control character");
    }
    let is_annotation = |line: &str| line.trim_start().starts_with("::");
    text.lines()
        .any(is_annotation)
        .then_some("an annotation for a CI system")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(stdout: &str, stderr: &str, code: i32) -> FinishedRun {
        FinishedRun {
            code: Some(code),
            stdout: stdout.into(),
            stderr: stderr.into(),
            struck: None,
            points: Vec::new(),
            left_behind: false,
        }
    }

    #[test]
    fn the_next_command_is_the_last_line() {
        let output = parse(&ended("", "✗ no\n  Next: psq status\n", 4), false).unwrap();
        assert_eq!(output.next.as_deref(), Some("psq status"));
        assert!(output.findings.is_empty());
        let output = parse(&ended("", "  Next: psq status\nmore\n", 4), false).unwrap();
        assert_eq!(output.findings.len(), 1);
        let output = parse(&ended("k: open\n  next: psq recover k\n", "", 4), false).unwrap();
        assert_eq!(output.next.as_deref(), Some("psq recover k"));
    }

    #[test]
    fn text_that_acts_on_a_terminal_is_found() {
        for text in ["a\u{1b}[2J\n", "a\r\n", "  ::error::b\n"] {
            assert_eq!(parse(&ended("", text, 0), false).unwrap().findings.len(), 1);
        }
    }

    #[test]
    fn a_report_outside_the_schema_is_found() {
        for report in ["{", "{}", "{\"exit_code\":3}", "[]"] {
            let output = parse(&ended(report, "", 3), true).unwrap();
            assert!(output.findings.iter().any(|it| it.flaw == Flaw::Report));
        }
    }
}
