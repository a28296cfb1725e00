//! The version of the client, as the manifest in the root of the workspace states it.
//!
//! In comes the root. Out come the version and the line where it stands, so that a message can point there. All other
//! places with that version are known to `version_places`.

use std::io;
use std::{fs, path::Path};

use semver::Version;
use toml::Table;

/// The manifest of the client and of the workspace.
pub(crate) const FILE: &str = "Cargo.toml";

/// The version of the client, and the line where it stands.
pub(crate) struct Stated {
    pub(crate) version: Version,
    pub(crate) line: usize,
}

/// Reads the version of the working tree.
pub(crate) fn read(root: &Path) -> io::Result<Stated> {
    let text = fs::read_to_string(root.join(FILE))
        .map_err(|error| io::Error::new(error.kind(), format!("{FILE}: {error}")))?;
    version(FILE, &text)
}

/// Reads the version of the package, or that of the workspace if the package takes it from there.
fn version(name: &str, text: &str) -> io::Result<Stated> {
    let table: Table = text
        .parse()
        .map_err(|error| io::Error::other(format!("{name}: {error}")))?;
    let own = table
        .get("package")
        .and_then(|package| package.get("version"));
    let shared = table
        .get("workspace")
        .and_then(|workspace| workspace.get("package"))
        .and_then(|package| package.get("version"));
    let (header, stated) = match own.and_then(toml::Value::as_str) {
        Some(stated) => ("[package]", Some(stated)),
        None => ("[workspace.package]", shared.and_then(toml::Value::as_str)),
    };
    let stated =
        stated.ok_or_else(|| io::Error::other(format!("{name} has no version of the client")))?;
    let version = Version::parse(stated)
        .map_err(|error| io::Error::other(format!("{name}: the version `{stated}`: {error}")))?;
    let before = text
        .lines()
        .take_while(|line| line.trim() != header)
        .count();
    let below = text
        .lines()
        .skip(before)
        .position(|line| line.trim_start().starts_with("version"));
    Ok(Stated {
        version,
        line: before + below.unwrap_or_default() + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_workspace_counts_where_the_package_has_none() {
        let text = "[package]\nname = \"a\"\nversion.workspace = true\n\n[workspace.package]\nedition = \"2024\"\nversion = \"0.3.1\"\n";
        let stated = version(FILE, text).unwrap();
        assert_eq!(stated.version, Version::new(0, 3, 1));
        assert_eq!(stated.line, 7);
    }

    #[test]
    fn the_version_of_the_package_comes_first() {
        let text = "[workspace.package]\nversion = \"0.3.1\"\n\n[package]\nversion = \"1.0.0\"\n";
        let stated = version(FILE, text).unwrap();
        assert_eq!((stated.version, stated.line), (Version::new(1, 0, 0), 5));
    }

    #[test]
    fn a_manifest_without_a_version_is_an_error() {
        assert!(version(FILE, "[package]\nname = \"a\"\n").is_err());
    }
}
