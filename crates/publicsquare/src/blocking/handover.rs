//! Handing a request to the thread of a client, and its result back.
//!
//! In comes the future of a request. Out come a task for that thread, and an [`Outcome`] that the calling thread waits for.
//! The wait ends with the task, however that ends: with a result, by a panic, or because its thread ends first. The thread
//! is in `worker.rs`. `interleavings` runs both sides in every order.

use crate::sync::mpsc;

/// Makes the task, and the place where its result arrives.
pub(crate) fn handover<T: Send + 'static>(
    request: impl Future<Output = T> + Send + 'static,
) -> (impl Future<Output = ()> + Send + 'static, Outcome<T>) {
    let (sender, receiver) = mpsc::sync_channel(1);
    let task = async move {
        let outcome = request.await;
        // If the caller is gone, nobody needs the result.
        drop(sender.send(outcome));
    };
    (task, Outcome(receiver))
}

/// The result of a task, when there is one.
pub(crate) struct Outcome<T>(mpsc::Receiver<T>);

impl<T> Outcome<T> {
    /// Waits for the result. `None` if the task was dropped before it had one.
    pub(crate) fn wait(self) -> Option<T> {
        self.0.recv().ok()
    }
}
