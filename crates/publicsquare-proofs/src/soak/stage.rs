//! What the threads of a run share: the sandbox, the counters, the findings, and the order to end.
//!
//! Findings of all threads come in. Out they go in the order in which they were made. The threads are
//! [`traffic`](super::traffic), [`disturbance`](super::disturbance) and the main thread with its
//! [`applier`](super::applier).

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::record::Counters;
use super::sandbox_process::SandboxProcess;
use crate::faults::Finding;

pub(super) struct Stage {
    pub(super) sandbox: SandboxProcess,
    pub(super) counters: Counters,
    pub(super) seed: u64,
    findings: Mutex<Vec<Finding>>,
    is_over: AtomicBool,
    calm: Mutex<()>,
}

impl Stage {
    pub(super) fn new(sandbox: SandboxProcess, seed: u64) -> Self {
        Self {
            sandbox,
            seed,
            counters: Counters::default(),
            findings: Mutex::default(),
            is_over: AtomicBool::new(false),
            calm: Mutex::default(),
        }
    }

    pub(super) fn find(&self, finding: Finding) {
        self.findings().push(finding);
    }

    pub(super) fn findings(&self) -> MutexGuard<'_, Vec<Finding>> {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As long as somebody has this, nobody else disturbs the sandbox.
    pub(super) fn calm(&self) -> MutexGuard<'_, ()> {
        self.calm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Asks all threads to end.
    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}
