//! The crates that a build of the published crates may take in, however deep they lie.
//!
//! In come the trees of the published crates, for every platform and with all features, and the list in `allowed.txt`. Out
//! comes a line for each crate that the list does not have, for each whose code runs in a build although the list does not
//! say so, and for each entry that nothing needs any longer. What was looked at in a direct dependency is in `audit`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::Graph;
use crate::cargo;
use crate::packages::PUBLISHED;

/// The list, and where it is from the root of the workspace.
const LIST: &str = include_str!("allowed.txt");
const FILE: &str = "xtask/src/dependency_rules/allowed.txt";

/// How a crate runs code in a build: `script`, `macro`, both or not at all.
type Runs = BTreeSet<&'static str>;

pub(super) fn check(graph: &Graph) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut built: BTreeMap<String, Runs> = BTreeMap::new();
    for (name, version) in tree()? {
        if let Some(package) = graph.package(&name, &version) {
            let runs = built.entry(name).or_default();
            runs.extend(package.has_build_script.then_some("script"));
            runs.extend(package.is_macro.then_some("macro"));
        }
    }
    if built.is_empty() {
        found.push("cargo names no crate that the published ones are built from".to_owned());
    }
    found.extend(differences(LIST, &built));
    Ok(found)
}

/// Name and version of each package that a build of the published crates compiles anywhere.
fn tree() -> io::Result<BTreeSet<(String, String)>> {
    let mut tree = cargo::command(&["tree", "--edges", "normal,build", "--target", "all"]);
    tree.args(["--all-features", "--prefix", "none", "--locked"]);
    tree.args(PUBLISHED.iter().flat_map(|name| ["--package", name]));
    let listed = cargo::output(tree)?;
    Ok(listed
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, version) = (words.next()?, words.next()?);
            Some((name.to_owned(), version.trim_start_matches('v').to_owned()))
        })
        .collect())
}

/// What the list and the crates that are built do not have in common.
fn differences(list: &str, built: &BTreeMap<String, Runs>) -> Vec<String> {
    let mut allowed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        if let Some(name) = words.next() {
            allowed.insert(name, words.collect());
        }
    }
    let mut found = Vec::new();
    for (name, runs) in built {
        match allowed.get(name.as_str()) {
            None => found.push(format!(
                "the published crates would now be built from `{name}` as well: look at what it is (`cargo tree --target \
                 all --invert {name}` says through which crate), and leave it out or add the line \"{}\" to {FILE}",
                line(name, runs)
            )),
            Some(known) if runs.iter().any(|run| !known.contains(run)) => found.push(format!(
                "`{name}` runs code in a build, and its entry does not say so: read that code, and write \"{}\" into {FILE}",
                line(name, runs)
            )),
            Some(known) if known.len() > runs.len() => found.push(format!(
                "`{name}` no longer runs all the code in a build that its entry names: write \"{}\" into {FILE}",
                line(name, runs)
            )),
            Some(_) => {}
        }
    }
    for name in allowed.keys().filter(|name| !built.contains_key(**name)) {
        found.push(format!(
            "no published crate is built from `{name}` any longer: take its line out of {FILE}"
        ));
    }
    found
}

fn line(name: &str, runs: &Runs) -> String {
    runs.iter()
        .fold(name.to_owned(), |line, run| format!("{line} {run}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(crates: &[(&str, &[&'static str])]) -> BTreeMap<String, Runs> {
        crates
            .iter()
            .map(|(name, runs)| ((*name).to_owned(), runs.iter().copied().collect()))
            .collect()
    }

    #[test]
    fn what_the_list_does_not_have_is_found() {
        let list = "# A comment.\na\nb script\n";
        assert_eq!(
            differences(list, &built(&[("a", &[]), ("b", &["script"])])),
            [""; 0]
        );
        let new = differences(
            list,
            &built(&[("a", &[]), ("b", &["script"]), ("c", &["macro"])]),
        );
        assert!(
            new.len() == 1 && new[0].contains("the line \"c macro\""),
            "{new:?}"
        );
        let begun = differences(list, &built(&[("a", &["script"]), ("b", &["script"])]));
        assert!(
            begun.len() == 1 && begun[0].contains("write \"a script\""),
            "{begun:?}"
        );
        let ended = differences(list, &built(&[("a", &[]), ("b", &[])]));
        assert!(
            ended.len() == 1 && ended[0].contains("write \"b\""),
            "{ended:?}"
        );
        let gone = differences(list, &built(&[("a", &[])]));
        assert!(
            gone.len() == 1 && gone[0].contains("take its line out"),
            "{gone:?}"
        );
    }

    #[test]
    fn the_list_is_sorted_and_has_no_line_twice() {
        let names: Vec<&str> = LIST
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert!(names.is_sorted_by(|one, next| one < next));
    }
}
