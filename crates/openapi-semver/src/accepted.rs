//! The list of changes that a project accepts although they count.
//!
//! A list in TOML and a report come in. Each entry names one change by its rule and its fingerprint, gives a reason,
//! and counts until the day on which it expires. The report goes out with the accepted changes moved to `accepted`,
//! and with a new class. Entries that have expired and entries without a change go out as problems.
//!
//! The neighbour `drift` reads another list: the differences between two descriptions of one API that are meant.

use openapi_loader::Diagnostic;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::day::Day;
use crate::report::{AcceptedChange, Report};

/// The changes that a project has accepted, each until a day.
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
    /// The place in the text, in bytes.
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
    /// Reads a list in TOML.
    ///
    /// The list has one `[[accepted]]` for each change. `rule` and `fingerprint` are copied from a report, `reason` is a
    /// text, and `expires` is the last day on which the entry counts. `file` is the name for messages.
    ///
    /// # Errors
    /// The first mistake in the list, with its place.
    ///
    /// ```
    /// use openapi_semver::AcceptedList;
    ///
    /// let problem = AcceptedList::parse("accepted.toml", "[[accepted]]\nrule = ''\n").unwrap_err();
    /// assert_eq!(problem.file(), "accepted.toml");
    /// assert_eq!(problem.help(), "an entry has `rule`, `fingerprint`, `reason` and `expires`");
    /// ```
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

    /// Moves the changes that the list names from `changes` to `accepted`, and judges the report again.
    ///
    /// Returns a problem for each entry that has expired before `today` and for each entry without a change. An
    /// expired entry changes nothing.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// # let base = openapi_loader::load("base.yaml", text)?;
    /// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
    /// use openapi_semver::{AcceptedList, Class, Day};
    ///
    /// # let mut report = openapi_semver::Comparison::new(&base, &revision).report();
    /// let change = &report.changes[0];
    /// let entry = format!(
    ///     "[[accepted]]\nrule = '{}'\nfingerprint = '{}'\nreason = 'A typo.'\nexpires = 2030-12-31\n",
    ///     change.rule, change.fingerprint
    /// );
    /// let list = AcceptedList::parse("accepted.toml", &entry)?;
    /// let problems = list.apply(&mut report, Day::from_unix_seconds(1_893_456_000)); // 2030-01-01
    /// assert!(problems.is_empty());
    /// assert_eq!(report.class, Class::None);
    /// assert_eq!(report.accepted[0].reason, "A typo.");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
                    "undo the change, or write a new last day and the reason why it is still acceptable",
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
                    format!("`{name}` is accepted, but there is no such change"),
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
