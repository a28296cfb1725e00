//! Where the API key comes from, asked for each attempt.
//!
//! In comes a [`KeyProvider`] of the application's, such as one that reads a secret store. Out goes the
//! key of one attempt, or a failure for which nothing was sent.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use publicsquare_client::SecretKey;

/// A future on the heap, which a [`KeyProvider`] gives.
pub type ProvidedKey<'p> =
    Pin<Box<dyn Future<Output = Result<SecretKey, KeyUnavailable>> + Send + 'p>>;

/// Gives the API key that a request authenticates with. It is asked before each attempt.
///
/// A closure that gives a future is one. What it costs is paid by each attempt, so that a provider that
/// asks over the network keeps what it got for a while. It has the time of the attempt.
///
/// # Example
///
/// A service that rotates its own key. It stores the new value, and every client with this provider uses
/// it from the next attempt on.
///
/// ```
/// use std::sync::{Arc, RwLock};
///
/// use publicsquare::{Client, KeyUnavailable, SecretKey};
/// use publicsquare_sandbox::Sandbox;
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start().await?;
/// let own = sandbox.seeded().test().secret();
///
/// // Stands for a secret store.
/// let store = Arc::new(RwLock::new(SecretKey::new(own.value())));
/// let client = Client::builder()
///     .base_url(sandbox.url())
///     .api_key_provider({
///         let store = Arc::clone(&store);
///         move || {
///             let damaged = KeyUnavailable::because("the store is damaged");
///             let key = store.read().map(|key| key.clone()).map_err(|_| damaged);
///             async move { key }
///         }
///     })
///     .build()?;
///
/// let rotated = client.api_keys().regenerate(own.id())?.await?;
/// if let Ok(mut key) = store.write() {
///     *key = rotated.key.clone();
/// }
/// client.api_keys().get(own.id())?.await?; // by the new key
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
///
/// A type of its own can borrow from itself while it asks:
///
/// ```
/// use std::path::PathBuf;
///
/// use publicsquare::{KeyProvider, KeyUnavailable, ProvidedKey, SecretKey};
///
/// /// Reads the key from a file that another program keeps up to date.
/// struct KeyFile(PathBuf);
///
/// impl KeyProvider for KeyFile {
///     fn api_key(&self) -> ProvidedKey<'_> {
///         Box::pin(async move {
///             // A small file of this machine: no need for another thread.
///             let text = std::fs::read_to_string(&self.0);
///             let text = text.map_err(|_| KeyUnavailable::because("the file cannot be read"))?;
///             Ok(SecretKey::from(text.trim_end()))
///         })
///     }
/// }
/// ```
///
/// # One's own key, and a lost answer
///
/// While a client regenerates the key that it authenticates with, an answer may get lost. The old value
/// may then be dead and the new one is unknown to everybody but the server. The repeats go out with what the
/// provider gives, and where that is the old value the answer may be 401:
/// [`Certainty::Unknown`](crate::Certainty::Unknown) all the same. No source says whether the server keeps
/// the results of idempotent requests by API key or by account, so that nobody knows whether a repeat
/// under another key counts as the same request. After such a doubt **reveal the key with another key of
/// the account**; do not send the request again under another key and the old idempotency key. A service
/// that can choose rotates its own key with a second one.
///
/// With [`Regenerate::send_kept`](crate::Regenerate::send_kept) the stored request has to go as well: once
/// the revealed value is stored, call [`RequestStore::forget`](crate::RequestStore::forget). Left behind, it
/// would be sent by the next rotation in place of a new request, under the new key.
pub trait KeyProvider: Send + Sync + 'static {
    /// The key for the next attempt.
    ///
    /// # Errors
    ///
    /// There is none. The attempt is not made, nothing is sent, and the retry policy decides as for a
    /// failed connection. A key that no request can carry, such as one with a line break, is refused at once.
    fn api_key(&self) -> ProvidedKey<'_>;
}

impl<F, Provided> KeyProvider for F
where
    F: Fn() -> Provided + Send + Sync + 'static,
    Provided: Future<Output = Result<SecretKey, KeyUnavailable>> + Send + 'static,
{
    fn api_key(&self) -> ProvidedKey<'_> {
        Box::pin(self())
    }
}

/// Why a [`KeyProvider`] has no key.
///
/// The reason is a text of the program's, not one that was made while it runs: a text that a secret
/// store gave could hold a secret. Log that where it happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUnavailable(&'static str);

impl KeyUnavailable {
    /// For this reason, as in `the secret store did not answer`.
    #[must_use]
    pub fn because(reason: &'static str) -> Self {
        Self(reason)
    }

    pub(crate) fn reason(&self) -> &'static str {
        self.0
    }
}

impl fmt::Display for KeyUnavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no API key: {}", self.0)
    }
}

impl std::error::Error for KeyUnavailable {}
