//! Runs a program and hurts it once, at one of its system calls.

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
    /// Its place among the calls of the program that count, from 0, in the order of their entry.
    pub(crate) index: usize,
    /// The name of the system call.
    pub(crate) name: &'static str,
    /// What it is about, for reports: paths, `stdout`, `socket`, `pipe`.
    pub(crate) what: String,
}

/// What an observer learns of a call.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The thread that calls, as /proc knows it.
    pub(crate) thread: Pid,
    /// Its number.
    pub(crate) number: i64,
    /// Its arguments, as the kernel gets them.
    pub(crate) arguments: [u64; 6],
    /// What the file descriptor that it is about stands for, or its paths, made absolute.
    pub(crate) paths: Vec<PathBuf>,
    /// The call in the list of all.
    pub(crate) point: Point,
}

/// Sees the calls that count while the thread that makes them stands still.
pub(crate) trait Observer {
    /// The call has not been executed yet. It may never be, if the fault strikes here.
    fn entered(&mut self, _call: &Call) {}

    /// The call has been executed, with what it returned; an error is a negative errno.
    fn left(&mut self, _call: &Call, _result: i64) {}
}

/// Nobody looks.
impl Observer for () {}

/// One observer for several runs at once, such as one that an [`Action::Call`] starts.
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
    /// SIGKILL for the program instead of the call. What it had started goes on.
    KillBefore,
    /// SIGKILL for the program once the call is done. What it had started goes on.
    KillAfter,
    /// SIGKILL for the program, instead of the call, and for what it had started.
    CutBefore,
    /// SIGKILL for the program, once the call is done, and for what it had started.
    CutAfter,
    /// The call is not executed and returns this.
    Fail(Errno),
    /// The program gets this signal, and the call is executed.
    Send(Signal),
    /// This is called while the program stands before the call, which is then executed.
    ///
    /// It may run another program traced, in the same thread.
    Call(Box<dyn FnMut(&Point) + 'a>),
}

/// A fault and where it strikes.
pub(crate) struct Strike<'a> {
    /// The index of the point. The program simply ends where there is no such point.
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
    /// All calls that count, as far as the program came.
    pub(crate) points: Vec<Point>,
    /// The point that was struck, if the program got there.
    pub(crate) struck: Option<Point>,
    /// What it had started was still there at the deadline, and was killed.
    pub(crate) left_behind: bool,
    /// Its standard output.
    pub(crate) stdout: Vec<u8>,
    /// Its standard error.
    pub(crate) stderr: Vec<u8>,
}

/// Runs the program with the fault, and waits for it and for all that it started.
///
/// EPERM is the answer of a machine on which nothing can be traced.
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
