//! The scenario of a round: what psq is asked to do, and how the API behaves.
//!
//! [`round_plan`](super::round_plan) chooses one, and the [`fixture`](super::fixture) is set up for it. Reports
//! print it. What goes wrong in the round is a [`Fault`](super::fault::Fault).

use std::fmt;

/// A command that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Change {
    Rotate,
    Replace,
}

impl Change {
    /// The verb on the command line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Rotate => "rotate",
            Self::Replace => "replace",
        }
    }
}

/// The command that is running when the fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Phase {
    /// The change itself.
    Change,
    /// `psq recover`, after the change was killed before this system call.
    Recover { killed_before: usize },
}

/// Where the key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Destination {
    /// A variable of a dotenv file.
    Dotenv,
    /// A file that contains only the key.
    File,
    /// A file that does not exist yet.
    NewFile,
    /// A variable of a dotenv file behind a symbolic link to one of two releases.
    Linked,
    /// A file with another secret in the place of the key.
    Occupied,
    /// A program that writes to a file.
    Command(ProgramBehaviour),
    /// Standard output.
    Stdout,
}

impl Destination {
    /// Whether another program gets the key.
    pub(super) fn is_command(self) -> bool {
        matches!(self, Self::Command(_))
    }

    /// Whether it is a file that psq may write the key to.
    pub(super) fn is_file(self) -> bool {
        matches!(
            self,
            Self::Dotenv | Self::File | Self::NewFile | Self::Linked
        )
    }
}

/// How a program behaves that gets the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ProgramBehaviour {
    /// It stores the key in a file.
    Stores,
    /// It stores the key, and prints it in several encodings.
    Echoes,
    /// It fails.
    Dies,
    /// It hangs, and the operator interrupts psq twice.
    Hangs,
    /// It cannot be started, because its interpreter does not exist.
    CannotStart,
}

/// How the API behaves where the vendor documents nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ApiBehaviour {
    /// Every key can be revealed, and a repeat gets the stored response.
    Open,
    /// The key cannot be revealed.
    Hidden,
    /// Responses are not stored, so that a repeat changes the key again.
    Forgetful,
    /// Replaced values still work for a while.
    Graceful,
}

/// What starts the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Trigger {
    /// A person, who names the key and the destination.
    Operator,
    /// `psq apply`, which finds a key in a plan file that is too old.
    Plan,
}

/// What else the command is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Extras {
    /// Nothing.
    None,
    /// The key also goes to a second file.
    SecondFile,
    /// The key also goes to a second file, and then a reload command runs.
    SecondFileAndReload,
    /// The key also goes to a second file, and the first reload command fails.
    SecondFileAndFailingReload,
}

impl Extras {
    /// Whether a reload command runs when both files hold the key.
    pub(super) fn has_reload(self) -> bool {
        matches!(
            self,
            Self::SecondFileAndReload | Self::SecondFileAndFailingReload
        )
    }
}

/// A scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Scenario {
    pub(super) change: Change,
    pub(super) phase: Phase,
    pub(super) destination: Destination,
    pub(super) extras: Extras,
    pub(super) trigger: Trigger,
    pub(super) api: ApiBehaviour,
    /// psq prints a JSON report.
    pub(super) is_json: bool,
    /// The key is a production key, and its name contains characters that act on a terminal.
    pub(super) is_production: bool,
}

impl Scenario {
    /// The scenario that most people have.
    pub(super) fn usual(change: Change) -> Self {
        Self {
            change,
            phase: Phase::Change,
            destination: Destination::Dotenv,
            extras: Extras::None,
            trigger: Trigger::Operator,
            api: ApiBehaviour::Open,
            is_json: false,
            is_production: false,
        }
    }

    /// The verb under which the tally counts it.
    pub(super) fn verb(&self) -> &'static str {
        match self.phase {
            Phase::Change => self.change.word(),
            Phase::Recover { .. } => "recover",
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.phase {
            Phase::Change => f.write_str(self.change.word())?,
            Phase::Recover { killed_before } => write!(
                f,
                "recover after a {} that was killed before call {killed_before}",
                self.change.word()
            )?,
        }
        write!(f, ", {:?}", self.destination)?;
        match self.extras {
            Extras::None => {}
            Extras::SecondFile => f.write_str(" and a second file")?,
            Extras::SecondFileAndReload => f.write_str(", a second file and a reload")?,
            Extras::SecondFileAndFailingReload => {
                f.write_str(", a second file and a reload that fails")?
            }
        }
        if self.trigger == Trigger::Plan {
            f.write_str(", by a plan")?;
        }
        write!(f, ", API: {:?}", self.api)?;
        if self.is_json {
            f.write_str(", --json")?;
        }
        if self.is_production {
            f.write_str(", production")?;
        }
        Ok(())
    }
}
