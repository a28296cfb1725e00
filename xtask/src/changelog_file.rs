//! Reads `CHANGELOG.md`, and says what it has to contain about the API description.
//!
//! In come the file and the changes since the last release. Out comes the file as it should be. How a section is
//! written and found is decided in `openapi_semver::changelog`; `spec_changelog` writes the file and `spec_gate`
//! checks it.

use std::io;
use std::{fs, path::Path};

use openapi_semver::{Report, changelog};
use semver::Version;

/// The file that users read.
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

/// The changelog with the changes since the last release. They stand in the section of the version that is prepared,
/// if there is one, else in the unreleased section.
pub(crate) fn written(
    log: &str,
    since_release: &Report,
    now: &Version,
    released: Option<&Version>,
) -> String {
    let prepared = Some(now).filter(|now| released != Some(now));
    changelog::with_section(log, &changelog::section(since_release), prepared)
}
