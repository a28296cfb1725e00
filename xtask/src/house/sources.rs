//! What each source file keeps to: its length, its place and its safety.
//!
//! In come the files that people write. Out comes a finding for a file that is too long, for a `mod.rs` (a module `x`
//! is `x.rs` beside its folder `x`), and for the root of a crate that does not forbid unsafe code. The heads of the
//! files are checked in `module_heads`.

use super::Finding;
use super::tree::{Tree, is_hand_written};

/// The most lines of a file. A longer file has two subjects.
const LONGEST: usize = 400;

/// The README is read before anything is known. Details belong into `docs/`.
const LONGEST_README: usize = 150;

const README: &str = "README.md";

/// What people write by hand. JSON and the lock file are written by programs.
const WRITTEN: [&str; 6] = [".rs", ".md", ".sh", ".py", ".yml", ".toml"];

const FORBIDDEN: &str = "#![forbid(unsafe_code)]";

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (file, text) in tree.files().filter(|(file, _)| is_hand_written(file)) {
        let lines = lines_to_read(file, text);
        if file == README && lines > LONGEST_README {
            let message = format!(
                "{lines} lines, and {LONGEST_README} are the most: move details into docs/"
            );
            found.push(Finding::new(file, LONGEST_README + 1, message));
        } else if lines > LONGEST && WRITTEN.iter().any(|ending| file.ends_with(ending)) {
            let message = format!(
                "{lines} lines, and {LONGEST} are the most: give each subject a file of its own"
            );
            found.push(Finding::new(file, LONGEST + 1, message));
        }
        if is_folder_module(file) {
            let message = "a module `x` is the file x.rs beside the folder x: move it there";
            found.push(Finding::new(file, 1, message));
        }
        if is_crate_root(file) && !text.contains(FORBIDDEN) {
            let message = format!("the root of a crate has to say {FORBIDDEN}");
            found.push(Finding::new(file, 1, message));
        }
    }
    found
}

/// How many lines the file has. The rows of a table in a page do not count: nobody reads a long table from begin to end.
fn lines_to_read(file: &str, text: &str) -> usize {
    let is_row = |line: &str| file.ends_with(".md") && line.starts_with("| ");
    text.lines().filter(|line| !is_row(line)).count()
}

/// Whether this is a `mod.rs`. Directly below `tests`, cargo needs that form: it would take `tests/x.rs` for a test
/// program of its own.
fn is_folder_module(file: &str) -> bool {
    let mut parts = file.rsplit('/');
    parts.next() == Some("mod.rs") && parts.nth(1) != Some("tests")
}

/// The root of a library, a program or a build script. The lints of the workspace reach tests and benches as well.
fn is_crate_root(file: &str) -> bool {
    let parts: Vec<&str> = file.rsplit('/').collect();
    match parts.as_slice() {
        ["lib.rs" | "main.rs", "src", ..] | [_, "bin", "src", ..] => true,
        ["build.rs", rest @ ..] => !rest.contains(&"src") && !rest.contains(&"tests"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_found(file: &str, text: &str) -> usize {
        check(&Tree::of(&[(file, text)])).len()
    }

    #[test]
    fn a_file_that_is_too_long_is_found() {
        assert_eq!(lines_found("docs/a.md", &"a\n".repeat(401)), 1);
        assert_eq!(lines_found("docs/a.md", &"a\n".repeat(400)), 0);
        assert_eq!(lines_found("docs/a.md", &"| a |\n".repeat(401)), 0);
        assert_eq!(lines_found("a.rs", &"| a |\n".repeat(401)), 1);
        assert_eq!(lines_found("README.md", &"a\n".repeat(151)), 1);
        assert_eq!(lines_found("src/generated.rs", &"a\n".repeat(401)), 0);
        assert_eq!(lines_found("a/schema.json", &"a\n".repeat(401)), 0);
    }

    #[test]
    fn a_folder_module_is_found_outside_of_the_folder_of_the_tests() {
        assert_eq!(lines_found("a/src/b/mod.rs", ""), 1);
        assert_eq!(lines_found("a/tests/psq/support/mod.rs", ""), 1);
        assert_eq!(lines_found("a/tests/support/mod.rs", ""), 0);
    }

    #[test]
    fn the_root_of_a_crate_without_the_attribute_is_found() {
        for root in ["src/lib.rs", "a/src/main.rs", "a/src/bin/b.rs", "build.rs"] {
            assert_eq!(lines_found(root, "//! A.\n"), 1, "{root}");
            assert_eq!(lines_found(root, "#![forbid(unsafe_code)]\n"), 0, "{root}");
        }
        assert_eq!(lines_found("a/src/b.rs", ""), 0);
        assert_eq!(lines_found("a/src/build.rs", ""), 0);
    }
}
