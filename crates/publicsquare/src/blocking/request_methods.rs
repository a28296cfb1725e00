//! Methods that several blocking requests share, written once each.
//!
//! In comes the name of a request, and the code that makes one, for the examples. Out come the struct of the request with
//! its limits (`blocking_request!`), `send` of a request that reads (`send_method!`), the identity and `send` of one that
//! writes (`identity_methods!`), and the id of one about a key (`id_method!`). The asynchronous twin is
//! `request_methods.rs` at the top of the crate.

/// A request of the asynchronous client, and the thread that it runs on.
macro_rules! blocking_request {
    ($(#[$meta:meta])* $request:ident, $make:literal) => {
        $(#[$meta])*
        ///
        /// ```
        /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
        #[doc = concat!("let request = ", $make, ";")]
        /// println!("not sent yet: {request:?}");
        /// # Ok::<(), publicsquare::Error>(())
        /// ```
        #[derive(Clone)]
        #[must_use = "nothing is sent until `send`"]
        pub struct $request {
            pub(super) request: crate::$request,
            pub(super) worker: Arc<Worker>,
        }

        impl $request {
            pub(super) fn new(request: crate::$request, worker: &Arc<Worker>) -> Self {
                Self {
                    request,
                    worker: Arc::clone(worker),
                }
            }

            /// Sets the time limit for one attempt of this request, in place of the client's.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            /// use std::time::Duration;
            ///
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.attempt_timeout(Duration::from_secs(10));
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
                self.request = self.request.attempt_timeout(timeout);
                self
            }

            /// Sets the time limit for all attempts of this request and the waits between them.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            /// use std::time::Duration;
            ///
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.total_timeout(Duration::from_secs(60));
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn total_timeout(mut self, timeout: Duration) -> Self {
                self.request = self.request.total_timeout(timeout);
                self
            }

            /// Sets the retry policy of this request, in place of the client's.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            /// use publicsquare::RetryPolicy;
            ///
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.retry_policy(RetryPolicy::never());
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn retry_policy(mut self, policy: RetryPolicy) -> Self {
                self.request = self.request.retry_policy(policy);
                self
            }
        }

        impl std::fmt::Debug for $request {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.request.fmt(f)
            }
        }
    };
}

/// `send` of a request that reads.
macro_rules! send_method {
    ($request:ident => $output:ty, $make:literal) => {
        impl $request {
            /// Sends the request and repeats it as the retry policy says.
            ///
            /// ```
            /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
            /// # let keys = sandbox.seeded().test();
            /// # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
            /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
            /// # let client = builder.api_key(admin).build()?;
            #[doc = concat!("let answer = ", $make, ".send()?;")]
            /// println!("{answer:?}");
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            ///
            /// # Errors
            ///
            /// The request is refused, or no usable response comes. Nothing has changed in any case.
            pub fn send(&self) -> Result<$output, Error> {
                let request = self.request.clone();
                self.worker
                    .run(crate::effect::Effect::READ, None, async move {
                        request.send().await
                    })
            }
        }
    };
}

/// The identity of a request that writes, and its `send`. `$real` makes a request for a key of the sandbox.
macro_rules! identity_methods {
    ($request:ident => $output:ty, $make:literal, $real:literal) => {
        impl $request {
            /// The idempotency key: it makes a repeat of the request the same request. It is as secret as an API key.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            #[doc = concat!("let request = ", $make, ";")]
            /// // Store it before the request is sent, where you would store an API key.
            /// store_durably(request.idempotency_key().expose_secret());
            /// # fn store_durably(_: &str) {}
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            #[must_use]
            pub fn idempotency_key(&self) -> &IdempotencyKey {
                self.request.idempotency_key()
            }

            /// The correlation id: the vendor's support can find the request by it. It is not a secret.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            #[doc = concat!("let request = ", $make, ";")]
            /// println!("if this fails, tell the support {}", request.correlation_id());
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            #[must_use]
            pub fn correlation_id(&self) -> &CorrelationId {
                self.request.correlation_id()
            }

            /// Sets an idempotency key of your own, which **no request has used before**.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            /// use publicsquare::IdempotencyKey;
            ///
            /// let key = IdempotencyKey::random();
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.with_idempotency_key(key.clone());
            /// assert_eq!(request.idempotency_key(), &key);
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn with_idempotency_key(mut self, key: IdempotencyKey) -> Self {
                self.request = self.request.with_idempotency_key(key);
                self
            }

            /// Repeats a request that may have been sent before. The asynchronous twin explains it in full.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            /// use publicsquare::IdempotencyKey;
            ///
            /// # let stored = "5f4a1c1e-8d0c-4a9f-9d5e-2f5b7d0f1c33";
            /// let key = IdempotencyKey::new(stored)?; // before the crash, the program stored this text
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.replaying(key);
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn replaying(mut self, key: IdempotencyKey) -> Self {
                self.request = self.request.replaying(key);
                self
            }

            /// Sets a correlation id of your own, such as the number of a change.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            /// use publicsquare::CorrelationId;
            ///
            #[doc = concat!("let request = ", $make, ";")]
            /// let request = request.with_correlation_id(CorrelationId::new("change-4711")?);
            /// assert_eq!(request.correlation_id().as_str(), "change-4711");
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            pub fn with_correlation_id(mut self, id: CorrelationId) -> Self {
                self.request = self.request.with_correlation_id(id);
                self
            }

            /// Sends the request and repeats it as the retry policy says.
            ///
            /// ```
            /// # let sandbox = publicsquare_sandbox::Sandbox::builder().start_blocking()?;
            /// # let keys = sandbox.seeded().test();
            /// # let (admin, writer) = (keys.secret().value(), keys.key_writer().id());
            /// # let builder = publicsquare::blocking::Client::builder().base_url(sandbox.url());
            /// # let client = builder.api_key(admin).build()?;
            /// # let created = client.api_keys().create("Till", ["payment:read"])?.send()?;
            /// # let id = created.details.id.ok_or("no id")?;
            #[doc = concat!("match ", $real, ".send() {")]
            ///     Ok(done) => println!("{done:?}"),
            ///     Err(error) => eprintln!("{error}"),
            /// }
            /// # Ok::<(), Box<dyn std::error::Error>>(())
            /// ```
            ///
            /// # Errors
            ///
            /// [`Error::certainty`] says what the failure means.
            pub fn send(&self) -> Result<$output, Error> {
                let request = self.request.clone();
                let key = Some(request.idempotency_key().clone());
                self.worker.run(
                    crate::$request::EFFECT,
                    key,
                    async move { request.send().await },
                )
            }
        }
    };
}

/// The id of a request about one key.
macro_rules! id_method {
    ($request:ident, $make:literal) => {
        impl $request {
            /// The id of the key that the request is about.
            ///
            /// ```
            /// # let client = publicsquare::blocking::Client::builder().api_key("sk_test_1").build()?;
            #[doc = concat!("let request = ", $make, ";")]
            /// assert_eq!(request.id().as_str(), "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ");
            /// # Ok::<(), publicsquare::Error>(())
            /// ```
            #[must_use]
            pub fn id(&self) -> &ApiKeyId {
                self.request.id()
            }
        }
    };
}

pub(super) use {blocking_request, id_method, identity_methods, send_method};
