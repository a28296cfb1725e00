//! `cargo xtask spec-gate`: whether version and changelog follow from the change of the API description.
//!
//! In come the description, the version and the changelog. Out come a report for the review and a message for each of
//! them that has to change. The report is about the change since the merge base. Version and changelog follow from the
//! change since the last release, because what nobody has released can be taken back.

use std::io::{self, Write};

use openapi_semver::{Class, Report, bump};

use crate::changelog_file::{self, CHANGELOG};
use crate::cli::{Format, GateFormat, SpecGateFlags};
use crate::client_version::{self, Stated};
use crate::exit::{Exit, report};
use crate::last_release::{self, Release};
use crate::{revisions, spec, spec_diff, version_places};

/// Something that has to change: file, line, message.
type Wanting = (&'static str, usize, String);

pub(crate) fn run(flags: &SpecGateFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let root = &flags.base.root.root;
    let Some((base, revision)) = revisions::both(&flags.base, None, "spec-gate")? else {
        return Ok(Exit::Unusable);
    };
    let Some(commit) = &base.commit else {
        return Err(io::Error::other(
            "the gate needs the changelog at the base, so it takes a revision and no file: --base REV",
        ));
    };
    let release = last_release::before(commit)?;
    let Some(shipped) = last_release::description(release.as_ref(), &revision)? else {
        return Ok(Exit::Unusable);
    };
    let mut review = revisions::compare(&base.document, &revision);
    let mut since = revisions::compare(&shipped, &revision);
    let mut reports = vec![&mut review];
    if release.is_some() {
        reports.push(&mut since);
    }
    let Some(in_order) = revisions::accept(root, &mut reports)? else {
        return Ok(Exit::Unusable);
    };
    let format = match flags.format {
        GateFormat::Text => Format::Text,
        GateFormat::Markdown => Format::Markdown,
        GateFormat::Github => Format::Github,
    };
    spec_diff::show(&review, format, None, false, out)?;
    if !spec_diff::is_rust_compared(&review) || !spec_diff::is_rust_compared(&since) {
        return Ok(Exit::Unusable);
    }
    let now = client_version::read(root)?;
    if flags.format == GateFormat::Markdown {
        writeln!(out, "\n**Version**\n")?;
    }
    report_state(release.as_ref(), &now, &review, &since, out)?;

    let mut wanting = Vec::new();
    if let Some(release) = &release {
        version(release, &now, &since, &review, &mut wanting);
    }
    for place in version_places::apart(root, &now.version)? {
        wanting.push((place.file, place.line, place.message));
    }
    let log = changelog_file::read(root)?;
    let released = release.as_ref().map(|release| &release.version);
    let says_all = changelog_file::written(&log, &since, &now.version, released) == log;
    let is_touched =
        review.class != Class::None || commit.read(CHANGELOG)?.as_deref() != Some(&log);
    if is_touched && !says_all {
        let message = format!(
            "{CHANGELOG} does not say what has changed. Write it with: cargo xtask spec-changelog"
        );
        wanting.push((CHANGELOG, 1, message));
    }
    for (file, line, message) in &wanting {
        match flags.format {
            GateFormat::Text => {}
            GateFormat::Markdown => writeln!(out, "- {file}:{line}: {message}")?,
            GateFormat::Github => writeln!(out, "::error file={file},line={line}::{message}")?,
        }
        report(&format!("{file}:{line}: {message}"));
    }
    Ok(if !wanting.is_empty() {
        Exit::VersionTooLow
    } else if in_order {
        Exit::Success
    } else {
        Exit::Failure
    })
}

/// Reports what was released, what has changed since, and which version that needs.
fn report_state(
    release: Option<&Release>,
    now: &Stated,
    review: &Report,
    since: &Report,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(release) = release else {
        return writeln!(
            out,
            "publicsquare-client is {} and has never been released, so it needs no other version.\n",
            now.version
        );
    };
    writeln!(
        out,
        "publicsquare-client was last released as {} ({}) and is {}; the description has changed since: `{}`, which \
         needs {}.",
        release.version,
        release.named,
        now.version,
        since.class,
        bump::required(since.class, &release.version),
    )?;
    if review.class > since.class {
        writeln!(
            out,
            "The `{}` part of this change was never released, so it needs no other version.",
            review.class
        )?;
    }
    writeln!(out)
}

fn version(
    release: &Release,
    now: &Stated,
    since: &Report,
    review: &Report,
    wanting: &mut Vec<Wanting>,
) {
    if bump::suffices(since.class, &release.version, &now.version) {
        return;
    }
    let lowest = bump::lowest(since.class, &release.version);
    let message = format!(
        "publicsquare-client is {} and must be at least {lowest}: since {} the change of the YAML is {}. Mend it \
         with: cargo xtask bump {lowest}",
        now.version, release.version, since.class
    );
    // The message stands where the reviewer looks, and where the version has to change.
    if let Some(worst) = review.changes.first() {
        wanting.push((spec::FILE, worst.revision_line, message.clone()));
    }
    wanting.push((client_version::FILE, now.line, message));
}
