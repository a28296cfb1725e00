//! What a call asks for beside its first destination: a second file, and a reload.
//!
//! In comes the scenario. Out come the file, the words for it, and what is wrong with either in the end: the file
//! does not hold the key that works now, or what the application took up at its last reload is another one.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::destination::invented;
use super::{Stage, VARIABLE};
use crate::faults::scenario::Company;
use crate::random::Random;

impl Stage {
    pub(super) fn second_file(&self) -> PathBuf {
        self.shop().join("jobs.env")
    }

    /// What the application has taken up. It remembers that, whatever happens to this machine's disk.
    fn taken_up(&self) -> PathBuf {
        self.vault().join("taken-up")
    }

    /// What makes the next reload fail.
    fn broken(&self) -> PathBuf {
        self.vault().join("broken")
    }

    /// Whether the first reload ends badly, and psq with it.
    pub(in crate::faults) fn fails_to_reload(&self) -> bool {
        self.scenario.company == Company::AlsoAndFailingThen
    }

    /// From here on each reload ends well.
    pub(in crate::faults) fn mend_reload(&self) {
        // Where it is not there, nothing is to be mended.
        let _ = fs::remove_file(self.broken());
    }

    pub(super) fn write_company(&self, random: &mut Random) -> io::Result<()> {
        if self.scenario.company == Company::Alone {
            return Ok(());
        }
        let document = invented(random);
        let content = document.with(&self.first_value);
        self.write(&self.second_file(), content, document)?;
        if self.scenario.company == Company::AlsoAndFailingThen {
            fs::write(self.broken(), "")?;
        }
        Ok(())
    }

    /// The words that ask for it.
    pub(super) fn company_words(&self) -> Vec<String> {
        let file = self.second_file();
        let also = [
            "--also".to_owned(),
            format!("{}:{VARIABLE}", file.display()),
        ];
        match self.scenario.company {
            Company::Alone => Vec::new(),
            Company::Also => also.into(),
            Company::AlsoAndThen | Company::AlsoAndFailingThen => {
                let then = ["--then".to_owned(), self.reload()];
                also.into_iter().chain(then).collect()
            }
        }
    }

    /// A line for a shell that has the application take up what the second file holds.
    pub(super) fn reload(&self) -> String {
        // What the application reads is in its memory at once and as a whole.
        format!(
            "if rm {broken} 2> /dev/null; then exit 1; fi; umask 077; cp {file} {taken_up}.$$ && mv \
             {taken_up}.$$ {taken_up}",
            broken = self.broken().display(),
            file = self.second_file().display(),
            taken_up = self.taken_up().display()
        )
    }

    /// What is wrong with it, once psq has said that all is well.
    pub(in crate::faults) fn company_flaw(&self, is_reloaded: bool) -> Option<String> {
        if self.scenario.company == Company::Alone {
            return None;
        }
        let held = self.held_at(&self.second_file());
        if !matches!(&held, Ok(Some(held)) if self.is_current(held)) {
            return Some("the second file does not hold the key that works now".to_owned());
        }
        let is_first = matches!(&held, Ok(Some(held)) if *held == self.first_value);
        if !self.scenario.company.has_reload() || !is_reloaded || is_first {
            return None;
        }
        let taken_up = fs::read(self.taken_up()).ok();
        let now = fs::read(self.second_file()).ok();
        (taken_up != now).then(|| {
            "the application was not reloaded since the second file has the key".to_owned()
        })
    }
}
