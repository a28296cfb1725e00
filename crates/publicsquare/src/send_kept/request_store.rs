//! The store of a caller for requests that are not confirmed yet.
//!
//! In comes the identity of a request before it is sent. Out comes the same identity after a crash, so that the same
//! request can be sent again. The caller implements the trait; `send_kept.rs` decides when to load, save and forget.

use std::error::Error as StdError;
use std::future::Future;

use publicsquare_client::ApiKeyId;
use serde::{Deserialize, Serialize};

use crate::identity::{CorrelationId, IdempotencyKey};

/// A store that keeps the identity of a request when the process ends: a table, a file, a secret store.
///
/// Its content is as secret as the API key. Only one call for a key may be under way at a time. Tasks or
/// programs that rotate the same key need a lock of their own. The example `secret_store` of this crate keeps the requests in
/// files.
///
/// ```
/// use std::collections::HashMap;
/// use std::convert::Infallible;
/// use std::sync::{Mutex, MutexGuard, PoisonError};
///
/// use publicsquare::{ApiKeyId, RequestStore, StoredRequest};
///
/// /// Forgets everything when the program ends, so it is good for tests alone.
/// #[derive(Default)]
/// struct InMemory(Mutex<HashMap<ApiKeyId, StoredRequest>>);
///
/// impl InMemory {
///     fn table(&self) -> MutexGuard<'_, HashMap<ApiKeyId, StoredRequest>> {
///         self.0.lock().unwrap_or_else(PoisonError::into_inner)
///     }
/// }
///
/// impl RequestStore for InMemory {
///     type Error = Infallible;
///
///     async fn load(&self, id: &ApiKeyId) -> Result<Option<StoredRequest>, Infallible> {
///         Ok(self.table().get(id).cloned())
///     }
///     async fn save(&self, request: &StoredRequest) -> Result<(), Infallible> {
///         self.table().insert(request.id.clone(), request.clone());
///         Ok(())
///     }
///     async fn forget(&self, id: &ApiKeyId) -> Result<(), Infallible> {
///         self.table().remove(id);
///         Ok(())
///     }
/// }
/// ```
pub trait RequestStore: Sync {
    /// The error of the store.
    type Error: StdError + Send + Sync + 'static;

    /// Loads the request that is stored for this key, if there is one.
    ///
    /// # Errors
    ///
    /// The store cannot be read, or holds something else. Nothing is sent then.
    fn load(
        &self,
        id: &ApiKeyId,
    ) -> impl Future<Output = Result<Option<StoredRequest>, Self::Error>> + Send;

    /// Stores a request under its [`id`](StoredRequest::id). **When it returns, the request has to be durable**: committed,
    /// or synced to the disk together with its folder.
    ///
    /// # Errors
    ///
    /// The store cannot be written. Nothing is sent then.
    fn save(&self, request: &StoredRequest)
    -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Forgets the request for this key. It is no error if there is none.
    ///
    /// # Errors
    ///
    /// The store cannot be written.
    fn forget(&self, id: &ApiKeyId) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

/// The identity of a request to regenerate a key.
///
/// It can only be serialized inside [`serialize_secrets`](crate::serialize_secrets). That works for the thread that it is
/// called on, so no `await` may be inside it.
///
/// ```
/// use publicsquare::{CorrelationId, IdempotencyKey, StoredRequest, serialize_secrets};
///
/// let id = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse()?;
/// let request = StoredRequest::new(id, IdempotencyKey::random(), CorrelationId::random());
/// let text = serialize_secrets(|| serde_json::to_string(&request))?;
/// assert_eq!(serde_json::from_str::<StoredRequest>(&text)?, request);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoredRequest {
    /// The key whose value is to be replaced.
    pub id: ApiKeyId,
    /// It makes a repeat the same request.
    pub idempotency_key: IdempotencyKey,
    /// The vendor's support can find the request by it.
    pub correlation_id: CorrelationId,
}

impl StoredRequest {
    /// Builds a request from its stored parts, such as the columns of a table.
    ///
    /// ```
    /// use publicsquare::{CorrelationId, IdempotencyKey, StoredRequest};
    ///
    /// # let (id, key) = ("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ", "5f4a1c1e-8d0c-4a9f-9d5e-2f5b7d0f1c33");
    /// # let correlation_id = "change-4711";
    /// let request = StoredRequest::new(
    ///     id.parse()?,
    ///     IdempotencyKey::new(key)?,
    ///     CorrelationId::new(correlation_id)?,
    /// );
    /// # Ok::<(), publicsquare::Error>(())
    /// ```
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
