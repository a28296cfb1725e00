//! `cargo xtask dependencies`: what an application on `publicsquare` has to build.
//!
//! In comes the graph of the dependencies. Out comes a line for each package that must not be in it, such as the
//! generator, for each that needs a newer Rust than this workspace promises, for each that nobody has allowed (`allowed`),
//! and for each direct one in a version that nobody has looked at (`audit`). The types of other crates in the public API
//! are checked by `foreign_types`, unused dependencies by `house`.

mod allowed;
mod audit;
mod graph;

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::Value;

use self::graph::{Graph, Package};
use crate::cargo;
use crate::exit::Exit;
use crate::foreign_types;

/// The generator, and packages that only the generator needs.
const KEPT_OUT: &[&str] = &[
    "publicsquare-codegen",
    "progenitor",
    "progenitor-impl",
    "typify",
    "openapiv3",
];

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let application = packages_of("publicsquare")?;
    let mut found: Vec<String> = Vec::new();
    for (name, version) in &application {
        let is_generator = KEPT_OUT.contains(&name.as_str())
            || (name == "schemars" && version.starts_with("v0.8"));
        if is_generator {
            found.push(format!(
                "an application on `publicsquare` builds {name} {version}"
            ));
        }
    }
    writeln!(
        out,
        "an application on `publicsquare` builds {} packages",
        application.len()
    )?;
    let metadata = cargo::output(cargo::command(&[
        "metadata",
        "--format-version",
        "1",
        "--all-features",
        "--locked",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    found.extend(above_msrv(&metadata)?);
    let graph = Graph::of(&metadata)?;
    found.extend(allowed::check(&graph)?);
    found.extend(audit::check(&graph)?);
    for line in &found {
        writeln!(out, "{line}")?;
    }
    let foreign_types = foreign_types::run(out)?;
    Ok(if found.is_empty() {
        foreign_types
    } else {
        Exit::Failure
    })
}

/// All packages that a build of this package compiles, without those for its tests.
pub(crate) fn packages_of(package: &str) -> io::Result<BTreeSet<(String, String)>> {
    let tree = [
        "tree",
        "--package",
        package,
        "--edges",
        "normal,build",
        "--prefix",
        "none",
    ];
    let listed = cargo::output(cargo::command(&tree))?;
    Ok(listed
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.to_owned(), words.next()?.to_owned()))
        })
        .collect())
}

/// The packages that need a newer Rust than this workspace promises.
fn above_msrv(metadata: &Value) -> io::Result<Vec<String>> {
    let packages = metadata["packages"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let msrv = packages
        .iter()
        .find(|package| package["name"] == "publicsquare")
        .and_then(|package| version(&package["rust_version"]))
        .ok_or_else(|| io::Error::other("`publicsquare` has no rust-version"))?;
    Ok(packages
        .iter()
        .filter(|package| version(&package["rust_version"]).is_some_and(|needs| needs > msrv))
        .map(|package| {
            let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
            let (name, version) = (text("name"), text("version"));
            format!(
                "{name} {version} needs Rust {}, above the MSRV",
                text("rust_version")
            )
        })
        .collect())
}

/// The parts of a version; 1.88 and 1.88.0 are the same.
fn version(value: &Value) -> Option<Vec<u32>> {
    let mut parts: Vec<u32> = value
        .as_str()?
        .split('.')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    parts.resize(3, 0);
    Some(parts)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(version(&json!("1.88")), version(&json!("1.88.0")));
        assert!(version(&json!("1.100")) > version(&json!("1.88")));
        assert_eq!(version(&json!(null)), None);
    }
}
