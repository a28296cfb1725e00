//! Each Rust file opens with a head of three to ten lines.
//!
//! In come the Rust files that people write. Out comes a finding for each head that is missing, too short or too long.
//! The front page of a crate (`lib.rs`, `main.rs`) may be longer, because it has the map of the modules. What a head
//! has to say is in `docs/style.md`; only a person can check that.

use super::Finding;
use super::tree::Tree;

const SHORTEST: usize = 3;
const LONGEST: usize = 10;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter_map(|(file, text)| {
            let lines = head(text);
            let is_too_long = lines > LONGEST && !is_front_page(file);
            (lines < SHORTEST || is_too_long).then(|| {
                let message = format!(
                    "the head has {lines} lines of //! and needs {SHORTEST} to {LONGEST}: say what the file is for, \
                     what comes in, what goes out, and where its neighbour is"
                );
                Finding::new(file, 1, message)
            })
        })
        .collect()
}

/// How many lines the head has. Attributes and empty lines may stand before it.
fn head(text: &str) -> usize {
    text.lines()
        .skip_while(|line| line.starts_with("#!") || line.trim().is_empty())
        .take_while(|line| line.starts_with("//!"))
        .count()
}

fn is_front_page(file: &str) -> bool {
    ["lib.rs", "main.rs"]
        .iter()
        .any(|name| file.ends_with(&format!("src/{name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(file: &str, lines: usize) -> usize {
        let text = "//! A line.\n".repeat(lines) + "\nuse std::io;\n";
        check(&Tree::of(&[(file, &text)])).len()
    }

    #[test]
    fn a_head_that_is_missing_or_short_or_long_is_found() {
        for (lines, expected) in [(0, 1), (2, 1), (3, 0), (10, 0), (11, 1)] {
            assert_eq!(found("a/src/b.rs", lines), expected, "{lines}");
        }
    }

    #[test]
    fn a_front_page_may_be_long_and_not_missing() {
        assert_eq!(found("a/src/lib.rs", 40), 0);
        assert_eq!(found("a/src/main.rs", 2), 1);
    }

    #[test]
    fn generated_files_and_fixtures_need_no_head() {
        assert_eq!(found("src/generated.rs", 0), 0);
        assert_eq!(found("a/tests/cases/b/base.rs", 0), 0);
    }
}
