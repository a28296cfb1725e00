//! Typed mocks of the PublicSquare API over [`httpmock`], and the faults that a client has to survive.
//!
//! Use it in the tests of an application that calls the API. A mock answers what the test tells it. If you need a server
//! that behaves like the API, use `publicsquare-sandbox` instead.
//!
//! # A tour
//!
//! 1. `MockServer::start()` starts a server on the loopback interface. It works in an asynchronous test as well.
//! 2. [`MockServerExt`] gives the server a method for each operation, which creates a mock.
//! 3. The first argument of its closure selects the requests: `when.id(&id)`, `when.page(2)`. Without a condition the
//!    mock answers every request of the operation. Anything that the description does not list, such as the API key, is
//!    matched by httpmock itself: `when.into_inner().header("x-api-key", "sk_test_1")`.
//! 4. The second argument sets the response: a documented one (`then.ok(&value)`, `then.not_found(&problem)`), or one of
//!    the [`Faults`].
//! 5. [`FaultyProxy`] stands between the client and the server, and loses responses.
//!
//! The values are those of the module [`types`]. Each type has a `builder()`; its `try_into()` returns the value, or says
//! which member is missing. These are the types of the generated client, not those of the crate `publicsquare`. Only
//! [`ApiKeyId`] and [`SecretKey`] are the same in both.
//!
//! # Sequences
//!
//! Mocks are tried in the order in which they were created. So a sequence is a mock that answers a number of times,
//! followed by the next mock:
//!
//! ```
//! use publicsquare_client::{Client, Connection};
//! use publicsquare_httpmock::httpmock::MockServer;
//! use publicsquare_httpmock::{ApiKeyId, Faults, MockServerExt, RetryAfter, types::ApiKey};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let id: ApiKeyId = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ".parse()?;
//! let new_key: ApiKey = ApiKey::builder()
//!     .id(id.to_string())
//!     .key(Some("sk_test_6fpAaGyHBeGNpxTp8KJt2Dkm".into()))
//!     .try_into()?;
//!
//! let server = MockServer::start();
//! let limited = server.regenerate_api_key(|_, then| {
//!     then.rate_limited(Some(RetryAfter::Seconds(1))).once();
//! });
//! let done = server.regenerate_api_key(|when, then| {
//!     when.id(&id).into_inner().header("x-api-key", "sk_test_the_old_key");
//!     then.ok(&new_key);
//! });
//!
//! let connection = Connection::new("sk_test_the_old_key".into())?;
//! let client = Client::connect(&server.base_url().parse()?, connection)?;
//! assert!(client.regenerate_api_key().id(&id).send().await.is_err());
//! let response = client.regenerate_api_key().id(&id).send().await?;
//! assert_eq!(response.key, new_key.key);
//! assert_eq!((limited.calls(), done.calls()), (1, 1));
//! # Ok(())
//! # }
//! ```
//!
//! # Modules
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`operations`] | the arguments of the closures, for each operation (generated) |
//! | [`types`] | the values of requests and responses, from `publicsquare-client` |
//! | `faults` | [`Faults`] and [`RetryAfter`]: errors, pages of gateways, broken bodies, delays |
//! | `faulty_proxy` | [`FaultyProxy`]: lost and cut responses |
//! | `response_framing` | where a response ends, for the proxy |
//! | `body`, `parameter` | bodies and parameters as the client sends them, for the generated code |

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

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
