//! What help and manual say of each command beyond its options.
//!
//! The name of a command comes in. Out goes its page: examples, notes, exit codes, and for the manual also the
//! environment and the files. Nothing of that stands anywhere else, so that help and manual say the same.

mod items;
mod keys;
mod plans;
mod tools;

use std::fmt::Write as _;

use clap::Command;

/// No line of the help is wider.
const WIDTH: usize = 80;

/// First what the command is, then how it is called, then the rest.
const TEMPLATE: &str =
    "{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

/// A name, and what there is to know about it.
pub(crate) type Item = (&'static str, &'static str);

/// An exit code, and what it means.
pub(crate) type ExitCode = (u8, &'static str);

/// What there is to say of a command.
#[derive(Debug)]
pub(crate) struct Page {
    /// The name of the command; `psq` for the whole program.
    name: &'static str,
    /// What the manual tells beyond the first line of the help.
    pub(crate) description: &'static [&'static str],
    /// What help and manual tell besides.
    pub(crate) notes: &'static [&'static str],
    /// Lines for a shell.
    pub(crate) examples: &'static [&'static str],
    pub(crate) exits: &'static [ExitCode],
    pub(crate) environment: &'static [&'static [Item]],
    pub(crate) files: &'static [&'static [Item]],
}

static PAGES: [&Page; 12] = [
    &tools::PSQ,
    &keys::ROTATE,
    &keys::REPLACE,
    &keys::RECOVER,
    &keys::STATUS,
    &keys::KEYS,
    &plans::APPLY,
    &plans::CHECK,
    &plans::APPROVE,
    &tools::SANDBOX,
    &tools::COMPLETIONS,
    &tools::MAN,
];

/// The page of a command.
pub(crate) fn of(name: &str) -> Option<&'static Page> {
    PAGES.iter().copied().find(|page| page.name == name)
}

/// The commands that have a page.
pub(crate) fn verbs() -> impl Iterator<Item = &'static str> {
    PAGES
        .iter()
        .map(|page| page.name)
        .filter(|name| *name != tools::PSQ.name)
}

/// The command and its subcommands, with their pages in the help.
pub(crate) fn dress(command: Command) -> Command {
    dress_one(command).mut_subcommands(dress_one)
}

fn dress_one(command: Command) -> Command {
    let command = command.max_term_width(WIDTH);
    match of(command.get_name()) {
        Some(page) => command
            .help_template(TEMPLATE)
            .before_help(page.examples_for_help())
            .after_help(page.end_of_help()),
        None => command,
    }
}

impl Page {
    fn examples_for_help(&self) -> String {
        let mut text = "Examples:".to_owned();
        for line in self.examples.iter().flat_map(|example| example.lines()) {
            // Writing to a `String` does not fail.
            let _ = write!(text, "\n  {line}");
        }
        text
    }

    fn end_of_help(&self) -> String {
        let mut text = String::new();
        for note in self.notes {
            let _ = write!(text, "{note}\n\n");
        }
        text += "Exit codes:";
        for (code, meaning) in self.exits {
            let _ = write!(text, "\n  {code}  {meaning}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_command_has_a_page() {
        let command = Cli::command();
        let commands: Vec<_> = command.get_subcommands().map(Command::get_name).collect();
        assert_eq!(verbs().collect::<Vec<_>>(), commands);
    }
}
