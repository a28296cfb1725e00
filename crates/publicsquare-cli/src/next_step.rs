//! The command to type next.
//!
//! A [`NextStep`] comes in. Out goes a line for a shell, or nothing if no command alone helps. `current_call`
//! remembers the call that is under way, so that the line has all its options. The line is quoted. It never
//! has an argument of a destination command, which may be secret, and never `--replace-any`, which only a
//! person can decide. `rescue_file` finds a file for a key that cannot go where it was meant to go.

mod current_call;
mod rescue_file;

use std::path::{Path, PathBuf};

use publicsquare::{ApiKeyId, Environment};

use self::current_call::{Call, call, planned_auth_file};
pub(crate) use self::current_call::{auth_file, remember_call, set_planned_auth_file};
use self::rescue_file::rescue_file;
use crate::destination::DestinationRecord;
use crate::escape::is_hidden;
use crate::journal::{Operation, Record};

/// What to do next. `line` turns it into a command.
#[derive(Debug, Clone)]
pub(crate) enum NextStep {
    /// The same call again.
    Again,
    /// The same call with `--confirm` for the production key.
    AgainConfirmed,
    /// The same call with `rotate` instead of `replace`.
    AgainAsRotate,
    /// Go on with the open rotation.
    Recover(ApiKeyId),
    /// Deliver the key of the open rotation to a rescue file, because its destination does not work.
    RecoverElsewhere(ApiKeyId),
    /// Deliver the current value of the key to these destinations.
    Redeliver {
        id: ApiKeyId,
        environment: Environment,
        destinations: Vec<DestinationRecord>,
    },
    /// Deliver the current value of the key to a rescue file.
    RedeliverElsewhere(ApiKeyId, Environment),
    /// Begin a rotation again that was open and is closed now.
    Begin {
        operation: Operation,
        id: ApiKeyId,
        environment: Environment,
        destinations: Vec<DestinationRecord>,
        /// Whether it has a command of `--then`, which psq never shows. Then there is no line.
        has_then: bool,
    },
    /// Look at the open rotations.
    Status,
    /// Apply a plan.
    Apply(PathBuf),
    /// Have a person approve a plan.
    Approve(PathBuf),
}

impl NextStep {
    /// The step that begins a closed rotation again.
    pub(crate) fn begin(record: &Record) -> Self {
        Self::Begin {
            operation: record.operation,
            id: record.key_id.clone(),
            environment: record.environment.clone(),
            destinations: record.destination_records(),
            has_then: record.follow_up.is_some(),
        }
    }

    /// The step that delivers the current value to the destinations of the journal.
    pub(crate) fn redeliver(record: &Record) -> Self {
        Self::Redeliver {
            id: record.key_id.clone(),
            environment: record.environment.clone(),
            destinations: record.destination_records(),
        }
    }

    /// The line to type. `None` if no line helps, or if it cannot be shown.
    pub(crate) fn line(&self) -> Option<String> {
        self.line_after(&call().with_auth_file(planned_auth_file()))
    }

    /// The line to type, with the credential of the call that began the rotation, because `psq status` has none.
    pub(crate) fn line_for(&self, record: &Record) -> Option<String> {
        self.line_after(&call().with_auth_file(record.auth_file.clone()))
    }

