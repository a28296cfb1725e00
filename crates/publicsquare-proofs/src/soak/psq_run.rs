//! One run of a program of the operator: psq itself, or a shell with a line that psq has printed.
//!
//! A command comes in, and perhaps the moment at which it is killed. Out come its exit code, its output, the most memory
//! that it had, and how long it ran. The output goes to files, because a program that psq has started may outlive it and
//! would keep a pipe open. What a run means for the keys is decided in [`judge`](super::judge).

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::sandbox_process::memory;

/// The pause between two looks at a process.
const GLANCE: Duration = Duration::from_millis(3);

/// A run that takes longer is killed, and counts as a finding.
const DEADLINE: Duration = Duration::from_secs(90);

/// A run that is over.
#[derive(Debug, Clone, Default)]
pub(super) struct PsqRun {
    /// `None` if it was killed.
    pub(super) code: Option<i32>,
    /// The bench has killed it on purpose.
    pub(super) is_killed: bool,
    /// It had to be killed because it did not end.
    pub(super) hangs: bool,
    /// Standard output and standard error.
    pub(super) text: String,
    /// In KiB. Zero if the process was too quick to be looked at.
    pub(super) peak: u64,
    pub(super) took: Duration,
}

impl PsqRun {
    /// Runs the command. Its output goes through files in the folder.
    pub(super) fn of(
        command: &mut Command,
        kill_after: Option<Duration>,
        folder: &Path,
    ) -> io::Result<Self> {
        let (stdout, stderr) = (folder.join("stdout"), folder.join("stderr"));
        command
            .stdin(Stdio::null())
            .stdout(File::create(&stdout)?)
            .stderr(File::create(&stderr)?);
        let begun = Instant::now();
        let mut child = command.spawn()?;
        let mut run = Self::default();
        let status = loop {
            // A process that has ended has no memory any more.
            run.peak = memory(child.id(), "VmHWM:")
                .unwrap_or_default()
                .max(run.peak);
            if let Some(status) = child.try_wait()? {
                break status;
            }
            run.is_killed = kill_after.is_some_and(|after| begun.elapsed() >= after);
            run.hangs = begun.elapsed() >= DEADLINE;
            if run.is_killed || run.hangs {
                child.kill()?;
                break child.wait()?;
            }
            thread::sleep(GLANCE);
        };
        run.took = begun.elapsed();
        run.code = status.code();
        // It may have ended by itself a moment before.
        run.is_killed &= run.code.is_none();
        for path in [stdout, stderr] {
            run.text += &String::from_utf8_lossy(&fs::read(path)?);
        }
        Ok(run)
    }

    /// The last command that it tells the operator to type.
    pub(super) fn next(&self) -> Option<&str> {
        let lines = self.text.lines().map(str::trim_start).rev();
        lines
            .filter_map(|line| line.strip_prefix("Next: ").or(line.strip_prefix("next: ")))
            .find(|line| line.starts_with("psq "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_command_is_the_last_one() {
        let run = PsqRun {
            text: "✗ one\n  Next: psq status\n✗ two\n  Next: psq apply a\nmore\n".to_owned(),
            ..PsqRun::default()
        };
        assert_eq!(run.next(), Some("psq apply a"));
        assert_eq!(PsqRun::default().next(), None);
    }
}
