//! Whether each link of the rendered book leads to a file of the book.
//!
//! In comes the folder that mdBook has written. Out comes a line for each `href` and `src` on a page that leads to no
//! file. `links` has checked the same pages before they were rendered; this finds what rendering breaks, such as a link to a
//! folder or to a page that is no chapter.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

/// One line for each broken link.
pub(crate) fn broken_links(book: &Path) -> io::Result<BTreeSet<String>> {
    let mut broken = BTreeSet::new();
    let mut open = vec![book.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "html") {
                let text = fs::read_to_string(&path)?;
                for target in targets(&text) {
                    let file = target.split(['#', '?']).next().unwrap_or_default();
                    if !file.is_empty() && !folder.join(file).is_file() {
                        broken.insert(format!("{}: no file {file}", path.display()));
                    }
                }
            }
        }
    }
    Ok(broken)
}

/// Where the links of a page lead that stay in the book. The page of an unknown address is served from anywhere, so its
/// links begin with `/`.
fn targets(html: &str) -> impl Iterator<Item = &str> {
    ["href=\"", "src=\""]
        .into_iter()
        .flat_map(move |start| html.split(start).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|target| !target.contains(':') && !target.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_missing_page_is_found() {
        let book = std::env::temp_dir().join(format!("psq-book-{}", std::process::id()));
        fs::create_dir_all(book.join("docs")).expect("a folder");
        let page =
            "<a href=\"b.html#x\">b</a> <a href='https://example.com'>c</a> <img src=\"../d.svg\">";
        fs::write(book.join("docs/a.html"), page).expect("a page");
        fs::write(book.join("d.svg"), "").expect("a picture");
        let found = broken_links(&book).expect("it can be read");
        fs::remove_dir_all(&book).expect("the folder is there");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found.iter().all(|line| line.ends_with("no file b.html")),
            "{found:?}"
        );
    }
}
