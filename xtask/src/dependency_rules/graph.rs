//! The packages of other people in the lock file.
//!
//! In comes what `cargo metadata` says, with all features and for every platform. Out comes each package with its sources
//! and with what of it runs in a build. `allowed` and `audit` compare it with what was written down.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A package that is not of this workspace.
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    /// Its sources on this machine.
    pub(super) folder: PathBuf,
    pub(super) has_build_script: bool,
    pub(super) is_macro: bool,
    /// Whether a package of this workspace names it in its manifest.
    pub(super) is_direct: bool,
}

/// All packages.
pub(super) struct Graph(pub(super) Vec<Package>);

impl Graph {
    pub(super) fn of(metadata: &Value) -> io::Result<Self> {
        let ids = |value: &Value| -> BTreeSet<String> {
            let values = value.as_array().map_or(&[][..], Vec::as_slice);
            values
                .iter()
                .filter_map(|id| Some(id.as_str()?.to_owned()))
                .collect()
        };
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let own = ids(&metadata["workspace_members"]);
        let direct: BTreeSet<String> = list(&metadata["resolve"]["nodes"])
            .iter()
            .filter(|node| node["id"].as_str().is_some_and(|id| own.contains(id)))
            .flat_map(|node| ids(&node["dependencies"]))
            .collect();
        let packages: Option<Vec<Package>> = list(&metadata["packages"])
            .iter()
            .filter(|package| package["id"].as_str().is_none_or(|id| !own.contains(id)))
            .map(|package| {
                let targets = list(&package["targets"]);
                let has = |kind: &str| {
                    let mut kinds = targets.iter().map(|target| ids(&target["kind"]));
                    kinds.any(|kinds| kinds.contains(kind))
                };
                Some(Package {
                    name: package["name"].as_str()?.to_owned(),
                    version: package["version"].as_str()?.to_owned(),
                    folder: Path::new(package["manifest_path"].as_str()?)
                        .parent()?
                        .to_owned(),
                    has_build_script: has("custom-build"),
                    is_macro: has("proc-macro"),
                    is_direct: direct.contains(package["id"].as_str()?),
                })
            })
            .collect();
        packages
            .map(Self)
            .ok_or_else(|| io::Error::other("cargo describes a package without its name"))
    }

    pub(super) fn package(&self, name: &str, version: &str) -> Option<&Package> {
        let mut packages = self.0.iter();
        packages.find(|package| package.name == name && package.version == version)
    }

    /// What the packages of this workspace name themselves.
    pub(super) fn direct(&self) -> impl Iterator<Item = &Package> {
        self.0.iter().filter(|package| package.is_direct)
    }
}
