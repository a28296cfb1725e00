//! The plan of a round: one key that is too old, with its destinations and its reload.
//!
//! In comes the scenario. Out come the file and the call that applies it.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::{Stage, VARIABLE};
use crate::faults::scenario::{Change, Company, Place, Way};
use crate::faults::user;

impl Stage {
    fn plan(&self) -> PathBuf {
        self.folder.join("plan.toml")
    }

    /// The arguments that do what the plan says.
    pub(in crate::faults) fn apply(&self) -> Vec<String> {
        vec!["apply".to_owned(), self.plan().display().to_string()]
    }

    pub(super) fn write_plan(&self) -> io::Result<()> {
        if self.scenario.way == Way::ByHand {
            return Ok(());
        }
        let environment = self.environment();
        let (method, id_file) = match self.scenario.change {
            Change::Rotate => ("rotate", String::new()),
            Change::Replace => {
                let path = self.folder.join("successor.id");
                ("replace", format!("id_file = '{}'\n", path.display()))
            }
        };
        let first = match self.scenario.place {
            Place::Dotenv | Place::Linked => format!(", variable = '{VARIABLE}'"),
            _ => String::new(),
        };
        let mut to = format!("{{ file = '{}'{first} }}", self.file().display());
        if self.scenario.company != Company::Alone {
            to += &format!(
                ", {{ file = '{}', variable = '{VARIABLE}' }}",
                self.second_file().display()
            );
        }
        let then = match self.scenario.company {
            company if company.has_reload() => format!("then = '''{}'''\n", self.reload()),
            _ => String::new(),
        };
        let text = format!(
            "version = 1\n[environments.{environment}]\ncredential = {{ file = '{}' }}\n[[keys]]\nid = '{}'\n\
             environment = '{environment}'\nmax_age = '90d'\nmethod = '{method}'\n{id_file}to = [{to}]\n{then}",
            self.credential().display(),
            self.target
        );
        fs::write(self.plan(), text)?;
        fs::set_permissions(self.plan(), Permissions::from_mode(0o600))?;
        user::give(&self.plan())
    }

    /// Whether the key has another value, or one successor, and not more than that.
    pub(in crate::faults) fn has_changed_once(&self) -> bool {
        let keys = self.sandbox.keys();
        let successors = keys.iter().filter(|key| self.is_new(key.id())).count();
        self.sandbox.regenerations(&self.target) + successors <= 1
    }
}
