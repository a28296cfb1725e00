//! What a crate needs before it is published.
//!
//! In come the manifests and the files beside them. Out comes a finding for each published crate that lacks a README,
//! one of the two licences, the address of its documentation, keywords, or the settings of docs.rs. Whether the
//! tarball builds is checked in `packages`.

use toml::Table;

use super::Finding;
use super::tree::Tree;

/// Files that each published crate carries, since its tarball has nothing else of the workspace.
const FILES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// Fields of `[package]` that crates.io shows.
const FIELDS: [&str; 6] = [
    "description",
    "documentation",
    "keywords",
    "categories",
    "license",
    "readme",
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    tree.packages()
        .flat_map(|(folder, text)| missing(tree, folder, text))
        .collect()
}

/// The README that crates.io shows, from the folder of the package.
pub(super) fn readme(manifest: &str) -> String {
    let table: Option<Table> = manifest.parse().ok();
    let readme =
        table.and_then(|table| Some(table.get("package")?.get("readme")?.as_str()?.to_owned()));
    readme.unwrap_or_else(|| "README.md".to_owned())
}

fn missing(tree: &Tree, folder: &str, text: &str) -> Vec<Finding> {
    let in_folder = |name: &str| {
        if folder.is_empty() {
            name.to_owned()
        } else {
            format!("{folder}/{name}")
        }
    };
    let manifest = in_folder("Cargo.toml");
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => return vec![Finding::new(&manifest, 1, format!("{error}"))],
    };
    let Some(package) = table.get("package").and_then(toml::Value::as_table) else {
        return Vec::new();
    };
    if package.get("publish").and_then(toml::Value::as_bool) == Some(false) {
        return Vec::new();
    }
    let name = package
        .get("name")
        .and_then(toml::Value::as_str)
        .unwrap_or_default();
    let mut wanting = Vec::new();
    let readme = readme(text);
    for file in FILES.into_iter().chain([readme.as_str()]) {
        if tree.get(&in_folder(file)).is_none() {
            wanting.push(format!("`{name}` is published and has no {file}"));
        }
    }
    for field in FIELDS {
        if !package.contains_key(field) {
            wanting.push(format!("`{name}` is published and has no `{field}`"));
        }
    }
    let documentation = format!("https://docs.rs/{name}");
    if let Some(stated) = package.get("documentation").and_then(toml::Value::as_str)
        && stated != documentation
    {
        wanting.push(format!(
            "the `documentation` of `{name}` is not {documentation}"
        ));
    }
    let docs_rs = package
        .get("metadata")
        .and_then(|metadata| metadata.get("docs")?.get("rs"));
    if docs_rs.is_none() {
        wanting.push(format!(
            "`{name}` is published and has no [package.metadata.docs.rs]: say at least `all-features = true`"
        ));
    }
    wanting
        .into_iter()
        .map(|message| Finding::new(&manifest, 1, message))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPLETE: &str = "[package]\nname = \"a\"\ndescription = \"A\"\ndocumentation = \"https://docs.rs/a\"\n\
                            keywords = [\"a\"]\ncategories = [\"a\"]\nlicense.workspace = true\nreadme = \"README.md\"\n\
                            [package.metadata.docs.rs]\nall-features = true\n";

    fn messages(manifest: &str, files: &[&str]) -> Vec<String> {
        let mut all = vec![("a/Cargo.toml", manifest)];
        all.extend(files.iter().map(|file| (*file, "")));
        let found = check(&Tree::of(&all));
        found.into_iter().map(|finding| finding.message).collect()
    }

    const BESIDE: [&str; 3] = ["a/README.md", "a/LICENSE-MIT", "a/LICENSE-APACHE"];

    #[test]
    fn a_complete_crate_is_in_order() {
        assert_eq!(messages(COMPLETE, &BESIDE), [""; 0]);
    }

    #[test]
    fn each_thing_that_is_missing_is_found() {
        assert_eq!(messages(COMPLETE, &BESIDE[1..]).len(), 1);
        for line in COMPLETE.lines().skip(2).take(6) {
            let without = COMPLETE.replace(&format!("{line}\n"), "");
            assert_eq!(messages(&without, &BESIDE).len(), 1, "{line}");
        }
        let without = COMPLETE.replace("docs.rs]", "other]");
        assert_eq!(messages(&without, &BESIDE).len(), 1);
        let elsewhere = COMPLETE.replace("docs.rs/a", "docs.rs/b");
        assert_eq!(messages(&elsewhere, &BESIDE).len(), 1);
    }

    #[test]
    fn a_crate_that_is_not_published_needs_nothing() {
        let private = "[package]\nname = \"a\"\npublish = false\n";
        assert_eq!(messages(private, &[]), [""; 0]);
    }
}
