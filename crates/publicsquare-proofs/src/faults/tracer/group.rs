//! The processes of one run, and its deadline.

use std::fs;
use std::io;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// How often what is left of a run is looked for.
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

    /// The process that the group was made for.
    pub(super) fn leader(&self) -> Pid {
        self.leader
    }

    /// Says that the leader has been waited for.
    pub(super) fn leader_is_gone(&mut self) {
        self.leader_is_there = false;
        if let Some(watch) = self.watch.take() {
            drop(watch.over);
            self.deadline_has_struck = watch.thread.join().unwrap_or_default();
        }
    }

    /// Whether the leader was there at the deadline, and was killed.
    pub(super) fn deadline_has_struck(&self) -> bool {
        self.deadline_has_struck
    }

    /// Waits for what the leader has started. True if that was there at the deadline, and was
    /// killed.
    pub(super) fn wait_for_rest(&self) -> bool {
        // At the deadline all of it was killed together.
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
            // The leader is not over before every thread that is traced has been waited for.
            while self.waits_for_leader() {}
            self.leader_is_gone();
        }
    }
}

/// Kills all of a group.
pub(super) fn kill(group: Pid) {
    // It may have ended meanwhile.
    let _ = killpg(group, Signal::SIGKILL);
}

fn lives(group: Pid) -> bool {
    // This is the answer nearly always, and looking at every process is slow.
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

/// Whether a process with this `/proc/PID/stat` belongs to the group and is no zombie, whose parent
/// may never look at it.
fn is_alive_in(stat: &str, group: Pid) -> bool {
    // The name before may contain anything.
    let Some((_, rest)) = stat.rsplit_once(") ") else {
        return false;
    };
    let mut fields = rest.split(' ');
    let state = fields.next();
    let of_group = fields.nth(1) == Some(&group.to_string());
    of_group && !matches!(state, Some("Z" | "X"))
}
