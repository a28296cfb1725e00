//! The sandbox as a process: what the bench asks it, and what Linux says of it.
//!
//! Commands of the bench come in. Out come the keys as they really are, the number of requests, the memory of the
//! process and its open descriptors. Faults go to its control port, as those of any other test. What the process does
//! is in [`server`](super::server).

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::raw_http::Exchange;

/// A key as the sandbox has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeldKey {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) value: String,
}

/// A running sandbox. The process ends with this.
pub(super) struct SandboxProcess {
    child: Child,
    line: Mutex<Option<(ChildStdin, BufReader<ChildStdout>)>>,
    pub(super) address: SocketAddr,
    control: SocketAddr,
}

impl SandboxProcess {
    /// Starts a sandbox with the keys of the file, whose log has this capacity.
    pub(super) fn start(keys: &Path, log: usize) -> io::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["soak-server", "--keys"])
            .arg(keys)
            .args(["--log", &log.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the sandbox has no pipes"));
        };
        let mut stdout = BufReader::new(stdout);
        let mut first = String::new();
        stdout.read_line(&mut first)?;
        let mut addresses = first.split_whitespace().map(str::parse);
        let (Some(Ok(address)), Some(Ok(control))) = (addresses.next(), addresses.next()) else {
            return Err(io::Error::other("the sandbox did not print its addresses"));
        };
        Ok(Self {
            child,
            line: Mutex::new(Some((stdin, stdout))),
            address,
            control,
        })
    }

    /// Sends a command and returns the answer.
    pub(super) fn ask(&self, command: &str) -> io::Result<String> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((stdin, stdout)) = line.as_mut() else {
            return Err(io::Error::other("the sandbox was told to end"));
        };
        writeln!(stdin, "{command}")?;
        let mut answer = String::new();
        if stdout.read_line(&mut answer)? == 0 {
            return Err(io::Error::other("the sandbox has ended by itself"));
        }
        Ok(answer)
    }

    /// Every key of every account.
    pub(super) fn keys(&self) -> io::Result<Vec<HeldKey>> {
        let keys: Vec<[String; 3]> = serde_json::from_str(&self.ask("keys")?)?;
        Ok(keys
            .into_iter()
            .map(|[id, name, value]| HeldKey { id, name, value })
            .collect())
    }

    /// The requests since the start.
    pub(super) fn request_count(&self) -> io::Result<u64> {
        let answer = self.ask("count")?;
        answer.trim().parse().map_err(io::Error::other)
    }

    /// Adds these faults, one on each line.
    pub(super) fn add_faults(&self, faults: &str) -> io::Result<()> {
        self.control("POST", faults)
    }

    /// Takes all faults back that have not struck yet.
    pub(super) fn clear_faults(&self) -> io::Result<()> {
        self.control("DELETE", "")
    }

    fn control(&self, method: &str, body: &str) -> io::Result<()> {
        let answer = Exchange {
            address: self.control,
            method,
            path: "/faults",
            key: "",
            body,
        }
        .send()?;
        if answer.is_success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("the control port: {answer}")))
        }
    }

    /// The memory of the process in KiB.
    pub(super) fn memory(&self) -> io::Result<u64> {
        memory(self.child.id(), "VmRSS:")
            .ok_or_else(|| io::Error::other("the memory of the sandbox is unknown"))
    }

    /// The number of its open descriptors.
    pub(super) fn descriptors(&self) -> io::Result<u64> {
        let folder = format!("/proc/{}/fd", self.child.id());
        Ok(fs::read_dir(folder)?.count() as u64)
    }
}

impl Drop for SandboxProcess {
    fn drop(&mut self) {
        // Without its standard input, the process ends.
        *self.line.lock().unwrap_or_else(PoisonError::into_inner) = None;
        // If it was killed, that is no reason to fail here.
        let _ = self.child.wait();
    }
}

/// A size in the status of a process, in KiB. `None` if the process has ended.
pub(super) fn memory(process: u32, member: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(member))?;
    line.split_whitespace().next()?.parse().ok()
}
