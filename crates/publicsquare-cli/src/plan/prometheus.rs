//! A check as metrics, for the textfile collector of Prometheus' node exporter.
//!
//! In comes the report of a check. Out goes text in the exposition format, with units in the names. Labels are
//! ids of keys and names of environments; no value, no path and no argument of a command is among them.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::check_report::{CheckReport, HeldState, KeyCheck};

/// With what every file of these metrics begins.
pub(super) const BEGINNING: &str = "# HELP psq_";

/// The metrics. `open` is how many rotations are open on this machine.
pub(super) fn metrics(report: &CheckReport, open: usize, now: DateTime<Utc>) -> String {
    let mut text = String::new();
    let mut key_metric = |name: &str, help: &str, value: &dyn Fn(&KeyCheck) -> Option<i64>| {
        let lines: Vec<String> = report
            .keys
            .iter()
            .filter_map(|key| Some(sample(name, key, value(key)?)))
            .collect();
        if !lines.is_empty() {
            head(&mut text, name, help);
            text.extend(lines);
        }
    };
    key_metric(
        "psq_key_age_seconds",
        "How old the value of the key is.",
        &|key| key.age_seconds,
    );
    key_metric(
        "psq_key_max_age_seconds",
        "How old the value of the key becomes at most, by the plan.",
        &|key| Some(key.max_age_seconds),
    );
    key_metric(
        "psq_key_due_timestamp_seconds",
        "When the key is due to be changed.",
        &|key| key.due_at.map(|time| time.timestamp()),
    );
    key_metric(
        "psq_key_last_success_timestamp_seconds",
        "When psq last replaced the value of the key on this machine.",
        &|key| key.last_success.map(|time| time.timestamp()),
    );
    key_metric(
        "psq_key_open",
        "Whether a rotation of the key is open.",
        &|key| Some(i64::from(key.open)),
    );
    key_metric(
        "psq_key_destinations_out_of_date",
        "How many files do not hold the value that the key has now.",
        &|key| {
            let behind = |state| matches!(state, HeldState::Missing | HeldState::OutOfDate);
            let behind = key.destinations.iter().filter(|one| behind(one.state));
            i64::try_from(behind.count()).ok()
        },
    );
    if !report.environments.is_empty() {
        let name = "psq_environment_reached";
        head(
            &mut text,
            name,
            "Whether the API has listed the keys of the environment.",
        );
        for environment in &report.environments {
            let label = escaped(&environment.name);
            let value = u8::from(environment.reached);
            // Writing to a `String` does not fail.
            let _ = writeln!(text, "{name}{{environment=\"{label}\"}} {value}");
        }
    }
    let approved = report.approved.map(i64::from);
    for (name, help, value) in [
        (
            "psq_plan_approved",
            "Whether a person has approved the production keys of the plan.",
            approved,
        ),
        (
            "psq_open_rotations",
            "How many rotations are open on this machine, also of keys that are not in the plan.",
            i64::try_from(open).ok(),
        ),
        (
            "psq_check_timestamp_seconds",
            "When these metrics were made.",
            Some(now.timestamp()),
        ),
    ] {
        if let Some(value) = value {
            head(&mut text, name, help);
            let _ = writeln!(text, "{name} {value}");
        }
    }
    text
}

fn head(text: &mut String, name: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}

fn sample(name: &str, key: &KeyCheck, value: i64) -> String {
    let id = escaped(&key.plan_id);
    let environment = escaped(&key.environment);
    format!("{name}{{key_id=\"{id}\",environment=\"{environment}\"}} {value}\n")
}

/// A label as the format has it.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\")
        .replace('"', "\\\"")
        .replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped() {
        assert_eq!(escaped("a\\b\"c\nd"), r#"a\\b\"c\nd"#);
    }
}
