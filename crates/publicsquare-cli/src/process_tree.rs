//! Ending a program together with everything that it has started.
//!
//! The number of a process comes in. It gets no chance to go on with the key, and neither do its children:
//! `timeout`, `sh` and `sudo` start the program that does the work. Systems without `/proc` do not tell the
//! children, and there only the process itself is ended.

use std::fs;

use rustix::process::{Pid, Signal, kill_process};

/// Ends a process with all that it has started.
pub(crate) fn kill_tree(process: u32) {
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        // It may be over already.
        let _ = kill_process(process, Signal::KILL);
    }
    for child in children.unwrap_or_default().split_whitespace() {
        if let Ok(child) = child.parse() {
            kill_tree(child);
        }
    }
}
