//! `cargo xtask spec-gate`: whether version and changelog follow the change of the YAML.

use std::fs;
use std::io::{self, Write};

use openapi_semver::{Class, bump, changelog};

use crate::cli::{Format, GateFormat, SpecGateFlags};
use crate::exit::{Exit, report};
use crate::manifest::{self, Stated};
use crate::{revisions, spec, spec_diff};

/// What people read of the changes.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

pub(crate) fn run(flags: &SpecGateFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let root = &flags.base.root.root;
    let Some((base, revision)) = revisions::both(&flags.base, None)? else {
        return Ok(Exit::Unusable);
    };
    let Some(commit) = &base.commit else {
        return Err(io::Error::other(
            "the gate needs the version at the base, so it takes a revision and no file: --base REV",
        ));
    };
    let mut changes = revisions::compare(&base.document, &revision);
    let Some(in_order) = revisions::accept(root, &mut changes)? else {
        return Ok(Exit::Unusable);
    };
    let format = match flags.format {
        GateFormat::Text => Format::Text,
        GateFormat::Markdown => Format::Markdown,
        GateFormat::Github => Format::Github,
    };
    spec_diff::show(&changes, format, None, out)?;
    if !spec_diff::is_rust_compared(&changes) {
        return Ok(Exit::Unusable);
    }

    let manifest = commit.read(manifest::FILE)?.ok_or_else(|| {
        io::Error::other(format!(
            "{}:{} does not exist",
            commit.short(),
            manifest::FILE
        ))
    })?;
    let then = manifest::version(&format!("{}:{}", commit.short(), manifest::FILE), &manifest)?;
    let now = manifest::version(manifest::FILE, &read(flags, manifest::FILE)?)?;
    let Stated { version, line } = now;
    if flags.format == GateFormat::Markdown {
        writeln!(out, "\n**Version**\n")?;
    }
    writeln!(
        out,
        "publicsquare-client was {} at {} and is {version}; `{}` asks for {}.\n",
        then.version,
        commit.short(),
        changes.class,
        bump::required(changes.class, &then.version),
    )?;

    let mut wanting = Vec::new();
    if !bump::suffices(changes.class, &then.version, &version) {
        let lowest = bump::lowest(changes.class, &then.version);
        let message = format!(
            "publicsquare-client is {version} and must be at least {lowest}: the change of the YAML is {}",
            changes.class
        );
        // Where the reviewer looks, as well as where it is to be mended.
        if let Some(worst) = changes.changes.first() {
            wanting.push((spec::FILE, worst.revision_line, message.clone()));
        }
        wanting.push((manifest::FILE, line, message));
    }
    if changes.class != Class::None {
        let log = read(flags, CHANGELOG)?;
        let entry = changelog::entry_for(&log, &version);
        let before = commit.read(CHANGELOG)?.unwrap_or_default();
        if entry.is_none() || entry == changelog::entry_for(&before, &version) {
            wanting.push((
                CHANGELOG,
                1,
                format!(
                    "{CHANGELOG} says nothing of the change. Mend it with: cargo xtask spec-changelog"
                ),
            ));
        }
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

fn read(flags: &SpecGateFlags, file: &str) -> io::Result<String> {
    fs::read_to_string(flags.base.root.root.join(file))
        .map_err(|error| io::Error::new(error.kind(), format!("{file}: {error}")))
}
