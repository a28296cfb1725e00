//! What the owner of a sandbox can look up: the keys as they really are, and the requests so far.
//!
//! In come ids. Out come keys with their current values, counts, the log, and the state as JSON. Nothing
//! here changes anything. Tests compare what a program believes with these answers.

use super::Sandbox;
use crate::request_log::LoggedRequest;
use crate::state::SandboxKey;
use crate::state::seed::Seeded;
use crate::state::snapshot;

impl Sandbox {
    /// The keys that every sandbox starts with, with their values at the start.
    ///
    /// A sandbox that was started with [`Builder::seed_json`](crate::Builder::seed_json) has the keys of its file instead:
    /// [`keys`](Self::keys) lists them.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let keys = sandbox.seeded().test();
    /// assert!(keys.secret().value().starts_with("sk_test_FAKE"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn seeded(&self) -> &Seeded {
        &self.seeded
    }

    /// Every key of every account and environment with its current value, in the order of creation.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// let target = sandbox.seeded().production().publishable();
    /// assert!(sandbox.keys().contains(target));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn keys(&self) -> Vec<SandboxKey> {
        self.service
            .state
            .lock()
            .keys()
            .map(SandboxKey::of)
            .collect()
    }

    /// The state as the JSON text that [`Builder::seed_json`](crate::Builder::seed_json) reads. The values of the keys are in it:
    /// handle it as you handle the keys.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let first = Sandbox::builder().start_blocking()?;
    /// let second = Sandbox::builder().seed_json(&first.dump_json())?.start_blocking()?;
    /// assert_eq!(first.keys(), second.keys());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dump_json(&self) -> String {
        snapshot::write(&self.service.state.lock())
    }

    /// The key with this id and its current value, in whichever account and environment it is. `None`
    /// for an unknown or deleted id.
    ///
    /// ```
    /// use publicsquare_sandbox::{DOCUMENTED_KEY_ID, Sandbox};
    ///
    /// let sandbox = Sandbox::builder().start_blocking()?;
    /// let seeded = sandbox.seeded().production().publishable();
    /// // Nothing has changed the key yet.
    /// assert_eq!(sandbox.current_value(DOCUMENTED_KEY_ID).as_ref(), Some(seeded));
    /// assert_eq!(sandbox.current_value("key_unknown"), None);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn current_value(&self, id: &str) -> Option<SandboxKey> {
        self.service.state.lock().get(id).map(SandboxKey::of)
    }

    /// How many times the value of the key was replaced. A replayed response does not count. Zero for an
    /// unknown id.
    ///
    /// ```
    /// use publicsquare_sandbox::{DOCUMENTED_KEY_ID, Sandbox};
    ///
    /// let sandbox = Sandbox::builder().start_blocking()?;
    /// // At the end of a test that must not change the key:
    /// assert_eq!(sandbox.regenerations(DOCUMENTED_KEY_ID), 0);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn regenerations(&self, id: &str) -> usize {
        self.service
            .state
            .lock()
            .get(id)
            .map_or(0, |key| key.regenerations)
    }

    /// The requests so far, in the order of their arrival, as many as [`Builder::log_capacity`](crate::Builder::log_capacity) allows.
    ///
    /// ```
    /// use publicsquare_sandbox::{Operation, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// client.get(format!("{}/permissions", sandbox.url())).send().await?;
    ///
    /// let requests = sandbox.requests();
    /// assert_eq!(requests[0].operation, Some(Operation::ListPermissions));
    /// assert_eq!(requests[0].status, Some(401));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.service.log.requests()
    }

    /// How many requests have arrived so far. Unlike [`requests`](Self::requests), it has no limit.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().log_capacity(1).start().await?;
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// for _ in 0..3 {
    ///     client.get(format!("{}/permissions", sandbox.url())).send().await?;
    /// }
    /// assert_eq!((sandbox.request_count(), sandbox.requests().len()), (3, 1));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn request_count(&self) -> u64 {
        self.service.log.count()
    }

    /// How many idempotency keys have a stored response or a request in flight.
    ///
    /// A stored response that is older than 24 hours is removed when the next request with an idempotency
    /// key arrives. The oldest ones are removed earlier when all of them take up more than 64 MiB.
    ///
    /// ```
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
    /// assert_eq!(sandbox.idempotency_records(), 0);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn idempotency_records(&self) -> usize {
        self.service.idempotency.len()
    }
}
