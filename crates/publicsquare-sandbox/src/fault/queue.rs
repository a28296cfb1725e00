//! The faults that wait for their requests.

use std::collections::VecDeque;
use std::fmt;

use super::{Fault, format};
use crate::lock::Lock;
use crate::operation::Operation;

/// First in, first out, among those that concern the same operation.
pub(crate) struct FaultQueue(Lock<VecDeque<(Fault, usize)>>);

impl FaultQueue {
    pub(crate) const fn new() -> Self {
        Self(Lock::new(VecDeque::new()))
    }

    pub(crate) fn push(&self, fault: Fault) {
        let times = fault.times_left();
        if times > 0 {
            self.0.lock().push_back((fault, times));
        }
    }

    /// The fault for the next request to this operation.
    pub(crate) fn take(&self, operation: Operation) -> Option<Fault> {
        let mut queue = self.0.lock();
        let index = queue
            .iter()
            .position(|(fault, _)| fault.concerns(operation))?;
        let (fault, times) = queue.get_mut(index)?;
        if *times > 1 {
            *times -= 1;
            return Some(fault.clone());
        }
        queue.remove(index).map(|(fault, _)| fault)
    }

    pub(crate) fn clear(&self) {
        self.0.lock().clear();
    }

    /// A line for each fault, with how many requests it still hits.
    pub(crate) fn to_text(&self) -> String {
        let queue = self.0.lock();
        let lines = queue
            .iter()
            .map(|(fault, times)| format::line(fault, *times));
        lines.map(|line| line + "\n").collect()
    }

    /// How many requests will be hit.
    pub(crate) fn len(&self) -> usize {
        self.0
            .lock()
            .iter()
            .fold(0, |total, (_, times)| total.saturating_add(*times))
    }
}

impl fmt::Debug for FaultQueue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "FaultQueue({})", self.len())
    }
}
