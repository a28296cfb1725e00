//! Playing many rounds, several at a time.

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

/// Runs wait for the server and for processes more than they compute.
const WORKERS: usize = 8;

/// The rounds of one psq.
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

    /// How many faults are not left to chance.
    pub(super) fn enumerated(&self) -> usize {
        self.enumerated.len()
    }

    /// Plays all rounds, or one of them, or as many as it takes to find such a flaw.
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

    /// A short run takes one in two of the enumerated faults at random, a long one all of them first.
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

/// Where the rounds take place: in memory if there is such a folder, as a disk would be what is measured
/// otherwise. What a disk guarantees is modelled.
struct Folder {
    rounds: PathBuf,
    /// For the program itself: no program may be started from some of the folders in memory.
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
            // The user of the rounds goes through both.
            fs::set_permissions(path, Permissions::from_mode(0o755))?;
        }
        Ok(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.rounds.join(name)
    }

    /// A copy that no other build replaces while the rounds are played, and that every user can start.
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
            // What is left in memory is gone with the machine at the latest.
            let _ = fs::remove_dir_all(path);
        }
    }
}
