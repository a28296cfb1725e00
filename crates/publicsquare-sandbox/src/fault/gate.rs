//! A gate that holds requests until a test lets them go.
//!
//! A test makes a [`Gate`] and gives it to a [`Fault`](crate::Fault). Requests that take the fault wait at the
//! gate. The test learns that they have arrived, and opens it. A wait in real time is
//! [`Fault::delay`](crate::Fault::delay) instead.

use std::fmt;
use std::sync::Arc;

use tokio::sync::watch;

#[derive(Clone, Copy, Default)]
struct Passage {
    open: bool,
    arrived: usize,
}

/// Holds requests at an exact moment until it is opened.
///
/// A test that has to act while a request is in flight needs no sleep. It waits until the request
/// has [arrived](Gate::arrived), acts, and [opens](Gate::open) the gate. Clones are the same gate: a gate is
/// equal to its clones and to no other gate.
///
/// ```
/// use publicsquare_sandbox::{Fault, Gate, Moment, Sandbox};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start().await?;
/// let gate = Gate::new();
/// sandbox.inject(Fault::hold(&gate, Moment::BeforeCommit));
///
/// # let client = reqwest::Client::builder().no_proxy().build()?;
/// let request = client.get(format!("{}/permissions", sandbox.url())).send();
/// let request = tokio::spawn(request);
/// gate.arrived(1).await;
/// // The request is in flight, and it has no response yet.
/// assert_eq!(sandbox.requests()[0].status, None);
///
/// gate.open();
/// assert_eq!(request.await??.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Gate(Arc<watch::Sender<Passage>>);

impl Gate {
    /// A closed gate.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Gate, Moment};
    ///
    /// let gate = Gate::new();
    /// let fault = Fault::hold(&gate, Moment::AfterCommit);
    /// assert_eq!(fault, Fault::hold(&gate.clone(), Moment::AfterCommit));
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Passage::default())))
    }

    /// Opens the gate for good: every request that waits passes, and so does every later one.
    ///
    /// ```
    /// use publicsquare_sandbox::{Fault, Gate, Moment, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// let gate = Gate::new();
    /// gate.open();
    /// sandbox.inject(Fault::hold(&gate, Moment::BeforeCommit));
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// let response = client.get(format!("{}/permissions", sandbox.url())).send().await?;
    /// assert_eq!(response.status(), 401);
    /// # Ok(())
    /// # }
    /// ```
    pub fn open(&self) {
        self.0.send_modify(|passage| passage.open = true);
    }

    /// Waits until `count` requests have arrived at the gate since it was made.
    ///
    /// ```
    /// # use publicsquare_sandbox::{Fault, Gate, Moment, Sandbox};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = Sandbox::builder().start().await?;
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// let gate = Gate::new();
    /// sandbox.inject(Fault::hold(&gate, Moment::BeforeCommit).times(2));
    /// for _ in 0..2 {
    ///     tokio::spawn(client.get(format!("{}/permissions", sandbox.url())).send());
    /// }
    /// gate.arrived(2).await;
    /// assert_eq!(sandbox.requests().len(), 2);
    /// # gate.open();
    /// # Ok(())
    /// # }
    /// ```
    pub async fn arrived(&self, count: usize) {
        self.wait(|passage| passage.arrived >= count).await;
    }

    /// Counts an arrival and waits for the opening.
    pub(crate) async fn pass(&self) {
        self.0.send_modify(|passage| passage.arrived += 1);
        self.wait(|passage| passage.open).await;
    }

    async fn wait(&self, until: impl FnMut(&Passage) -> bool) {
        // An error would mean that the sender is gone. It is not, because `self` holds it.
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
