//! The steps of a release that read texts and build nothing.
//!
//! In comes the candidate. Out comes whether the changelog has a section with a date, whether all crates have the
//! version, whether everything is committed, where the release will be found, and whether version and changelog follow
//! from the API description. The steps that build something are in `crates` and `program`.

use std::fs;
use std::io::{self, Write};
use std::process::Command;

use openapi_semver::changelog;

use super::{Candidate, Outcome};
use crate::changelog_file::{self, CHANGELOG};
use crate::cli::{BaseFlags, GateFormat, RootFlags, SpecGateFlags};
use crate::exit::Exit;
use crate::git::Commit;
use crate::{cargo, client_version, last_release, packages, spec_gate, version_places};

/// The changelog says what this version brings, and since when.
pub(super) fn changelog(candidate: &Candidate, _: &mut dyn Write) -> io::Result<Outcome> {
    let log = changelog_file::read(&candidate.root)?;
    let version = &candidate.version;
    if !changelog::is_released(&log, version) {
        return Ok(Outcome::Failed(format!(
            "{CHANGELOG} has no section with a date for {version}: write `## {version} - YYYY-MM-DD`"
        )));
    }
    Ok(match changelog::entry_for(&log, version) {
        Some(_) => Outcome::Passed(format!(
            "{CHANGELOG} has a section with a date for {version}"
        )),
        None => Outcome::Failed(format!("the section {version} of {CHANGELOG} is empty")),
    })
}

/// All crates have the version that is released.
pub(super) fn versions(candidate: &Candidate, _: &mut dyn Write) -> io::Result<Outcome> {
    let version = &candidate.version;
    let stated = client_version::read(&candidate.root)?.version;
    if stated != *version {
        return Ok(Outcome::Failed(format!(
            "the workspace is {stated}, and {version} is to be released: cargo xtask bump {version}"
        )));
    }
    let apart = version_places::apart(&candidate.root, version)?;
    Ok(match apart.first() {
        None => Outcome::Passed(format!("everything is {version}")),
        Some(first) => Outcome::Failed(format!(
            "{}:{}: {} ({} places in all)",
            first.file,
            first.line,
            first.message,
            apart.len()
        )),
    })
}

/// What is released is what is committed.
pub(super) fn working_tree(candidate: &Candidate, _: &mut dyn Write) -> io::Result<Outcome> {
    let mut status = Command::new("git");
    status
        .args(["status", "--porcelain"])
        .current_dir(&candidate.root);
    let said = cargo::output(status)?;
    Ok(match said.lines().count() {
        0 => Outcome::Passed("everything is committed".to_owned()),
        count => Outcome::Failed(format!(
            "{count} files are not committed, the first is {}",
            said.lines().next().unwrap_or_default().trim()
        )),
    })
}

/// No page says any more that there is no release.
pub(super) fn pages(candidate: &Candidate, _: &mut dyn Write) -> io::Result<Outcome> {
    const PAGES: [&str; 4] = [
        "README.md",
        "SECURITY.md",
        "docs/sdk.md",
        "deploy/github/rotate-publicsquare-key.yml",
    ];
    for page in PAGES {
        let text = fs::read_to_string(candidate.root.join(page))?;
        if text.contains("Nothing is released yet") {
            return Ok(Outcome::Skipped(format!(
                "{page} says that nothing is released yet. Change it in the commit that gets the tag"
            )));
        }
    }
    Ok(Outcome::Passed(
        "no page says that nothing is released".to_owned(),
    ))
}

/// The address of the repository, which crates.io shows and cargo binstall needs. Each published crate states it.
pub(super) fn address(_: &Candidate, _: &mut dyn Write) -> io::Result<Outcome> {
    let metadata = cargo::output(cargo::command(&[
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
    ]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let published = packages.filter(|package| {
        let name = package["name"].as_str().unwrap_or_default();
        packages::PUBLISHED.contains(&name)
    });
    let stated: Vec<Option<&str>> = published
        .map(|package| package["repository"].as_str())
        .collect();
    Ok(match stated.as_slice() {
        [Some(first), others @ ..] if others.iter().all(|other| *other == Some(first)) => {
            Outcome::Passed((*first).to_owned())
        }
        _ => Outcome::Skipped(
            "not every published crate states the same `repository`. Set it before the tag: cargo binstall finds nothing \
             without it"
                .to_owned(),
        ),
    })
}

/// Version and changelog follow from what has changed in the API description since the last release.
pub(super) fn description(candidate: &Candidate, out: &mut dyn Write) -> io::Result<Outcome> {
    let head = Commit::base(&candidate.root, Some("HEAD"), "release")?;
    let Some(tag) = last_release::tag_before(&head, &candidate.version)? else {
        return Ok(Outcome::First(
            "no tag of an earlier release is in this history, so nothing was compared".to_owned(),
        ));
    };
    let root = RootFlags {
        root: candidate.root.clone(),
    };
    let base = BaseFlags {
        base: Some(format!("refs/tags/{tag}")),
        base_file: None,
        root,
    };
    let flags = SpecGateFlags {
        base,
        format: GateFormat::Text,
    };
    Ok(match spec_gate::run(&flags, out)? {
        Exit::Success => Outcome::Passed(format!(
            "version and changelog follow from the changes since {tag}"
        )),
        _ => Outcome::Failed("spec-gate has refused; its message is above".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use semver::Version;

    use super::*;

    /// A folder with a manifest and a changelog, for one check.
    fn candidate(name: &str, version: &str, log: &str) -> Candidate {
        let root = std::env::temp_dir().join(format!(
            "publicsquare-xtask-release-{name}-{}",
            std::process::id()
        ));
        fs::create_dir_all(&root).unwrap();
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\n";
        fs::write(root.join("Cargo.toml"), manifest).unwrap();
        fs::write(root.join(CHANGELOG), log).unwrap();
        Candidate {
            root,
            version: Version::parse(version).unwrap(),
        }
    }

    fn word(
        step: fn(&Candidate, &mut dyn Write) -> io::Result<Outcome>,
        candidate: &Candidate,
    ) -> &'static str {
        let outcome = step(candidate, &mut io::sink()).unwrap();
        fs::remove_dir_all(&candidate.root).unwrap();
        outcome.word()
    }

    #[test]
    fn a_changelog_without_a_section_a_date_or_an_entry_is_refused() {
        for (log, expected) in [
            ("# Changelog\n\n## 0.1.0 - 2026-01-02\n\n- First.\n", "ok"),
            ("# Changelog\n\n## 0.1.0\n\n- First.\n", "FAILED"),
            ("# Changelog\n\n## Unreleased\n\n- First.\n", "FAILED"),
            ("# Changelog\n\n## 0.1.0 - 2026-01-02\n", "FAILED"),
            ("", "FAILED"),
        ] {
            let candidate = candidate("changelog", "0.1.0", log);
            assert_eq!(word(changelog, &candidate), expected, "{log}");
        }
    }

    #[test]
    fn another_version_than_the_workspace_has_is_refused() {
        assert_eq!(word(versions, &candidate("same", "0.1.0", "")), "ok");
        assert_eq!(word(versions, &candidate("other", "0.2.0", "")), "FAILED");
    }

    #[test]
    fn a_missing_address_is_named_and_stops_nothing() {
        assert_eq!(word(address, &candidate("address", "0.1.0", "")), "skipped");
    }
}
