//! A gate that holds requests until a test lets them go.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

#[derive(Clone, Copy, Default)]
struct Passage {
    open: bool,
    arrived: usize,
}

/// Holds requests at an exact point until it is opened. Clones are the same gate, and equal to it alone.
///
/// A test that has to act while a request is in flight needs no sleep: it waits until the request
/// has [arrived](Gate::arrived), acts, and [opens](Gate::open) the gate.
#[derive(Clone)]
pub struct Gate(Arc<watch::Sender<Passage>>);

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Passage::default())))
    }

    /// Lets every request pass, those that wait and those that come.
    pub fn open(&self) {
        self.0.send_modify(|passage| passage.open = true);
    }

    /// Waits until `count` requests have come to the gate since it was made.
    pub async fn arrived(&self, count: usize) {
        self.wait(|passage| passage.arrived >= count).await;
    }

    /// Counts an arrival and waits for the opening.
    pub(crate) async fn pass(&self) {
        self.0.send_modify(|passage| passage.arrived += 1);
        self.wait(|passage| passage.open).await;
    }

    async fn wait(&self, until: impl FnMut(&Passage) -> bool) {
        // An error means that the sender is gone, and `self` holds it.
        let _ = self.0.subscribe().wait_for(until).await;
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Gate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Gate {}

impl fmt::Debug for Gate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let passage = *self.0.borrow();
        formatter
            .debug_struct("Gate")
            .field("open", &passage.open)
            .field("arrived", &passage.arrived)
            .finish()
    }
}
