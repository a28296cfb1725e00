//! `psq sandbox --demo`: a rotation into a dotenv file, with its answer lost on the way, and then a plan.
//!
//! A sandbox and the faults that a person asks for come in. psq runs as a process of its own, on files in a temporary
//! folder. Out go a text that explains each step, and whether everything went well. The part with the plan is in
//! [`plan`].

mod plan;

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use publicsquare::SecretKey;
use publicsquare_sandbox::{Fault, Moment, Operation, Sandbox};

use crate::api::Api;
use crate::cli_error::CliError;
use crate::credentials;
use crate::destination::print;
use crate::durable::{create_private, create_private_folders};
use crate::exit::Exit;
use crate::fingerprint::Fingerprint;

const VARIABLE: &str = "PUBLICSQUARE_KEY";

/// Runs psq as a person would, in a process of its own, and explains what happens.
pub(crate) fn run(sandbox: &Sandbox, faults: Vec<Fault>) -> Result<Exit, CliError> {
    let folder = env::temp_dir().join(format!("psq-demo-{}", std::process::id()));
    let outcome = tell(sandbox, faults, &folder);
    // Nobody needs the files of a demonstration, even if it failed.
    let _ = fs::remove_dir_all(&folder);
    outcome.map_err(|error| CliError::usage(format!("the demonstration failed: {error}")))
}

fn tell(sandbox: &Sandbox, faults: Vec<Fault>, folder: &Path) -> io::Result<Exit> {
    create_private_folders(folder)?;
    let stage = Stage { sandbox, folder };
    let (file, state) = (folder.join("shop.env"), stage.state());
    let target = sandbox.seeded().test().key_reader();
    let before = format!(
        "# The shop's settings\nPORT=8080\nexport {VARIABLE}=\"{}\"  # rotated by psq\nGREETING='hello, world'\n",
        target.value()
    );
    create_private(&file)?.write_all(before.as_bytes())?;
    let old = SecretKey::from(target.value());
    let mut text = format!(
        "A simulated PublicSquare API is at {}. Its keys are fake, and it ends together with this command.\n\
         {} holds the key {}, fingerprint {}.\n",
        sandbox.url(),
        file.display(),
        target.id(),
        Fingerprint::of(&old)
    );
    if faults.is_empty() {
        let lost = Fault::drop_connection(Moment::AfterCommit);
        sandbox.inject(lost.on(Operation::RegenerateApiKey));
        text += "The API will replace the key and then drop the connection before it answers. This is how keys are \
                 usually lost.\n";
    }
    for fault in faults {
        sandbox.inject(fault);
    }
    let arguments = ["rotate", target.id(), "--env", "test", "--to"];
    // Writing to a `String` does not fail.
    let _ = writeln!(
        text,
        "\n$ psq {} {} --var {VARIABLE} -v",
        arguments.join(" "),
        file.display()
    );
    print(&text)?;
    let status = stage
        .psq()?
        .args(arguments)
        .arg(&file)
        .args(["--var", VARIABLE, "-v"])
        .status()?;
    let after = fs::read_to_string(&file)?;
    let text = ending(
        sandbox,
        status.code(),
        &state,
        target.id(),
        &old,
        &before,
        &after,
    )?;
    print(&text)?;
    let holds = sandbox
        .current_value(target.id())
        .is_some_and(|key| after == before.replace(target.value(), key.value()));
    Ok(if status.success() && holds && plan::tell(&stage)? {
        Exit::Delivered
    } else {
        Exit::Unfinished
    })
}

/// The sandbox and the folder of the demonstration.
struct Stage<'s> {
    sandbox: &'s Sandbox,
    folder: &'s Path,
}

impl Stage<'_> {
    fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    /// psq with the address and the secret test key of the sandbox.
    fn psq(&self) -> io::Result<Command> {
        let mut psq = Command::new(env::current_exe()?);
        // The credentials of the person who runs the demonstration belong to a real account.
        for variable in credentials::variables::ALL {
            psq.env_remove(variable);
        }
        psq.env("PUBLICSQUARE_BASE_URL", self.sandbox.url())
            .env(
                credentials::variables::SECRET,
                self.sandbox.seeded().test().secret().value(),
            )
            .env("PSQ_STATE_DIR", self.state());
        Ok(psq)
    }
}

/// Compares the file, the API and the audit log with what they should be after the rotation.
fn ending(
    sandbox: &Sandbox,
    code: Option<i32>,
    state: &Path,
    id: &str,
    old: &SecretKey,
    before: &str,
    after: &str,
) -> io::Result<String> {
    let mut text = format!(
        "exit code {}\n\n",
        code.map_or("none".to_owned(), |code| code.to_string())
    );
    let changed: Vec<usize> = before
        .lines()
        .zip(after.lines())
        .enumerate()
        .filter(|(_, (before, after))| before != after)
        .map(|(index, _)| index + 1)
        .collect();
    let _ = writeln!(
        text,
        "The file: {} of {} lines changed{}.",
        changed.len(),
        after.lines().count(),
        changed
            .first()
            .map_or(String::new(), |line| format!(" (line {line})")),
    );
    let current = sandbox
        .current_value(id)
        .map(|key| SecretKey::from(key.value()))
        .ok_or_else(|| io::Error::other("the sandbox has lost the key"))?;
    let holds = after.contains(current.expose_secret());
    let _ = writeln!(
        text,
        "It holds {}, fingerprint {}.",
        if holds {
            "the key that works now"
        } else {
            "a key that does not work now"
        },
        Fingerprint::of(&current)
    );
    for (name, key) in [("The old key", old), ("The new key", &current)] {
        let accepted = Api::connect(
            key,
            Some(sandbox.url().to_owned()),
            std::time::Duration::from_secs(10),
        )
        .map_err(|error| io::Error::other(error.flaw()))?
        .authenticates()
        .map_err(io::Error::other)?;
        let _ = writeln!(
            text,
            "{name} is {}.",
            if accepted { "accepted" } else { "refused" }
        );
    }
    let audit = fs::read_to_string(state.join("audit.jsonl")).unwrap_or_default();
    let _ = writeln!(
        text,
        "The key was regenerated {} time(s). The audit log:\n\n{audit}",
        sandbox.regenerations(id),
    );
    Ok(text)
}