    fn line_after(&self, call: &Call) -> Option<String> {
        let mut line = Line::new();
        match self {
            Self::Again => call.again(&mut line, None)?,
            Self::AgainConfirmed => call.again(&mut line, Some("--confirm"))?,
            Self::AgainAsRotate => call.again(&mut line, Some("rotate"))?,
            Self::Recover(id) => {
                line.words(&["psq", "recover", id.as_str()]);
                call.access(&mut line);
            }
            Self::RecoverElsewhere(id) => {
                line.words(&["psq", "recover", id.as_str()]);
                call.access(&mut line);
                if let Some(path) = rescue_file(id) {
                    line.option("--to", path.to_str()?);
                }
            }
            Self::Redeliver {
                id,
                environment,
                destinations,
            } => {
                line.words(&["psq", "recover", id.as_str(), "--env", environment.as_str()]);
                call.access(&mut line);
                if line.destinations(destinations).is_none() {
                    line.option("--to", rescue_file(id)?.to_str()?);
                }
            }
            Self::RedeliverElsewhere(id, environment) => {
                line.words(&["psq", "recover", id.as_str(), "--env", environment.as_str()]);
                call.access(&mut line);
                line.option("--to", rescue_file(id)?.to_str()?);
            }
            Self::Begin {
                operation,
                id,
                environment,
                destinations,
                has_then,
            } => {
                if *has_then {
                    return None;
                }
                line.words(&["psq", operation.word(), id.as_str()]);
                line.option("--env", environment.as_str());
                if *environment == Environment::Production && *operation != Operation::Redeliver {
                    line.option("--confirm", id.as_str());
                }
                call.access(&mut line);
                line.destinations(destinations)?;
            }
            Self::Apply(plan) => line.words(&["psq", "apply", plan.to_str()?]),
            Self::Approve(plan) => line.words(&["psq", "approve", plan.to_str()?]),
            Self::Status => {
                line.words(&["psq", "status"]);
                call.output(&mut line);
            }
        }
        line.end()
    }
}

/// A line that grows word by word.
struct Line(Vec<String>);

impl Line {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn words(&mut self, words: &[&str]) {
        self.0.extend(words.iter().map(|word| quoted(word)));
    }

    /// Adds an option with a value. The value may begin with a dash.
    fn option(&mut self, name: &str, value: &str) {
        if value.starts_with('-') && value != "-" {
            self.0.push(format!("{name}={}", quoted(value)));
        } else {
            self.words(&[name, value]);
        }
    }

    /// Adds all destinations. `None` if one of them cannot be named in a line.
    fn destinations(&mut self, all: &[DestinationRecord]) -> Option<()> {
        let (first, others) = all.split_first()?;
        let are_files = others.iter().all(|one| {
            matches!(
                one,
                DestinationRecord::File { .. } | DestinationRecord::Dotenv { .. }
            )
        });
        if !are_files {
            return None;
        }
        self.destination(first)?;
        for other in others {
            let (path, variable) = match other {
                DestinationRecord::Dotenv { path, variable } => (path, variable.as_str()),
                DestinationRecord::File { path } => (path, ""),
                DestinationRecord::Stdout | DestinationRecord::Command { .. } => return None,
            };
            self.also(path.to_str()?, variable);
        }
        Some(())
    }

    /// Adds another file. The colon at the end keeps a colon in the path from being read as a separator.
    fn also(&mut self, path: &str, variable: &str) {
        self.option("--also", &format!("{path}:{variable}"));
    }

    /// Adds the first destination. `None` for a command, whose arguments may be secret, and for the standard output: a
    /// line that is copied from a log must not print a key there.
    fn destination(&mut self, destination: &DestinationRecord) -> Option<()> {
        match destination {
            DestinationRecord::File { path } => self.option("--to", path.to_str()?),
            DestinationRecord::Dotenv { path, variable } => {
                self.option("--to", path.to_str()?);
                self.words(&["--var", variable.as_str()]);
            }
            DestinationRecord::Stdout | DestinationRecord::Command { .. } => return None,
        }
        Some(())
    }

    /// The finished line, if it can be shown and typed as it stands.
    fn end(self) -> Option<String> {
        let line = self.0.join(" ");
        (!line.chars().any(is_hidden)).then_some(line)
    }
}

/// Quotes a word for a shell.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The absolute path, so that the line works from every folder.
fn absolute(path: &Path) -> Option<String> {
    let path = std::path::absolute(path).ok()?;
    path.to_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_a_shell() {
        for (word, wanted) in [
            ("a-b_c./:@%+=,1", "a-b_c./:@%+=,1"),
            ("", "''"),
            ("a b", "'a b'"),
            ("$(x)", "'$(x)'"),
            ("it's", r"'it'\''s'"),
            ("~", "'~'"),
        ] {
            assert_eq!(quoted(word), wanted);
        }
    }

    #[test]
    fn a_line_that_cannot_be_shown_is_none() {
        let mut line = Line::new();
        line.option("--to", "a\u{1b}b");
        assert_eq!(line.end(), None);
        let mut line = Line::new();
        line.option("--attempt-id", "-1");
        assert_eq!(line.end().as_deref(), Some("--attempt-id=-1"));
    }
}
