//! Regenerating a key so that a crash at any moment costs nothing: the identity of the request is stored
//! before the first byte, and forgotten when the caller says that the new key is stored.
//!
//! In come a request and a store of the caller's. Out goes the new key in a value that has to be confirmed.
//! Whatever happens before the confirmation, the same call made again sends the same request again.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::ops::Deref;

use publicsquare_client::ApiKeyId;
use serde::{Deserialize, Serialize};

use crate::certainty::Certainty;
use crate::error::Error;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::regenerate::{Regenerate, Regenerated};

/// Where the identity of a request outlives the process: a table, a file, a secret store.
///
/// What is stored is as secret as the API key. The store is for one program at a time: two that send
/// requests for the same key need a lock of their own.
pub trait RequestStore: Sync {
    /// Why the store fails.
    type Error: StdError + Send + Sync + 'static;

    /// The request that is stored for this key, if there is one.
    fn load(
        &self,
        id: &ApiKeyId,
    ) -> impl Future<Output = Result<Option<StoredRequest>, Self::Error>> + Send;

    /// Stores a request under its [`id`](StoredRequest::id). **When it returns, the request has to be
    /// durable**: committed, or synced to the disk together with its folder.
    fn save(&self, request: &StoredRequest)
    -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Forgets the request for this key.
    fn forget(&self, id: &ApiKeyId) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// The identity of a request to regenerate a key.
///
/// It is serialized within [`serialize_secrets`](crate::serialize_secrets) only, which works for the thread
/// that it is called on: no `await` may stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoredRequest {
    /// The key whose value is to be replaced.
    pub id: ApiKeyId,
    /// What makes a repeat the same request.
    pub idempotency_key: IdempotencyKey,
    /// What to tell the vendor's support.
    pub correlation_id: CorrelationId,
}

/// A new key that is not known to be stored yet. From [`Regenerate::send_kept`]. It reads like a
/// [`Regenerated`].
///
/// Dropping it keeps the request in the store, so that the key can be had again.
#[must_use = "store the key, and then say so with `confirm_stored`"]
pub struct Unconfirmed<'s, S> {
    regenerated: Regenerated,
    store: &'s S,
    is_repeat: bool,
}

/// Why a regeneration with a store failed.
///
/// `Display` is that of the error inside, and `source` is what is behind that one, so that a report with all
/// sources says nothing twice.
///
/// ```
/// use publicsquare::{Certainty, Client, SendKeptError, RequestStore};
///
/// async fn rotate<S: RequestStore>(client: &Client, id: &str, store: &S) -> Result<(), publicsquare::Error> {
///     match client.api_keys().regenerate(id)?.send_kept(store).await {
///         Ok(rotated) => {
///             store_durably(rotated.key.expose_secret());
///             if rotated.confirm_stored().await.is_err() {
///                 // The key is safe. The next call sends the request once more.
///                 eprintln!("the store did not forget the request");
///             }
///         }
///         Err(SendKeptError::Store(_)) => eprintln!("nothing was sent: mend the store"),
///         Err(SendKeptError::Request(error)) if error.certainty() >= Certainty::Unknown => {
///             eprintln!("make the same call again: {error}");
///         }
///         Err(error) => eprintln!("the old key works: {error}"),
///     }
///     Ok(())
/// }
/// # fn store_durably(_: &str) {}
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum SendKeptError<E> {
    /// The store failed before anything was sent. What an earlier call may have done is as it was.
    ///
    /// A store that fails only to forget a request that was refused for certain is not told: left behind, the
    /// request would be sent once more, which is harmless.
    Store(E),
    /// The request failed; [`Error::certainty`] says what that means. Where the old key may be dead, the
    /// request stays in the store: make the same call again. A client that authenticates with the very key
    /// cannot do that: [`KeyProvider`](crate::KeyProvider) says what to do then.
    Request(Error),
}

