//! `cargo xtask features`: every combination of features compiles.

use std::io::{self, Write};

use crate::cargo;
use crate::exit::Exit;

const CRATES: &[(&str, &[&str])] = &[
    (
        "publicsquare",
        &["rustls", "native-tls", "blocking", "schemars", "fakes"],
    ),
    (
        "publicsquare-client",
        &["rustls", "native-tls", "schemars", "codegen"],
    ),
];

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    for (name, features) in CRATES {
        for combination in powerset(features) {
            let list = combination.join(",");
            // Clippy, as its lints reach no dependency and leave what `cargo check` has built as it is.
            let clippy = [
                "clippy",
                "--quiet",
                "--package",
                name,
                "--lib",
                "--no-default-features",
            ];
            let mut command = cargo::command(&clippy);
            command.args(["--features", &list, "--", "-D", "warnings"]);
            if !cargo::succeeds(command, out)? {
                return Ok(Exit::Failure);
            }
        }
    }
    Ok(Exit::Success)
}

fn powerset<'a>(features: &[&'a str]) -> Vec<Vec<&'a str>> {
    features.iter().fold(vec![Vec::new()], |smaller, feature| {
        let larger: Vec<Vec<&str>> = smaller
            .iter()
            .map(|set| [&set[..], &[*feature]].concat())
            .collect();
        [smaller, larger].concat()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_combinations_are_there_once() {
        let sets = powerset(&["a", "b", "c"]);
        assert_eq!(sets.len(), 8);
        assert!(sets.contains(&vec![]) && sets.contains(&vec!["a", "c"]));
    }
}
