//! Each dependency is named in the sources of its package.
//!
//! In come the manifests and the Rust files. Out comes a finding for each dependency whose name stands in no file of
//! its package, and for each dependency of the workspace that no package takes. cargo-machete looks in the same way,
//! but leaves out the dependencies of tests, and its build takes almost a minute of one processor.

use toml::{Table, Value};

use super::Finding;
use super::tree::{Tree, is_below};

const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let mut shared: Vec<(String, String)> = Vec::new();
    for (folder, text) in tree.packages() {
        let file = match folder {
            "" => "Cargo.toml".to_owned(),
            folder => format!("{folder}/Cargo.toml"),
        };
        // `manifests` reports a manifest that cannot be read.
        let table: Table = text.parse().unwrap_or_default();
        let offered = table
            .get("workspace")
            .and_then(|workspace| workspace.get("dependencies")?.as_table());
        let offered = offered.into_iter().flat_map(Table::keys);
        shared.extend(offered.map(|name| (file.clone(), name.clone())));
        let own = table
            .get("package")
            .and_then(|package| package.get("name")?.as_str())
            .unwrap_or_default();
        let sources: Vec<&str> = tree
            .files()
            // The examples of a README are tested like those of a module.
            .filter(|(name, _)| name.ends_with(".rs") || name.ends_with("README.md"))
            .filter(|(name, _)| is_below(name, folder))
            .filter(|(name, _)| tree.package_of(name) == folder)
            .flat_map(|(name, text)| included(tree, name, text).chain([text]))
            .collect();
        for (name, dependency) in dependencies(&table) {
            if dependency.get("workspace").is_some() {
                taken.push(name.clone());
            }
            // A package that depends on itself turns on its own features for its tests.
            if name == own || sources.iter().any(|text| names(text, &name)) {
                continue;
            }
            let message =
                format!("no Rust file of this package names the dependency `{name}`: remove it");
            found.push(Finding::new(&file, line_of(text, &name), message));
        }
    }
    for (file, name) in shared {
        if !taken.contains(&name) {
            let line = tree.get(&file).map_or(1, |text| line_of(text, &name));
            let message =
                format!("no package takes the workspace's dependency `{name}`: remove it");
            found.push(Finding::new(&file, line, message));
        }
    }
    found
}

/// All dependencies of a package: of each kind and for each platform.
fn dependencies(table: &Table) -> Vec<(String, Value)> {
    let platforms = table.get("target").and_then(Value::as_table);
    let platforms = platforms.into_iter().flat_map(Table::values);
    let tables = platforms.filter_map(Value::as_table).chain([table]);
    tables
        .flat_map(|table| KINDS.iter().filter_map(|kind| table.get(*kind)?.as_table()))
        .flatten()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// The files that a file includes with `#[path = "…"]`. They may lie in another package.
fn included<'a>(tree: &'a Tree, file: &str, text: &'a str) -> impl Iterator<Item = &'a str> {
    let folder: Vec<String> = file.split('/').map(str::to_owned).collect();
    text.lines().filter_map(move |line| {
        let path = line
            .trim()
            .strip_prefix("#[path = \"")?
            .strip_suffix("\"]")?;
        let mut parts: Vec<&str> = folder.iter().map(String::as_str).collect();
        parts.pop();
        for part in path.split('/') {
            if part == ".." {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
        tree.get(&parts.join("/"))
    })
}

/// Whether the code of a file has the name of a crate as a word. Of the comments, only documentation counts: its examples
/// are code.
fn names(text: &str, dependency: &str) -> bool {
    let ident = dependency.replace('-', "_");
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.lines()
        .filter(|line| {
            let line = line.trim_start();
            !line.starts_with("//") || line.starts_with("///") || line.starts_with("//!")
        })
        .any(|line| {
            line.match_indices(&ident).any(|(at, _)| {
                let before = line.get(..at).unwrap_or_default();
                let after = line.get(at + ident.len()..).unwrap_or_default();
                !before.ends_with(is_part) && !after.starts_with(is_part)
            })
        })
}

/// The line where a manifest names a dependency.
fn line_of(text: &str, name: &str) -> usize {
    let is_key = |line: &str| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with([' ', '.', '=']))
    };
    text.lines().position(is_key).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        let found = check(&Tree::of(files));
        found
            .into_iter()
            .map(|finding| format!("{}:{}: {}", finding.file, finding.line, finding.message))
            .collect()
    }

    #[test]
    fn a_dependency_that_nothing_names_is_found() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nhttp-body = \"1\"\n[target.'cfg(unix)'.dev-dependencies]\nnix.workspace = true\n";
        let used = "use http_body::Body;\nnix::sync();\n";
        assert_eq!(
            messages(&[("a/Cargo.toml", manifest), ("a/src/lib.rs", used)]),
            [""; 0]
        );
        let unused = "// http_body\nuse http_body_util::Full;\nnix::sync();\n";
        let found = messages(&[("a/Cargo.toml", manifest), ("a/src/lib.rs", unused)]);
        assert_eq!(
            found,
            [
                "a/Cargo.toml:4: no Rust file of this package names the dependency `http-body`: remove it"
            ]
        );
    }

    #[test]
    fn a_file_of_another_package_that_is_included_counts() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nhttp = \"1\"\n";
        let files = |including| {
            messages(&[
                ("a/Cargo.toml", manifest),
                ("a/src/lib.rs", including),
                ("b/tests/c.rs", "use http::Uri;\n"),
            ])
        };
        assert_eq!(files("#[path = \"../../b/tests/c.rs\"]\nmod c;\n"), [""; 0]);
        assert_eq!(files("#[path = \"../b/tests/c.rs\"]\nmod c;\n").len(), 1);
    }

    #[test]
    fn a_file_of_an_inner_package_does_not_count() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nhttp = \"1\"\n";
        let inner = "[package]\nname = \"b\"\n[dependencies]\nhttp = \"1\"\n";
        let found = messages(&[
            ("Cargo.toml", manifest),
            ("b/Cargo.toml", inner),
            ("b/src/lib.rs", "use http::Uri;\n"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("Cargo.toml:4:"), "{found:?}");
    }

    #[test]
    fn a_shared_dependency_that_no_package_takes_is_found() {
        let root = "[workspace.dependencies]\nhttp = \"1\"\nurl = \"2\"\n";
        let found = messages(&[
            ("Cargo.toml", root),
            (
                "a/Cargo.toml",
                "[package]\nname = \"a\"\n[dependencies]\nurl.workspace = true\n",
            ),
            ("a/src/lib.rs", "use url::Url;\n"),
        ]);
        assert_eq!(
            found,
            ["Cargo.toml:2: no package takes the workspace's dependency `http`: remove it"]
        );
    }
}