impl Regenerate {
    /// Sends the request so that the new key survives a crash of this program.
    ///
    /// If the store holds a request for this key, that one is sent again, in place of this one's identity:
    /// the program died before it confirmed, and the server answers with the stored result for 24 hours (the
    /// vendor's page on idempotency). A repeat that comes later regenerates once more; then, too, what comes
    /// back is the key that works. If the store holds none, this request is stored before its first byte is
    /// sent.
    ///
    /// Only the caller can know that the new key is stored. Do that, durably, and then call
    /// [`confirm_stored`](Unconfirmed::confirm_stored). A failure after which the old key is sure to live
    /// is forgotten here, as there is nothing to come back to.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use std::convert::Infallible;
    /// use std::sync::Mutex;
    ///
    /// use publicsquare::{ApiKeyId, Client, RequestStore, StoredRequest};
    /// use publicsquare_sandbox::{Fault, Moment, Sandbox};
    ///
    /// /// Stands for a table. A real one commits in `save` before it returns.
    /// #[derive(Default)]
    /// struct Table(Mutex<HashMap<ApiKeyId, StoredRequest>>);
    ///
    /// impl RequestStore for Table {
    ///     type Error = Infallible;
    ///
    ///     async fn load(&self, id: &ApiKeyId) -> Result<Option<StoredRequest>, Infallible> {
    ///         Ok(self.0.lock().unwrap().get(id).cloned())
    ///     }
    ///     async fn save(&self, request: &StoredRequest) -> Result<(), Infallible> {
    ///         self.0.lock().unwrap().insert(request.id.clone(), request.clone());
    ///         Ok(())
    ///     }
    ///     async fn forget(&self, id: &ApiKeyId) -> Result<(), Infallible> {
    ///         self.0.lock().unwrap().remove(id);
    ///         Ok(())
    ///     }
    /// }
    ///
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder().start().await?;
    /// let keys = sandbox.seeded().test();
    /// let client = || {
    ///     let builder = Client::builder().base_url(sandbox.url());
    ///     builder.api_key(keys.secret().value()).build()
    /// };
    /// let (id, table) = (keys.publishable().id(), Table::default());
    ///
    /// // The program dies between the answer and its own store.
    /// let lost = client()?.api_keys().regenerate(id)?.send_kept(&table).await?;
    /// let lost_value = lost.key.clone();
    /// drop(lost);
    ///
    /// // It starts again and makes the same call: it is the same request, and the same new key.
    /// let rotated = client()?.api_keys().regenerate(id)?.send_kept(&table).await?;
    /// assert_eq!(rotated.key, lost_value);
    /// store_durably(rotated.key.expose_secret());
    /// rotated.confirm_stored().await?;
    /// assert!(table.0.lock().unwrap().is_empty());
    /// # fn store_durably(_: &str) {}
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// A store that fails before anything is sent, and whatever keeps the request from succeeding.
    pub async fn send_kept<S: RequestStore>(
        self,
        store: &S,
    ) -> Result<Unconfirmed<'_, S>, SendKeptError<S::Error>> {
        let stored = store.load(self.id()).await.map_err(SendKeptError::Store)?;
        let is_repeat = stored.is_some();
        let request = match stored {
            Some(stored) => self.resuming(stored),
            None => {
                let saved = store.save(&self.to_stored()).await;
                saved.map_err(SendKeptError::Store)?;
                self
            }
        };
        match request.send().await {
            Ok(regenerated) => Ok(Unconfirmed {
                regenerated,
                store,
                is_repeat,
            }),
            Err(error) => {
                if error.certainty() <= Certainty::Rejected {
                    // Left behind, it would be sent again in place of a new one, which is harmless.
                    drop(store.forget(request.id()).await);
                }
                Err(SendKeptError::Request(error))
            }
        }
    }
}

impl StoredRequest {
    /// A request that was stored in parts, such as the columns of a table.
    #[must_use]
    pub fn new(
        id: ApiKeyId,
        idempotency_key: IdempotencyKey,
        correlation_id: CorrelationId,
    ) -> Self {
        Self {
            id,
            idempotency_key,
            correlation_id,
        }
    }
}

impl Regenerate {
    /// What has to be stored to send this request again.
    pub(crate) fn to_stored(&self) -> StoredRequest {
        StoredRequest {
            id: self.id().clone(),
            idempotency_key: self.idempotency_key().clone(),
            correlation_id: self.correlation_id().clone(),
        }
    }

    /// The request that was stored.
    pub(crate) fn resuming(self, stored: StoredRequest) -> Self {
        self.with_correlation_id(stored.correlation_id)
            .replaying(stored.idempotency_key)
    }
}

impl<S: RequestStore> Unconfirmed<'_, S> {
    /// Whether the request that was sent is one that an earlier call had stored, and not a new one. The key
    /// may then be the one that the earlier call had already: confirm it, and make the call once more where a
    /// key is due for another change.
    #[must_use]
    pub fn is_repeat(&self) -> bool {
        self.is_repeat
    }

    /// Says that the new key is stored where it is needed, durably. The request is forgotten.
    ///
    /// **The key cannot be had again by it from then on.**
    ///
    /// # Errors
    ///
    /// A store that fails. The key is stored all the same, so that nothing is lost: the next
    /// [`send_kept`](Regenerate::send_kept) for this key sends the old request again.
    pub async fn confirm_stored(self) -> Result<Regenerated, S::Error> {
        self.store.forget(&self.regenerated.id).await?;
        Ok(self.regenerated)
    }
}

impl<S> Deref for Unconfirmed<'_, S> {
    type Target = Regenerated;

    fn deref(&self) -> &Regenerated {
        &self.regenerated
    }
}

impl<S> fmt::Debug for Unconfirmed<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Unconfirmed")
            .field(&self.regenerated)
            .finish()
    }
}

impl<E: fmt::Display> fmt::Display for SendKeptError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(_) => f.write_str("the store of requests failed, and nothing was sent"),
            Self::Request(error) => error.fmt(f),
        }
    }
}

impl<E: StdError + 'static> StdError for SendKeptError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            // Its text is shown already.
            Self::Request(error) => error.source(),
        }
    }
}
