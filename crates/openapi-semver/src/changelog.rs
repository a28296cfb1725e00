//! Changes of a description in a changelog that follows [Keep a Changelog](https://keepachangelog.com).
//!
//! A report and the text of a changelog come in. The same changelog comes out, with a section about the API
//! description between two marks. Everything outside these marks stays the same to the byte. Other functions read a
//! changelog: the last released version, and the entry of a version.
//!
//! `render` writes reports for people who review a change, and [`bump`](crate::bump) finds the version number.

use semver::Version;

use crate::class::Class;
use crate::render::visible;
use crate::report::Report;

const START: &str = "<!-- spec-changelog:start -->";
const END: &str = "<!-- spec-changelog:end -->";

/// The changes of a report as a section in Markdown, between two marks. Empty if there are no changes.
///
/// ```
/// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// # let base = openapi_loader::load("base.yaml", text)?;
/// # let revision = openapi_loader::load("api.yaml", &text.replace("Keys", "All keys"))?;
/// # let report = openapi_semver::Comparison::new(&base, &revision).report();
/// let section = openapi_semver::changelog::section(&report);
/// assert!(section.contains("### API description\n\n**Only in words**\n\n- `info.title` has changed.\n"));
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
#[must_use]
pub fn section(report: &Report) -> String {
    let mut lines = vec![START.to_owned(), "### API description".to_owned()];
    for class in [Class::Breaking, Class::Compatible, Class::DocsOnly] {
        let mut entries: Vec<String> = Vec::new();
        for change in report.changes.iter().filter(|change| change.class == class) {
            let entry = match change.operations.as_slice() {
                [] => format!("- {}.", visible(&change.message)),
                _ => format!("- {}.", visible(&change.sentence())),
            };
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        if !entries.is_empty() {
            lines.extend([
                String::new(),
                format!("**{}**", heading(class)),
                String::new(),
            ]);
            lines.extend(entries);
        }
    }
    if report.changes.is_empty() {
        return String::new();
    }
    lines.push(END.to_owned());
    lines.join("\n") + "\n"
}

const fn heading(class: Class) -> &'static str {
    match class {
        Class::Breaking => "Breaking",
        Class::Compatible => "Compatible",
        Class::DocsOnly | Class::None => "Only in words",
    }
}

/// The changelog with this section in it.
///
/// The section goes under the heading of the version `prepared`, if the changelog has that heading, or else under
/// Unreleased. It replaces the section that was there. Everything else stays the same to the byte.
///
/// ```
/// use openapi_semver::changelog::with_section;
///
/// let section = "<!-- spec-changelog:start -->\n- One.\n<!-- spec-changelog:end -->\n";
/// let log = with_section("## Unreleased\n\n- By hand.\n\n## 0.1.0\n", section, None);
/// assert_eq!(log, format!("## Unreleased\n\n- By hand.\n\n{section}\n## 0.1.0\n"));
/// assert_eq!(with_section(&log, section, None), log);
/// ```
#[must_use]
pub fn with_section(changelog: &str, section: &str, prepared: Option<&Version>) -> String {
    let newline = if changelog.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let section = section.replace('\n', newline);
    let headings = headings(changelog);
    let prepared = prepared.map(Version::to_string);
    let named =
        prepared.and_then(|name| headings.iter().position(|heading| heading.name() == name));
    let unreleased = || headings.iter().position(Heading::is_unreleased);
    let Some(unreleased) = named.or_else(unreleased) else {
        if section.is_empty() {
            return changelog.to_owned();
        }
        let block = format!("## Unreleased{newline}{newline}{section}");
        if changelog.trim().is_empty() {
            return format!("# Changelog{newline}{newline}{block}");
        }
        return match headings.first() {
            Some(first) => inserted(changelog, first.start, &format!("{block}{newline}")),
            None => {
                let gap = gap(changelog, newline);
                format!("{changelog}{gap}{block}")
            }
        };
    };
    // The index comes from `position`, so there is such a heading.
    let Some(start) = headings.get(unreleased).map(|heading| heading.body) else {
        return changelog.to_owned();
    };
    let end = headings
        .get(unreleased + 1)
        .map_or(changelog.len(), |next| next.start);
    let body = changelog.get(start..end).unwrap_or_default();
    if let Some((from, to)) = marked(body) {
        let (from, to) = (start + from, start + to);
        let before = changelog.get(..from).unwrap_or_default();
        let after = changelog.get(to..).unwrap_or_default();
        // A merge may leave two sections. The second one is removed.
        let rest = after.get(..end - to).unwrap_or_default();
        let cleared = marked(rest).map(|(from, to)| {
            let (kept, after) = (after.get(..from), after.get(to..));
            format!("{}{}", kept.unwrap_or_default(), after.unwrap_or_default())
        });
        let after = cleared.as_deref().unwrap_or(after);
        if section.is_empty() {
            // The empty line before the section goes with it.
            let before = before.strip_suffix(newline).unwrap_or(before);
            return format!("{before}{after}");
        }
        return format!("{before}{section}{after}");
    }
    if section.is_empty() {
        return changelog.to_owned();
    }
    // The end of the version's section, before the next heading.
    let last = start + body.trim_end().len();
    let before = changelog.get(..last).unwrap_or_default();
    let after = changelog.get(last..).unwrap_or_default();
    let gap = gap(before, newline);
    let line = after.strip_prefix(newline).unwrap_or(after);
    format!("{before}{gap}{section}{line}")
}

