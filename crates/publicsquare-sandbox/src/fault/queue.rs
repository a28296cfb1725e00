//! The queue of faults that wait for requests.
//!
//! The owner of the sandbox and the control port put faults in. Each request takes the first one that
//! applies to its operation. What a fault then does is in [`strike`](super::strike).

use std::collections::VecDeque;
use std::fmt;

use super::{Fault, format};
use crate::lock::Lock;
use crate::operation::Operation;

/// Faults with the number of requests that each still strikes, first in, first out.
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

    /// Takes the fault for the next request to this operation, if there is one.
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

    /// One line of text for each fault, with the number of requests that it still strikes.
    pub(crate) fn to_text(&self) -> String {
        let queue = self.0.lock();
        let lines = queue
            .iter()
            .map(|(fault, times)| format::line(fault, *times));
        lines.map(|line| line + "\n").collect()
    }

    /// How many requests the faults still strike.
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
