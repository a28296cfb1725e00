//! What lets a workspace that is written by a command use the dependencies that are built already.
//!
//! cargo builds a dependency once more for each set of its features, and for each profile. In comes which build of this
//! repository to share: that of the tests, or that of the lints with all features. Out come the profile, and a package
//! without code that turns the same features on. Select it beside the packages that are built. `codegen_corpus` and
//! `packages` do so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::cargo;
use crate::workspace;

/// Whose builds are shared.
#[derive(Clone, Copy)]
pub(crate) enum Build {
    /// That of `cargo test --workspace`.
    Tests,
    /// That of `cargo clippy --workspace --all-targets --all-features`.
    Lints,
}

impl Build {
    /// The name of the package.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::Tests => "same-features-as-tests",
            Self::Lints => "same-features-as-lints",
        }
    }

    /// Writes the package into a folder with its name. It has to be a member of the workspace in `folder`.
    pub(crate) fn write(self, folder: &Path) -> io::Result<()> {
        let manifest = manifest(
            self.package(),
            &self.tree("normal,dev")?,
            &self.tree("normal,dev,build")?,
        );
        let package = folder.join(self.package());
        fs::create_dir_all(package.join("src"))?;
        fs::write(package.join("src/lib.rs"), "")?;
        fs::write(package.join("Cargo.toml"), manifest)
    }

    /// What cargo builds, with the features. The edges are the kinds of dependencies that it follows.
    fn tree(self, edges: &str) -> io::Result<String> {
        let mut tree = cargo::command(&["tree", "--workspace", "--locked", "--edges", edges]);
        tree.args(["--prefix", "depth", "--format", "|{p}|{f}"]);
        if let Self::Lints = self {
            tree.arg("--all-features");
        }
        cargo::output(tree)
    }
}

/// The development profile of this repository, as a part of another manifest.
pub(crate) fn profile() -> io::Result<String> {
    let manifest = fs::read_to_string(workspace::path("Cargo.toml"))?;
    let mut is_inside = false;
    let mut profile = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_inside = line.starts_with("[profile.dev");
        }
        if is_inside {
            profile.push_str(line);
            profile.push('\n');
        }
    }
    Ok(profile)
}

/// The package, for a tree without the dependencies of build scripts and one with them.
fn manifest(name: &str, programs: &str, all: &str) -> String {
    let in_programs = Tree::read(programs).reached(|node| !node.is_macro());
    let all = Tree::read(all);
    // A build script or a macro is built for the machine that compiles, and cargo chooses its features separately.
    let macros = all.nodes().filter(Node::is_macro).collect();
    let mut for_compiling = all.reached_from(macros, |_| true);
    let other: BTreeSet<Node<'_>> = all
        .nodes()
        .filter(|node| !in_programs.contains(node))
        .collect();
    // cargo shows a package without features once, for both, with what is below either. So a package below it may be
    // here with the features of the programs as well.
    let is_known = |node: &Node<'_>| other.iter().any(|other| other.package == node.package);
    for_compiling.retain(|node| !is_known(node));
    for_compiling.extend(&other);
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{}\n[build-dependencies]\n{}",
        lines(&in_programs),
        lines(&for_compiling)
    )
}

/// A package of a tree and its features, as cargo prints them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Node<'t> {
    package: &'t str,
    features: &'t str,
}

impl Node<'_> {
    fn is_macro(&self) -> bool {
        self.package.ends_with("(proc-macro)")
    }

    /// The line of a manifest; `None` for a package of this repository, which is shown with its folder.
    fn line(&self) -> Option<String> {
        let package = self.package.trim_end_matches(" (proc-macro)");
        if package.ends_with(')') {
            return None;
        }
        let (name, version) = package.split_once(" v")?;
        let features: Vec<&str> = self
            .features
            .split(',')
            .filter(|name| !name.is_empty())
            .collect();
        // Two versions of a package need two names, and the same version needs the same name in both tables.
        let key = format!("{name}-{version}").replace(['.', '+'], "_");
        Some(format!(
            "{key} = {{ package = \"{name}\", version = \"={version}\", default-features = false, \
             features = {features:?} }}\n"
        ))
    }
}

