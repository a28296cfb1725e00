//! `cargo xtask soak`: an hour of everything at once on one sandbox, to see what grows and what is lost.
//!
//! The flags and psq come in. A sandbox runs in a process of its own. The SDK calls it at random, its server fails, its clock
//! jumps, and each second psq applies a plan and is killed now and then. Out come a line each minute, the counts of findings,
//! and whether memory and descriptors have stayed flat. [`faults`](crate::faults) looks at one run of psq in every detail.

mod applier;
mod breakages;
mod disturbance;
mod judge;
mod planned;
mod psq_run;
mod record;
mod sandbox_process;
mod series;
mod server;
mod stage;
mod traffic;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use self::applier::Applier;
use self::breakages::Sabotage;
use self::planned::Planned;
use self::record::Record;
use self::sandbox_process::SandboxProcess;
pub(crate) use self::server::serve;
use self::stage::Stage;
use crate::cargo;
use crate::cli::SoakFlags;
use crate::exit::Exit;
use crate::faults::{self, Finding, Flaw};
use crate::random::Random;

/// psq is started this often.
const PACE: Duration = Duration::from_secs(1);

/// How many findings are shown in full.
const SHOWN: usize = 40;

/// How long a run is, and how often everything is checked without faults.
#[derive(Debug, Clone, Copy)]
struct Length {
    whole: Duration,
    part: Duration,
    /// How many requests the log of the sandbox holds. It has to be full before the warm-up is over.
    log: usize,
}

/// What a sandbox has without a setting.
const USUAL_LOG: usize = 10_000;

/// In a shorter run, the usual log would not be full in time.
const SHORTEST_WITH_USUAL_LOG: u64 = 15;

/// The result of a run.
struct Played {
    findings: Vec<Finding>,
    /// The series that have grown.
    grown: Vec<&'static str>,
}

impl Played {
    fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.grown.is_empty()
    }
}

pub(crate) fn run(flags: &SoakFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let psq = match &flags.psq {
        Some(psq) => psq.canonicalize()?,
        None => faults::build(cargo::command(&faults::BUILD), out)?,
    };
    if flags.breakages {
        return breakages::run(flags, &psq, out);
    }
    let length = Length {
        whole: Duration::from_secs(flags.minutes * 60),
        part: Duration::from_secs(60),
        log: if flags.minutes >= SHORTEST_WITH_USUAL_LOG {
            USUAL_LOG
        } else {
            breakages::SHORT.log
        },
    };
    let played = play(flags, &psq, length, None, out)?;
    Ok(if played.is_clean() {
        Exit::Success
    } else {
        Exit::Failure
    })
}

/// Runs once. With a sabotage, it ends as soon as its flaw is found.
fn play(
    flags: &SoakFlags,
    psq: &Path,
    length: Length,
    sabotage: Option<(Sabotage, Option<Flaw>)>,
    out: &mut dyn Write,
) -> io::Result<Played> {
    let folder = Folder::new()?;
    let mut random = Random::new(flags.seed, 0);
    let planned = Planned::new(&folder.0, psq, &mut random)?;
    let sandbox = SandboxProcess::start(&planned.seed_file(), length.log)?;
    let stage = Stage::new(sandbox, flags.seed);
    let wanted = sabotage.and_then(|(_, flaw)| flaw);
    let mut applier = Applier::new(&stage, &planned, sabotage.map(|(sabotage, _)| sabotage));
    let mut record = Record::new();
    thread::scope(|scope| {
        let threads = [
            scope.spawn(|| ending(&stage, traffic::run(&stage))),
            scope.spawn(|| ending(&stage, disturbance::run(&stage))),
        ];
        let repeated = repeat(&stage, &mut applier, &mut record, length, wanted, out);
        stage.end();
        let ended: Vec<io::Result<()>> = threads.into_iter().map(joined).collect();
        repeated?;
        ended.into_iter().collect::<io::Result<()>>()?;
        applier.check_in_calm()
    })?;
    let requests = stage.sandbox.request_count()?;
    let findings = std::mem::take(&mut *stage.findings());
    writeln!(out)?;
    record::show(&stage.counters, requests, &findings, out)?;
    let grown = record.verdict(out)?;
    out.flush()?;
    Ok(Played { findings, grown })
}

/// Lets all threads end if one of them fails.
fn ending(stage: &Stage, result: io::Result<()>) -> io::Result<()> {
    stage.end();
    result
}

fn joined(thread: ScopedJoinHandle<'_, io::Result<()>>) -> io::Result<()> {
    thread
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("a thread of the bench has panicked")))
}

/// Starts psq each second, and measures.
fn repeat(
    stage: &Stage,
    applier: &mut Applier<'_>,
    record: &mut Record,
    length: Length,
    wanted: Option<Flaw>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", Record::HEAD)?;
    let begun = Instant::now();
    let (mut next_step, mut next_part) = (begun, begun + length.part);
    let (mut parts, mut shown) = (0, 0);
    while begun.elapsed() < length.whole && !stage.is_over() {
        let peak = applier.step()?;
        record.add(stage.sandbox.memory()?, stage.sandbox.descriptors()?, peak);
        if Instant::now() >= next_part {
            applier.check_in_calm()?;
            parts += 1;
            next_part += length.part;
            let findings = stage.findings().len();
            let requests = stage.sandbox.request_count()?;
            record.minute(parts, requests, &stage.counters, findings, out)?;
        }
        shown = show_findings(stage, shown, begun, out)?;
        let mut findings = stage.findings().clone().into_iter();
        if wanted.is_some() && findings.any(|finding| Some(finding.flaw) == wanted) {
            return Ok(());
        }
        // A run that takes longer puts the next ones off.
        next_step = (next_step + PACE).max(Instant::now());
        thread::sleep(next_step.saturating_duration_since(Instant::now()));
    }
    Ok(())
}

/// Shows the findings from this one on. Returns how many there are.
fn show_findings(
    stage: &Stage,
    from: usize,
    begun: Instant,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let findings = stage.findings();
    for (number, finding) in findings.iter().enumerate().skip(from).take(SHOWN) {
        if number < SHOWN {
            let second = begun.elapsed().as_secs();
            writeln!(out, "second {second}: {:?}: {}", finding.flaw, finding.what)?;
        }
    }
    out.flush()?;
    Ok(findings.len())
}

/// The folder of a run, which is removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        let name = format!("psq-soak-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It is in the folder for temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
