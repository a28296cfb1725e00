//! Following a program from system call to system call, with ptrace.
//!
//! A stopped program, a [`Strike`] and an [`Observer`] come in. Out come its ending, all calls that count, and the
//! one that was struck. Starting the program is in [`program`](super::program), and its registers are in
//! [`tracee`](super::tracee).

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use nix::errno::Errno;
use nix::libc;
use nix::sys::ptrace;
use nix::sys::signal::{self, Signal};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use super::calls::relevant;
use super::tracee::{Registers, alive};
use super::{Action, Call, Ending, Observer, Point, Strike, group, names};

/// Where a thread is between two stops.
#[derive(Default)]
enum Place {
    #[default]
    Outside,
    /// In a call that does not count.
    Inside,
    /// In a `socketpair` that writes the two descriptors to this address.
    InSocketPair(u64),
    /// In a call that counts.
    InCall(Call, Afterwards),
}

/// What happens after a call.
#[derive(Clone, Copy)]
enum Afterwards {
    Nothing,
    Kill,
    Cut,
    Fail(Errno),
}

/// A run in progress. Only the thread that started it may trace it.
pub(super) struct Session<'a> {
    program: Pid,
    strike: Strike<'a>,
    observer: &'a mut dyn Observer,
    threads: HashMap<Pid, Place>,
    /// The names of sockets with which the program talks only to itself.
    own_sockets: HashSet<PathBuf>,
    points: Vec<Point>,
    struck: Option<Point>,
    started: bool,
}

impl<'a> Session<'a> {
    /// A session for a program that is traced already and does not run yet.
    pub(super) fn new(program: Pid, strike: Strike<'a>, observer: &'a mut dyn Observer) -> Self {
        Self {
            program,
            strike,
            observer,
            threads: HashMap::new(),
            own_sockets: HashSet::new(),
            points: Vec::new(),
            struck: None,
            started: false,
        }
    }

    /// All points, the one that was struck, and whether the program has started at all.
    pub(super) fn into_parts(self) -> (Vec<Point>, Option<Point>, bool) {
        (self.points, self.struck, self.started)
    }

    /// Follows it to its end.
    pub(super) fn follow(&mut self) -> Result<Ending, Errno> {
        loop {
            match self.wait()? {
                WaitStatus::Exited(thread, code) => {
                    if thread == self.program {
                        return Ok(Ending::Exited(code));
                    }
                    self.threads.remove(&thread);
                }
                WaitStatus::Signaled(thread, signal, _) => {
                    if thread == self.program {
                        return Ok(Ending::Killed(signal));
                    }
                    self.threads.remove(&thread);
                }
                WaitStatus::PtraceSyscall(thread) => {
                    if self.call(thread)? {
                        self.resume(thread, None)?;
                    }
                }
                WaitStatus::PtraceEvent(thread, _, libc::PTRACE_EVENT_EXEC) => {
                    self.started = true;
                    // The other threads have ended, and this one is still in `execve`.
                    self.threads = HashMap::from([(thread, Place::Inside)]);
                    self.resume(thread, None)?;
                }
                WaitStatus::PtraceEvent(thread, _, libc::PTRACE_EVENT_STOP)
                    if !self.is_ours(thread) =>
                {
                    alive(ptrace::detach(thread, None))?;
                }
                WaitStatus::PtraceEvent(thread, ..) => self.resume(thread, None)?,
                WaitStatus::Stopped(thread, signal) => self.resume(thread, Some(signal))?,
                WaitStatus::Continued(_) | WaitStatus::StillAlive => {}
            }
        }
    }

    fn wait(&self) -> Result<WaitStatus, Errno> {
        // Only for this group, because the calling thread may follow another program as well.
        let group = Pid::from_raw(-self.program.as_raw());
        let flags = WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD;
        loop {
            match waitpid(group, Some(flags)) {
                Err(Errno::EINTR) => {}
                outcome => return outcome,
            }
        }
    }

    fn resume(&self, thread: Pid, signal: Option<Signal>) -> Result<(), Errno> {
        let outcome = if self.started {
            ptrace::syscall(thread, signal)
        } else {
            // The calls of the shell before `exec` do not count.
            ptrace::cont(thread, signal)
        };
        alive(outcome).map(drop)
    }

