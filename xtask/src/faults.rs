//! `cargo xtask faults`: psq is hurt once in each round, at any of its system calls or by a server, a disk
//! or a rival; then `psq recover` runs, and the sandbox is asked whether the destination holds the key that
//! works, and whether what psq said was true.

mod disk;
mod fault;
mod judge;
mod mounts;
mod plan;
mod play;
mod random;
mod scenario;
mod stage;
mod tally;
mod tracer;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use serde_json::Value;

use self::plan::{Plan, Planner};
use self::tally::Tally;
use crate::cargo;
use crate::cli::FaultsFlags;
use crate::exit::{Exit, report};

/// Runs wait for the server and for processes more than they compute.
const WORKERS: usize = 4;

pub(crate) fn run(flags: &FaultsFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let psq = match &flags.psq {
        Some(psq) => psq.canonicalize()?,
        None => build(out)?,
    };
    // Threads that are started from here on have the mounts to themselves, and they end with them.
    let can_mount = mounts::keep_private();
    let folder = Folder::new()?;
    let planner = Planner::new(flags.seed, &psq, can_mount);
    let enumerated = planner.enumerated(&folder.path("plan"))?;
    writeln!(
        out,
        "{} enumerated faults; a round is repeated with --seed {} --only ROUND",
        enumerated.len(),
        flags.seed
    )?;
    if !can_mount {
        writeln!(
            out,
            "This machine allows no mounts: full and read-only disks are played by failing calls."
        )?;
    }
    out.flush()?;
    let plan = |round: usize, folder: &Path| -> io::Result<Plan> {
        let mut random = random::Random::new(flags.seed, round);
        // A short run takes one in two of the enumerated ones at random, a long one all of them first.
        let chosen = if flags.rounds >= enumerated.len() {
            enumerated.get(round)
        } else if random.percent(50) {
            random.of(&enumerated)
        } else {
            None
        };
        match chosen {
            Some((scenario, fault)) => Ok(Plan {
                seed: flags.seed,
                round,
                scenario: *scenario,
                fault: fault.clone(),
            }),
            None => planner.random(round, folder),
        }
    };
    let rounds: Vec<usize> = match flags.only {
        Some(round) => vec![round],
        None => (0..flags.rounds).collect(),
    };
    let begun = Instant::now();
    let tally = Mutex::new(Tally::default());
    let failure = Mutex::new(None);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for worker in 0..WORKERS.min(rounds.len()) {
            let (rounds, plan, tally, failure, next) = (&rounds, &plan, &tally, &failure, &next);
            let (psq, folder) = (&psq, folder.path(&worker.to_string()));
            scope.spawn(move || {
                mounts::pin(worker);
                while let Some(round) = rounds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let played = plan(*round, &folder)
                        .and_then(|plan| Ok((play::play(&plan, &folder, psq)?, plan)));
                    match played {
                        Ok((played, plan)) => unpoisoned(tally).add(&plan, &played),
                        Err(error) => {
                            unpoisoned(failure).get_or_insert(format!("round {round}: {error}"));
                            return;
                        }
                    }
                }
            });
        }
    });
    let tally = unpoisoned(&tally);
    tally.show(flags.seed, begun.elapsed(), out)?;
    if let Some(failure) = unpoisoned(&failure).take() {
        return Err(io::Error::other(failure));
    }
    let missing = tally.missing();
    let has_all_kinds = missing.is_empty() || flags.only.is_some() || !can_mount;
    if !has_all_kinds {
        report(&format!("not a single round of: {}", missing.join(", ")));
    }
    Ok(if tally.is_clean() && has_all_kinds {
        Exit::Success
    } else {
        Exit::Failure
    })
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Builds psq, and says where it is.
fn build(out: &mut dyn Write) -> io::Result<PathBuf> {
    writeln!(out, "building psq")?;
    out.flush()?;
    let build = [
        "build",
        "--quiet",
        "--package",
        "publicsquare-cli",
        "--message-format",
        "json",
    ];
    let messages = cargo::output(cargo::command(&build))?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
        .ok_or_else(|| io::Error::other("cargo does not say where it has put psq"))
}

/// Where the rounds take place: in memory if there is such a folder, as a disk would be what is measured
/// otherwise. What a disk guarantees is modelled.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() {
            memory.to_owned()
        } else {
            std::env::temp_dir()
        };
        let folder = base.join(format!("psq-faults-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left in memory is gone with the machine at the latest.
        let _ = fs::remove_dir_all(&self.0);
    }
}
