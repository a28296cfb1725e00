//! Ending a program together with all programs that it has started.
//!
//! The id of a process comes in. It and its children are killed, because a program that has the key must not
//! continue after psq has ended: `timeout`, `sh` and `sudo` start the program that does the work. Systems
//! without `/proc` do not list children; there only the process itself is ended. `program` starts them.

use std::fs;

use rustix::process::{Pid, Signal, kill_process};

/// Kills a process and all its descendants.
pub(crate) fn kill_tree(process: u32) {
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        // It may have ended already.
        let _ = kill_process(process, Signal::KILL);
    }
    for child in children.unwrap_or_default().split_whitespace() {
        if let Ok(child) = child.parse() {
            kill_tree(child);
        }
    }
}
