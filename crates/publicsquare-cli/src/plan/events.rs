//! What `psq apply --json` prints: one JSON object a line, as things happen.
//!
//! In come the steps of a run. Out go lines on the standard output, each with its time, for whoever logs. No value of
//! a key and no argument of a command is among them. The last line is `ended`.

use std::path::Path;

use chrono::{SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::destination::print_to_a_reader;
use crate::escape::escape_hidden_in_json;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::report::RotationReport;

/// The version of the lines. Members and events may be added under the same version.
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
    /// Something begins with a key.
    Begun {
        /// The id that the key has now.
        key_id: &'a str,
        /// The name of its environment in the plan.
        environment: &'a str,
        /// What is done.
        action: Action,
    },
    /// A step of it.
    Step {
        /// What is done or was done, in the words for a person.
        message: &'a str,
    },
    /// A key is left for a later run.
    Waiting {
        /// The id that the key has now.
        key_id: &'a str,
        /// The name of its environment in the plan.
        environment: &'a str,
        /// Why.
        message: &'a str,
    },
    /// How it ended with a key.
    Ended {
        /// The same as in the reports of `psq rotate --json`.
        rotation: &'a RotationReport,
    },
    /// The run is over. This is the last line.
    Over {
        /// The worst of the exit codes of all keys.
        exit_code: u8,
        /// Why the run as a whole came to nothing.
        error: Option<&'a str>,
        /// The command to type next, where one helps.
        next: Option<&'a str>,
    },
}

/// What is done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Action {
    /// What an earlier run has left open is gone on with.
    Recover,
    /// The current value is brought to a destination that does not hold it.
    Deliver,
    /// The value is replaced.
    Rotate,
    /// A successor takes the place of the key.
    Replace,
}

/// Prints a line. Where nobody can read it, a person is told what matters: how it ended.
pub(crate) fn print(event: Event<'_>) {
    let line = Line {
        version: VERSION,
        time: Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true),
        event,
    };
    // Its members are texts and numbers, of which none can fail.
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

/// The last line.
pub(crate) fn over(exit: Exit, error: Option<&str>, next: Option<&str>) {
    print(Event::Over {
        exit_code: exit.code(),
        error,
        next,
    });
}

/// The first line.
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
