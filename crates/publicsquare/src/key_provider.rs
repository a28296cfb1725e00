//! Providers of the API key, which the client asks before attempts.
//!
//! In comes a [`KeyProvider`] of the application, such as one that reads a secret store. Out comes the key for one
//! attempt. Without a key nothing is sent, and the attempt fails with
//! [`ErrorKind::KeyProvider`](crate::ErrorKind::KeyProvider). A fixed key is a setting of [`builder`](crate::builder).

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use publicsquare_client::SecretKey;

/// The future that a [`KeyProvider`] returns.
///
/// ```
/// use publicsquare::{ProvidedKey, SecretKey};
///
/// fn fixed() -> ProvidedKey<'static> {
///     Box::pin(async { Ok(SecretKey::from("sk_test_4eC39HqLyjWDarjtT1zdp7dc")) })
/// }
/// # drop(fixed());
/// ```
pub type ProvidedKey<'p> =
    Pin<Box<dyn Future<Output = Result<SecretKey, KeyUnavailable>> + Send + 'p>>;

/// Provides the API key that a request authenticates with. The client asks it before each attempt.
///
/// There is one exception: after an attempt that may have changed something, such as one whose response was lost, the
/// further attempts of that call use the same API key. The server may keep the results of idempotent requests for each API
/// key, and would take a repeat with another key for a new request. It holds for requests that have an idempotency key.
///
/// A closure that returns a future is a provider. Each attempt waits for it, within the time limit of the attempt. So a
/// provider that asks over the network should remember the key for a while.
///
/// # Example
///
/// A service rotates its own key. It stores the new value, and every client with this provider uses it from the next
/// attempt on.
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
/// client.api_keys().get(own.id())?.await?; // authenticates with the new key
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
///
/// A type of your own can borrow from itself while it asks:
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
///             // Reading a small local file takes no time worth another thread.
///             let text = std::fs::read_to_string(&self.0);
///             let text = text.map_err(|_| KeyUnavailable::because("the file cannot be read"))?;
///             Ok(SecretKey::from(text.trim_end()))
///         })
///     }
/// }
/// ```
///
/// # A client that rotates its own key, and a lost response
///
/// Suppose that a client regenerates the key that it authenticates with, and the response is lost. The old value may be
/// dead, and nobody but the server knows the new one. The retries of the call use the key of the lost attempt, which
/// is the old value. The response may be 401, and the result is still
/// [`Certainty::Unknown`](crate::Certainty::Unknown). No source says whether the server keeps the results of
/// idempotent requests per API key or per account. So nobody knows whether a retry with another API key counts as
/// the same request.
///
/// After such a failure **reveal the key with another key of the account**. Whether another key may reveal it is not
/// documented: try that before you rotate. Do not send the request again with another
/// API key and the old idempotency key. If you can choose, let a second key rotate the key of a service.
///
/// With [`Regenerate::send_kept`](crate::Regenerate::send_kept), also remove the stored request. Once you have stored
/// the revealed value, call [`RequestStore::forget`](crate::RequestStore::forget). Otherwise the next rotation would
/// send the old request instead of a new one, with the new key.
pub trait KeyProvider: Send + Sync + 'static {
    /// The key for the next attempt. It is not asked for if the attempt must use the key of an earlier one.
    ///
    /// # Errors
    ///
    /// There is no key now. The attempt is not made, nothing is sent, and the retry policy decides as it does for a
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
/// The reason is a fixed text of your program. A text from a secret store could hold a secret, and this reason is shown
/// in errors. Log such a text where it occurs.
///
/// ```
/// use publicsquare::KeyUnavailable;
///
/// let error = KeyUnavailable::because("the secret store did not answer");
/// assert_eq!(error.to_string(), "there is no API key: the secret store did not answer");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUnavailable(&'static str);

impl KeyUnavailable {
    /// Makes the error with this reason.
    ///
    /// ```
    /// use publicsquare::{Client, KeyUnavailable};
    ///
    /// let client = Client::builder()
    ///     .api_key_provider(|| async { Err(KeyUnavailable::because("the vault is sealed")) })
    ///     .build()?;
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
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
