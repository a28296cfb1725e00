//! A report for a person in a terminal.
//!
//! Changes are grouped by operation. Each has its class, its sentence, its place, its rule and its fingerprint. Lines
//! are wrapped at the width that the caller gives, and colours are used only if the caller asks for them.

use std::collections::HashMap;
use std::io::{self, Write};

use super::{Options, rust_is_missing, summary, visible};
use crate::class::Class;
use crate::report::{Change, Report, Side, place_of};

pub(super) fn render(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint(options.color);
    let mut places: Vec<String> = Vec::new();
    let mut by_place: HashMap<String, Vec<&Change>> = HashMap::new();
    for change in &report.changes {
        let place = change.operations.join(", ");
        if !by_place.contains_key(&place) {
            places.push(place.clone());
        }
        by_place.entry(place).or_default().push(change);
    }
    for place in &places {
        let Some(changes) = by_place.get(place) else {
            continue;
        };
        let first = changes.first();
        let heading = first.map(|change| place_of(&change.operations));
        let heading = heading.unwrap_or_default();
        for line in wrapped(&visible(&heading), options.width, 0) {
            writeln!(out, "{}", paint.bold(&line))?;
        }
        if options.unfold && first.is_some_and(|change| change.operations.len() > 2) {
            for operation in first.iter().flat_map(|change| &change.operations) {
                writeln!(out, "  {}", visible(operation))?;
            }
        }
        for change in changes {
            let file = match change.side {
                Side::Base => &report.base.file,
                Side::Revision => &report.revision.file,
            };
            let mut class = paint.class(change.class);
            for line in wrapped(&visible(&change.message), options.width, INDENT) {
                writeln!(out, "  {class} {line}")?;
                class = " ".repeat(INDENT - 3);
            }
            let place = format!(
                "{}:{}:{}  {}  {}",
                visible(file),
                change.line,
                change.column,
                change.rule,
                change.fingerprint
            );
            for line in wrapped(&place, options.width, INDENT) {
                writeln!(out, "{}{}", " ".repeat(INDENT), paint.dim(&line))?;
            }
        }
        writeln!(out)?;
    }
    for accepted in &report.accepted {
        let text = format!(
            "accepted until {}: {} ({})",
            visible(&accepted.expires),
            visible(&accepted.change.message),
            visible(&accepted.reason)
        );
        for line in wrapped(&text, options.width, 0) {
            writeln!(out, "{line}")?;
        }
    }
    for line in rust_is_missing(report)
        .iter()
        .flat_map(|missing| wrapped(missing, options.width, 0))
    {
        writeln!(out, "{line}")?;
    }
    let files = format!(
        "{} → {}:",
        visible(&report.base.file),
        visible(&report.revision.file)
    );
    let counts = summary(report);
    let whole = files.chars().count() + 1 + counts.chars().count();
    if options.width.is_none_or(|width| whole <= width) {
        return writeln!(out, "{files} {}", paint.bold(&counts));
    }
    for line in wrapped(&files, options.width, 0) {
        writeln!(out, "{line}")?;
    }
    for line in wrapped(&counts, options.width, 0) {
        writeln!(out, "{}", paint.bold(&line))?;
    }
    Ok(())
}

/// The column where sentences start, behind the class.
const INDENT: usize = 13;

/// The text in lines that fit into `width` columns, with `indent` columns before them. A longer word stays whole,
/// so that people can copy it.
fn wrapped(text: &str, width: Option<usize>, indent: usize) -> Vec<String> {
    const NARROWEST: usize = 30;
    let Some(width) = width.map(|width| width.saturating_sub(indent).max(NARROWEST)) else {
        return vec![text.to_owned()];
    };
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines.push(line);
    lines
}

/// Colours, or none.
struct Paint(bool);

impl Paint {
    fn class(&self, class: Class) -> String {
        let code = match class {
            Class::Breaking => "31",
            Class::Compatible => "32",
            Class::DocsOnly | Class::None => "36",
        };
        self.code(code, &format!("{class:<10}"))
    }

    fn bold(&self, text: &str) -> String {
        self.code("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.code("2", text)
    }

    fn code(&self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}
