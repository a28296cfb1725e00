//! The lines of `psq apply --json`: one JSON object per line, as things happen.
//!
//! The steps of a run come in. Out go lines on the standard output, each with its time. They never contain the value of a
//! key or an argument of a command. The last line has the event `over`. `apply/reporting` decides which events a run
//! prints.

use std::path::Path;

use chrono::{SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::destination::print_to_a_reader;
use crate::escape::escape_hidden_in_json;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::report::RotationReport;

/// The version of the lines. psq may add members and events under the same version.
const VERSION: u32 = 1;

/// One line.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "psq apply")]
pub(crate) struct Line<'a> {
    /// The version of this format.
    version: u32,
    /// When it happened, by the clock of this machine.
    time: String,
    #[serde(flatten)]
    event: Event<'a>,
}

/// What happened.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Event<'a> {
    /// The run has read the plan.
    Started {
        /// The plan, with its whole path.
        plan: String,
        /// Whether nothing is changed (`--dry-run`).
        dry_run: bool,
    },
    /// psq begins to work on a key.
    Begun {
        /// The id that the key has now.
        key_id: &'a str,
        /// The name of its environment in the plan.
        environment: &'a str,
        /// What psq does with the key.
        action: Action,
    },
    /// A step of the work on a key.
    Step {
        /// What psq does or has done, as a sentence for a person.
        message: &'a str,
    },
    /// psq leaves a key for a later run.
    Waiting {
        /// The id that the key has now.
        key_id: &'a str,
        /// The name of its environment in the plan.
        environment: &'a str,
        /// Why psq leaves it.
        message: &'a str,
    },
    /// The work on a key has ended.
    Ended {
        /// The result, in the same form as in the report of `psq rotate --json`.
        rotation: &'a RotationReport,
    },
    /// The run is over. This is the last line.
    Over {
        /// The worst of the exit codes of all keys.
        exit_code: u8,
        /// Why the run as a whole failed; null if it did not.
        error: Option<&'a str>,
        /// The command to type next; null if no command alone helps.
        next: Option<&'a str>,
    },
}

/// What psq does with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    /// It finishes what an earlier run has left open.
    Recover,
    /// It delivers the current value to the destinations that do not hold it.
    Deliver,
    /// It gives the key a new value.
    Rotate,
    /// It replaces the key by a successor.
    Replace,
}

/// Prints a line. If nobody can read it, the results and the error of the run go to the standard error.
pub(crate) fn print(event: Event<'_>) {
    let line = Line {
        version: VERSION,
        time: Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true),
        event,
    };
    // Texts and numbers can always be written as JSON.
    let text = escape_hidden_in_json(&serde_json::to_string(&line).unwrap_or_default()) + "\n";
    if print_to_a_reader(&text).is_err() {
        let progress = Progress::new(false);
        match line.event {
            Event::Ended { rotation } => rotation.print_to(&progress),
            Event::Over {
                error: Some(error), ..
            } => progress.failed(error),
            _ => {}
        }
    }
}

/// Prints the last line of a run.
pub(crate) fn over(exit: Exit, error: Option<&str>, next: Option<&str>) {
    print(Event::Over {
        exit_code: exit.code(),
        error,
        next,
    });
}

/// Prints the first line of a run.
pub(crate) fn started(plan: &Path, dry_run: bool) {
    print(Event::Started {
        plan: plan.display().to_string(),
        dry_run,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::committed_schema;

    #[test]
    fn the_committed_schema_is_that_of_the_lines() {
        committed_schema::assert_is("apply.schema.json", &schemars::schema_for!(Line<'_>));
    }
}
