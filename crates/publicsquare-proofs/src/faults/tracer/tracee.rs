//! A thread that stands still, and its registers on x86_64.

use nix::errno::Errno;
use nix::libc::user_regs_struct;
use nix::sys::ptrace;
use nix::unistd::Pid;

use super::calls::Arguments;

/// No system call has this number.
const NO_CALL: u64 = u64::MAX;

/// The registers of a thread at the entry to a system call, or behind it.
pub(super) struct Registers {
    thread: Pid,
    registers: user_regs_struct,
}

impl Registers {
    /// Those of this thread, unless something has killed it.
    pub(super) fn of(thread: Pid) -> Result<Option<Self>, Errno> {
        let registers = alive(ptrace::getregs(thread))?;
        Ok(registers.map(|registers| Self { thread, registers }))
    }

    /// Whether the call is about to be executed.
    pub(super) fn at_entry(&self) -> bool {
        self.result() == -i64::from(Errno::ENOSYS as i32)
    }

    /// Which call it is.
    pub(super) fn number(&self) -> i64 {
        self.registers.orig_rax.cast_signed()
    }

    /// What it is called with.
    pub(super) fn arguments(&self) -> Arguments {
        let it = &self.registers;
        [it.rdi, it.rsi, it.rdx, it.r10, it.r8, it.r9]
    }

    /// What it has returned.
    pub(super) fn result(&self) -> i64 {
        self.registers.rax.cast_signed()
    }

    /// Makes the kernel execute nothing.
    pub(super) fn skip(mut self) -> Result<(), Errno> {
        self.registers.orig_rax = NO_CALL;
        alive(ptrace::setregs(self.thread, self.registers)).map(drop)
    }

    /// Changes what the call has returned.
    pub(super) fn fail(mut self, errno: Errno) -> Result<(), Errno> {
        self.registers.rax = (-i64::from(errno as i32)).cast_unsigned();
        alive(ptrace::setregs(self.thread, self.registers)).map(drop)
    }
}

/// Takes it for no error that the thread has been killed: the next wait says so.
pub(super) fn alive<T>(outcome: Result<T, Errno>) -> Result<Option<T>, Errno> {
    match outcome {
        Err(Errno::ESRCH) => Ok(None),
        outcome => outcome.map(Some),
    }
}
