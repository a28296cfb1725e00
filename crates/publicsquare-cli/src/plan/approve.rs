//! `psq approve`: a person allows psq to change the production keys of a plan.
//!
//! In comes a plan. At a terminal, a person reads what the plan does with the production keys, and types the first
//! characters of its fingerprint. From then on `psq apply` changes these keys without asking, until somebody changes the
//! content of the plan. psq sends nothing to the API. [`approval`] stores the result.

use std::io::{self, BufRead, IsTerminal};

use chrono::Utc;

use super::approval;
use super::{Method, Plan, PlannedKey, ThenEntry};
use crate::cli::ApproveArgs;
use crate::cli_error::CliError;
use crate::escape::escape_hidden;
use crate::exit::Exit;
use crate::keys::format_exact_age;
use crate::progress::{Progress, answered, write};
use crate::state_folder::StateFolder;

/// How many characters of the fingerprint a person types.
const TYPED: usize = 8;

pub(crate) fn run(args: &ApproveArgs, progress: &Progress) -> Exit {
    match approve(args, progress) {
        Ok(()) => Exit::Delivered,
        Err(error) => {
            error.print_to(progress, "nothing was approved");
            error.exit
        }
    }
}

fn approve(args: &ApproveArgs, progress: &Progress) -> Result<(), CliError> {
    let plan = super::load(&args.plan)?;
    let state = StateFolder::locate()?;
    state.prepare()?;
    let needing = approval::needing(&plan);
    if needing.is_empty() {
        progress.done("The plan has no production key, so it needs no approval");
        return Ok(());
    }
    if approval::is_given(&plan, &state) {
        progress.done("This plan is approved already");
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(CliError::usage(
            "an approval needs a person at a terminal, and there is no terminal here",
        )
        .with_advice("run `psq approve` in a terminal, as the user that applies the plan"));
    }
    let fingerprint = approval::fingerprint(&plan);
    let (_, digits) = fingerprint.split_once(':').unwrap_or_default();
    let typed = digits.get(..TYPED).unwrap_or(digits);
    let question = format!(
        "{}\nTo approve, type the first {TYPED} characters of the plan's fingerprint ({typed}): ",
        described(&plan, &needing)
    );
    let asked = write(question.as_bytes());
    let mut answer = String::new();
    let read = asked.and_then(|()| io::stdin().lock().read_line(&mut answer));
    if matches!(read, Ok(length) if length > 0) {
        answered();
    }
    match read {
        Ok(_) if answer.trim() == typed => {}
        Ok(_) => {
            return Err(CliError::untouched(
                "the typed text is not the beginning of the fingerprint",
            ));
        }
        Err(error) => {
            return Err(CliError::untouched(format!(
                "the answer cannot be read: {error}"
            )));
        }
    }
    // Approve only what the person has read: somebody may have changed the file in the meantime.
    let now = super::load(&args.plan)?;
    if approval::fingerprint(&now) != fingerprint {
        return Err(
            CliError::untouched("somebody changed the plan while you read it")
                .with_advice("run `psq approve` again"),
        );
    }
    approval::give(&plan, &state, Utc::now())
        .map_err(|error| CliError::usage(format!("the approval cannot be stored: {error}")))?;
    progress.done(format_args!("Approved: {fingerprint}"));
    Ok(())
}

/// What the plan does with its production keys. The command lines are shown, because they are what is approved.
fn described(plan: &Plan, needing: &[&PlannedKey]) -> String {
    let mut lines = vec![
        "If you approve the plan, psq apply changes these production keys without asking, each time they are due:".to_owned(),
    ];
    for key in needing {
        let how = match key.method {
            Method::Rotate => "gets a new value, and the old value stops working at once",
            Method::Replace => "is replaced by a successor, and then deleted",
        };
        lines.push(format!("  {} {how}", key.id.as_str()));
        lines.push(format!(
            "    at the latest when its value is {} old",
            format_exact_age(key.max_age)
        ));
        for place in &key.to {
            lines.push(format!("    to {}", place.in_full()));
        }
        match &key.then {
            None => {}
            Some(ThenEntry::Line(line)) => lines.push(format!("    then {line}")),
            Some(ThenEntry::Words(words)) => lines.push(format!("    then {}", words.join(" "))),
        }
    }
    lines.push(format!("The plan is {}.", plan.path.display()));
    let shown: Vec<String> = lines.iter().map(|line| escape_hidden(line)).collect();
    shown.join("\n")
}
