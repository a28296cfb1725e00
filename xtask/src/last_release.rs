//! The last release, and the API description that it shipped.
//!
//! In comes a commit. Out comes the release before it: that of the highest tag, else of the last section of the
//! changelog that has a date. The gate and the changelog compare the description of today with the one that this
//! release shipped. A new release is tried in `release`.

use std::io;

use openapi_loader::{Document, load_published};
use openapi_semver::changelog;
use semver::Version;
use serde_json::{Map, Value};

use crate::changelog_file::CHANGELOG;
use crate::git::Commit;
use crate::{revisions, spec};

/// The release that was made last.
pub(crate) struct Release {
    pub(crate) version: Version,
    /// As in "the tag v0.2.0".
    pub(crate) named: String,
    commit: Commit,
}

/// The last release before the base: that of the highest tag, else that of the last section of the changelog with a
/// date. `None` before the first release.
pub(crate) fn before(base: &Commit) -> io::Result<Option<Release>> {
    let tags = base.tags()?;
    let tagged = tags.iter().filter_map(|tag| Some((version_of(tag)?, tag)));
    let highest = tagged.max_by(|(a, _), (b, _)| a.cmp_precedence(b));
    if let Some((version, tag)) = highest {
        return Ok(Some(Release {
            version,
            named: format!("the tag {tag}"),
            commit: base.named(&format!("refs/tags/{tag}"))?,
        }));
    }
    let log = base.read(CHANGELOG)?.unwrap_or_default();
    let Some(version) = changelog::last_released(&log) else {
        return Ok(None);
    };
    for commit in base.history_of(CHANGELOG)? {
        let log = commit.read(CHANGELOG)?.unwrap_or_default();
        if changelog::is_released(&log, &version) {
            return Ok(Some(Release {
                named: format!("{CHANGELOG} at {}", commit.short()),
                version,
                commit,
            }));
        }
    }
    Ok(None)
}

/// The tag of the last release below this version; `None` if no tag is.
pub(crate) fn tag_before(commit: &Commit, version: &Version) -> io::Result<Option<String>> {
    let tags = commit.tags()?.into_iter();
    let below = tags
        .filter_map(|tag| Some((version_of(&tag)?, tag)))
        .filter(|(tagged, _)| tagged.cmp_precedence(version).is_lt());
    let highest = below.max_by(|(a, _), (b, _)| a.cmp_precedence(b));
    Ok(highest.map(|(_, tag)| tag))
}

/// `0.2.0` in `v0.2.0` and in `publicsquare-client-v0.2.0`.
fn version_of(tag: &str) -> Option<Version> {
    let name = tag.strip_prefix("publicsquare-client-").unwrap_or(tag);
    Version::parse(name.strip_prefix('v').unwrap_or(name)).ok()
}

/// The description that the last release shipped; before the first release, an empty one. `None` if it cannot be
/// read, which is reported.
pub(crate) fn description(
    release: Option<&Release>,
    own: &Document,
) -> io::Result<Option<Document>> {
    let shipped = match release {
        Some(release) => revisions::at(&release.commit, spec::FILE)?,
        None => None,
    };
    Ok(match shipped {
        Some(shipped) => revisions::usable(shipped),
        None => Some(nothing_yet(own)?),
    })
}

/// Our description without operations and schemas.
fn nothing_yet(own: &Document) -> io::Result<Document> {
    let mut value = own.value().clone();
    if let Some(document) = value.as_object_mut() {
        document.insert("paths".to_owned(), Value::Object(Map::new()));
        document.remove("tags");
        if let Some(components) = document
            .get_mut("components")
            .and_then(Value::as_object_mut)
        {
            components.retain(|kind, _| kind == "securitySchemes");
        }
    }
    load_published("nothing", &value.to_string())
        .map_err(|error| io::Error::other(error.to_string()))
}
