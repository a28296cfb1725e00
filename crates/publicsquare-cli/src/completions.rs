//! What completes psq's commands in a shell.
//!
//! The name of a shell comes in. Out goes its script, on the standard output.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::destination::print;

/// Prints the script.
pub(crate) fn print_script(shell: Shell) -> io::Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "psq", &mut text);
    print(&String::from_utf8_lossy(&text))
}
