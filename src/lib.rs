//! The generated client for the PublicSquare API: it manages API keys over HTTP, keeps the key of every response that it
//! can read, and shows none.
//!
//! Most applications want the crate `publicsquare` instead. It is built on this one and adds retries, errors that say
//! whether the old key still works, and a blocking client. Use this crate when you need to control each request
//! yourself.
//!
//! # A tour
//!
//! 1. [`BaseUrl`] says where requests go. The default is the real API.
//! 2. [`Connection`] holds the API key and the user agent.
//! 3. [`Client::connect`] joins the two. [`Transport`] is the way to set timeouts, a proxy or a certificate.
//! 4. The client has a method for each operation. The method returns a builder from the module [`builder`], whose
//!    `send()` makes the call.
//! 5. The response is a [`ResponseValue`]: a value from the module [`types`] with the status and the headers.
//!
//! ```no_run
//! use publicsquare_client::{BaseUrl, Client, Connection, SecretKey};
//!
//! # async fn example(secret: String) -> Result<(), Box<dyn std::error::Error>> {
//! let connection = Connection::new(SecretKey::new(secret))?;
//! let client = Client::connect(&BaseUrl::default(), connection)?;
//! let response = client.regenerate_api_key().id("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ").send().await?;
//! if let Some(key) = &response.key {
//!     store(key.expose_secret());
//! }
//! # fn store(_: &str) {}
//! # Ok(())
//! # }
//! ```
//!
//! # What it adds to generated code
//!
//! * **A status is never lost.** Whatever the body of an error response is, the caller gets the status and the
//!   headers. They are in [`Error::ErrorResponse`] if the body is empty or contains problem details, and in
//!   [`Error::UnexpectedResponse`] otherwise.
//! * **No other server's response is taken for the API's.** A login page or a gateway can answer with any status. A
//!   body that has no member of the documented type is an [`Error::UnexpectedResponse`], even with status 200.
//! * **A key is never lost.** A member of an unexpected type does not make a response fail. If a body breaks off, the
//!   complete members before the break are still read.
//! * **A secret is never shown.** [`SecretKey`] has no `Display` and a redacted `Debug`. It is wiped on drop, and it
//!   refuses to be serialized outside [`serialize_secrets`]. The client removes secrets that a server repeats in an
//!   error.
//! * **A key goes nowhere else.** The client uses https, and http only on this machine or to a host that you name. It
//!   follows no redirect, repeats no request, and sends only documented headers.
//!
//! # When a call fails
//!
//! | error | what happened |
//! | --- | --- |
//! | [`Error::InvalidRequest`] | The request could not be built. Nothing was sent. |
//! | [`Error::CommunicationError`] | There was no connection, or the connection broke. Without a connection ([`reqwest::Error::is_connect`]) nothing was sent. |
//! | [`Error::ErrorResponse`] | The API refused the request. The value holds the problem details. |
//! | [`Error::UnexpectedResponse`] | The response does not show that the API sent it. [`UntrustedResponse`] may say why. |
//! | [`Error::InvalidResponsePayload`] | The API accepted the request, and the body cannot be read. The error does not show the body. |
//!
//! # Modules
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`types`] | the values of requests and responses (generated) |
//! | [`builder`] | a builder for each operation (generated) |
//! | `base_url` | [`BaseUrl`]: which URLs may receive an API key |
//! | `connection` | [`Connection`], and the constructors of [`Client`] |
//! | `transport` | [`Transport`]: timeouts, TLS, proxy |
//! | `client_hooks` | what is added to each request and checked in each response |
//! | `untrusted_response` | [`UntrustedResponse`]: responses that cannot come from the requested server |
//! | `body` | writes request bodies and reads response bodies |
//! | `lenient_decoding` | reads members that have an unexpected type |
//! | `partial_object` | reads a JSON object that breaks off |
//! | `parameter`, `request_url` | write parameters and the URL |
//! | `api_key_id`, `secret_key` | [`ApiKeyId`] and [`SecretKey`] |
//! | `redact` | [`redact_keys`], and the removal of secrets from responses |
//!
//! The generated modules come from `openapi/publicsquare.yaml`. `publicsquare-codegen` generates them.
//!
//! # Features
//!
//! | feature | default | what it does |
//! | --- | --- | --- |
//! | `codegen` | yes | Generates the client during the build. Without it, the committed snapshot is compiled. |
//! | `rustls` | yes | TLS by rustls, with the certificates that the operating system trusts. |
//! | `native-tls` | no | TLS by the library of the operating system. If both are on, `rustls` is used. |
//! | `schemars` | no | `schemars::JsonSchema` for the types, and `json_schemas()` in [`types`], which returns all schemas. |

#![forbid(unsafe_code)]

mod api_key_id;
mod base_url;
mod body;
mod client_hooks;
mod connection;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod lenient_decoding;
mod parameter;
mod partial_object;
mod redact;
mod request_url;
mod secret_key;
mod transport;
mod untrusted_response;

mod generated {
    #![allow(missing_docs, unreachable_pub, unused_imports, unused_mut)]
    #![allow(
        clippy::pedantic,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )]
    #![allow(rustdoc::all)]
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("generated.rs");
}

#[doc(hidden)]
pub use chrono;

pub use api_key_id::{ApiKeyId, InvalidApiKeyId};
pub use base_url::{BaseUrl, InvalidBaseUrl};
pub use body::{MAX_BODY_BYTES, MAX_STREAM_BYTES};
pub use connection::{Connection, InvalidHeader};
pub use generated::{Client, Error, ResponseValue, builder, types};
pub use redact::redact_keys;
pub use secret_key::{SecretKey, serialize_secrets};
pub use transport::{
    Timeouts, Transport, TransportBuilder, TransportError, is_refused_certificate,
};
pub use untrusted_response::UntrustedResponse;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("README.md")]
struct Readme;