/// The line breaks that a text needs at its end to end with an empty line.
fn gap(text: &str, newline: &str) -> String {
    let double = newline.repeat(2);
    if text.is_empty() || text.ends_with(&double) {
        String::new()
    } else if text.ends_with(newline) {
        newline.to_owned()
    } else {
        double
    }
}

fn inserted(text: &str, at: usize, new: &str) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    format!("{before}{new}{after}")
}

/// The range from the first mark to the line after the last mark, in bytes.
fn marked(body: &str) -> Option<(usize, usize)> {
    let from = body.find(START)?;
    let rest = body.get(from..)?;
    let mut to = from + rest.find(END)? + END.len();
    for newline in ["\r\n", "\n"] {
        if body.get(to..).is_some_and(|rest| rest.starts_with(newline)) {
            to += newline.len();
            break;
        }
    }
    Some((from, to))
}

/// The last version that was released: the version of the first section with a day.
///
/// ```
/// use openapi_semver::changelog::last_released;
/// use semver::Version;
///
/// let log = "# Changelog\n\n## 0.3.0\n\n- Soon.\n\n## [0.2.0] - 2026-01-01\n\n- Faster.\n";
/// assert_eq!(last_released(log), Some(Version::new(0, 2, 0)));
/// ```
#[must_use]
pub fn last_released(changelog: &str) -> Option<Version> {
    let headings = headings(changelog);
    let mut dated = headings.iter().filter(|heading| heading.has_day());
    dated.find_map(|heading| Version::parse(heading.name()).ok())
}

/// Whether the changelog has a section with a day for this version.
///
/// ```
/// use openapi_semver::changelog::is_released;
/// use semver::Version;
///
/// let log = "# Changelog\n\n## 0.3.0\n\n- Soon.\n\n## [0.2.0] - 2026-01-01\n\n- Faster.\n";
/// assert!(is_released(log, &Version::new(0, 2, 0)));
/// assert!(!is_released(log, &Version::new(0, 3, 0)));
/// ```
#[must_use]
pub fn is_released(changelog: &str, version: &Version) -> bool {
    let name = version.to_string();
    let headings = headings(changelog);
    headings
        .iter()
        .any(|heading| heading.has_day() && heading.name() == name)
}

/// The text about a version: under the heading of the version, or else under Unreleased. `None` if it is empty.
///
/// ```
/// use openapi_semver::changelog::entry_for;
/// use semver::Version;
///
/// let log = "# Changelog\n\n## [0.2.0] - 2026-01-01\n\n- Faster.\n\n## 0.1.0\n\n- First.\n";
/// assert_eq!(entry_for(log, &Version::new(0, 2, 0)).as_deref(), Some("- Faster."));
/// assert_eq!(entry_for(log, &Version::new(0, 3, 0)), None);
/// ```
#[must_use]
pub fn entry_for(changelog: &str, version: &Version) -> Option<String> {
    let headings = headings(changelog);
    let version = version.to_string();
    let named = headings
        .iter()
        .position(|heading| heading.name() == version)
        .or_else(|| headings.iter().position(Heading::is_unreleased))?;
    let start = headings.get(named)?.body;
    let end = headings
        .get(named + 1)
        .map_or(changelog.len(), |next| next.start);
    let body = changelog.get(start..end)?.trim();
    (!body.is_empty()).then(|| body.to_owned())
}

/// The heading of a version.
struct Heading<'t> {
    /// The start of its line, in bytes.
    start: usize,
    /// The start of the next line, in bytes.
    body: usize,
    text: &'t str,
}

impl Heading<'_> {
    /// `0.2.0` in `## [0.2.0](https://…) - 2026-01-01`.
    fn name(&self) -> &str {
        let text = self.text.trim_start_matches('[');
        let end = text
            .find(|c: char| c == ']' || c.is_whitespace())
            .unwrap_or(text.len());
        let name = text.get(..end).unwrap_or(text);
        name.strip_prefix('v').unwrap_or(name)
    }

    /// Whether the heading has a day such as `2026-01-01`.
    fn has_day(&self) -> bool {
        self.text
            .split(|c: char| !c.is_ascii_digit() && c != '-')
            .any(|word| {
                let parts: Vec<usize> = word.split('-').map(str::len).collect();
                let digits = word
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'-');
                digits && parts == [4, 2, 2]
            })
    }

    fn is_unreleased(&self) -> bool {
        self.name().eq_ignore_ascii_case("unreleased")
    }
}

/// The headings of the second level, but not those in blocks of code.
fn headings(changelog: &str) -> Vec<Heading<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut fence: Option<&str> = None;
    for line in changelog.split_inclusive('\n') {
        let body = start + line.len();
        let trimmed = line.trim();
        match fence {
            Some(mark) if trimmed.starts_with(mark) => fence = None,
            Some(_) => {}
            None => {
                // A block without an end is a mistake, and hides no headings.
                let rest = changelog.get(body..).unwrap_or_default();
                fence = ["```", "~~~"].into_iter().find(|mark| {
                    trimmed.starts_with(mark)
                        && rest.lines().any(|line| line.trim().starts_with(mark))
                });
                if let Some(text) = line.strip_prefix("## ") {
                    found.push(Heading {
                        start,
                        body,
                        text: text.trim(),
                    });
                }
            }
        }
        start = body;
    }
    found
}

#[cfg(test)]
mod tests;
