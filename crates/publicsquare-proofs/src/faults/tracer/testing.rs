//! Shared parts of the tests of the tracer and of the disk model.
//!
//! They make folders that remove themselves, programs that run there, and runs that are skipped on a machine that
//! does not allow tracing. The tests are in [`tests`](super::tests) and `disk/tests.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use nix::errno::Errno;

use super::{Observer, Program, Run, Strike, run};

/// A deadline that no run of a test reaches.
pub(crate) const SOON: Duration = Duration::from_secs(30);

/// A folder that is removed at the end of a test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("tracer-{}-{count}", process::id()));
        fs::create_dir(&path).unwrap();
        Self(path.canonicalize().unwrap())
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A program that runs in the folder.
pub(crate) fn program(name: &str, arguments: &[&str], folder: &Path) -> Program {
    let mut program = Program::new(name);
    program
        .command()
        .args(arguments)
        .current_dir(folder)
        .env("LC_ALL", "C");
    program
}

/// Runs the program. `None` if this machine does not allow tracing.
pub(crate) fn observed(
    program: Program,
    strike: Strike<'_>,
    observer: &mut dyn Observer,
    deadline: Duration,
) -> Option<Run> {
    match run(program, strike, observer, deadline) {
        Err(error) if error.raw_os_error() == Some(Errno::EPERM as i32) => {
            println!("skipped: this machine does not allow tracing");
            None
        }
        outcome => Some(outcome.unwrap()),
    }
}
