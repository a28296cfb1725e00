//! No link leads out of the package that a reader has.
//!
//! In come the READMEs of the crates and the doc comments. Out comes a finding for each relative link that leaves the
//! package of its file: on crates.io and docs.rs nothing is there. In a doc comment no link to a file works at all,
//! because docs.rs serves the page from another folder. Links that rustdoc resolves, such as `crate::Error`, are
//! rustdoc's own to check.

use super::tree::Tree;
use super::{Finding, manifests};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (folder, manifest) in tree.packages() {
        let inner = manifests::readme(manifest);
        let readme = if folder.is_empty() {
            inner.clone()
        } else {
            format!("{folder}/{inner}")
        };
        let depth = inner.matches('/').count();
        for (line, target) in tree.get(&readme).into_iter().flat_map(links) {
            if leaves(&target, depth) {
                let message = format!(
                    "the link to {target} leaves the package, and crates.io has nothing there: write the full address"
                );
                found.push(Finding::new(&readme, line, message));
            }
        }
    }
    for (file, text) in tree.rust_files() {
        let comments: String = text.lines().map(|line| doc_comment(line) + "\n").collect();
        for (line, target) in links(&comments) {
            if is_file(&target) {
                let message = format!(
                    "docs.rs has no {target} beside this page: name the item, or write the full address"
                );
                found.push(Finding::new(file, line, message));
            }
        }
    }
    found
}

/// The text of a doc comment; an empty line for everything else, so that the numbers of the lines stay.
fn doc_comment(line: &str) -> String {
    let line = line.trim_start();
    let text = line
        .strip_prefix("//!")
        .or_else(|| line.strip_prefix("///"));
    text.unwrap_or_default().to_owned()
}

/// The targets of Markdown links outside of blocks of code, with their lines.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if in_code {
            continue;
        }
        let without_code: String = line.split('`').step_by(2).collect();
        let inline = without_code.split("](").skip(1);
        let inline = inline.filter_map(|rest| rest.split([')', ' ']).next());
        let reference = without_code
            .trim_start()
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]: "))
            .map(|(_, target)| target.trim());
        let targets = inline.chain(reference).filter(|target| !target.is_empty());
        found.extend(targets.map(|target| (index + 1, target.to_owned())));
    }
    found
}

fn is_relative(target: &str) -> bool {
    !target.starts_with('#') && !target.contains("://") && !target.starts_with("mailto:")
}

/// Whether a link of a file that is so many folders deep in a package leads out of the package.
fn leaves(target: &str, depth: usize) -> bool {
    if !is_relative(target) {
        return false;
    }
    let mut depth = i32::try_from(depth).unwrap_or(i32::MAX);
    target.starts_with('/')
        || target.split('/').any(|part| {
            depth += match part {
                ".." => -1,
                "." | "" => 0,
                _ => 1,
            };
            depth < 0
        })
}

/// Whether a link of a doc comment is to a file, and not to an item of Rust.
fn is_file(target: &str) -> bool {
    const ENDINGS: [&str; 6] = [".md", ".rs", ".yaml", ".yml", ".toml", ".html"];
    let path = target.split('#').next().unwrap_or_default();
    is_relative(target)
        && !target.contains("::")
        && (path.contains('/') || ENDINGS.iter().any(|ending| path.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_found(file: &str, text: &str) -> Vec<usize> {
        let found = check(&Tree::of(&[("a/Cargo.toml", ""), (file, text)]));
        found.into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_link_out_of_the_package_is_found() {
        let text = "[a](../docs/a.md)\n[b](src/../../b)\n[c]: ../c\n[d](/d)\n";
        assert_eq!(lines_found("a/README.md", text), [1, 2, 3, 4]);
    }

    #[test]
    fn links_that_lead_somewhere_are_left_alone() {
        let text =
            "[a](src/a.rs) [b](https://docs.rs/b) [c](#c)\n`[d](../d)`\n```\n[e](../e)\n```\n";
        assert_eq!(lines_found("a/README.md", text), [0; 0]);
        let text =
            "//! [`Error`](crate::Error) [a](#a) [b](https://docs.rs/b)\nlet x = \"[c](../c)\";\n";
        assert_eq!(lines_found("a/src/b.rs", text), [0; 0]);
    }

    #[test]
    fn a_file_in_a_doc_comment_is_found() {
        let text = "//! [a](../README.md)\n\n/// [b](examples/b.rs)\nfn c() {}\n";
        assert_eq!(lines_found("a/src/b.rs", text), [1, 3]);
    }
}
