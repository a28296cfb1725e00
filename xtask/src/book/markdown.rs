//! The Markdown pages of the repository, read by a Markdown parser.
//!
//! In comes the folder of the workspace. Out come its pages, each with the names of its headings, as a link writes them
//! behind `#`, and with its links and where in the text they stand. `links` checks the links, `copy` rewrites them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::{fs, io};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// One Markdown file.
pub(crate) struct Page {
    /// From the root of the workspace, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
    /// What a link to a heading has behind `#`.
    pub(crate) headings: BTreeSet<String>,
    pub(crate) links: Vec<Link>,
}

/// One link or picture.
pub(crate) struct Link {
    /// Where it leads, as it is written.
    pub(crate) target: String,
    /// The part of the text that is the whole link.
    pub(crate) place: Range<usize>,
}

impl Page {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (mut headings, mut links) = (BTreeSet::new(), Vec::new());
        let mut heading: Option<String> = None;
        for (event, place) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    headings.extend(heading.take().map(|words| name(&words)));
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&words);
                    }
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => links
                    .push(Link {
                        target: dest_url.into_string(),
                        place,
                    }),
                _ => {}
            }
        }
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            headings,
            links,
        }
    }

    /// The line of a place in the text, counted from one.
    pub(crate) fn line(&self, place: &Range<usize>) -> usize {
        let before = self.text.get(..place.start).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}

/// All pages of the workspace, by their paths.
pub(crate) fn pages(root: &Path) -> io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}{name}");
            if entry.file_type()?.is_dir() {
                // What cargo builds, and folders of tools: `.github` has pages too.
                if name != "target" && (!name.starts_with('.') || name == ".github") {
                    open.push(format!("{path}/"));
                }
            } else if name.ends_with(".md") {
                pages.push(Page::new(&path, &fs::read_to_string(entry.path())?));
            }
        }
    }
    pages.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(pages)
}

/// What a link to a heading has behind `#`: mdBook and the usual hosts make it alike.
fn name(heading: &str) -> String {
    heading
        .chars()
        .filter_map(|char| match char {
            ' ' => Some('-'),
            '-' | '_' => Some(char),
            _ if char.is_alphanumeric() => Some(char.to_ascii_lowercase()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_links_are_found() {
        let page = Page::new(
            "docs/a.md",
            "# What `psq` does: a tour\n\n[one](b.md#c) and ![two](d.svg)\n\n```text\n[no](link.md)\n```\n",
        );
        assert!(page.headings.contains("what-psq-does-a-tour"));
        let targets: Vec<&str> = page.links.iter().map(|link| link.target.as_str()).collect();
        assert_eq!(targets, ["b.md#c", "d.svg"]);
        assert!(page.links.iter().all(|link| page.line(&link.place) == 3));
    }
}
