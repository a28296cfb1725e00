//! `cargo xtask features`: whether every combination of features compiles.
//!
//! In come the crates with features. Clippy looks at the library alone with each combination. Out comes whether all
//! of them pass. What is tested with all features is in `ci`.

use std::io::{self, Write};

use crate::cargo;
use crate::exit::Exit;

struct Features {
    package: &'static str,
    /// Every combination of these is compiled.
    own: &'static [&'static str],
    /// Combinations that change no line of the package's own code. Each of them is compiled once.
    once: &'static [&'static [&'static str]],
}

const CRATES: &[Features] = &[
    Features {
        package: "publicsquare",
        own: &["blocking", "schemars", "fakes"],
        once: &[&["rustls"], &["native-tls"], &["rustls", "native-tls"]],
    },
    Features {
        package: "publicsquare-client",
        own: &["rustls", "native-tls", "schemars"],
        // The generated code is the same to the byte, as `cargo xtask regen --check` makes sure.
        once: &[&["codegen", "rustls"]],
    },
    Features {
        package: "publicsquare-sandbox",
        own: &["recording"],
        once: &[],
    },
];

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    for features in CRATES {
        let once = features.once.iter().map(|set| set.to_vec());
        for combination in powerset(features.own).into_iter().chain(once) {
            let list = combination.join(",");
            // Clippy is used because it leaves the results of `cargo check` as they are.
            let clippy = [
                "clippy",
                "--quiet",
                "--package",
                features.package,
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
    use std::collections::BTreeSet;

    use super::*;
    use crate::packages::PUBLISHED;
    use crate::workspace;

    #[test]
    fn what_is_compiled_once_is_mentioned_in_no_code_of_the_package() {
        let sources = workspace::path("crates/publicsquare/src");
        let mut folders = vec![sources];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let code = std::fs::read_to_string(&path).unwrap();
                seen += code.matches("feature = \"").count();
                for feature in CRATES[0].once.concat() {
                    let mention = format!("feature = {feature:?}");
                    assert!(!code.contains(&mention), "{}", path.display());
                }
            }
        }
        assert!(seen > 0, "the code depends on some features");
    }

    #[test]
    fn every_feature_of_a_published_crate_is_compiled() {
        for name in PUBLISHED {
            let folder = match *name {
                "publicsquare-client" => String::new(),
                name => format!("crates/{name}/"),
            };
            let manifest = workspace::path(&format!("{folder}Cargo.toml"));
            let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
            let offered = manifest.get("features").and_then(toml::Value::as_table);
            let offered: BTreeSet<&str> = offered
                .into_iter()
                .flat_map(|features| features.keys().map(String::as_str))
                .filter(|feature| *feature != "default")
                .collect();
            let compiled = CRATES.iter().find(|features| features.package == *name);
            let compiled: BTreeSet<&str> = compiled
                .into_iter()
                .flat_map(|features| [features.own, &features.once.concat()].concat())
                .collect();
            assert_eq!(offered, compiled, "{name}");
        }
    }

    #[test]
    fn all_combinations_are_there_once() {
        let sets = powerset(&["a", "b", "c"]);
        assert_eq!(sets.len(), 8);
        assert!(sets.contains(&vec![]) && sets.contains(&vec!["a", "c"]));
    }
}
