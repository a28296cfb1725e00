//! The source of the book: the pages of `docs`, and what they link to, in one folder.
//!
//! mdBook renders one folder, and the pages of `docs` link to pages and files outside it: recipes, schemas, the READMEs
//! of crates. So what a page of `docs` leads to is copied as well, at the same place relative to it, and a page that is
//! no chapter of `docs/SUMMARY.md` becomes one of the part "In the repository". mdBook gives a README another name when it
//! renders it, which breaks links; a README is therefore copied as `index.md`, and the links to it are rewritten.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use super::links::resolved;
use super::markdown::Page;

const SUMMARY: &str = "docs/SUMMARY.md";

/// Copies the pages into an empty folder, for mdBook.
pub(crate) fn pages(root: &Path, pages: &[Page], folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let (wanted, files) = reached(root, pages);
    for page in pages.iter().filter(|page| wanted.contains(&page.path)) {
        write(folder, &renamed(&page.path), &with_renamed_links(page))?;
    }
    for file in files {
        let to = folder.join(&file);
        fs::create_dir_all(to.parent().unwrap_or(folder))?;
        fs::copy(root.join(&file), to)?;
    }
    let settings = fs::read_to_string(root.join("docs/book.toml"))?;
    write(folder, "book.toml", &settings)?;
    write(folder, "SUMMARY.md", &summary(pages, &wanted))
}

/// The pages that the summary or one of them leads to, and the other files.
fn reached(root: &Path, pages: &[Page]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut wanted, mut files) = (BTreeSet::new(), BTreeSet::new());
    let mut open = vec![SUMMARY.to_owned()];
    while let Some(path) = open.pop() {
        let Some(page) = pages.iter().find(|page| page.path == path) else {
            // A link to a folder has no page to show; `rendered` finds it.
            if root.join(&path).is_file() {
                files.insert(path);
            }
            continue;
        };
        if wanted.insert(path) {
            let targets = page.links.iter().map(|link| link.target.as_str());
            open.extend(targets.filter_map(|target| Some(resolved(&page.path, target)?.0)));
        }
    }
    wanted.remove(SUMMARY);
    (wanted, files)
}

/// The summary with paths from the root, and a part for the pages that `docs/SUMMARY.md` does not have.
fn summary(pages: &[Page], wanted: &BTreeSet<String>) -> String {
    let mut summary = String::new();
    let mut listed = BTreeSet::new();
    for page in pages.iter().filter(|page| page.path == SUMMARY) {
        summary.push_str(&page.text.replace("](", "](docs/"));
        let targets = page.links.iter().map(|link| link.target.as_str());
        listed.extend(targets.filter_map(|target| Some(resolved(&page.path, target)?.0)));
    }
    summary.push_str("\n# In the repository\n\n");
    for page in pages {
        if wanted.contains(&page.path) && !listed.contains(&page.path) {
            let title = page.text.lines().find_map(|line| line.strip_prefix("# "));
            let title = title.unwrap_or(&page.path);
            summary.push_str(&format!("- [{title}]({})\n", renamed(&page.path)));
        }
    }
    summary
}

fn renamed(path: &str) -> String {
    match path.strip_suffix("README.md") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.md"),
        _ => path.to_owned(),
    }
}

fn with_renamed_links(page: &Page) -> String {
    let mut text = page.text.clone();
    // From the end, so that the places of the others stay right.
    for link in page.links.iter().rev() {
        if resolved(&page.path, &link.target).is_some_and(|(path, _)| path.ends_with("README.md"))
            && let Some(whole) = page.text.get(link.place.clone())
        {
            let new = whole.replace("README.md", "index.md");
            text.replace_range(link.place.clone(), &new);
        }
    }
    text
}

fn write(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_linked_becomes_a_chapter_under_a_name_that_mdbook_keeps() {
        let pages = [
            Page::new(SUMMARY, "# Summary\n\n- [A](a.md)\n"),
            Page::new("docs/a.md", "# A\n\n[recipes](../deploy/README.md#one)\n"),
            Page::new(
                "deploy/README.md",
                "# Recipes\n\n## One\n\n[a](../docs/a.md)\n",
            ),
            Page::new("other/README.md", "# Nobody links to this\n"),
        ];
        let (wanted, _) = reached(Path::new("."), &pages);
        assert_eq!(
            summary(&pages, &wanted),
            "# Summary\n\n- [A](docs/a.md)\n\n# In the repository\n\n- [Recipes](deploy/index.md)\n"
        );
        assert!(with_renamed_links(&pages[1]).contains("(../deploy/index.md#one)"));
    }
}
