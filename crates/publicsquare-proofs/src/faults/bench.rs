//! Playing many rounds, several at a time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::fault::Fault;
use super::mounts;
use super::plan::{Plan, Planner};
use super::play::{self, Played};
use super::scenario::Scenario;
use super::tally::Tally;
use crate::cli::FaultsFlags;
use crate::random::Random;

/// Runs wait for the server and for processes more than they compute.
const WORKERS: usize = 8;

/// The rounds of one psq.
pub(super) struct Bench<'a> {
    psq: &'a Path,
    rounds: usize,
    seed: u64,
    folder: Folder,
    planner: Planner<'a>,
    enumerated: Vec<(Scenario, Fault)>,
}

impl<'a> Bench<'a> {
    pub(super) fn new(psq: &'a Path, flags: &FaultsFlags, can_mount: bool) -> io::Result<Self> {
        let folder = Folder::new()?;
        let planner = Planner::new(flags.seed, psq, can_mount);
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

    /// Plays all rounds, or one of them, or as many as it takes to find something.
    pub(super) fn play(&self, only: Option<usize>, is_first_enough: bool) -> io::Result<Tally> {
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
                                let is_found = is_first_enough && !played.findings.is_empty();
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

    fn one(&self, round: usize, folder: &Path) -> io::Result<(Plan, Played)> {
        let plan = self.plan(round, folder)?;
        let played = play::play(&plan, folder, self.psq)?;
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
