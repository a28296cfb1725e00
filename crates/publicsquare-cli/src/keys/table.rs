//! The keys as a table of at most 80 columns.
//!
//! The facts about the keys come in. Out goes a line of columns for each, with its name, dates and permissions indented
//! below. The heading is bold in a terminal. Hidden characters in texts of the API are escaped. The JSON object with
//! the same facts is in [`facts`](super::facts).

use std::fmt::Write;
use std::io;

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use chrono::{DateTime, Utc};

use super::age::format_age;
use super::facts::{CountedFrom, KeyFacts};
use crate::escape::escape_hidden;

/// The width of a table, in characters. Every terminal is at least this wide.
const WIDTH: usize = 80;
const INDENT: &str = "    ";
const HEAD: [&str; 5] = ["KEY", "AGE", "COUNTED FROM", "ENVIRONMENT", "TYPE"];

/// The table, or a sentence if there is no key.
pub(super) fn of(keys: &[KeyFacts]) -> String {
    if keys.is_empty() {
        return "The API lists no such key for this credential.\n".to_owned();
    }
    let rows: Vec<[String; 5]> = keys.iter().map(row).collect();
    let widths: Vec<usize> = HEAD
        .iter()
        .enumerate()
        .map(|(column, head)| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| length(cell))
                .max()
                .unwrap_or(0)
                .max(length(head))
        })
        .collect();
    let head = line(&HEAD.map(str::to_owned), &widths);
    let mut text = match AutoStream::choice(&io::stdout()) {
        ColorChoice::Never => format!("{head}\n"),
        _ => {
            let bold = Style::new().bold();
            format!("{bold}{head}{bold:#}\n")
        }
    };
    for (facts, row) in keys.iter().zip(&rows) {
        text += &line(row, &widths);
        text.push('\n');
        for below in wrapped(&details(facts)) {
            text += &below;
            text.push('\n');
        }
    }
    text
}

fn row(facts: &KeyFacts) -> [String; 5] {
    let unknown = || "unknown".to_owned();
    let said = |text: &Option<String>| text.as_deref().map_or_else(unknown, escape_hidden);
    [
        facts
            .id
            .as_ref()
            .map_or_else(unknown, |id| id.as_str().to_owned()),
        facts.age().map_or_else(unknown, format_age),
        facts.counted_from.map_or("", CountedFrom::words).to_owned(),
        said(&facts.environment),
        said(&facts.key_type),
    ]
}

fn line(cells: &[String; 5], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, &width) in cells.iter().zip(widths) {
        // Writing to a `String` does not fail.
        let _ = write!(line, "{cell:width$}  ");
    }
    line.truncate(line.trim_end().len());
    line
}

/// The words of the lines below a key: its name, dates and permissions.
fn details(facts: &KeyFacts) -> Vec<String> {
    let day = |time: DateTime<Utc>| time.format("%Y-%m-%d").to_string();
    let mut words: Vec<String> = Vec::new();
    let mut say = |text: String| words.extend(text.split(' ').map(str::to_owned));
    if let Some(name) = &facts.name {
        say(format!("{}.", escape_hidden(name)));
    }
    for (what, time) in [
        ("Created", facts.created_at),
        ("Changed", facts.modified_at),
        ("Regenerated", facts.regenerated_at),
    ] {
        if let Some(time) = time {
            say(format!("{what} {}.", day(time)));
        }
    }
    if let Some(remark) = facts.remark() {
        say(format!("Note: {remark}."));
    }
    if !facts.permissions.is_empty() {
        let permissions: Vec<String> = facts
            .permissions
            .iter()
            .map(|text| escape_hidden(text))
            .collect();
        say(format!("May: {}.", permissions.join(", ")));
    }
    words
}

/// The words on indented lines. A word that is longer than a line has a line of its own.
fn wrapped(words: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(word) <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{INDENT}{word}")),
        }
    }
    lines
}

fn length(text: &str) -> usize {
    text.chars().count()
}
