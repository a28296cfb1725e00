//! `psq man`: the manual, with a page for psq as a whole and one for each of its commands.
//!
//! The arguments of [`crate::cli`] and the texts of [`crate::pages`] come in. Out go pages for `man`, printed or written
//! into a folder. clap's own generator renders the options. The examples, exit codes, environment variables and files
//! come from the same data as those of `--help`.

use std::fs;
use std::io;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::cli::{Cli, ManArgs};
use crate::cli_error::CliError;
use crate::destination::print;
use crate::final_report::unwritten;
use crate::pages::{self, Item, Page};

/// Prints a page, or writes all of them.
pub(crate) fn run(args: &ManArgs) -> Result<(), CliError> {
    let psq = psq();
    let print_page = |command| {
        let printed = page(command).and_then(|page| print(&page));
        printed.map_err(|error| unwritten("the page", &error))
    };
    match (&args.all, &args.verb) {
        (Some(folder), _) => write_all(&psq, folder)
            .map_err(|error| unwritten(&format!("the manual in {}", folder.display()), &error)),
        (None, Some(verb)) => match psq.find_subcommand(verb) {
            Some(command) => print_page(command),
            None => Err(CliError::usage(format!("there is no command {verb}"))),
        },
        (None, None) => print_page(&psq),
    }
}

/// The command line, in which each command has its full name, such as `psq rotate`.
fn psq() -> Command {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    command
}

fn write_all(psq: &Command, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for command in psq.get_subcommands().chain([psq]) {
        let name = Man::new(command.clone()).get_filename();
        fs::write(folder.join(name), page(command)?)?;
    }
    Ok(())
}

fn page(command: &Command) -> io::Result<String> {
    let man = Man::new(command.clone())
        .source(concat!("psq ", env!("CARGO_PKG_VERSION")))
        .manual("Rotation of PublicSquare API keys");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    synopsis(command).to_writer(&mut text)?;
    man.render_description_section(&mut text)?;
    let page = pages::of(command.get_name());
    if let Some(page) = page {
        paragraphs(page).to_writer(&mut text)?;
    }
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    if let Some(page) = page {
        sections(page).to_writer(&mut text)?;
    }
    see_also(command).to_writer(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The usage line of the help. Unlike clap's generator for man pages, it shows the `--` in front of a command that
/// receives the key.
fn synopsis(command: &Command) -> Roff {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]).text([roman(usage)]);
    roff
}

fn paragraphs(page: &Page) -> Roff {
    let mut roff = Roff::new();
    for paragraph in page.description.iter().chain(page.notes) {
        roff.control("PP", []).text([roman(*paragraph)]);
    }
    roff
}

fn sections(page: &Page) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in page.exits {
        entry(&mut roff, &code.to_string(), meaning);
    }
    items(&mut roff, "ENVIRONMENT", page.environment);
    items(&mut roff, "FILES", page.files);
    roff.control("SH", ["EXAMPLES"]);
    for example in page.examples {
        // `nf` keeps each line of an example on a line of its own.
        roff.control("PP", []).control("nf", []);
        for line in example.lines() {
            roff.text([roman(line)]);
        }
        roff.control("fi", []);
    }
    roff
}

fn items(roff: &mut Roff, heading: &str, groups: &[&[Item]]) {
    roff.control("SH", [heading]);
    for (name, text) in groups.iter().copied().flatten() {
        entry(roff, name, text);
    }
}

fn entry(roff: &mut Roff, name: &str, text: &str) {
    roff.control("TP", [])
        .text([bold(name)])
        .text([roman(text)]);
}

/// The page of a command points to psq(1), which lists the commands in a section of its own.
fn see_also(command: &Command) -> Roff {
    let mut roff = Roff::new();
    if !command.has_subcommands() {
        roff.control("SH", ["SEE ALSO"])
            .text([bold("psq"), roman("(1)")]);
    }
    roff
}
