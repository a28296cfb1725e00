//! The metrics of `psq check`, for the textfile collector of Prometheus' node exporter.
//!
//! The report of a check comes in. Out goes text in the exposition format, with units in the names. The labels are a digest
//! of the path of the plan, ids of keys and names of environments, and never a value, a path or an argument of a command.
//! What is not known has no sample, because 0 would look as if everything was in order. [`check`](super::check) writes the
//! text to the file.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::check_report::{CheckReport, DestinationCheck, HeldState, KeyCheck};

/// The beginning of every file with these metrics. psq overwrites no other file.
pub(super) const BEGINNING: &str = "# HELP psq_";

/// The metrics. `open` is how many rotations are open on this machine, if it is known.
pub(super) fn metrics(report: &CheckReport, open: Option<usize>, now: DateTime<Utc>) -> String {
    let plan = escaped(&report.plan);
    let mut text = String::new();
    let mut key_metric = |name: &str, help: &str, value: &dyn Fn(&KeyCheck) -> Option<i64>| {
        let lines: Vec<String> = report
            .keys
            .iter()
            .filter_map(|key| Some(sample(name, &plan, key, value(key)?)))
            .collect();
        if !lines.is_empty() {
            head(&mut text, name, help);
            text.extend(lines);
        }
    };
    key_metric(
        "psq_key_age_seconds",
        "The age of the value of the key.",
        &|key| key.age_seconds,
    );
    key_metric(
        "psq_key_max_age_seconds",
        "The greatest age that the plan allows for the value of the key.",
        &|key| Some(key.max_age_seconds),
    );
    key_metric(
        "psq_key_due_timestamp_seconds",
        "When the key is due.",
        &|key| key.due_at.map(|time| time.timestamp()),
    );
    key_metric(
        "psq_key_last_success_timestamp_seconds",
        "When psq last replaced the value of the key on this machine.",
        &|key| key.last_success.map(|time| time.timestamp()),
    );
    key_metric(
        "psq_key_open",
        "1 if a rotation of the key is open, else 0.",
        &|key| Some(i64::from(key.open)),
    );
    key_metric(
        "psq_key_destinations_out_of_date",
        "How many files do not hold the current value of the key; no sample if psq could not compare all of them.",
        &|key| {
            let is_compared = |one: &DestinationCheck| {
                !matches!(one.state, HeldState::Unusable | HeldState::Unknown)
            };
            if !key.is_looked_at || !key.destinations.iter().all(is_compared) {
                return None;
            }
            let behind = |state| {
                matches!(
                    state,
                    HeldState::Missing | HeldState::OutOfDate | HeldState::Foreign
                )
            };
            let behind = key.destinations.iter().filter(|one| behind(one.state));
            i64::try_from(behind.count()).ok()
        },
    );
    key_metric(
        "psq_key_destinations_unusable",
        "How many files of the key cannot be read or replaced.",
        &|key| {
            let unusable = |one: &&DestinationCheck| one.state == HeldState::Unusable;
            let count = key.destinations.iter().filter(unusable).count();
            i64::try_from(count).ok().filter(|_| key.is_looked_at)
        },
    );
    if !report.environments.is_empty() {
        let name = "psq_environment_reached";
        head(
            &mut text,
            name,
            "1 if the API has listed the keys of the environment, else 0.",
        );
        for environment in &report.environments {
            let label = escaped(&environment.name);
            let value = u8::from(environment.reached);
            // Writing to a `String` does not fail.
            let _ = writeln!(
                text,
                "{name}{{plan=\"{plan}\",environment=\"{label}\"}} {value}"
            );
        }
    }
    let approved = report.approved.map(i64::from);
    for (name, help, value) in [
        (
            "psq_plan_approved",
            "1 if a person has approved the production keys of the plan, else 0.",
            approved,
        ),
        (
            "psq_open_rotations",
            "How many rotations are open on this machine, including those of keys that are not in the plan.",
            open.and_then(|open| i64::try_from(open).ok()),
        ),
        (
            "psq_check_timestamp_seconds",
            "When psq wrote these metrics.",
            Some(now.timestamp()),
        ),
    ] {
        if let Some(value) = value {
            head(&mut text, name, help);
            let _ = writeln!(text, "{name}{{plan=\"{plan}\"}} {value}");
        }
    }
    text
}

fn head(text: &mut String, name: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
}

fn sample(name: &str, plan: &str, key: &KeyCheck, value: i64) -> String {
    let id = escaped(&key.plan_id);
    let environment = escaped(&key.environment);
    format!("{name}{{plan=\"{plan}\",key_id=\"{id}\",environment=\"{environment}\"}} {value}\n")
}

/// Escapes the value of a label, as the format requires.
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
