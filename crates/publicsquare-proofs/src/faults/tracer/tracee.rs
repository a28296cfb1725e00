//! The registers of a stopped thread, on x86-64.
//!
//! The id of a thread comes in. Out come the number, arguments and result of its system call; skipping a call and
//! changing its result are here as well. When a thread is stopped is decided in [`session`](super::session).

use nix::errno::Errno;
use nix::libc::user_regs_struct;
use nix::sys::ptrace;
use nix::unistd::Pid;

use super::calls::Arguments;

/// No system call has this number.
const NO_CALL: u64 = u64::MAX;

/// The registers of a thread at the entry to a system call, or after it.
pub(super) struct Registers {
    thread: Pid,
    registers: user_regs_struct,
}

impl Registers {
    /// The registers of this thread. `None` if the thread was killed.
    pub(super) fn of(thread: Pid) -> Result<Option<Self>, Errno> {
        let registers = alive(ptrace::getregs(thread))?;
        Ok(registers.map(|registers| Self { thread, registers }))
    }

    /// Whether the call is about to be executed.
    pub(super) fn at_entry(&self) -> bool {
        self.result() == -i64::from(Errno::ENOSYS as i32)
    }

    /// The number of the call.
    pub(super) fn number(&self) -> i64 {
        self.registers.orig_rax.cast_signed()
    }

    /// The arguments of the call.
    pub(super) fn arguments(&self) -> Arguments {
        let it = &self.registers;
        [it.rdi, it.rsi, it.rdx, it.r10, it.r8, it.r9]
    }

    /// The result of the call.
    pub(super) fn result(&self) -> i64 {
        self.registers.rax.cast_signed()
    }

    /// Lets the kernel skip the call.
    pub(super) fn skip(mut self) -> Result<(), Errno> {
        self.registers.orig_rax = NO_CALL;
        alive(ptrace::setregs(self.thread, self.registers)).map(drop)
    }

    /// Replaces the result of the call by an error.
    pub(super) fn fail(mut self, errno: Errno) -> Result<(), Errno> {
        self.registers.rax = (-i64::from(errno as i32)).cast_unsigned();
        alive(ptrace::setregs(self.thread, self.registers)).map(drop)
    }
}

/// Turns the error of a killed thread into `None`. The next wait reports that it was killed.
pub(super) fn alive<T>(outcome: Result<T, Errno>) -> Result<Option<T>, Errno> {
    match outcome {
        Err(Errno::ESRCH) => Ok(None),
        outcome => outcome.map(Some),
    }
}
