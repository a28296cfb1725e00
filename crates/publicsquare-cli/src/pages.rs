//! The texts that help and manual add to the options of each command.
//!
//! The name of a command comes in. Out goes its page: examples, notes, exit codes, and for the manual also the
//! environment and the files. Both take these texts from here, so that they say the same. The modules below hold the
//! pages, [`crate::cli`] describes the options, and [`crate::manual`] renders the manual.

mod items;
mod keys;
mod plans;
mod tools;

use std::fmt::Write as _;

use clap::Command;

/// The greatest width of a line of the help, in characters.
const WIDTH: usize = 80;

/// The order of a help text: what the command does, how to call it, examples, options, notes and exit codes.
const TEMPLATE: &str =
    "{about-with-newline}\n{usage-heading} {usage}\n\n{before-help}{all-args}{after-help}";

/// A name and its explanation.
pub(crate) type Item = (&'static str, &'static str);

/// An exit code and its meaning.
pub(crate) type ExitCode = (u8, &'static str);

/// The texts about one command.
#[derive(Debug)]
pub(crate) struct Page {
    /// The name of the command; `psq` for the whole program.
    name: &'static str,
    /// The paragraphs that only the manual has.
    pub(crate) description: &'static [&'static str],
    /// The paragraphs that both the help and the manual have.
    pub(crate) notes: &'static [&'static str],
    /// Command lines to type.
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

/// The names of the commands, in the order of the help.
pub(crate) fn verbs() -> impl Iterator<Item = &'static str> {
    PAGES
        .iter()
        .map(|page| page.name)
        .filter(|name| *name != tools::PSQ.name)
}

/// Adds the pages to the help of the command and of its subcommands.
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
