//! Running many rounds, several at a time.
//!
//! psq and the flags come in. Each worker thread takes the next round, plans it, runs it in a folder of its own,
//! and adds the result to the [`Tally`]. Out goes the tally. One round is in [`round`](super::round).

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::fault::Fault;
use super::mounts;
use super::oracle::Flaw;
use super::round::{self, RoundResult};
use super::round_plan::{Plan, Planner};
use super::scenario::Scenario;
use super::tally::Tally;
use crate::cli::FaultsFlags;
use crate::random::Random;

/// More workers than processors, because a round mostly waits for the server and for processes.
const WORKERS: usize = 8;

/// All rounds of one psq.
pub(super) struct Bench {
    psq: PathBuf,
    rounds: usize,
    seed: u64,
    folder: Folder,
    planner: Planner,
    enumerated: Vec<(Scenario, Fault)>,
}

impl Bench {
    pub(super) fn new(psq: &Path, flags: &FaultsFlags, can_mount: bool) -> io::Result<Self> {
        let folder = Folder::new()?;
        let psq = folder.keep(psq)?;
        let planner = Planner::new(flags.seed, &psq, can_mount);
        let enumerated = planner.enumerated(&folder.path("plan"))?;
        Ok(Self {
            psq,
            rounds: flags.rounds,
            seed: flags.seed,
            folder,
            planner,
            enumerated,
        })
    }

    /// The number of faults that are enumerated and not random.
    pub(super) fn enumerated(&self) -> usize {
        self.enumerated.len()
    }

    /// Runs all rounds, or only one of them. If a flaw is wanted, it stops at the first round that has it.
    pub(super) fn run(&self, only: Option<usize>, wanted: Option<Flaw>) -> io::Result<Tally> {
        let rounds: Vec<usize> = match only {
            Some(round) => vec![round],
            None => (0..self.rounds).collect(),
        };
        let tally = Mutex::new(Tally::new(&self.enumerated));
        let failure = Mutex::new(None);
        let (next, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            for worker in 0..WORKERS.min(rounds.len()) {
                let (rounds, tally, failure) = (&rounds, &tally, &failure);
                let (next, is_over) = (&next, &is_over);
                let folder = self.folder.path(&worker.to_string());
                scope.spawn(move || {
                    mounts::pin(worker);
                    while let Some(round) = rounds.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if is_over.load(Ordering::Relaxed) {
                            return;
                        }
                        match self.one(*round, &folder) {
                            Ok((plan, played)) => {
                                let mut found = played.findings.iter();
                                let is_found = found.any(|finding| Some(finding.flaw) == wanted);
                                is_over.fetch_or(is_found, Ordering::Relaxed);
                                unpoisoned(tally).add(&plan, &played);
                            }
                            Err(error) => {
                                is_over.store(true, Ordering::Relaxed);
                                unpoisoned(failure)
                                    .get_or_insert(format!("round {round}: {error}"));
                            }
                        }
                    }
                });
            }
        });
        if let Some(failure) = unpoisoned(&failure).take() {
            return Err(io::Error::other(failure));
        }
        Ok(tally.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn one(&self, round: usize, folder: &Path) -> io::Result<(Plan, RoundResult)> {
        let plan = self.plan(round, folder)?;
        let played = round::run(&plan, folder, &self.psq)?;
        Ok((plan, played))
    }

    /// If there are enough rounds, all enumerated faults come first. Otherwise half of the rounds take one of
    /// them at random.
    fn plan(&self, round: usize, folder: &Path) -> io::Result<Plan> {
        let mut random = Random::new(self.seed, round);
        let chosen = if self.rounds >= self.enumerated.len() {
            self.enumerated.get(round)
        } else if random.percent(50) {
            random.of(&self.enumerated)
        } else {
            None
        };
        match chosen {
            Some((scenario, fault)) => Ok(Plan {
                seed: self.seed,
                round,
                scenario: *scenario,
                fault: fault.clone(),
            }),
            None => self.planner.random(round, folder),
        }
    }
}

fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The folders of the rounds. They are in memory if possible, because a real disk would only make the bench
/// slower: what a disk guarantees is modelled in [`disk`](super::disk).
struct Folder {
    rounds: PathBuf,
    /// The folder of psq. Some folders in memory do not allow programs to start.
    programs: PathBuf,
}

impl Folder {
    fn new() -> io::Result<Self> {
        let memory = Path::new("/dev/shm");
        let other = std::env::temp_dir();
        let base = if memory.is_dir() { memory } else { &other };
        let name = format!("psq-faults-{}", std::process::id());
        let folder = Self {
            rounds: base.join(&name),
            programs: other.join(name + "-bin"),
        };
        for path in [&folder.rounds, &folder.programs] {
            fs::create_dir_all(path)?;
            // The user that psq runs as has to enter both.
            fs::set_permissions(path, Permissions::from_mode(0o755))?;
        }
        Ok(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.rounds.join(name)
    }

    /// Copies psq, so that no other build replaces it during the rounds and every user can start it.
    fn keep(&self, psq: &Path) -> io::Result<PathBuf> {
        let kept = self.programs.join("psq");
        fs::copy(psq, &kept)?;
        fs::set_permissions(&kept, Permissions::from_mode(0o755))?;
        Ok(kept)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for path in [&self.rounds, &self.programs] {
            // If removing fails, the folder in memory ends with the machine at the latest.
            let _ = fs::remove_dir_all(path);
        }
    }
}
