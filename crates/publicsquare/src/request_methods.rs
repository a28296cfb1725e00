//! Methods that many requests share, written once each.
//!
//! A request is a struct with the field `client`; one that writes also has the field `identity`. In comes the name
//! of such a struct, and the code that makes one, for the examples. Out come its methods: `limit_methods!` for timeouts
//! and retries, `identity_methods!` for the identity, `awaitable!` for `.await`, and `prepared_by_id!` for the
//! method of [`ApiKeys`](crate::ApiKeys) that makes the request. Each request keeps its own `send`. The blocking
//! client has its methods in `blocking/request_methods.rs`.

/// The limits and the retry policy of one request, in place of the client's. Clones share the connections.
macro_rules! limit_methods {
    ($request:ident, $make:literal) => {
        impl $request {
            /// Sets the time limit for one attempt of this request, in place of the client's.
            ///
            /// With zero, nothing is sent, and the request fails with
            /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout).
            ///
            /// ```
            /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
            /// use std::time::Duration;
            ///
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.attempt_timeout(Duration::from_secs(10));
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn attempt_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.client = self.client.with(|shared| shared.attempt_timeout = timeout);
                self
            }

            /// Sets the time limit for all attempts of this request and the waits between them, in place of the
            /// client's.
            ///
            /// With zero, nothing is sent, and the request fails with
            /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout).
            ///
            /// ```
            /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
            /// use std::time::Duration;
            ///
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.total_timeout(Duration::from_secs(60));
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn total_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.client = self.client.with(|shared| shared.total_timeout = timeout);
                self
            }

            /// Sets the retry policy of this request, in place of the client's.
            ///
            /// ```
            /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
            /// use publicsquare::RetryPolicy;
            ///
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.retry_policy(RetryPolicy::never());
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn retry_policy(mut self, policy: $crate::retry::policy::RetryPolicy) -> Self {
                self.client = self.client.with(|shared| shared.retry_policy = policy);
                self
            }
        }
    };
}

/// The identity of a request that writes.
macro_rules! identity_methods {
    ($request:ident, $make:literal) => {
        impl $request {
            /// The idempotency key: it makes a repeat of the request the same request. It is as secret as an
            /// API key.
            ///
            /// ```
            /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
            #[doc = concat!("let request = ", $make, ";")]
            /// // Store it before the request is sent, where you would store an API key.
            /// store_durably(request.idempotency_key().expose_secret());
            /// # fn store_durably(_: &str) {}
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            #[must_use]
            pub fn idempotency_key(&self) -> &$crate::identity::IdempotencyKey {
                &self.identity.idempotency_key
            }

            /// The correlation id: the vendor's support can find the request by it. It is not a secret.
            ///
            /// ```
            /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
            #[doc = concat!("let request = ", $make, ";")]
            /// println!("if this fails, tell the support {}", request.correlation_id());
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            #[must_use]
            pub fn correlation_id(&self) -> &$crate::identity::CorrelationId {
                &self.identity.correlation_id
            }

            /// Sets an idempotency key of your own, which **no request has used before**.
            ///
            /// For a key that a request may have used, call [`replaying`](Self::replaying).
            ///
            /// ```
            /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
            /// use publicsquare::IdempotencyKey;
            ///
            /// let key = IdempotencyKey::random();
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.with_idempotency_key(key.clone());
            /// assert_eq!(request.idempotency_key(), &key);
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn with_idempotency_key(mut self, key: $crate::identity::IdempotencyKey) -> Self {
                self.identity.idempotency_key = key;
                self
            }

            /// Repeats a request that may have been sent before, perhaps by a process that has died
            /// since.
            ///
            /// If the server has done the work, it answers with the stored result, for 24 hours (the vendor's page
            /// on idempotency; for `regenerate`, a POST without a body, that is not documented). Because the
            /// earlier request may have done the work, a failure of this one is
            /// [`Certainty::Unknown`](crate::Certainty::Unknown) at best. Only the server's clock can show whether
            /// the 24 hours are over: see [`Error::server_time`](crate::Error::server_time).
            ///
            /// ```
            /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
            /// use publicsquare::IdempotencyKey;
            ///
            /// # let stored = "5f4a1c1e-8d0c-4a9f-9d5e-2f5b7d0f1c33";
            /// let key = IdempotencyKey::new(stored)?; // before the crash, the program stored this text
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.replaying(key);
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn replaying(mut self, key: $crate::identity::IdempotencyKey) -> Self {
                self.identity.replay(key);
                self
            }

            /// Sets a correlation id of your own, such as the number of a change.
            ///
            /// ```
            /// # let client = publicsquare::Client::builder().api_key("sk_test_1").build()?;
            /// use publicsquare::CorrelationId;
            ///
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.with_correlation_id(CorrelationId::new("change-4711")?);
            /// assert_eq!(request.correlation_id().as_str(), "change-4711");
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
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
