//! Requests that are sent and waited for.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use publicsquare_client::ApiKeyId;

use super::worker::Worker;
use crate::answer::Answer;
use crate::api_key::{ApiKey, Created, Revealed};
use crate::error::Error;
use crate::identity::{CorrelationId, IdempotencyKey};
use crate::read::{KeyTypeInfo, PermissionInfo};
use crate::regenerate::Regenerated;
use crate::retry::policy::RetryPolicy;
use crate::send_kept::StoredRequest;

/// A request of the asynchronous client, and the thread that it runs on.
macro_rules! request {
    ($(#[$meta:meta])* $request:ident) => {
        $(#[$meta])*
        #[derive(Clone)]
        #[must_use = "nothing is sent until `send`"]
        pub struct $request {
            pub(super) request: crate::$request,
            pub(super) worker: Arc<Worker>,
        }

        impl $request {
            pub(crate) fn new(request: crate::$request, worker: &Arc<Worker>) -> Self {
                Self {
                    request,
                    worker: Arc::clone(worker),
                }
            }
        }

        impl $request {
            /// The limit for one attempt of this request, in place of the client's.
            pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
                self.request = self.request.attempt_timeout(timeout);
                self
            }

            /// The limit for all attempts of this request and the waits between them.
            pub fn total_timeout(mut self, timeout: Duration) -> Self {
                self.request = self.request.total_timeout(timeout);
                self
            }

            /// How often and how patiently this request is repeated.
            pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
                self.request = self.request.retry_policy(policy);
                self
            }
        }

        impl fmt::Debug for $request {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.request.fmt(f)
            }
        }
    };
}

/// What every request that reads has.
macro_rules! send_method {
    ($request:ident => $output:ty) => {
        impl $request {
            /// Sends the request and repeats it as the retry policy says.
            ///
            /// # Errors
            ///
            /// Whatever keeps the request from succeeding.
            pub fn send(&self) -> Result<$output, Error> {
                let request = self.request.clone();
                self.worker.run(None, async move { request.send().await })
            }
        }
    };
}

/// What every request that writes has.
macro_rules! identity_methods {
    ($request:ident => $output:ty) => {
        impl $request {
            /// What makes a repeat of the request the same request. As secret as an API key.
            #[must_use]
            pub fn idempotency_key(&self) -> &IdempotencyKey {
                self.request.idempotency_key()
            }

            /// What to tell the vendor's support.
            #[must_use]
            pub fn correlation_id(&self) -> &CorrelationId {
                self.request.correlation_id()
            }

            /// Gives the request an idempotency key of the caller's, **never used before**.
            pub fn with_idempotency_key(mut self, key: IdempotencyKey) -> Self {
                self.request = self.request.with_idempotency_key(key);
                self
            }

            /// Takes up a request that may have been sent before.
            pub fn replaying(mut self, key: IdempotencyKey) -> Self {
                self.request = self.request.replaying(key);
                self
            }

            /// Gives the request a correlation id of the caller's.
            pub fn with_correlation_id(mut self, id: CorrelationId) -> Self {
                self.request = self.request.with_correlation_id(id);
                self
            }

            /// Sends the request and repeats it as the retry policy says.
            ///
            /// # Errors
            ///
            /// [`Error::certainty`] says what the failure means.
            pub fn send(&self) -> Result<$output, Error> {
                let request = self.request.clone();
                let key = Some(request.idempotency_key().clone());
                self.worker.run(key, async move { request.send().await })
            }
        }
    };
}

/// What every request about one key has.
macro_rules! id_method {
    ($($request:ident),*) => {
        $(
            impl $request {
                /// The key that the request is about.
                #[must_use]
                pub fn id(&self) -> &ApiKeyId {
                    self.request.id()
                }
            }
        )*
    };
}

request!(
    /// A request to replace the secret value of a key, as
    /// [`publicsquare::Regenerate`](crate::Regenerate).
    Regenerate
);
request!(
    /// A request to create a restricted key, as [`publicsquare::Create`](crate::Create).
    Create
);
request!(
    /// A request to change a restricted key, as [`publicsquare::Update`](crate::Update).
    Update
);
request!(
    /// A request to delete a restricted key, as [`publicsquare::Delete`](crate::Delete).
    Delete
);
request!(
    /// A request for the keys of the account, as [`publicsquare::List`](crate::List).
    List
);

request!(
    /// A request for a key, as [`publicsquare::Get`](crate::Get).
    Get
);
request!(
    /// A request for a key with its secret value, as [`publicsquare::Reveal`](crate::Reveal).
    Reveal
);
request!(
    /// A request for the types that keys can have, as [`publicsquare::ApiKeyTypes`](crate::ApiKeyTypes).
    ApiKeyTypes
);
request!(
    /// A request for the permissions that keys can have, as
    /// [`publicsquare::Permissions`](crate::Permissions).
    Permissions
);

send_method!(Get => Answer<ApiKey>);
send_method!(Reveal => Revealed);
send_method!(ApiKeyTypes => Answer<Vec<KeyTypeInfo>>);
send_method!(Permissions => Answer<Vec<PermissionInfo>>);

identity_methods!(Regenerate => Regenerated);
identity_methods!(Create => Created);
identity_methods!(Update => Answer<ApiKey>);
id_method!(Get, Reveal, Regenerate, Update, Delete);

impl Regenerate {
    pub(super) fn to_stored(&self) -> StoredRequest {
        self.request.to_stored()
    }

    pub(super) fn resuming(mut self, stored: StoredRequest) -> Self {
        self.request = self.request.resuming(stored);
        self
    }
}

impl Delete {
    /// What to tell the vendor's support.
    #[must_use]
    pub fn correlation_id(&self) -> &CorrelationId {
        self.request.correlation_id()
    }

    /// Gives the request a correlation id of the caller's.
    pub fn with_correlation_id(mut self, id: CorrelationId) -> Self {
        self.request = self.request.with_correlation_id(id);
        self
    }

    /// Sends the request and repeats it as the retry policy says.
    ///
    /// # Errors
    ///
    /// [`Error::certainty`] says whether the key may have been deleted.
    pub fn send(&self) -> Result<Answer<()>, Error> {
        let request = self.request.clone();
        self.worker.run(None, async move { request.send().await })
    }
}
