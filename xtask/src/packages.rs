//! `cargo xtask packages`: the crates as they would be published.
//!
//! In come the crates of the workspace. Each is packed and unpacked again; what is in the tarballs is compiled and,
//! for the crate that applications depend on, tested, with nothing else of the workspace in reach. Out comes whether
//! all of that succeeds. What else a release needs is in `release`.

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::{fs, io::ErrorKind};

use crate::cargo;
use crate::exit::Exit;
use crate::same_features;
use crate::workspace;

/// The crates that are published, each after those that it depends on.
pub(crate) const PUBLISHED: &[&str] = &[
    "openapi-loader",
    "openapi-semver",
    "publicsquare-codegen",
    "publicsquare-client",
    "publicsquare",
    "publicsquare-httpmock",
    "publicsquare-sandbox",
    "publicsquare-cli",
];

/// Where the tarballs are unpacked, from the root of the workspace.
pub(crate) const FOLDER: &str = "target/tarballs";

/// The crate whose tests have to pass in its tarball, with the features of the tests. In the workspace, a dependency of
/// the crate on itself turns them on; a tarball has none.
const TESTED: &[&str] = &[
    "--package",
    "publicsquare",
    "--features",
    "publicsquare/blocking,publicsquare/fakes,publicsquare/schemars",
];

/// Packs each crate that is published, and compiles and tests what is in the tarballs and nothing else.
///
/// Cargo's own verification is not used: it keeps unpacked crates in its home by path and version, so a second run at
/// one version would build what the first run packed.
pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let folder = workspace::path(FOLDER);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => fs::create_dir_all(&folder)?,
    }
    let mut pack = cargo::command(&["package", "--allow-dirty", "--quiet", "--no-verify"]);
    pack.args(PUBLISHED.iter().flat_map(|name| ["--package", name]));
    pack.arg("--target-dir").arg(&folder);
    if !cargo::succeeds(pack, out)? {
        return Ok(Exit::Failure);
    }
    let unpacked = packed(&folder)?;
    for name in &unpacked {
        unpack(
            &folder.join("package").join(format!("{name}.crate")),
            &folder,
        )?;
    }
    if unpacked.len() != PUBLISHED.len() {
        return Err(io::Error::other(format!(
            "not every crate was packed: {unpacked:?}"
        )));
    }
    let (tests, lints) = (same_features::Build::Tests, same_features::Build::Lints);
    tests.write(&folder)?;
    lints.write(&folder)?;
    let members: Vec<&str> = unpacked
        .iter()
        .map(String::as_str)
        .chain([tests.package(), lints.package()])
        .collect();
    let workspace = manifest(&unpacked, &members) + &same_features::profile()?;
    fs::write(folder.join("Cargo.toml"), workspace)?;
    fs::copy(workspace::path("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut check = cargo::command(&["check", "--quiet", "--workspace"]);
    check.args(["--exclude", tests.package()]);
    let mut test = cargo::command(&["test", "--quiet"]);
    test.args(TESTED).args(["--package", tests.package()]);
    for command in [&mut check, &mut test] {
        // The dependencies are built already.
        command
            .current_dir(&folder)
            .arg("--target-dir")
            .arg(cargo::target_folder());
    }
    Ok(
        if cargo::succeeds(check, out)? && cargo::succeeds(test, out)? {
            Exit::Success
        } else {
            Exit::Failure
        },
    )
}

/// Writes the manifest of the unpacked crates anew, without the packages that only share builds. Their dependencies have
/// fixed versions.
pub(crate) fn write_plain_manifest() -> io::Result<()> {
    let folder = workspace::path(FOLDER);
    let unpacked = packed(&folder)?;
    let members: Vec<&str> = unpacked.iter().map(String::as_str).collect();
    fs::write(folder.join("Cargo.toml"), manifest(&unpacked, &members))
}

/// The names of the tarballs, with their versions.
fn packed(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.join("package"))? {
        let name = entry?.file_name();
        if let Some(name) = name.to_str().and_then(|name| name.strip_suffix(".crate")) {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}

fn unpack(tarball: &Path, folder: &Path) -> io::Result<()> {
    let status = Command::new("tar")
        // With the time of now: cargo compiles a file again if its time has changed, and in a tarball it never does.
        .arg("-xmzf")
        .arg(tarball)
        .arg("-C")
        .arg(folder)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!(
            "tar cannot unpack {}",
            tarball.display()
        )))
    }
}

/// The manifest of a workspace with these members, in which each unpacked crate replaces the published one.
fn manifest(unpacked: &[String], members: &[&str]) -> String {
    let patches: String = unpacked
        .iter()
        .filter_map(|folder| Some((folder.rsplit_once('-')?.0, folder)))
        .map(|(name, folder)| format!("{name} = {{ path = {folder:?} }}\n"))
        .collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[patch.crates-io]\n{patches}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_crate_takes_the_place_of_the_published_one() {
        let unpacked = ["publicsquare-client-0.1.0".to_owned()];
        let manifest = manifest(&unpacked, &["publicsquare-client-0.1.0", "other"]);
        assert!(
            manifest.contains("members = [\"publicsquare-client-0.1.0\", \"other\"]"),
            "{manifest}"
        );
        let patch = "publicsquare-client = { path = \"publicsquare-client-0.1.0\" }";
        assert!(manifest.contains(patch), "{manifest}");
    }
}
