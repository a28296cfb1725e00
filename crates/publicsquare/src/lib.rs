//! Rotate PublicSquare API keys without losing one.
//!
//! ```no_run
//! # async fn example() -> Result<(), publicsquare::Error> {
//! let client = publicsquare::Client::from_env()?; // PUBLICSQUARE_API_KEY, PUBLICSQUARE_BASE_URL
//! let rotated = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?.await?;
//! store(rotated.key.expose_secret());
//! # fn store(_: &str) {}
//! # Ok(())
//! # }
//! ```
//!
//! The endpoint kills the old value of a key and hands out the new one in a single reply. This crate
//! is about that moment:
//!
//! * [`Error::certainty`] says of every failure whether the old key lives.
//! * An answer is believed only if it shows that the API gave it: a login page with status 200 is
//!   [`ErrorKind::NotTheApi`], and no success.
//! * [`Regenerate`] has an idempotency key from the moment it is built, and retries only under it.
//! * A success never loses the key: unknown members, members of other types, a body that is cut off
//!   behind the key, all of that is survived.
//! * No secret reaches a log, an error, a `Debug` or a trace.
//! * [`Regenerate::send_kept`] stores the identity of a request before it is sent, and keeps it until the
//!   new key is stored.
//! * Every answer and [`Error::server_time`] tell the server's own time, for programs that must know how
//!   old a stored request is.
//!
//! # What it needs
//!
//! * **A Tokio runtime with its I/O and its timers on** ([`enable_all`]) wherever a request of the
//!   asynchronous client is awaited. The client of the module `blocking` brings its own.
//! * With the feature `rustls`, the certificates that the system trusts. [`ClientBuilder`] says how to add
//!   one, and how requests go through a proxy.
//!
//! [`enable_all`]: https://docs.rs/tokio/latest/tokio/runtime/struct.Builder.html#method.enable_all
//!
//! # Tracing
//!
//! A call is a span such as `publicsquare.regenerate`, with `key_id` and `correlation_id` where there are
//! any; each attempt is an event in it with `attempt`, `status` and `elapsed_ms`, and where it failed also with `kind`,
//! `certainty`, `retry_in_ms` and the `correlation_id` of the answer. All at level DEBUG.
//!
//! # Public data types
//!
//! These can be serialized and, with the feature `schemars`, have a JSON Schema: [`Answer`], [`ApiKey`],
//! [`ApiKeyId`], [`ApiKeyPage`], [`Certainty`], [`CorrelationId`], [`Created`], [`Environment`], [`ErrorKind`],
//! [`FieldError`], [`IdempotencyKey`], [`KeyType`], [`KeyTypeInfo`], [`Permission`], [`PermissionInfo`],
//! [`Problem`], [`Regenerated`], [`Revealed`], [`SecretKey`]. What holds a secret refuses to be serialized
//! outside [`serialize_secrets`].
//!
//! In JSON, names of members are those of the fields, and an [`Answer`] has its content under `value`. A
//! [`Certainty`] and an [`ErrorKind`] are written in snake case, as in `"rotated_unreadable"` and
//! `"not_the_api"`. A [`Permission`], [`KeyType`] and [`Environment`] are spelled as the API spells them. Points in
//! time are those of chrono 0.4, whose crate is re-exported as [`chrono`].
//!
//! # Features
//!
//! | feature | default | what it does |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS by rustls and the certificates that the system trusts |
//! | `native-tls` | no | TLS by the operating system's library; `rustls` wins where both are on |
//! | `blocking` | no | the module `blocking` |
//! | `schemars` | no | `JsonSchema` of schemars 1 for the public data types |
//! | `fakes` | no | the module `fakes`: results and errors for an application's own tests |

#![forbid(unsafe_code)]

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "fakes")]
pub mod fakes;

mod answer;
mod api_key;
mod api_keys;
mod builder;
mod certainty;
mod client;
mod create;
mod delete;
mod display_text;
mod effect;
mod environment_variables;
mod error;
mod failure;
mod history;
mod identity;
mod key_attributes;
mod key_provider;
mod key_request;
mod list;
mod open_enum;
mod problem;
mod read;
mod regenerate;
mod request_identity;
mod request_methods;
mod response_checks;
mod response_head;
mod retry;
mod send_kept;
mod sending;
mod server_time;
mod update;

/// The library of points in time, whose types results and errors have. Its version is part of this API.
pub use chrono;
/// The HTTP library, whose types [`ClientBuilder::configure_http`] takes. Its version is part of this API.
pub use reqwest;

pub use publicsquare_client::{
    ApiKeyId, InvalidApiKeyId, SecretKey, redact_keys, serialize_secrets,
};

pub use crate::answer::Answer;
pub use crate::api_key::{ApiKey, Created, Revealed};
pub use crate::api_keys::ApiKeys;
pub use crate::builder::ClientBuilder;
pub use crate::certainty::Certainty;
pub use crate::client::Client;
pub use crate::create::Create;
pub use crate::delete::Delete;
pub use crate::error::{Error, ErrorKind};
pub use crate::identity::{
    CorrelationId, IdempotencyKey, InvalidCorrelationId, InvalidIdempotencyKey,
};
pub use crate::key_attributes::{
    Environment, KeyType, OtherEnvironment, OtherKeyType, OtherPermission, Permission,
};
pub use crate::key_provider::{KeyProvider, KeyUnavailable, ProvidedKey};
pub use crate::list::{ApiKeyPage, ApiKeyStream, List};
pub use crate::problem::{FieldError, Problem};
pub use crate::read::{ApiKeyTypes, Get, KeyTypeInfo, PermissionInfo, Permissions, Reveal};
pub use crate::regenerate::{Regenerate, Regenerated};
pub use crate::retry::clock::Clock;
pub use crate::retry::policy::RetryPolicy;
pub use crate::send_kept::{RequestStore, SendKeptError, StoredRequest, Unconfirmed};
pub use crate::update::Update;
