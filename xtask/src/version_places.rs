//! The places where the version of the workspace stands.
//!
//! In comes the root of the workspace. Out come the places that have another version, or the files that were written. The
//! places are the workspace, its crates where they ask for each other, the lock file, and the recipes in `deploy` that
//! install psq. The version of the client alone is read in `client_version`.

use std::io;
use std::{fs, path::Path};

use semver::Version;
use toml::Table;

use crate::client_version;

const LOCK: &str = "Cargo.lock";

/// A place that has another version than the workspace.
pub(crate) struct Apart {
    pub(crate) file: &'static str,
    pub(crate) line: usize,
    pub(crate) message: String,
}

/// A version in a text.
struct Place {
    /// Whose version it is.
    name: String,
    line: usize,
    /// What stands directly before it in the line.
    after: &'static str,
    version: String,
}

/// All places that have another version than this one.
pub(crate) fn apart(root: &Path, version: &Version) -> io::Result<Vec<Apart>> {
    let mut all = Vec::new();
    for (file, find) in FILES {
        let Some(text) = read(root, file)? else {
            continue;
        };
        let others = find(&text).into_iter();
        let others = others.filter(|place| place.version != version.to_string());
        all.extend(others.map(|place| Apart {
            file,
            line: place.line,
            message: format!(
                "`{}` is {} here and the workspace is {version}. Mend it with: cargo xtask bump {version}",
                place.name, place.version
            ),
        }));
    }
    Ok(all)
}

/// Writes a version into all places. Returns the files that have changed.
pub(crate) fn write(root: &Path, version: &Version) -> io::Result<Vec<&'static str>> {
    let mut changed = Vec::new();
    for (file, find) in FILES {
        let Some(text) = read(root, file)? else {
            continue;
        };
        let places = find(&text);
        let lines = text.split_inclusive('\n').enumerate().map(|(index, line)| {
            let mut at = places.iter().filter(|place| place.line == index + 1);
            at.next().map_or_else(
                || line.to_owned(),
                |place| {
                    let before = format!("{}{}", place.after, place.version);
                    line.replacen(&before, &format!("{}{version}", place.after), 1)
                },
            )
        });
        let after: String = lines.collect();
        if after != text {
            fs::write(root.join(file), after)?;
            changed.push(file);
        }
    }
    Ok(changed)
}

type Find = fn(&str) -> Vec<Place>;

const FILES: [(&str, Find); 5] = [
    (client_version::FILE, in_manifest),
    (LOCK, in_lock),
    ("deploy/github/rotate-publicsquare-key.yml", in_recipe),
    (
        "deploy/gitlab/rotate-publicsquare-key.gitlab-ci.yml",
        in_recipe,
    ),
    ("deploy/kubernetes/cronjob.yaml", in_recipe),
];

fn read(root: &Path, file: &str) -> io::Result<Option<String>> {
    match fs::read_to_string(root.join(file)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io::Error::new(error.kind(), format!("{file}: {error}"))),
    }
}

/// The version of the workspace, and of its crates where they ask for each other.
fn in_manifest(text: &str) -> Vec<Place> {
    let parsed: Table = text.parse().unwrap_or_default();
    let workspace = parsed.get("workspace");
    let dependencies = workspace.and_then(|workspace| workspace.get("dependencies")?.as_table());
    let is_own = |name: &str| {
        let dependency = dependencies.and_then(|all| all.get(name));
        dependency.is_some_and(|dependency| dependency.get("path").is_some())
    };
    let mut header = "";
    let mut places = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            header = line;
        }
        let Some((key, _)) = line.split_once('=') else {
            continue;
        };
        let name = match (header, key.trim()) {
            ("[workspace.package]" | "[package]", "version") => "the workspace",
            ("[workspace.dependencies]", name) if is_own(name) => name,
            _ => continue,
        };
        if let Some(version) = quoted_version(line) {
            places.push(Place {
                name: name.to_owned(),
                line: index + 1,
                after: MANIFEST_KEY,
                version,
            });
        }
    }
    places
}

/// The packages of the workspace in the lock file. Those that are never released are 0.0.0 and stay so.
fn in_lock(text: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut start = 1;
    for package in text.split("[[package]]") {
        let lines = package.matches('\n').count();
        if !package.contains("\nsource = ") {
            let value = |key: &str| {
                let mut lines = package.lines().enumerate();
                lines.find_map(|(index, line)| {
                    let value = line.strip_prefix(key)?.strip_prefix(" = \"")?;
                    Some((index, value.strip_suffix('"')?.to_owned()))
                })
            };
            if let (Some((_, name)), Some((index, version))) = (value("name"), value("version"))
                && version != "0.0.0"
            {
                places.push(Place {
                    name,
                    line: start + index,
                    after: MANIFEST_KEY,
                    version,
                });
            }
        }
        start += lines;
    }
    places
}

/// The version of psq where a recipe installs it or names its image.
fn in_recipe(text: &str) -> Vec<Place> {
    const BEFORE: [&str; 2] = ["--version ", "/psq:"];
    let mut places = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for after in BEFORE {
            let Some((_, rest)) = line.split_once(after) else {
                continue;
            };
            let word = rest.split_whitespace().next().unwrap_or_default();
            if Version::parse(word).is_ok() {
                places.push(Place {
                    name: "psq".to_owned(),
                    line: index + 1,
                    after,
                    version: word.to_owned(),
                });
            }
        }
    }
    places
}

const MANIFEST_KEY: &str = "version = \"";

/// `0.2.0` in `version = "0.2.0"`.
fn quoted_version(line: &str) -> Option<String> {
    let (_, rest) = line.split_once(MANIFEST_KEY)?;
    let (version, _) = rest.split_once('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(places: &[Place]) -> Vec<(String, usize)> {
        let places = places.iter();
        places
            .map(|place| (place.name.clone(), place.line))
            .collect()
    }

    #[test]
    fn all_places_of_this_workspace_are_found() {
        let root = crate::workspace::path("");
        let manifest = read(&root, client_version::FILE).unwrap().unwrap();
        assert_eq!(in_manifest(&manifest).len(), 9);
        let lock = read(&root, LOCK).unwrap().unwrap();
        let found = in_lock(&lock);
        assert!(found.iter().any(|place| place.name == "publicsquare-cli"));
        for place in found {
            let line = lock.lines().nth(place.line - 1).unwrap();
            assert_eq!(line, format!("version = \"{}\"", place.version));
        }
    }

    #[test]
    fn each_recipe_of_this_workspace_names_the_version_of_psq() {
        let root = crate::workspace::path("");
        for (file, find) in FILES.iter().skip(2) {
            let text = read(&root, file).unwrap().unwrap();
            assert_eq!(find(&text).len(), 1, "{file}");
        }
    }

    #[test]
    fn dependencies_from_elsewhere_keep_their_versions() {
        let text = "[workspace.package]\nversion = \"0.1.0\"\n[workspace.dependencies]\n\
                    a = { path = \"a\", version = \"0.1.0\" }\nb = { version = \"0.1.0\" }\n";
        let expected = [("the workspace".to_owned(), 2), ("a".to_owned(), 4)];
        assert_eq!(lines(&in_manifest(text)), expected);
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"b\"\n\
                    version = \"0.1.0\"\nsource = \"x\"\n\n[[package]]\nname = \"c\"\nversion = \"0.0.0\"\n";
        assert_eq!(lines(&in_lock(lock)), [("a".to_owned(), 5)]);
    }
}
