//! The second part of the demonstration: a key on a schedule.
//!
//! The sandbox and the folder of the demonstration come in. This module writes a plan for one test key with two files and
//! a command. `psq check` finds the key overdue, `psq apply` changes it, and `psq check` finds it in order. Out goes
//! whether all of this happened. The parent module shows the rotation of a single key.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};

use super::Stage;
use crate::credentials::variables;
use crate::destination::print;
use crate::durable::create_private;

const VARIABLE: &str = "CHECKOUT_KEY";

/// The files of this part, all in the folder of the demonstration.
const PLAN: &str = "plan.toml";
const DOTENV: &str = "checkout.env";
const FILE: &str = "checkout.key";
const MARK: &str = "reloads.log";

/// Runs `psq check`, `psq apply` and `psq check`. Returns whether each ended as it should and both files hold the current
/// value.
pub(super) fn tell(stage: &Stage<'_>) -> io::Result<bool> {
    let target = stage.sandbox.seeded().test().payment_method_writer();
    let plan = text(target.id());
    for (name, content) in [
        (PLAN, plan.as_str()),
        (DOTENV, &format!("{VARIABLE}={}\n", target.value())),
        (FILE, &format!("{}\n", target.value())),
    ] {
        create_private(&stage.folder.join(name))?.write_all(content.as_bytes())?;
    }
    print(&format!(
        "Now on a schedule. A plan says how old the value of each key may become, and where it goes:\n\n{plan}"
    ))?;
    let path = stage.folder.join(PLAN);
    let mut codes = Vec::new();
    for (word, says) in [
        (
            "check",
            "What is the state of the key? This changes nothing.",
        ),
        (
            "apply",
            "The key is too old. A timer runs this command each night.",
        ),
        ("check", "What is its state now?"),
    ] {
        print(&format!("\n{says}\n\n$ psq {word} {}\n", path.display()))?;
        let status = stage.psq()?.arg(word).arg(&path).status()?;
        codes.push(status.code());
        let code = status
            .code()
            .map_or("none".to_owned(), |code| code.to_string());
        print(&format!("exit code {code}\n"))?;
    }
    let (text, holds) = ending(stage, target.id())?;
    print(&text)?;
    Ok(holds && codes == [Some(5), Some(0), Some(0)])
}

fn text(id: &str) -> String {
    format!(
        "version = 1\n\n\
         [environments.test]\n\
         credential = {{ variable = \"{}\" }}\n\n\
         [[keys]]\n\
         id = \"{id}\"\n\
         environment = \"test\"\n\
         max_age = \"90d\"\n\
         to = [{{ file = \"{DOTENV}\", variable = \"{VARIABLE}\" }}, {{ file = \"{FILE}\" }}]\n\
         then = \"echo reloaded >> {MARK}\"\n",
        variables::SECRET
    )
}

/// Compares the files and the sandbox with what they should be after `psq apply`.
fn ending(stage: &Stage<'_>, id: &str) -> io::Result<(String, bool)> {
    let read = |name: &str| fs::read_to_string(stage.folder.join(name)).unwrap_or_default();
    let current = stage
        .sandbox
        .current_value(id)
        .ok_or_else(|| io::Error::other("the sandbox has lost the key"))?;
    let holding = [
        read(DOTENV) == format!("{VARIABLE}={}\n", current.value()),
        read(FILE) == format!("{}\n", current.value()),
    ];
    let holding = holding.iter().filter(|holds| **holds).count();
    let reloads = read(MARK).lines().count();
    let regenerations = stage.sandbox.regenerations(id);
    let mut text = String::new();
    // Writing to a `String` does not fail.
    let _ = writeln!(
        text,
        "\n{holding} of 2 files hold the key that works now. It was regenerated {regenerations} time(s), and its \
         `then` ran {reloads} time(s)."
    );
    Ok((text, holding == 2 && reloads == 1 && regenerations == 1))
}
