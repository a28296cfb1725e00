//! `packaging/install.sh` as a process, with releases in a folder of this machine.
//!
//! In comes a folder that looks like a release: an archive and its checksums. Out comes what is installed, or the message
//! that says why nothing is. How the archive of a real release is made is in `src/dist.rs`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../packaging/install.sh");

/// A folder with releases, and one to install into. Both disappear at the end.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

impl Place {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(folder.join("releases/v1.2.3")).unwrap();
        Self(folder)
    }

    /// A release whose psq is a script.
    fn with_release(test: &str) -> Self {
        let place = Self::new(test);
        place.sh(&format!(
            r#"case $(uname -s)/$(uname -m) in
                Linux/x86_64) target=x86_64-unknown-linux-musl ;;
                Linux/*) target=aarch64-unknown-linux-musl ;;
                Darwin/x86_64) target=x86_64-apple-darwin ;;
                *) target=aarch64-apple-darwin ;;
            esac
            name=psq-1.2.3-$target
            mkdir -p "$name/man" "$name/completions"
            printf '#!/bin/sh\necho psq 1.2.3\n' > "$name/psq"
            touch "$name/man/psq.1"
            (cd "$name/completions" && touch psq.bash _psq psq.fish)
            tar -czf "releases/v1.2.3/$name.tar.gz" "$name"
            cd releases/v1.2.3
            {{ sha256sum "$name.tar.gz" || shasum -a 256 "$name.tar.gz"; }} > {SUMS}"#
        ));
        place
    }

    fn sh(&self, script: &str) {
        let status = Command::new("sh")
            .args(["-euc", script])
            .current_dir(&self.0)
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Whether the installer succeeds, and what it says.
    fn install(&self, version: &str) -> (bool, String) {
        let releases = self.0.join("releases");
        let output = Command::new("sh")
            .args([SCRIPT, version])
            .env("PSQ_RELEASES", format!("file://{}", releases.display()))
            .env("PSQ_PREFIX", self.0.join("prefix"))
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }

    fn is_untouched(&self) -> bool {
        !self.0.join("prefix").exists()
    }
}

const SUMS: &str = "SHA256SUMS";

#[test]
fn a_release_is_installed_and_runs() {
    let place = Place::with_release("install_good");
    for version in ["1.2.3", "v1.2.3"] {
        let (succeeds, said) = place.install(version);
        assert!(succeeds, "{said}");
    }
    let psq = Command::new(place.0.join("prefix/bin/psq"))
        .output()
        .unwrap();
    assert_eq!(psq.stdout, b"psq 1.2.3\n");
    for file in [
        "share/man/man1/psq.1",
        "share/bash-completion/completions/psq",
        "share/zsh/site-functions/_psq",
        "share/fish/vendor_completions.d/psq.fish",
    ] {
        assert!(place.0.join("prefix").join(file).exists(), "{file}");
    }
    let left: Vec<_> = fs::read_dir(place.0.join("prefix/bin")).unwrap().collect();
    assert_eq!(left.len(), 1, "only psq is there: {left:?}");
}

/// The workflow writes the address and the version of a release into the script. Its own commands do that here.
#[test]
fn the_installer_that_a_release_publishes_needs_no_argument_and_takes_one() {
    let place = Place::with_release("install_published");
    let workflow = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../.github/workflows/release.yml"
    );
    let workflow = fs::read_to_string(workflow).unwrap();
    let step = workflow.split("Write the installer").nth(1).unwrap();
    let script = step.split("run: |\n").nth(1).unwrap();
    let script = script.split("cd release").next().unwrap();
    let releases = place.0.join("releases");
    fs::create_dir_all(place.0.join("packaging")).unwrap();
    fs::create_dir_all(place.0.join("release")).unwrap();
    fs::copy(SCRIPT, place.0.join("packaging/install.sh")).unwrap();
    place.sh(&format!(
        "TAG=v1.2.3; RELEASES=file://{}\n{script}",
        releases.display()
    ));
    for version in [None, Some("1.2.3"), Some("v1.2.3")] {
        let output = Command::new("sh")
            .arg(place.0.join("release/install.sh"))
            .args(version)
            .env_remove("PSQ_RELEASES")
            .env("PSQ_PREFIX", place.0.join("prefix"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{version:?}: {output:?}");
        assert!(place.0.join("prefix/bin/psq").exists());
        fs::remove_dir_all(place.0.join("prefix")).unwrap();
    }
}

#[test]
fn an_archive_with_another_checksum_is_not_installed() {
    let place = Place::with_release("install_corrupt");
    place.sh("for archive in releases/v1.2.3/*.tar.gz; do printf x >> \"$archive\"; done");
    let (succeeds, said) = place.install("1.2.3");
    assert!(!succeeds && said.contains("the release states"), "{said}");
    assert!(place.is_untouched());
}

#[test]
fn an_archive_without_a_checksum_is_not_installed() {
    let place = Place::with_release("install_unknown");
    place.sh("echo 0000  other.tar.gz > releases/v1.2.3/SHA256SUMS");
    let (succeeds, said) = place.install("1.2.3");
    assert!(!succeeds && said.contains("states no checksum"), "{said}");
    assert!(place.is_untouched());
}

#[test]
fn a_version_that_does_not_exist_is_not_installed() {
    let place = Place::with_release("install_missing");
    let (succeeds, said) = place.install("9.9.9");
    assert!(
        !succeeds && said.contains("Nothing was installed"),
        "{said}"
    );
    let (succeeds, said) = place.install("../../etc");
    assert!(!succeeds && said.contains("is no version"), "{said}");
    assert!(place.is_untouched());
}
