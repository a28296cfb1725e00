//! The files that the rules of the house read.
//!
//! In comes the root of the workspace. Out come the tracked text files with their paths from the root. A tree without
//! git, such as an unpacked archive, is walked instead. Which files are generated or are fixtures of tests is decided
//! here, so that all rules agree on it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// Folders that are never part of the sources. They matter only where there is no git to ask.
const SKIPPED_FOLDERS: [&str; 3] = ["target", ".git", "node_modules"];

/// The text files of the workspace, by their path from its root with `/` between the parts.
pub(super) struct Tree(BTreeMap<String, String>);

impl Tree {
    /// Reads every tracked file that is UTF-8.
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        let names = match tracked(root)? {
            Some(names) => names,
            None => walked(root)?,
        };
        let mut files = BTreeMap::new();
        for name in names {
            match fs::read(root.join(&name)) {
                Ok(bytes) => {
                    if let Ok(text) = String::from_utf8(bytes) {
                        files.insert(name, text.replace("\r\n", "\n"));
                    }
                }
                // The file is deleted, and the deletion is not committed yet.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(io::Error::new(error.kind(), format!("{name}: {error}"))),
            }
        }
        Ok(Self(files))
    }

    /// A tree of these files, for the tests of the rules.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Self(files.iter().map(owned).collect())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn get(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(String::as_str)
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The Rust files that people write and read: neither generated ones nor fixtures of tests.
    pub(super) fn rust_files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files()
            .filter(|(file, _)| file.ends_with(".rs") && is_hand_written(file))
    }

    /// The folders of all packages, from the root: an empty one is the root itself.
    pub(super) fn packages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter_map(|(file, text)| {
            let folder = file.strip_suffix("Cargo.toml")?;
            let folder = folder.strip_suffix('/').unwrap_or(folder);
            (is_hand_written(file) && (folder.is_empty() || file.ends_with("/Cargo.toml")))
                .then_some((folder, text))
        })
    }

    /// The folder of the package that a file belongs to: the innermost one.
    pub(super) fn package_of(&self, file: &str) -> &str {
        self.packages()
            .map(|(folder, _)| folder)
            .filter(|folder| is_below(file, folder))
            .max_by_key(|folder| folder.len())
            .unwrap_or_default()
    }
}

/// Whether a file lies in a folder or below it. The empty folder is the root, and everything is below that.
pub(super) fn is_below(file: &str, folder: &str) -> bool {
    folder.is_empty()
        || file
            .strip_prefix(folder)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a person writes this file. Generated code and the inputs of tests are not read as sources.
pub(super) fn is_hand_written(file: &str) -> bool {
    const GENERATED: [&str; 2] = [
        "src/generated.rs",
        "crates/publicsquare-httpmock/src/generated.rs",
    ];
    let mut parts = file.split('/');
    !GENERATED.contains(&file)
        && !parts.any(|part| matches!(part, "cases" | "corpus" | "fixtures" | "snapshots"))
}

/// The files that git tracks; `None` where this is no git repository.
fn tracked(root: &Path) -> io::Result<Option<Vec<String>>> {
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root)
        .output();
    let output = match listed {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let names: Vec<String> = text
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    Ok((output.status.success() && !names.is_empty()).then_some(names))
}

fn walked(root: &Path) -> io::Result<Vec<String>> {
    let mut folders = vec![String::new()];
    let mut names = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() {
                name.clone()
            } else {
                format!("{folder}/{name}")
            };
            let kind = entry.file_type()?;
            if kind.is_file() {
                names.push(path);
            } else if kind.is_dir() && !SKIPPED_FOLDERS.contains(&name.as_str()) {
                folders.push(path);
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_workspace_has_packages_and_sources() {
        let tree = Tree::read(&crate::workspace::path("")).unwrap();
        let folders: Vec<&str> = tree.packages().map(|(folder, _)| folder).collect();
        assert!(folders.contains(&"") && folders.contains(&"xtask"));
        assert!(
            tree.rust_files()
                .any(|(file, _)| file == "xtask/src/house/tree.rs")
        );
        assert!(
            !tree
                .rust_files()
                .any(|(file, _)| file == "src/generated.rs")
        );
        assert_eq!(tree.package_of("xtask/src/main.rs"), "xtask");
        assert_eq!(tree.package_of("src/lib.rs"), "");
    }

    #[test]
    fn a_tree_without_git_is_walked() {
        let names = walked(&crate::workspace::path("xtask/src/house")).unwrap();
        assert!(names.contains(&"tree.rs".to_owned()), "{names:?}");
    }
}
