//! For a person in a terminal.

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
        writeln!(out, "{}", paint.bold(&visible(&heading)))?;
        for change in changes {
            let file = match change.side {
                Side::Base => &report.base.file,
                Side::Revision => &report.revision.file,
            };
            writeln!(
                out,
                "  {} {}",
                paint.class(change.class),
                visible(&change.message)
            )?;
            let place = format!(
                "{}:{}:{}  {}  {}",
                visible(file),
                change.line,
                change.column,
                visible(&change.rule),
                change.fingerprint
            );
            writeln!(out, "             {}", paint.dim(&place))?;
        }
        writeln!(out)?;
    }
    for accepted in &report.accepted {
        writeln!(
            out,
            "accepted until {}: {} ({})",
            visible(&accepted.expires),
            visible(&accepted.change.message),
            visible(&accepted.reason)
        )?;
    }
    if let Some(missing) = rust_is_missing(report) {
        writeln!(out, "{missing}")?;
    }
    writeln!(
        out,
        "{} → {}: {}",
        visible(&report.base.file),
        visible(&report.revision.file),
        paint.bold(&summary(report))
    )
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
