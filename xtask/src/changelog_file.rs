//! The changelog, and what it is to say of the description.

use std::io;
use std::{fs, path::Path};

use openapi_semver::{Report, changelog};
use semver::Version;

/// What people read of the changes.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

/// Reads the changelog; an empty one if there is none.
pub(crate) fn read(root: &Path) -> io::Result<String> {
    match fs::read_to_string(root.join(CHANGELOG)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(io::Error::new(
            error.kind(),
            format!("{CHANGELOG}: {error}"),
        )),
        Ok(text) => Ok(text),
    }
}

/// The changelog with what has changed since the last release: in the section of the version that is being
/// prepared if there is one, else in the unreleased one.
pub(crate) fn written(
    log: &str,
    since_release: &Report,
    now: &Version,
    released: Option<&Version>,
) -> String {
    let prepared = Some(now).filter(|now| released != Some(now));
    changelog::with_section(log, &changelog::section(since_release), prepared)
}
