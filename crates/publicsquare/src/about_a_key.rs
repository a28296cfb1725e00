//! Requests about one key, declared in one place each.
//!
//! In comes what sets an operation apart: its words, its effect, and what else it sends. Out come the request with
//! everything that such requests have in common, and the methods that prepare it, asynchronous and blocking. What
//! is left to write is how an answer is read.

/// Declares a request that changes a key. It has an identity, limits of its own, and can be awaited.
///
/// `asks` is the operation of the generated client, with the fields that are sent beside the id and the identity.
/// `reads` makes the output of an answer, or says why it is not one: from the request, the head of the answer, its
/// body, and the number of attempts.
macro_rules! change_of_a_key {
    (
        $(#[$meta:meta])*
        pub struct $request:ident { $($field:ident: $type:ty),* }
        effect: $effect:expr,
        span: $span:literal,
        asks: $operation:ident { $($sent:ident),* },
        reads: |$asked:ident, $head:ident, $body:ident, $count:ident| $reads:expr;
        $(#[$send:meta])*
        fn send() -> $output:ty;
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        #[must_use = "nothing is sent until the request is awaited"]
        pub struct $request {
            client: $crate::client::Client,
            id: publicsquare_client::ApiKeyId,
            written: $crate::written::Written,
            $($field: $type,)*
        }

        $crate::written::written_methods!($request);
        $crate::patience::patience_methods!($request);
        $crate::written::awaitable!($request => $output);

        impl $request {
            pub(crate) fn new(
                client: $crate::client::Client,
                id: publicsquare_client::ApiKeyId,
                $($field: $type,)*
            ) -> Self {
                let written = $crate::written::Written::new();
                Self { client, id, written, $($field,)* }
            }

            /// The key that is to be changed.
            #[must_use]
            pub fn id(&self) -> &publicsquare_client::ApiKeyId {
                &self.id
            }

            $(#[$send])*
            pub async fn send(&self) -> Result<$output, $crate::error::Error> {
                use $crate::sending::Instrument as _;

                let call = self.written.call(&self.client, $effect);
                let span = tracing::debug_span!(
                    $span,
                    key_id = %self.id,
                    correlation_id = %self.written.correlation_id,
                );
                let call = &call;
                call.send(|number, generated| self.attempt(call, number, generated))
                    .instrument(span)
                    .await
            }

            async fn attempt(
                &self,
                call: &$crate::sending::Call<'_>,
                attempts: u32,
                generated: std::sync::Arc<$crate::sending::Generated>,
            ) -> Result<$crate::retry::attempts::Answered<$output>, $crate::retry::failure::Failure> {
                let answer = generated
                    .$operation()
                    .id(&self.id)
                    .idempotency_key(self.written.idempotency_key.expose_secret())
                    .x_correlation_id(self.written.correlation_id.as_str())
                    $(.$sent(self.$sent.clone()))*
                    .send()
                    .await
                    .map_err(|error| call.failure(error))?;
                let (head, body) = $crate::sending::open(answer, call.correlation_id);
                let ($asked, $head, $body, $count) = (self, &head, body, attempts);
                let output = $reads?;
                Ok($head.answered(output))
            }
        }
    };
}

/// Gives both kinds of [`ApiKeys`](crate::ApiKeys) the method that prepares a request about a key.
macro_rules! prepared_by_id {
    ($(#[$meta:meta])* $method:ident => $request:ident) => {
        impl $crate::api_keys::ApiKeys {
            $(#[$meta])*
            ///
            /// Takes an [`ApiKeyId`](crate::ApiKeyId) or a text that is parsed into one.
            ///
            /// # Errors
            ///
            /// A text that is not the id of an API key, by what is wrong at which character.
            pub fn $method<Id>(&self, id: Id) -> Result<$request, $crate::error::Error>
            where
                Id: TryInto<publicsquare_client::ApiKeyId>,
                $crate::error::Error: From<Id::Error>,
            {
                Ok($request::new(self.client().clone(), id.try_into()?))
            }
        }

        #[cfg(feature = "blocking")]
        impl $crate::blocking::ApiKeys {
            #[doc = concat!(
                "As [`publicsquare::ApiKeys::", stringify!($method), "`](crate::ApiKeys::",
                stringify!($method), ")."
            )]
            ///
            /// # Errors
            ///
            /// A text that is not the id of an API key.
            pub fn $method<Id>(&self, id: Id) -> Result<$crate::blocking::$request, $crate::error::Error>
            where
                Id: TryInto<publicsquare_client::ApiKeyId>,
                $crate::error::Error: From<Id::Error>,
            {
                let request = self.keys().$method(id)?;
                Ok($crate::blocking::$request::new(request, self.worker()))
            }
        }
    };
}

pub(crate) use {change_of_a_key, prepared_by_id};
