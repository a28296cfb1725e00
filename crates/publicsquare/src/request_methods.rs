//! Methods that many requests share, written once each.
//!
//! A request is a struct with the field `client`; one that writes also has the field `identity`. In comes the name
//! of such a struct. Out come its methods: `limit_methods!` for timeouts and retries, `identity_methods!` for the
//! identity, `awaitable!` for `.await`, and `prepared_by_id!` for the method of [`ApiKeys`](crate::ApiKeys) that
//! makes the request. Each request keeps its own `send`. The blocking client has its methods in
//! `blocking/requests.rs`.

/// The limits and the retry policy of one request, in place of the client's. Clones share the connections.
macro_rules! limit_methods {
    ($request:ident) => {
        impl $request {
            /// The limit for one attempt of this request, in place of the client's. With zero nothing is
            /// sent.
            pub fn attempt_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.client = self.client.with(|shared| shared.attempt_timeout = timeout);
                self
            }

            /// The limit for all attempts of this request and the waits between them, in place of the
            /// client's. With zero nothing is sent.
            pub fn total_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.client = self.client.with(|shared| shared.total_timeout = timeout);
                self
            }

            /// How often and how patiently this request is repeated, in place of the client's policy.
            pub fn retry_policy(mut self, policy: $crate::retry::policy::RetryPolicy) -> Self {
                self.client = self.client.with(|shared| shared.retry_policy = policy);
                self
            }
        }
    };
}

/// The identity of a request that writes.
macro_rules! identity_methods {
    ($request:ident) => {
        impl $request {
            /// What makes a repeat of the request the same request. As secret as an API key.
            #[must_use]
            pub fn idempotency_key(&self) -> &$crate::identity::IdempotencyKey {
                &self.identity.idempotency_key
            }

            /// What to tell the vendor's support.
            #[must_use]
            pub fn correlation_id(&self) -> &$crate::identity::CorrelationId {
                &self.identity.correlation_id
            }

            /// Gives the request an idempotency key of the caller's, **never used before**.
            ///
            /// For one that may have been used, see [`replaying`](Self::replaying).
            pub fn with_idempotency_key(mut self, key: $crate::identity::IdempotencyKey) -> Self {
                self.identity.idempotency_key = key;
                self
            }

            /// Takes up a request that may have been sent before, perhaps by a process that has died
            /// since.
            ///
            /// A server that has done the work answers with the stored result, for 24 hours. As the
            /// earlier sending may have done it, a failure of this one is
            /// [`Certainty::Unknown`](crate::Certainty::Unknown) at best. Whether the 24 hours are over can be
            /// told by the server's clock alone: see [`Error::server_time`](crate::Error::server_time).
            pub fn replaying(mut self, key: $crate::identity::IdempotencyKey) -> Self {
                self.identity.replay(key);
                self
            }

            /// Gives the request a correlation id of the caller's.
            pub fn with_correlation_id(mut self, id: $crate::identity::CorrelationId) -> Self {
                self.identity.correlation_id = id;
                self
            }
        }
    };
}

/// Lets a request with an asynchronous `send` be awaited.
macro_rules! awaitable {
    ($request:ident => $output:ty) => {
        impl std::future::IntoFuture for $request {
            type Output = Result<$output, $crate::error::Error>;
            type IntoFuture = std::pin::Pin<Box<dyn Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(async move { self.send().await })
            }
        }
    };
}

/// The method of [`ApiKeys`](crate::ApiKeys) that makes a request about one key.
macro_rules! prepared_by_id {
    ($(#[$meta:meta])* $method:ident => $request:ident) => {
        impl $crate::api_keys::ApiKeys {
            $(#[$meta])*
            ///
            /// # Errors
            ///
            /// The text is not the id of an API key. The error says which character is wrong.
            pub fn $method<Id>(&self, id: Id) -> Result<$request, $crate::error::Error>
            where
                Id: TryInto<publicsquare_client::ApiKeyId>,
                $crate::error::Error: From<Id::Error>,
            {
                Ok($request::new(self.client().clone(), id.try_into()?))
            }
        }
    };
}

pub(crate) use {awaitable, identity_methods, limit_methods, prepared_by_id};
