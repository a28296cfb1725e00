//! Whether each link of the pages leads to something that exists.
//!
//! In come the pages of `markdown`. Out comes a line for each link that does not lead to a file or a folder of the
//! workspace, or not to a heading of the page that it names. Links to other hosts are not followed: nothing here depends
//! on a network. `rendered` checks the links of the book that is made of these pages.

use std::path::Path;

use super::markdown::Page;

/// One line for each broken link.
pub(crate) fn broken(root: &Path, pages: &[Page]) -> Vec<String> {
    let mut broken = Vec::new();
    for page in pages {
        for link in &page.links {
            if let Some(reason) = problem(root, pages, page, &link.target) {
                let line = page.line(&link.place);
                broken.push(format!("{}:{line}: {}: {reason}", page.path, link.target));
            }
        }
    }
    broken
}

/// The path of what a link leads to, from the root of the workspace, and the heading that it names. `None` for what is
/// on another host.
pub(crate) fn resolved(page: &str, target: &str) -> Option<(String, Option<String>)> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, heading) = match target.split_once('#') {
        Some((path, heading)) => (path, Some(heading.to_owned())),
        None => (target, None),
    };
    if path.is_empty() {
        return Some((page.to_owned(), heading));
    }
    let mut steps: Vec<&str> = page.split('/').collect();
    steps.pop();
    for step in path.split('/') {
        match step {
            "." | "" => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    Some((steps.join("/"), heading))
}

fn problem(root: &Path, pages: &[Page], page: &Page, target: &str) -> Option<String> {
    let (path, heading) = resolved(&page.path, target)?;
    if path.starts_with("..") {
        return Some("it leads out of the repository".to_owned());
    }
    if !root.join(&path).exists() {
        return Some(format!("there is no {path}"));
    }
    let heading = heading?;
    match pages.iter().find(|page| page.path == path) {
        Some(page) if page.headings.contains(&heading) => None,
        Some(_) => Some(format!("{path} has no heading of this name")),
        None => Some(format!("{path} is not a page with headings")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_leads_nowhere_is_reported_with_its_line() {
        let pages = [
            Page::new(
                "docs/a.md",
                "# A\n\n[b](b.md#b)\n[c](b.md#c)\n[d](../d.md)\n[e](../../e)\n",
            ),
            Page::new(
                "docs/b.md",
                "# B\n\n[a](#b) [host](https://example.com/x)\n",
            ),
        ];
        let root = std::env::temp_dir().join(format!("psq-links-{}", std::process::id()));
        std::fs::create_dir_all(root.join("docs")).expect("a folder");
        for page in &pages {
            std::fs::write(root.join(&page.path), &page.text).expect("a page");
        }
        let found = broken(&root, &pages);
        std::fs::remove_dir_all(&root).expect("the folder is there");
        assert_eq!(
            found,
            [
                "docs/a.md:4: b.md#c: docs/b.md has no heading of this name",
                "docs/a.md:5: ../d.md: there is no d.md",
                "docs/a.md:6: ../../e: it leads out of the repository",
            ]
        );
    }
}
