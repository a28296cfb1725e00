//! Changes that were accepted by name, each until a day.

use openapi_loader::Diagnostic;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::day::Day;
use crate::report::{AcceptedChange, Report};

/// The changes that somebody has accepted.
///
/// ```
/// use openapi_semver::AcceptedList;
///
/// let list = AcceptedList::parse(
///     "openapi/accepted.toml",
///     r#"
/// [[accepted]]
/// rule = "api-default-server-changed"
/// fingerprint = "0123456789ab"
/// reason = "The old host has been redirecting for a year."
/// expires = 2030-12-31
/// "#,
/// );
/// assert!(list.is_ok());
/// ```
#[derive(Debug)]
pub struct AcceptedList {
    file: String,
    text: String,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    rule: String,
    fingerprint: String,
    reason: String,
    expires: Day,
    /// Where it stands in the text.
    offset: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rule: Spanned<String>,
    fingerprint: Spanned<String>,
    reason: Spanned<String>,
    expires: Spanned<Datetime>,
}

impl AcceptedList {
    /// Reads a list in TOML: one `[[accepted]]` for each change, with `rule`, `fingerprint`, `reason`
    /// and `expires`, the last day on which it counts. `file` is what problems name.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn parse(file: &str, text: &str) -> Result<Self, Box<Diagnostic>> {
        let read: File = toml::from_str(text).map_err(|error| {
            let offset = error.span().unwrap_or_default().start;
            Box::new(Diagnostic::in_text(
                file,
                text,
                offset,
                error.message(),
                "an entry has `rule`, `fingerprint`, `reason` and `expires`",
            ))
        })?;
        let entries = read.accepted.into_iter();
        let entries = entries.map(|written| entry(file, text, written));
        Ok(Self {
            entries: entries.collect::<Result<_, _>>()?,
            file: file.to_owned(),
            text: text.to_owned(),
        })
    }

    /// Moves what the list names from `changes` to `accepted` and judges the rest anew. What comes
    /// back are the entries that have expired before `today`, which change nothing, and those that
    /// are about nothing.
    #[must_use = "an entry that is out of date is an error"]
    pub fn apply(&self, report: &mut Report, today: Day) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for entry in &self.entries {
            let problem = |message: String, help: &str| {
                Diagnostic::in_text(&self.file, &self.text, entry.offset, message, help)
            };
            let name = format!("{} {}", entry.rule, entry.fingerprint);
            if entry.expires < today {
                problems.push(problem(
                    format!("`{name}` was accepted until {}", entry.expires),
                    "undo the change, or say until when and why it is still acceptable",
                ));
                continue;
            }
            let (named, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut report.changes)
                .into_iter()
                .partition(|change| {
                    change.rule == entry.rule && change.fingerprint == entry.fingerprint
                });
            report.changes = rest;
            if named.is_empty() {
                problems.push(problem(
                    format!("`{name}` is accepted, and there is no such change"),
                    "remove the entry",
                ));
            }
            let named = named.into_iter().map(|change| AcceptedChange {
                change,
                reason: entry.reason.clone(),
                expires: entry.expires.to_string(),
            });
            report.accepted.extend(named);
        }
        report.judge();
        problems
    }
}

fn entry(file: &str, text: &str, written: Written) -> Result<Entry, Box<Diagnostic>> {
    let flaw = |offset: usize, message: &str, help: &str| {
        Box::new(Diagnostic::in_text(file, text, offset, message, help))
    };
    for part in [&written.rule, &written.fingerprint, &written.reason] {
        if part.get_ref().trim().is_empty() {
            return Err(flaw(
                part.span().start,
                "this is empty",
                "copy `rule` and `fingerprint` from the report, and say why the change is acceptable",
            ));
        }
    }
    let expires = written.expires.get_ref();
    let (Some(date), None, None) = (expires.date, expires.time, expires.offset) else {
        return Err(flaw(
            written.expires.span().start,
            "`expires` is not a day",
            "write it like 2030-12-31",
        ));
    };
    Ok(Entry {
        offset: written.rule.span().start,
        rule: written.rule.into_inner(),
        fingerprint: written.fingerprint.into_inner(),
        reason: written.reason.into_inner(),
        expires: Day::new(date.year.into(), date.month.into(), date.day.into()),
    })
}
