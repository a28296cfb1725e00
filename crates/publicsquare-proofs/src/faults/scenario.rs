//! What psq is asked to do in a round, and in what kind of world.

use std::fmt;

/// A command that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Change {
    Rotate,
    Replace,
}

impl Change {
    /// The word on the command line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Rotate => "rotate",
            Self::Replace => "replace",
        }
    }
}

/// What runs when the fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Phase {
    /// The change itself.
    Change,
    /// `psq recover`, after the change was killed before this point.
    Recover { killed_before: usize },
}

/// Where the key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Destination {
    /// A variable of a dotenv file.
    Dotenv,
    /// A file that has the key already.
    File,
    /// A file that is not there.
    NewFile,
    /// A variable of a dotenv file in one of two releases, to which a link leads.
    Linked,
    /// A file with another secret where the key is to go.
    Occupied,
    /// A program that writes to a file.
    Command(ProgramBehaviour),
    /// The standard output.
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

/// What a program does with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ProgramBehaviour {
    /// It puts it into a file.
    Stores,
    /// The same, and it prints the key in every form that it knows.
    Echoes,
    /// It fails.
    Dies,
    /// It does not end, and the user interrupts psq twice.
    Hangs,
    /// Its interpreter is not there.
    CannotStart,
}

/// What nobody outside the vendor knows, one way or the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ApiBehaviour {
    /// Every key can be revealed, and a repeat gets the stored answer.
    Open,
    /// The key cannot be revealed.
    Hidden,
    /// There are no stored answers.
    Forgetful,
    /// Old values live on for a while.
    Graceful,
}

/// Who asks for the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Trigger {
    /// A person, by id and destination.
    Operator,
    /// `psq apply`, which finds in a plan that the key is too old.
    Plan,
}

/// What else the call asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Extras {
    /// Nothing.
    None,
    /// The key goes to a second file as well.
    SecondFile,
    /// The same, and a reload runs when both hold the key.
    SecondFileAndReload,
    /// The same, and the first reload fails.
    SecondFileAndFailingReload,
}

impl Extras {
    /// Whether a reload runs when both files hold the key.
    pub(super) fn has_reload(self) -> bool {
        matches!(
            self,
            Self::SecondFileAndReload | Self::SecondFileAndFailingReload
        )
    }
}

/// All of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Scenario {
    pub(super) change: Change,
    pub(super) phase: Phase,
    pub(super) destination: Destination,
    pub(super) extras: Extras,
    pub(super) trigger: Trigger,
    pub(super) api: ApiBehaviour,
    /// psq reports to a program.
    pub(super) is_json: bool,
    /// The key is one of production, and its name is made to move a terminal's cursor.
    pub(super) is_production: bool,
}

impl Scenario {
    /// What most people do.
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

    /// What is counted together.
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
        write!(f, ", {:?} world", self.api)?;
        if self.is_json {
            f.write_str(", --json")?;
        }
        if self.is_production {
            f.write_str(", production")?;
        }
        Ok(())
    }
}
