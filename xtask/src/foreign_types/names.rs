//! What the names in a file of Rust mean, according to its `use` declarations.
//!
//! In come the items of a module. Out comes the full path of each name that comes from another crate. `surface` asks
//! for the names in public items.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Ident, Item, Path, UseTree};

/// Crates that every program has.
const STANDARD: &[&str] = &["std", "core", "alloc"];
/// First words of paths that stay in the crate.
const OWN: &[&str] = &["crate", "self", "super", "Self"];

/// The names in one module, with those of the modules around it.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    imported: BTreeMap<String, Vec<String>>,
    /// Modules, types and generic parameters of the crate.
    own: BTreeSet<String>,
}

impl Names {
    /// The names of a module in which `items` stand.
    pub(super) fn within(&self, items: &[Item]) -> Self {
        let mut names = self.clone();
        for item in items {
            match item {
                Item::Use(item) => names.import(Vec::new(), &item.tree),
                Item::Mod(item) => names.declare(&item.ident),
                Item::Struct(item) => names.declare(&item.ident),
                Item::Enum(item) => names.declare(&item.ident),
                Item::Trait(item) => names.declare(&item.ident),
                Item::Type(item) => names.declare(&item.ident),
                _ => {}
            }
        }
        names
    }

    /// A name of the crate's own, such as a generic parameter.
    pub(super) fn declare(&mut self, name: &Ident) {
        self.imported.remove(&name.to_string());
        self.own.insert(name.to_string());
    }

    fn import(&mut self, mut path: Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(tree) => {
                path.push(tree.ident.to_string());
                self.import(path, &tree.tree);
            }
            UseTree::Name(tree) if tree.ident == "self" => {
                if let Some(name) = path.last().cloned() {
                    self.imported.insert(name, path);
                }
            }
            UseTree::Name(tree) => {
                let name = tree.ident.to_string();
                path.push(name.clone());
                self.imported.insert(name, path);
            }
            UseTree::Rename(tree) => {
                path.push(tree.ident.to_string());
                self.imported.insert(tree.rename.to_string(), path);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(path.clone(), tree);
                }
            }
            UseTree::Glob(_) => {
                // A glob does not say which names it brings, so the whole import is one name.
                path.push("*".to_owned());
                self.imported.insert(path.join("::"), path);
            }
        }
    }

    /// The full path of a foreign item; `None` for an item of this crate or of the standard library.
    pub(super) fn foreign(&self, path: &Path) -> Option<String> {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if path.leading_colon.is_some() {
            return named(&segments);
        }
        self.foreign_of(&segments)
    }

    pub(super) fn foreign_of(&self, segments: &[String]) -> Option<String> {
        let (first, rest) = segments.split_first()?;
        match self.imported.get(first) {
            // `use inner::Name` of a module that this one declares.
            Some(path) if path.first().is_some_and(|first| self.own.contains(first)) => None,
            Some(path) => named(&[path, rest].concat()),
            None if self.own.contains(first) || rest.is_empty() => None,
            // An associated type such as `D::Error`: no crate has a name in upper case.
            None if first.starts_with(char::is_uppercase) => None,
            None => named(segments),
        }
    }

    /// The foreign items that a `pub use` in this module re-exports.
    pub(super) fn handed_on(&self, tree: &UseTree) -> Vec<String> {
        let mut names = Self::default();
        names.import(Vec::new(), tree);
        let paths = names.imported.into_values();
        paths
            .filter(|path| !path.first().is_some_and(|first| self.own.contains(first)))
            .filter_map(|path| named(&path))
            .collect()
    }
}

fn named(path: &[String]) -> Option<String> {
    let first = path.first()?.as_str();
    let is_foreign = !STANDARD.contains(&first) && !OWN.contains(&first);
    is_foreign.then(|| path.join("::"))
}
