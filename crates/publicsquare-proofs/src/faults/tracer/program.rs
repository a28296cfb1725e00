//! Starting a program so that it is stopped before its first instruction.
//!
//! A path, arguments and an environment come in. Out goes a stopped process that the calling thread traces, with its
//! output in memory. Following it from call to call is in [`session`](super::session).

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::group::Group;

/// A shell that stops itself and then becomes the program. Without unsafe code, no code of this process can run
/// between fork and exec.
const STOP_FIRST: &str = r#"kill -STOP $$; exec "$@""#;

/// A program that can be run traced.
#[derive(Debug)]
pub(crate) struct Program {
    command: Command,
}

impl Program {
    /// The program at this path, without arguments.
    #[cfg(test)]
    pub(crate) fn new(path: impl AsRef<OsStr>) -> Self {
        Self::started_by(STOP_FIRST, path)
    }

    /// The program at this path, with this umask.
    pub(crate) fn under(umask: u32, path: impl AsRef<OsStr>) -> Self {
        Self::started_by(&format!("umask {umask:03o}; {STOP_FIRST}"), path)
    }

    fn started_by(script: &str, path: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", script, "sh"])
            .arg(path)
            .stdin(Stdio::null());
        Self { command }
    }

    /// The command, to set arguments, environment, folder, standard input, user and group.
    ///
    /// Standard output, standard error and the process group are set by [`run`](super::run).
    pub(crate) fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Starts the program. The calling thread has to follow it.
    pub(super) fn start(mut self, deadline: Duration) -> io::Result<Stopped> {
        // A pipe would have to be read while the program runs, and would stay open as long as any process that
        // the program has started.
        let stdout = File::from(memfd_create(c"stdout", MFdFlags::MFD_CLOEXEC)?);
        let stderr = File::from(memfd_create(c"stderr", MFdFlags::MFD_CLOEXEC)?);
        let child = self
            .command
            .stdout(stdout.try_clone()?)
            .stderr(stderr.try_clone()?)
            .process_group(0)
            .spawn()?;
        let leader = Pid::from_raw(child.id().cast_signed());
        let mut group = Group::new(leader, deadline)?;
        match waitpid(leader, Some(WaitPidFlag::WUNTRACED))? {
            WaitStatus::Stopped(_, Signal::SIGSTOP) => {}
            status => {
                group.leader_is_gone();
                return Err(io::Error::other(format!(
                    "the shell that starts the program does not stop: {status:?}"
                )));
            }
        }
        // Threads are traced, but processes that the program starts are not.
        ptrace::seize(
            leader,
            Options::PTRACE_O_TRACESYSGOOD
                | Options::PTRACE_O_TRACECLONE
                | Options::PTRACE_O_TRACEEXEC
                | Options::PTRACE_O_EXITKILL,
        )?;
        nix::sys::signal::kill(leader, Signal::SIGCONT)?;
        Ok(Stopped {
            group,
            stdout,
            stderr,
        })
    }
}

/// A program that has been started and is about to run.
pub(super) struct Stopped {
    pub(super) group: Group,
    pub(super) stdout: File,
    pub(super) stderr: File,
}

/// The content of a file that this and another program have open.
pub(super) fn written(file: &File) -> io::Result<Vec<u8>> {
    // The position in the file is shared and must not move.
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    let mut content = vec![0; length];
    file.read_exact_at(&mut content, 0)?;
    Ok(content)
}
