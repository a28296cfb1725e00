//! Completions and the manual page.

use std::io;

use clap::builder::StyledStr;
use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::destination::print;

/// What completes psq's commands in a shell.
pub(crate) fn completions(shell: Shell) -> io::Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "psq", &mut text);
    print(&String::from_utf8_lossy(&text))
}

/// The manual page, with a section for each command.
pub(crate) fn man() -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    for verb in command
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help")
    {
        section(verb, &mut text)?;
    }
    print(&String::from_utf8_lossy(&text))
}

fn section(verb: &Command, text: &mut Vec<u8>) -> io::Result<()> {
    let man = clap_mangen::Man::new(verb.clone());
    text.extend_from_slice(format!(".SH \"PSQ {}\"\n", verb.get_name().to_uppercase()).as_bytes());
    let mut parts = Vec::new();
    man.render_synopsis_section(&mut parts)?;
    man.render_description_section(&mut parts)?;
    man.render_options_section(&mut parts)?;
    parts.extend_from_slice(as_it_stands(verb.get_before_help()).as_bytes());
    parts.extend_from_slice(as_it_stands(verb.get_after_help()).as_bytes());
    // Subsections of this section.
    text.extend_from_slice(
        String::from_utf8_lossy(&parts)
            .replace(".SH ", ".SS ")
            .as_bytes(),
    );
    Ok(())
}

/// Text whose lines stay lines, for the examples and the exit codes.
fn as_it_stands(text: Option<&StyledStr>) -> String {
    let text = text.map(ToString::to_string).unwrap_or_default();
    let escaped = text.replace('\\', r"\e").replace('-', r"\-");
    format!(".PP\n.nf\n{escaped}\n.fi\n")
}