    /// Whether it is a thread of the program, and not a process that was created like a thread.
    fn is_ours(&self, thread: Pid) -> bool {
        thread == self.program
            || self.threads.contains_key(&thread)
            || Path::new(&format!("/proc/{}/task/{thread}", self.program)).exists()
    }

    /// Handles the entry to a call, or its end. False if the thread must stay stopped.
    fn call(&mut self, thread: Pid) -> Result<bool, Errno> {
        match std::mem::take(self.threads.entry(thread).or_default()) {
            Place::Outside => self.enter(thread),
            Place::Inside => Ok(true),
            Place::InSocketPair(address) => {
                self.own_sockets.extend(names::pair(thread, address));
                Ok(true)
            }
            Place::InCall(call, afterwards) => self.leave(&call, afterwards),
        }
    }

    fn enter(&mut self, thread: Pid) -> Result<bool, Errno> {
        let Some(registers) = Registers::of(thread)? else {
            return Ok(false);
        };
        if !registers.at_entry() {
            return Ok(true);
        }
        let number = registers.number();
        let arguments = registers.arguments();
        self.threads.insert(thread, Place::Inside);
        if number == libc::SYS_socketpair {
            self.threads
                .insert(thread, Place::InSocketPair(arguments[3]));
        }
        let Some((name, operands)) = relevant(number, &arguments) else {
            return Ok(true);
        };
        let Some(paths) = names::resolve(thread, &arguments, operands) else {
            return Ok(true);
        };
        if paths.iter().any(|path| self.own_sockets.contains(path)) {
            return Ok(true);
        }
        let point = Point {
            index: self.points.len(),
            name,
            what: names::describe(&paths),
        };
        self.points.push(point.clone());
        let call = Call {
            thread,
            number,
            arguments,
            paths,
            point,
        };
        self.observer.entered(&call);
        let index = call.point.index;
        let afterwards = if index == self.strike.at || Some(index) == self.strike.again {
            self.struck.get_or_insert_with(|| call.point.clone());
            self.strike(&call, registers)?
        } else {
            Some(Afterwards::Nothing)
        };
        let Some(afterwards) = afterwards else {
            return Ok(false);
        };
        self.threads.insert(thread, Place::InCall(call, afterwards));
        Ok(true)
    }

    /// Carries the action out that belongs before the call. `None` if the program is dead.
    fn strike(&mut self, call: &Call, registers: Registers) -> Result<Option<Afterwards>, Errno> {
        Ok(match &mut self.strike.action {
            Action::Nothing => Some(Afterwards::Nothing),
            Action::KillBefore => {
                // Older kernels execute a call even if the thread is killed before it.
                registers.skip()?;
                self.kill()?;
                None
            }
            Action::CutBefore => {
                registers.skip()?;
                group::kill(self.program);
                None
            }
            Action::KillAfter => Some(Afterwards::Kill),
            Action::CutAfter => Some(Afterwards::Cut),
            Action::Fail(errno) => {
                registers.skip()?;
                Some(Afterwards::Fail(*errno))
            }
            Action::Send(signal) => {
                signal::kill(self.program, *signal)?;
                Some(Afterwards::Nothing)
            }
            Action::Call(callback) => {
                callback(&call.point);
                Some(Afterwards::Nothing)
            }
        })
    }

    fn leave(&mut self, call: &Call, afterwards: Afterwards) -> Result<bool, Errno> {
        let Some(registers) = Registers::of(call.thread)? else {
            return Ok(false);
        };
        let result = match afterwards {
            Afterwards::Fail(errno) => {
                registers.fail(errno)?;
                -i64::from(errno as i32)
            }
            _ => registers.result(),
        };
        self.observer.left(call, result);
        match afterwards {
            Afterwards::Kill => self.kill()?,
            Afterwards::Cut => group::kill(self.program),
            Afterwards::Nothing | Afterwards::Fail(_) => return Ok(true),
        }
        Ok(false)
    }

    fn kill(&self) -> Result<(), Errno> {
        alive(signal::kill(self.program, Signal::SIGKILL)).map(drop)
    }
}
