//! How patient one request is: its own limits and retry policy in place of the client's.

/// Gives a request with a field `client` the methods that set its patience. Clones share the pool.
macro_rules! patience_methods {
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

pub(crate) use patience_methods;
