//! How psq is called on a stage: as the round's user, with that user's folder, mask and credential.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::{Stage, VARIABLE};
use crate::faults::scenario::{Change, Place, Way};
use crate::faults::tracer::Program;
use crate::faults::user;

/// How long psq goes on asking one thing, in seconds. Long enough for the delays here.
const TIMEOUT: &str = "3";

impl Stage {
    /// The arguments for the change.
    pub(in crate::faults) fn change(&self) -> Vec<String> {
        if self.scenario.way == Way::ByPlan {
            return self.apply();
        }
        let is_confirmed = self.scenario.is_production && self.conditions.is_confirmed;
        self.words(self.scenario.change.word(), &self.target, is_confirmed)
    }

    /// The same, which nothing keeps from being begun.
    pub(in crate::faults) fn confirmed_change(&self) -> Vec<String> {
        if self.scenario.way == Way::ByPlan {
            return self.apply();
        }
        self.ask(self.scenario.change, &self.target)
    }

    /// The change, as one whom nobody has told about `--confirm` types it.
    pub(in crate::faults) fn unconfirmed(&self) -> Vec<String> {
        self.words(self.scenario.change.word(), &self.target, false)
    }

    /// The arguments for a change of any key.
    pub(in crate::faults) fn ask(&self, change: Change, id: &str) -> Vec<String> {
        self.words(change.word(), id, self.scenario.is_production)
    }

    fn words(&self, verb: &str, id: &str, is_confirmed: bool) -> Vec<String> {
        let mut words = vec![verb.to_owned(), id.to_owned()];
        words.extend(["--env".to_owned(), self.environment().to_owned()]);
        if is_confirmed {
            words.extend(["--confirm".to_owned(), id.to_owned()]);
        }
        words.extend(self.usual());
        words.extend(self.destination());
        words
    }

    /// The arguments for going on.
    pub(in crate::faults) fn recover(&self) -> Vec<String> {
        if self.scenario.way == Way::ByPlan {
            return self.apply();
        }
        let mut words = vec!["recover".to_owned()];
        words.extend(self.usual());
        words
    }

    /// The same, where the key may go to the standard output.
    pub(in crate::faults) fn recover_to_stdout(&self) -> Vec<String> {
        self.words("recover", &self.target, false)
    }

    /// The arguments for the value that a key has now.
    pub(in crate::faults) fn rescue(&self, id: &str) -> Vec<String> {
        match self.scenario.place {
            Place::Stdout | Place::Command(_) => {
                let mut words = vec!["recover".to_owned(), id.to_owned()];
                words.extend(["--env".to_owned(), self.environment().to_owned()]);
                words.extend(self.usual());
                words.extend(["--to".to_owned(), self.file().display().to_string()]);
                words
            }
            _ => self.words("recover", id, false),
        }
    }

    pub(super) fn environment(&self) -> &'static str {
        if self.scenario.is_production {
            "production"
        } else {
            "test"
        }
    }

    /// What every call has.
    fn usual(&self) -> Vec<String> {
        let mut words = vec!["--timeout".to_owned(), TIMEOUT.to_owned()];
        if self.conditions.by_file {
            words.push("--auth-file".to_owned());
            words.push(self.credential().display().to_string());
        }
        if self.scenario.is_json {
            words.push("--json".to_owned());
        }
        words
    }

    fn destination(&self) -> Vec<String> {
        let file = self.file().display().to_string();
        let words: &[&str] = match self.scenario.place {
            Place::Dotenv | Place::Linked => &["--to", &file, "--var", VARIABLE],
            Place::Taken if self.has_variable.get() => &["--to", &file, "--var", VARIABLE],
            Place::File | Place::NewFile | Place::Taken => &["--to", &file],
            Place::Command(_) => &["--", &self.program().display().to_string()],
            Place::Stdout => &["--to", "-"],
        };
        let words = words.iter().map(|&word| word.to_owned());
        words.chain(self.company_words()).collect()
    }

    /// The file with the key that psq authenticates with.
    pub(super) fn credential(&self) -> PathBuf {
        self.folder.join("credential")
    }

    /// psq, to be traced.
    pub(in crate::faults) fn traced(&self, arguments: &[String]) -> Program {
        let mut program = Program::under(self.conditions.umask, &self.psq);
        program.command().args(arguments);
        self.prepare(program.command());
        program
    }

    /// psq as it is.
    pub(in crate::faults) fn plain(&self, arguments: &[String]) -> Command {
        let mut command = self.shell("exec \"$@\"");
        command.arg(&self.psq).args(arguments);
        command
    }

    /// A line, typed word for word.
    pub(in crate::faults) fn typed(&self, line: &str) -> Command {
        let mut command = self.shell("exec /bin/sh -c \"$1\"");
        command.arg(line);
        command
    }

    /// A shell with the user's mask, which runs this with the arguments that are added.
    fn shell(&self, script: &str) -> Command {
        let script = format!("umask {:03o}; {script}", self.conditions.umask);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &script, "sh"]);
        self.prepare(&mut command);
        command
    }

    fn prepare(&self, command: &mut Command) {
        let programs = self.psq.parent().map(|folder| folder.display().to_string());
        let path = format!("{}:/usr/bin:/bin", programs.unwrap_or_default());
        command
            .current_dir(&self.folder)
            // Nothing of whoever runs the bench is the user's.
            .env_clear()
            .env("PATH", path)
            .env("HOME", &self.folder)
            .env("PSQ_STATE_DIR", self.state())
            .env("PUBLICSQUARE_BASE_URL", self.sandbox.url())
            .env("NO_COLOR", "1")
            .stdin(Stdio::null());
        if !self.conditions.by_file {
            command.env("PUBLICSQUARE_API_KEY", &self.admin);
        }
        user::dress(command);
    }
}