fn lines(nodes: &BTreeSet<Node<'_>>) -> String {
    nodes.iter().filter_map(Node::line).collect()
}

/// What cargo prints, as a graph.
struct Tree<'t> {
    roots: Vec<Node<'t>>,
    below: BTreeMap<Node<'t>, Vec<Node<'t>>>,
}

impl<'t> Tree<'t> {
    fn read(text: &'t str) -> Self {
        let mut tree = Self {
            roots: Vec::new(),
            below: BTreeMap::new(),
        };
        let mut path: Vec<Node<'_>> = Vec::new();
        for line in text.lines() {
            let fields: Vec<&str> = line.split('|').collect();
            let [depth, package, features] = fields[..] else {
                continue;
            };
            let Ok(depth) = depth.parse() else { continue };
            // cargo shows what is below a package only once, and marks the other places with a star.
            let features = features.trim_end_matches("(*)").trim_end();
            let node = Node { package, features };
            path.truncate(depth);
            tree.below.entry(node).or_default();
            match path.last().and_then(|above| tree.below.get_mut(above)) {
                Some(below) => below.push(node),
                None => tree.roots.push(node),
            }
            path.push(node);
        }
        tree
    }

    fn nodes(&self) -> impl Iterator<Item = Node<'t>> {
        self.below.keys().copied()
    }

    fn reached(&self, is_followed: impl Fn(&Node<'_>) -> bool) -> BTreeSet<Node<'t>> {
        self.reached_from(self.roots.clone(), is_followed)
    }

    fn reached_from(
        &self,
        mut todo: Vec<Node<'t>>,
        is_followed: impl Fn(&Node<'_>) -> bool,
    ) -> BTreeSet<Node<'t>> {
        let mut reached = BTreeSet::new();
        while let Some(node) = todo.pop() {
            if is_followed(&node) && reached.insert(node) {
                todo.extend(self.below.get(&node).into_iter().flatten());
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_build_scripts_have_features_of_their_own() {
        let programs = "0|app v0.1.0 (/app)|default\n\
                        1|derive v1.0.0 (proc-macro)|\n\
                        2|syn v2.0.0|full\n\
                        1|http v1.4.0|default,std\n\
                        2|bytes v1.11.0|\n\
                        0|tool v0.1.0 (/tool)|\n\
                        1|http v1.4.0|default,std (*)\n\
                        1|syn v2.0.0|visit\n";
        let all = format!("{programs}1|bytes v1.11.0|std\n");
        let text = manifest("same", programs, &all);
        let (_, tables) = text.split_once("[dependencies]\n").unwrap();
        let (dependencies, build) = tables.split_once("[build-dependencies]\n").unwrap();
        let shown = |table: &str| -> Vec<String> {
            let lines = table.lines().filter(|line| !line.is_empty());
            lines
                .map(|line| line.split(['"', '[', ']']).collect::<Vec<_>>().join(""))
                .map(|line| line.replace("default-features = false, ", ""))
                .collect()
        };
        assert_eq!(
            shown(dependencies),
            [
                "bytes-1_11_0 = { package = bytes, version = =1.11.0, features =  }",
                "http-1_4_0 = { package = http, version = =1.4.0, features = default, std }",
                "syn-2_0_0 = { package = syn, version = =2.0.0, features = visit }",
            ]
        );
        assert_eq!(
            shown(build),
            [
                "bytes-1_11_0 = { package = bytes, version = =1.11.0, features = std }",
                "derive-1_0_0 = { package = derive, version = =1.0.0, features =  }",
                "syn-2_0_0 = { package = syn, version = =2.0.0, features = full }",
            ]
        );
    }

    #[test]
    fn the_profile_is_that_of_this_repository() {
        let profile = profile().unwrap();
        assert!(profile.contains("[profile.dev]\n"), "{profile}");
        assert!(
            profile.contains("[profile.dev.build-override]\n"),
            "{profile}"
        );
        assert!(!profile.contains("[profile.mutants]"), "{profile}");
    }
}
