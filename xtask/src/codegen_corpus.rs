//! `cargo xtask codegen-corpus`: checks generated code with rustc and with real calls.
//!
//! In comes a folder of small descriptions. The generator has to accept or refuse each, as its first line says. The
//! clients and mocks of the accepted ones become modules of one cargo project, which is built with warnings denied.
//! Then the clients call the mocks, and what they send and read is compared with the description. Out comes a line
//! for each description that is wrong. All of it ends within a time limit.

mod document;
mod manifest;
mod project;
mod sample;
mod sent;
mod smoke;
mod surface;

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use self::document::{Corpus, Outcome};
use crate::cli::CodegenCorpusFlags;
use crate::exit::Exit;
use crate::workspace;

/// The descriptions of this project.
pub(crate) const FOLDER: &str = "crates/publicsquare-codegen/tests/corpus";

/// How many descriptions a sample has.
const SAMPLE: usize = 12;

pub(crate) fn run(flags: &CodegenCorpusFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let folder = flags
        .folder
        .clone()
        .unwrap_or_else(|| workspace::path(FOLDER));
    let mut corpus = Corpus::read(&folder)?;
    if flags.sample {
        corpus.thin_out(SAMPLE);
    }
    let start = Instant::now();
    let end = start + Duration::from_secs(flags.minutes.saturating_mul(60).min(86_400));
    let mut failed = false;
    let mut generated = Vec::new();
    for document in &corpus.documents {
        if Instant::now() >= end {
            writeln!(
                out,
                "the time was over before code was generated from {}",
                document.name
            )?;
            return Ok(Exit::Failure);
        }
        match document.outcome() {
            Outcome::Generated(code) => generated.push((document, code)),
            Outcome::Refused(why) => {
                for line in why.lines() {
                    writeln!(out, "{}: refused: {line}", document.name)?;
                }
            }
            Outcome::Wrong(why) => {
                failed = true;
                writeln!(out, "{}: WRONG: {why}", document.name)?;
            }
        }
    }
    writeln!(
        out,
        "code is generated from {} of {} descriptions, after {:.1} s",
        generated.len(),
        corpus.documents.len(),
        start.elapsed().as_secs_f64()
    )?;
    let project = project::Project::write(&target_folder(), &generated)?;
    let built = project.build(end, out)?;
    writeln!(
        out,
        "built: {built}, after {:.1} s",
        start.elapsed().as_secs_f64()
    )?;
    let ran = built && project.run(end, out)?;
    writeln!(
        out,
        "ran: {ran}, after {:.1} s",
        start.elapsed().as_secs_f64()
    )?;
    Ok(if failed || !ran {
        Exit::Failure
    } else {
        Exit::Success
    })
}

/// The folder of the cargo project.
fn target_folder() -> PathBuf {
    crate::cargo::target_folder().join("codegen-corpus")
}
