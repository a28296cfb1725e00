//! A report as annotations of a GitHub workflow.
//!
//! Each change becomes one workflow command at its line of the revision: an error if it fails the check, a warning if
//! it is breaking, or else a notice. `markdown` writes the review comment.

use std::io::{self, Write};

use super::{Options, rust_is_missing, summary, visible};
use crate::class::Class;
use crate::report::{Report, Side};

pub(super) fn render(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for change in &report.changes {
        let level = match change.class {
            class if options.fails(class) => "error",
            Class::Compatible | Class::DocsOnly | Class::None => "notice",
            Class::Breaking => "warning",
        };
        let removed_at = match change.side {
            Side::Base => format!(" (it was at {}:{})", report.base.file, change.line),
            Side::Revision => String::new(),
        };
        let message = format!(
            "{}{removed_at} [{} {}]",
            change.sentence(),
            change.rule,
            change.fingerprint
        );
        let title = format!("{} ({})", change.class, change.why);
        // The column of a removal belongs to the other document.
        let column = match change.side {
            Side::Base => String::new(),
            Side::Revision => format!(",col={}", change.column),
        };
        writeln!(
            out,
            "::{level} file={},line={}{column},title={}::{}",
            property(&report.revision.file),
            change.revision_line,
            property(&title),
            data(&message)
        )?;
    }
    if let Some(missing) = rust_is_missing(report) {
        writeln!(
            out,
            "::notice file={}::{}",
            property(&report.revision.file),
            data(&missing)
        )?;
    }
    writeln!(out, "API description: {}", summary(report))
}

fn data(text: &str) -> String {
    visible(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
