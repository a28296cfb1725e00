//! `cargo xtask faults`: each round breaks one run of psq, and checks that no key is lost and no claim is false.
//!
//! The flags and psq come in. A round breaks psq at a system call, or through a server, a disk, an editor, a
//! deployment, a program or a second rotator. Then its operator types what psq prints, or calls `psq recover`,
//! until all is well. Out come the counts of findings and the exit code. The front page of the library has an
//! overview; the bench of the client is in [`claims`](crate::claims).

mod bench;
mod breakages;
mod check;
mod conditions;
mod disk;
mod fault;
mod fixture;
mod inject;
mod mounts;
mod operator;
mod oracle;
mod psq_output;
mod round;
mod round_plan;
mod scenario;
mod system_user;
mod tally;
mod tracer;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use self::bench::Bench;
pub(crate) use self::fixture::{Document, FOREIGN, VARIABLE, random_document};
pub(crate) use self::oracle::{FLAWS, Finding, Flaw, MARK, contains, files_below, leftovers_below};
use crate::cargo;
use crate::cli::FaultsFlags;
use crate::exit::{Exit, report};

pub(crate) fn run(flags: &FaultsFlags, out: &mut dyn Write) -> io::Result<Exit> {
    // The threads that are started from here on have private mounts, which end with them.
    let can_mount = mounts::keep_private();
    if flags.breakages {
        return breakages::run(flags, can_mount, out);
    }
    let psq = match &flags.psq {
        Some(psq) => psq.canonicalize()?,
        None => build(cargo::command(&BUILD), out)?,
    };
    let bench = Bench::new(&psq, flags, can_mount)?;
    writeln!(
        out,
        "{} enumerated faults; repeat a round with --rounds {} --seed {} --only ROUND",
        bench.enumerated(),
        flags.rounds,
        flags.seed
    )?;
    if !can_mount {
        writeln!(
            out,
            "This machine does not allow mounts: failing calls take the place of full and read-only disks."
        )?;
    }
    out.flush()?;
    let begun = Instant::now();
    let tally = bench.run(flags.only, None)?;
    tally.show(flags.seed, begun.elapsed(), out)?;
    let missing = tally.missing();
    // A short run does not have to contain the rarest kinds.
    let is_short = flags.only.is_some() || flags.rounds < 1000;
    let has_all_kinds = missing.is_empty() || is_short || !can_mount;
    if !has_all_kinds {
        report(&format!(
            "no round at all had this kind of fault: {}",
            missing.join(", ")
        ));
    }
    Ok(if tally.is_clean() && has_all_kinds {
        Exit::Success
    } else {
        Exit::Failure
    })
}

pub(crate) const BUILD: [&str; 6] = [
    "build",
    "--quiet",
    "--package",
    "publicsquare-cli",
    "--message-format",
    "json",
];

/// Builds psq and returns its path.
pub(crate) fn build(command: Command, out: &mut dyn Write) -> io::Result<PathBuf> {
    writeln!(out, "building psq")?;
    out.flush()?;
    let messages = cargo::output(command)?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "psq" && message["profile"]["test"] == false)
        .find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
        .ok_or_else(|| io::Error::other("cargo did not report the path of psq"))
}
