//! A report as a review comment in Markdown.
//!
//! Changes are grouped by class, the worst first. Texts of the description are escaped, so that they become neither
//! markup nor mentions. A comment stays below the length that GitHub accepts, and says how many changes do not fit.
//! `github` writes annotations at the lines of the change.

use std::io::{self, Write};

use super::{rust_is_missing, summary, visible};
use crate::class::Class;
use crate::report::{Change, Report, Side};

/// GitHub accepts 65,536 characters.
const LONGEST: usize = 60_000;

pub(super) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut text = format!(
        "<!-- openapi-semver -->\n### API description: {}\n",
        summary(report)
    );
    let mut left_out = 0;
    for (class, heading) in [
        (
            Class::Breaking,
            "Breaking: some application stops working or stops compiling",
        ),
        (
            Class::Compatible,
            "Compatible: applications still work and still compile",
        ),
        (Class::DocsOnly, "Only text for people"),
    ] {
        let mut is_new = true;
        for change in report.changes.iter().filter(|change| change.class == class) {
            let item = item(report, change);
            if text.len() + item.len() > LONGEST {
                left_out += 1;
                continue;
            }
            if is_new {
                text.push_str(&format!("\n**{heading}**\n\n"));
                is_new = false;
            }
            text.push_str(&item);
        }
    }
    if left_out > 0 {
        text.push_str(&format!(
            "\n{left_out} more do not fit into a comment; `spec-diff` shows all of them.\n"
        ));
    }
    if !report.accepted.is_empty() {
        text.push_str("\n<details><summary>Accepted</summary>\n\n");
        for accepted in &report.accepted {
            let item = format!(
                "- {}, until {}: {}\n",
                inert(&accepted.change.message),
                inert(&accepted.expires),
                inert(&accepted.reason)
            );
            if text.len() + item.len() <= LONGEST {
                text.push_str(&item);
            }
        }
        text.push_str("\n</details>\n");
    }
    if let Some(missing) = rust_is_missing(report) {
        let missing: String = missing.chars().take(1_000).collect();
        text.push_str(&format!("\n{}\n", inert(&missing)));
    }
    out.write_all(text.as_bytes())
}

fn item(report: &Report, change: &Change) -> String {
    let file = match change.side {
        Side::Base => &report.base.file,
        Side::Revision => &report.revision.file,
    };
    format!(
        "- {}<br><sub>{}:{} · {} · {} · {}</sub>\n",
        inert(&change.sentence()),
        inert(file),
        change.line,
        change.why,
        inert(&change.rule.to_string()),
        change.fingerprint
    )
}

/// The text without anything that Markdown, HTML or GitHub would act on. Pairs of backticks still mark code.
fn inert(text: &str) -> String {
    let text = visible(text);
    let pieces: Vec<&str> = text.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return plain(&text);
    }
    let mut inert = String::with_capacity(text.len() * 2);
    for (index, piece) in pieces.iter().enumerate() {
        if index % 2 == 0 {
            inert.push_str(&plain(piece));
        } else {
            inert.push_str("<code>");
            inert.push_str(&plain(piece));
            inert.push_str("</code>");
        }
    }
    inert
}

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        match c {
            // A description must not mention a person or an issue.
            '@' | '#' => {
                plain.push(c);
                plain.push_str("<!-- -->");
            }
            c if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | '/' | '-' | ';' | '\'') => {
                plain.push_str(&format!("&#{};", u32::from(c)));
            }
            c => plain.push(c),
        }
    }
    // GitHub makes links of texts that look like addresses.
    plain.replace("www.", "www&#46;")
}
