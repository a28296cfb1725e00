//! Regenerating a key so that a crash at any moment loses nothing.
//!
//! In come a request and a store of the caller. The identity of the request is stored before the first byte is sent, and
//! forgotten once the caller confirms that the new key is stored. Out comes the new key, in a value that has to be
//! confirmed. After a crash, the same call sends the same request again. The store is in
//! `send_kept/request_store.rs`, and the blocking twin is `blocking/send_kept.rs`.

mod error;
mod request_store;

use std::fmt;
use std::ops::Deref;

use crate::certainty::Certainty;
use crate::regenerate::{Regenerate, Regenerated};

pub use self::error::SendKeptError;
pub use self::request_store::{RequestStore, StoredRequest};

/// A new key, until the caller confirms that it is stored. From [`Regenerate::send_kept`]. It can be used like a
/// [`Regenerated`].
///
/// If it is dropped, the request stays in the store, and the same call sends it again and returns a key that works.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
/// # let keys = sandbox.seeded().test();
/// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
/// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
/// # use publicsquare::{ApiKeyId, RequestStore, StoredRequest};
/// # #[derive(Default)]
/// # struct Store(std::sync::Mutex<Option<StoredRequest>>);
/// # impl RequestStore for Store {
/// #     type Error = std::convert::Infallible;
/// #     async fn load(&self, _: &ApiKeyId) -> Result<Option<StoredRequest>, Self::Error> {
/// #         Ok(self.0.lock().unwrap().clone())
/// #     }
/// #     async fn save(&self, request: &StoredRequest) -> Result<(), Self::Error> {
/// #         *self.0.lock().unwrap() = Some(request.clone());
/// #         Ok(())
/// #     }
/// #     async fn forget(&self, _: &ApiKeyId) -> Result<(), Self::Error> {
/// #         *self.0.lock().unwrap() = None;
/// #         Ok(())
/// #     }
/// # }
/// # let store = Store::default();
/// # fn store_durably(_: &str) {}
/// let rotated = client.api_keys().regenerate(id)?.send_kept(&store).await?;
/// store_durably(rotated.key.expose_secret());
/// rotated.confirm_stored().await?;
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
#[must_use = "store the key, and then say so with `confirm_stored`"]
pub struct Unconfirmed<'s, S> {
    regenerated: Regenerated,
    store: &'s S,
    is_repeat: bool,
}

impl Regenerate {
    /// Sends the request so that the new key survives a crash of this program.
    ///
    /// First it looks for a stored request for this key. If there is one, an earlier call was not confirmed: the program
    /// died, the result of the request is unknown, or the store could not forget it. That request is sent again with its
    /// own identity. By the vendor's page on idempotency, the server answers with the stored result for 24 hours; whether
    /// that covers this request, a POST without a body, is not documented. If it does not, or later, the repeat
    /// regenerates the key once more, and the value that it returns is the one that works. If there is no stored
    /// request, this one is stored before its first byte is sent.
    ///
    /// Only the caller knows when the new key is stored. Store it durably, and then call
    /// [`confirm_stored`](Unconfirmed::confirm_stored). If the request fails and the old key certainly works, the stored
    /// request is forgotten, because nothing has to be repeated.
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
    /// The store fails before anything is sent, or the request fails.
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
                    // If this fails, the next call sends the same request instead of a new one, which is harmless.
                    drop(store.forget(request.id()).await);
                }
                Err(SendKeptError::Request(error))
            }
        }
    }
}

impl Regenerate {
    /// The identity that has to be stored, so that this request can be sent again.
    pub(crate) fn to_stored(&self) -> StoredRequest {
        StoredRequest {
            id: self.id().clone(),
            idempotency_key: self.idempotency_key().clone(),
            correlation_id: self.correlation_id().clone(),
        }
    }

    /// The request with a stored identity in place of its own.
    pub(crate) fn resuming(self, stored: StoredRequest) -> Self {
        self.with_correlation_id(stored.correlation_id)
            .replaying(stored.idempotency_key)
    }
}

impl<S: RequestStore> Unconfirmed<'_, S> {
    /// Whether an earlier call had stored the request that was sent. The key may then be the one that the earlier call
    /// got: confirm it. If the key is due for another change, make the call once more.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// # use publicsquare::{ApiKeyId, RequestStore, StoredRequest};
    /// # #[derive(Default)]
    /// # struct Store(std::sync::Mutex<Option<StoredRequest>>);
    /// # impl RequestStore for Store {
    /// #     type Error = std::convert::Infallible;
    /// #     async fn load(&self, _: &ApiKeyId) -> Result<Option<StoredRequest>, Self::Error> {
    /// #         Ok(self.0.lock().unwrap().clone())
    /// #     }
    /// #     async fn save(&self, request: &StoredRequest) -> Result<(), Self::Error> {
    /// #         *self.0.lock().unwrap() = Some(request.clone());
    /// #         Ok(())
    /// #     }
    /// #     async fn forget(&self, _: &ApiKeyId) -> Result<(), Self::Error> {
    /// #         *self.0.lock().unwrap() = None;
    /// #         Ok(())
    /// #     }
    /// # }
    /// # let store = Store::default();
    /// # fn store_durably(_: &str) {}
    /// drop(client.api_keys().regenerate(id)?.send_kept(&store).await?); // a crash
    ///
    /// let rotated = client.api_keys().regenerate(id)?.send_kept(&store).await?;
    /// assert!(rotated.is_repeat());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    #[must_use]
    pub fn is_repeat(&self) -> bool {
        self.is_repeat
    }

    /// Confirms that the new key is stored durably, where it is needed. The store forgets the request.
    ///
    /// **From then on, `send_kept` sends a new request and does not return this key again.**
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
    /// # let keys = sandbox.seeded().test();
    /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
    /// # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
    /// # use publicsquare::{ApiKeyId, RequestStore, StoredRequest};
    /// # #[derive(Default)]
    /// # struct Store(std::sync::Mutex<Option<StoredRequest>>);
    /// # impl RequestStore for Store {
    /// #     type Error = std::convert::Infallible;
    /// #     async fn load(&self, _: &ApiKeyId) -> Result<Option<StoredRequest>, Self::Error> {
    /// #         Ok(self.0.lock().unwrap().clone())
    /// #     }
    /// #     async fn save(&self, request: &StoredRequest) -> Result<(), Self::Error> {
    /// #         *self.0.lock().unwrap() = Some(request.clone());
    /// #         Ok(())
    /// #     }
    /// #     async fn forget(&self, _: &ApiKeyId) -> Result<(), Self::Error> {
    /// #         *self.0.lock().unwrap() = None;
    /// #         Ok(())
    /// #     }
    /// # }
    /// # let store = Store::default();
    /// # fn store_durably(_: &str) {}
    /// let rotated = client.api_keys().regenerate(id)?.send_kept(&store).await?;
    /// store_durably(rotated.key.expose_secret());
    /// let rotated = rotated.confirm_stored().await?;
    /// println!("{} has a new value", rotated.id);
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// The store fails. You have stored the key, so nothing is lost. The next [`send_kept`](Regenerate::send_kept) for
    /// this key sends the old request again.
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
