//! The generated client for the PublicSquare API.
//!
//! Everything in [`types`] and [`builder`] is generated from `openapi/publicsquare.yaml`; the few
//! hand-written modules around it keep it safe. Applications usually want the crate `publicsquare`,
//! which adds retries, errors that say whether the old key is dead, and a blocking client.
//!
//! ```no_run
//! use publicsquare_client::{BaseUrl, Client, Connection, SecretKey};
//!
//! # async fn example(secret: String) -> Result<(), Box<dyn std::error::Error>> {
//! let connection = Connection::new(SecretKey::new(secret))?;
//! let client = Client::connect(&BaseUrl::default(), connection)?;
//! let answer = client.regenerate_api_key().id("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ").send().await?;
//! if let Some(key) = &answer.key {
//!     store(key.expose_secret());
//! }
//! # fn store(_: &str) {}
//! # Ok(())
//! # }
//! ```
//!
//! # What it adds to generated code
//!
//! * **A status is never lost.** Whatever the body of an error is, the caller gets its status and its
//!   headers: with [`Error::ErrorResponse`] and as much of the problem details as there is, where the
//!   body is empty or has any.
//! * **Nobody else's answer is taken for the API's.** A login page or a gateway can answer with any
//!   status. A body without a single member of the documented type is an
//!   [`Error::UnexpectedResponse`], also with status 200.
//! * **A key is never lost.** Responses are decoded leniently, and what can be read of a body that
//!   was cut off is read.
//! * **A secret is never shown.** [`SecretKey`] has no `Display`, a redacted `Debug`, is wiped on
//!   drop and refuses to be serialized unasked. Secrets that a server repeats in an error are
//!   removed from it.
//! * **A key goes nowhere else.** https (http on loopback only, or to a host that is
//!   named for it), no redirects, no repeats that nobody asked for, and only documented
//!   headers.
//!
//! # Features
//!
//! | feature | default | what it does |
//! | --- | --- | --- |
//! | `codegen` | yes | generates the client while building; off, the committed snapshot is compiled |
//! | `rustls` | yes | TLS by rustls and the certificates that the system trusts |
//! | `native-tls` | no | TLS by the operating system's library; `rustls` wins where both are on |
//! | `schemars` | no | `schemars::JsonSchema` for the types, and [`types`]`::json_schemas()` with all of them |

#![forbid(unsafe_code)]

mod api_key_id;
mod base_url;
mod body;
mod client_hooks;
mod connection;
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
