//! Asking a person to confirm the change of a production key.
//!
//! A change and its description come in. The confirmation is the id of the key, typed at a terminal or given
//! with `--confirm`. Out goes nothing if the change is confirmed, and an error otherwise. A plan is approved
//! once in `plan/approve` instead.

use std::io::{self, BufRead, IsTerminal};

use publicsquare::{ApiKeyId, Environment};

use crate::change::{Change, Confirmation};
use crate::cli_error::CliError;
use crate::next_step::NextStep;
use crate::progress::wrap::{paragraphs, width};
use crate::progress::{answered, write};

/// Requires the confirmation of a production key: its id, typed at the terminal or given with `--confirm`.
pub(crate) fn confirm(change: &Change, what: &str) -> Result<(), CliError> {
    let id = &change.id;
    if let Confirmation::Given(given) = &change.confirmation {
        return if given == id.as_str() {
            Ok(())
        } else {
            Err(
                CliError::usage("--confirm is not the id of the key to be changed").with_advice(
                    "compare KEY_ID with the text of --confirm, and correct the wrong one",
                ),
            )
        };
    }
    let is_approved = matches!(change.confirmation, Confirmation::ByPlan);
    if is_approved || change.environment != Environment::Production {
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(
            CliError::usage("this is a production key, and there is nobody to ask")
                .with_advice(format!("add --confirm {}", id.as_str()))
                .with_next(NextStep::AgainConfirmed),
        );
    }
    ask(id, what)
}

fn ask(id: &ApiKeyId, what: &str) -> Result<(), CliError> {
    let what = paragraphs(what, width());
    let asked = write(format!("{what}\nType {} to go on: ", id.as_str()).as_bytes());
    let mut answer = String::new();
    // If the question could not be shown, the input is not an answer to it.
    let read = asked.and_then(|()| io::stdin().lock().read_line(&mut answer));
    if matches!(read, Ok(1..)) {
        answered();
    }
    match read {
        Ok(_) if answer.trim() == id.as_str() => Ok(()),
        Ok(_) => Err(CliError::untouched("not confirmed")),
        Err(error) => Err(CliError::untouched(format!("not confirmed: {error}"))),
    }
}
