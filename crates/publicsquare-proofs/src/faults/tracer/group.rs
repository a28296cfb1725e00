//! The process group of a run, and its deadline.
//!
//! A started process comes in. Its whole group is killed at the deadline, and none of its processes outlives the
//! [`Group`]. Out comes whether something was still running. Following the program itself is in
//! [`session`](super::session).

use std::fs;
use std::io;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// The pause between two looks for remaining processes.
const PAUSE: Duration = Duration::from_millis(1);
/// How long a process may take to die of SIGKILL.
const DEATH: Duration = Duration::from_secs(5);

/// The process group of a program. None of its processes outlives this.
pub(super) struct Group {
    leader: Pid,
    leader_is_there: bool,
    end: Instant,
    watch: Option<Watch>,
    deadline_has_struck: bool,
}

/// The thread that kills the group at the deadline.
struct Watch {
    over: Sender<()>,
    thread: JoinHandle<bool>,
}

impl Group {
    /// The group of this process, which is a child of this one.
    pub(super) fn new(leader: Pid, deadline: Duration) -> io::Result<Self> {
        let mut group = Self {
            leader,
            leader_is_there: true,
            end: Instant::now() + deadline,
            watch: None,
            deadline_has_struck: false,
        };
        let (over, wait) = mpsc::channel();
        let thread = thread::Builder::new().stack_size(64 << 10).spawn(move || {
            let struck = wait.recv_timeout(deadline) == Err(RecvTimeoutError::Timeout);
            if struck {
                kill(leader);
            }
            struck
        })?;
        group.watch = Some(Watch { over, thread });
        Ok(group)
    }

    /// The first process of the group.
    pub(super) fn leader(&self) -> Pid {
        self.leader
    }

    /// Must be called when the leader has ended and was waited for.
    pub(super) fn leader_is_gone(&mut self) {
        self.leader_is_there = false;
        if let Some(watch) = self.watch.take() {
            drop(watch.over);
            self.deadline_has_struck = watch.thread.join().unwrap_or_default();
        }
    }

    /// Whether the leader was still running at the deadline, and was killed.
    pub(super) fn deadline_has_struck(&self) -> bool {
        self.deadline_has_struck
    }

    /// Waits for the processes that the leader has started. True if one was still running at the deadline, and was
    /// killed.
    pub(super) fn wait_for_rest(&self) -> bool {
        // At the deadline the whole group was killed.
        if self.deadline_has_struck || self.is_empty_at(self.end) {
            self.is_empty_at(Instant::now() + DEATH);
            return false;
        }
        kill(self.leader);
        self.is_empty_at(Instant::now() + DEATH);
        true
    }

    fn waits_for_leader(&self) -> bool {
        let group = Pid::from_raw(-self.leader.as_raw());
        match waitpid(group, Some(WaitPidFlag::__WALL | WaitPidFlag::__WNOTHREAD)) {
            Ok(WaitStatus::Exited(process, _) | WaitStatus::Signaled(process, ..)) => {
                process != self.leader
            }
            Ok(_) | Err(Errno::EINTR | Errno::EINVAL) => true,
            Err(_) => false,
        }
    }

    fn is_empty_at(&self, end: Instant) -> bool {
        while lives(self.leader) {
            if Instant::now() >= end {
                return false;
            }
            thread::sleep(PAUSE);
        }
        true
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.leader_is_there {
            kill(self.leader);
            // The leader has not ended before every traced thread was waited for.
            while self.waits_for_leader() {}
            self.leader_is_gone();
        }
    }
}

/// Kills all processes of a group.
pub(super) fn kill(group: Pid) {
    // The group may have ended already.
    let _ = killpg(group, Signal::SIGKILL);
}

fn lives(group: Pid) -> bool {
    // This answers nearly always. Looking at every process is slow.
    if killpg(group, None) == Err(Errno::ESRCH) {
        return false;
    }
    let Ok(processes) = fs::read_dir("/proc") else {
        return true;
    };
    processes.flatten().any(|process| {
        fs::read_to_string(process.path().join("stat")).is_ok_and(|stat| is_alive_in(&stat, group))
    })
}

/// Whether a process with this `/proc/PID/stat` belongs to the group and is not a zombie. The parent of a zombie
/// may never wait for it.
fn is_alive_in(stat: &str, group: Pid) -> bool {
    // The name of the program comes before this and may contain anything.
    let Some((_, rest)) = stat.rsplit_once(") ") else {
        return false;
    };
    let mut fields = rest.split(' ');
    let state = fields.next();
    let of_group = fields.nth(1) == Some(&group.to_string());
    of_group && !matches!(state, Some("Z" | "X"))
}
