//! A report in the JUnit format, which most CI systems can show.
//!
//! The document is a suite, and each change is a test case. A change that fails the check is a failure. A report
//! without changes has one passing case, because CI systems take an empty suite for a suite that did not run.

use std::io::{self, Write};

use super::{Options, rust_is_missing, visible};
use crate::report::{Report, Side, place_of};

pub(super) fn render(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let changes = &report.changes;
    let failures = changes
        .iter()
        .filter(|change| options.fails(change.class))
        .count();
    // CI systems take a suite without a case for a suite that did not run.
    let tests = changes.len().max(1);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="openapi-semver" tests="{tests}" failures="{failures}">"#
    )?;
    writeln!(
        out,
        r#"  <testsuite name="{}" tests="{tests}" failures="{failures}" errors="0" skipped="0">"#,
        escaped(&report.revision.file)
    )?;
    if changes.is_empty() {
        let class = escaped(&report.revision.file);
        writeln!(
            out,
            r#"    <testcase classname="{class}" name="no change"/>"#
        )?;
    }
    for change in changes {
        let file = match change.side {
            Side::Base => &report.base.file,
            Side::Revision => &report.revision.file,
        };
        let place = format!(
            "{file}:{}:{}: {} ({})",
            change.line, change.column, change.pointer, change.fingerprint
        );
        writeln!(
            out,
            r#"    <testcase classname="{}" name="{}: {}" file="{}" line="{}">"#,
            escaped(&place_of(&change.operations)),
            change.rule,
            escaped(&change.message),
            escaped(&report.revision.file),
            change.revision_line
        )?;
        if options.fails(change.class) {
            writeln!(
                out,
                r#"      <failure type="{}" message="{}">{}</failure>"#,
                change.class,
                escaped(&change.message),
                escaped(&place)
            )?;
        } else {
            writeln!(
                out,
                "      <system-out>{}: {}</system-out>",
                change.class,
                escaped(&place)
            )?;
        }
        writeln!(out, "    </testcase>")?;
    }
    if let Some(missing) = rust_is_missing(report) {
        writeln!(out, "    <system-out>{}</system-out>", escaped(&missing))?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// Escapes a text for XML, for content and for attributes. `visible` has replaced the characters that XML cannot
/// hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
