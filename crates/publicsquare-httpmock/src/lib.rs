//! Typed PublicSquare mocks over [`httpmock`], and the faults that a client has to survive.
//!
//! For an application's own tests: a mock for each operation with its parameters and its documented
//! answers ([`MockServerExt`]), faults to script ([`Faults`]), and a wire that breaks ([`FaultyProxy`]).
//! What a mock cannot do is behave; for that there is `publicsquare-sandbox`.
//!
//! # A mock, step by step
//!
//! [`MockServerExt`] gives `httpmock::MockServer` a method for each operation. The method takes a closure
//! with two arguments:
//!
//! * `when` narrows down which requests the mock answers: `when.id(&id)`, `when.page(2)`. Without a call it
//!   answers every request of the operation. What the description does not list, such as the API key, is
//!   matched with httpmock's own methods: `when.into_inner().header("x-api-key", "sk_test_1")`.
//! * `then` says what the mock answers: a documented answer (`then.ok(&value)`, `then.not_found(&problem)`),
//!   or one of the [`Faults`].
//!
//! The values are those of the module [`types`]. Each has a `builder()`, whose `try_into()` gives the value or
//! says which member is missing. They are the types of the generated client, not those of the crate
//! `publicsquare`; only [`ApiKeyId`] and [`SecretKey`] are the same in both. `MockServer::start` works in an
//! asynchronous test as well.
//!
//! # Sequences
//!
//! Mocks are tried in the order in which they were made, so a sequence is a mock that answers a
//! number of times, followed by the next:
//!
//! ```
//! use httpmock::MockServer;
//! use publicsquare_httpmock::{Faults, MockServerExt, RetryAfter, types::ApiKey};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = MockServer::start();
//! let new_key: ApiKey = ApiKey::builder()
//!     .id("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".to_owned())
//!     .key(Some("sk_test_4eC39HqLyjWDarjtT1zdp7dc".into()))
//!     .try_into()?;
//!
//! let limited = server.regenerate_api_key(|_, then| {
//!     then.rate_limited(Some(RetryAfter::Seconds(1))).once();
//! });
//! let done = server.regenerate_api_key(|when, then| {
//!     when.id(&"key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse().expect("a documented id"))
//!         .into_inner()
//!         .header("x-api-key", "sk_test_the_key_of_the_client");
//!     then.ok(&new_key);
//! });
//! // … point the client at server.base_url(), rotate, and then:
//! assert_eq!((limited.calls(), done.calls()), (0, 0));
//! # Ok(())
//! # }
//! ```

#![forbid(unsafe_code)]

mod body;
mod faults;
mod faulty_proxy;
mod parameter;
mod response_framing;

mod generated {
    #![allow(missing_docs, unreachable_pub, unused_imports)]
    #![allow(
        clippy::all,
        clippy::pedantic,
        clippy::unwrap_used,
        clippy::expect_used
    )]
    #![allow(rustdoc::all)]
    include!("generated.rs");
}

pub use httpmock;
pub use publicsquare_client::{ApiKeyId, SecretKey, types};

pub use crate::faults::{Faults, RetryAfter};
pub use crate::faulty_proxy::FaultyProxy;
pub use crate::generated::{MockServerExt, operations};
