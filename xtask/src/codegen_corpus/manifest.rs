//! The manifests of the cargo project that a corpus is built in.
//!
//! In come the dependencies of the client and of the mocks, as this workspace has them. Out comes the manifest of a
//! package that has both. The sources of the package are written by `project`.

use std::{fs, io};

use crate::workspace;

/// The dependencies of a package of this workspace, as lines of a manifest.
pub(super) struct Dependencies(toml::Table);

impl Dependencies {
    pub(super) fn of(manifest: &str) -> io::Result<Self> {
        let own = read_toml(manifest)?;
        let root = read_toml("Cargo.toml")?;
        let shared = root
            .get("workspace")
            .and_then(|workspace| workspace.get("dependencies"))
            .and_then(toml::Value::as_table);
        let mut found = toml::Table::new();
        for (name, dependency) in own
            .get("dependencies")
            .and_then(toml::Value::as_table)
            .into_iter()
            .flatten()
        {
            if name.starts_with("publicsquare") {
                continue;
            }
            let mut full = as_table(shared.and_then(|shared| shared.get(name)));
            full.extend(as_table(Some(dependency)));
            full.remove("workspace");
            // Every optional part of the client is turned on.
            full.remove("optional");
            found.insert(name.clone(), full.into());
        }
        Ok(Self(found))
    }
}

fn read_toml(file: &str) -> io::Result<toml::Table> {
    fs::read_to_string(workspace::path(file))?
        .parse()
        .map_err(io::Error::other)
}

fn as_table(dependency: Option<&toml::Value>) -> toml::Table {
    match dependency {
        Some(toml::Value::Table(table)) => table.clone(),
        Some(version @ toml::Value::String(_)) => {
            toml::Table::from_iter([("version".to_owned(), version.clone())])
        }
        _ => toml::Table::new(),
    }
}

pub(super) fn manifest(index: usize, client: &Dependencies, mocks: &Dependencies) -> String {
    let mut dependencies = mocks.0.clone();
    dependencies.extend(client.0.clone());
    for (name, features) in [
        ("tokio", &["rt", "time", "macros", "net"][..]),
        ("reqwest", &["json", "query", "rustls"]),
    ] {
        let mut table = as_table(dependencies.get(name));
        let known = table
            .entry("features")
            .or_insert_with(|| toml::Value::Array(Vec::new()));
        if let toml::Value::Array(known) = known {
            known.extend(features.iter().map(|feature| (*feature).into()));
        }
        dependencies.insert(name.to_owned(), table.into());
    }
    let lines: String = dependencies
        .iter()
        .map(|(name, dependency)| format!("{name} = {}\n", inline(dependency)))
        .collect();
    format!(
        "[package]\nname = \"corpus-{index}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [features]\ndefault = [\"rustls\", \"schemars\"]\nrustls = []\nschemars = []\nnative-tls = []\n\n\
         [lints.rust]\nunexpected_cfgs = {{ level = \"warn\", check-cfg = [\"cfg(fuzzing)\"] }}\n\n\
         [dependencies]\n{lines}"
    )
}

/// A value in one line.
fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let members: Vec<String> = table
                .iter()
                .map(|(name, value)| format!("{name} = {}", inline(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        toml::Value::Array(values) => {
            let values: Vec<String> = values.iter().map(inline).collect();
            format!("[{}]", values.join(", "))
        }
        toml::Value::String(text) => format!("{text:?}"),
        toml::Value::Boolean(truth) => truth.to_string(),
        // No dependency has any other.
        _ => String::new(),
    }
}
