//! `psq completions`: the script with which a shell completes psq's commands.
//!
//! The name of a shell comes in. Out goes its script, on the standard output. `cli` has the grammar that the
//! script is generated from, `manual` generates the manual from the same grammar.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::cli_error::CliError;
use crate::destination::print;
use crate::final_report::unwritten;

/// Prints the completion script for a shell.
pub(crate) fn print_script(shell: Shell) -> Result<(), CliError> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "psq", &mut text);
    print(&String::from_utf8_lossy(&text)).map_err(|error| unwritten("the script", &error))
}
