//! The tracer: runs a program and lets a fault strike at one of its system calls.
//!
//! A [`Program`] and a [`Strike`] come in. Out goes a [`Run`] with the ending, the output and all system calls that
//! count. It uses ptrace on Linux. An [`Observer`] sees every call; the model of a disk in
//! [`disk`](super::disk) is one.

mod calls;
mod group;
mod names;
mod program;
mod session;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod tracee;

use std::cell::RefCell;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use nix::errno::Errno;
use nix::sys::signal::Signal;
use nix::unistd::Pid;

pub(crate) use self::program::Program;
use self::session::Session;

/// A system call that a fault can strike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// Its index among the calls of the program that count, from 0, in the order of their entry.
    pub(crate) index: usize,
    /// The name of the system call.
    pub(crate) name: &'static str,
    /// Its operands, for reports: paths, `stdout`, `socket`, `pipe`.
    pub(crate) what: String,
}

/// A system call, as an observer sees it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The id of the thread, as in /proc.
    pub(crate) thread: Pid,
    /// Its number.
    pub(crate) number: i64,
    /// Its arguments, as the kernel gets them.
    pub(crate) arguments: [u64; 6],
    /// The targets of its file descriptor, or its paths, absolute.
    pub(crate) paths: Vec<PathBuf>,
    /// The call in the list of all calls.
    pub(crate) point: Point,
}

/// Sees each call that counts, while the thread that makes it is stopped.
pub(crate) trait Observer {
    /// The call has not been executed yet. If the fault strikes here, it may never be.
    fn entered(&mut self, _call: &Call) {}

    /// The call has been executed and has returned `result`. An error is a negative errno.
    fn left(&mut self, _call: &Call, _result: i64) {}
}

/// An observer that does nothing.
impl Observer for () {}

/// One observer for several runs at once, for example a run that an [`Action::Call`] starts.
impl<O: Observer> Observer for &RefCell<O> {
    fn entered(&mut self, call: &Call) {
        self.borrow_mut().entered(call);
    }

    fn left(&mut self, call: &Call, result: i64) {
        self.borrow_mut().left(call, result);
    }
}

/// What happens at the call that is struck.
pub(crate) enum Action<'a> {
    /// Nothing.
    Nothing,
    /// SIGKILL for the program instead of the call. Processes that it had started continue.
    KillBefore,
    /// SIGKILL for the program after the call. Processes that it had started continue.
    KillAfter,
    /// SIGKILL for the program instead of the call, and for the processes that it had started.
    CutBefore,
    /// SIGKILL for the program after the call, and for the processes that it had started.
    CutAfter,
    /// The call is not executed. It returns this error.
    Fail(Errno),
    /// The program gets this signal, and then the call is executed.
    Send(Signal),
    /// This closure is called while the program is stopped before the call, which is then executed.
    ///
    /// It may run another program traced, in the same thread.
    Call(Box<dyn FnMut(&Point) + 'a>),
}

/// A fault and where it strikes.
pub(crate) struct Strike<'a> {
    /// The index of the point. If there is no such point, the program runs without a fault.
    pub(crate) at: usize,
    /// The index of a later point that is struck as well.
    pub(crate) again: Option<usize>,
    /// The fault.
    pub(crate) action: Action<'a>,
}

impl Strike<'_> {
    /// No fault at all.
    pub(crate) fn never() -> Self {
        Self {
            at: usize::MAX,
            again: None,
            action: Action::Nothing,
        }
    }
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// By itself, with this exit code.
    Exited(i32),
    /// By this signal.
    Killed(Signal),
    /// Not before the deadline, so that it was killed.
    TimedOut,
}

/// A run that is over.
#[derive(Debug)]
pub(crate) struct Run {
    /// How the program ended.
    pub(crate) ending: Ending,
    /// All calls that count, as far as the program got.
    pub(crate) points: Vec<Point>,
    /// The point that was struck, if the program got there.
    pub(crate) struck: Option<Point>,
    /// A process that it had started was still running at the deadline, and was killed.
    pub(crate) left_behind: bool,
    /// Its standard output.
    pub(crate) stdout: Vec<u8>,
    /// Its standard error.
    pub(crate) stderr: Vec<u8>,
}

/// Runs the program with the fault, and waits for it and for all processes that it has started.
///
/// The error is EPERM on a machine that does not allow tracing.
pub(crate) fn run(
    program: Program,
    strike: Strike<'_>,
    observer: &mut dyn Observer,
    deadline: Duration,
) -> io::Result<Run> {
    let mut stopped = program.start(deadline)?;
    let mut session = Session::new(stopped.group.leader(), strike, observer);
    let mut ending = session.follow()?;
    stopped.group.leader_is_gone();
    let left_behind = stopped.group.wait_for_rest();
    if stopped.group.deadline_has_struck() {
        ending = Ending::TimedOut;
    }
    let stdout = program::written(&stopped.stdout)?;
    let stderr = program::written(&stopped.stderr)?;
    let (points, struck, started) = session.into_parts();
    if !started && ending != Ending::TimedOut {
        return Err(io::Error::other(format!(
            "the program did not start: {}",
            String::from_utf8_lossy(&stderr).trim_end()
        )));
    }
    Ok(Run {
        ending,
        points,
        struck,
        left_behind,
        stdout,
        stderr,
    })
}
