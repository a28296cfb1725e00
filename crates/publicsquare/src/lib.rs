//! Rotate PublicSquare API keys without losing one.
//!
//! The API replaces the value of a key in a single call. From then on, treat the old value as dead. The response has the
//! new one. If the response is lost, only the same request or `reveal` can bring the new value back. This crate is about
//! that moment. Every error says what is known of the old key, and a request that changes a key is repeated only with the
//! same idempotency key.
//!
//! # Build a client
//!
//! ```no_run
//! // PUBLICSQUARE_API_KEY and, if it is set, PUBLICSQUARE_BASE_URL.
//! let client = publicsquare::Client::from_env()?;
//! # Ok::<(), publicsquare::Error>(())
//! ```
//!
//! [`Client::builder`] has all settings: timeouts, retries, certificates, a proxy, the HTTP client itself. A service whose
//! key changes gives the client a [`KeyProvider`]. Code that is not asynchronous uses the module `blocking`.
//!
//! # Rotate a key
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = publicsquare_sandbox::Sandbox::builder().start().await?;
//! # let keys = sandbox.seeded().test();
//! # let (admin, id) = (keys.secret().value(), keys.key_writer().id());
//! # let client = publicsquare::Client::builder().base_url(sandbox.url()).api_key(admin).build()?;
//! let rotated = client.api_keys().regenerate(id)?.await?;
//! store_durably(rotated.key.expose_secret());
//! # fn store_durably(_: &str) {}
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
//! ```
//!
//! [`ApiKeys`] has the other operations: list, create, get, update, delete and reveal. If your program may crash between
//! the response and its own store, call [`Regenerate::send_kept`] in place of `await`: it stores the request before it is
//! sent, and keeps it until you confirm that the new key is stored.
//!
//! # Errors
//!
//! Ask an [`Error`] for its [`certainty`](Error::certainty) first:
//!
//! | [`Certainty`] | the old key | what to do |
//! | --- | --- | --- |
//! | `NotSent`, `Rejected` | works | correct the cause |
//! | `Unknown` | may work or not | send the same request again, or reveal the key |
//! | `RotatedUnreadable` | is dead | send the same request again, or reveal the key |
//!
//! `Display` is one line: what happened, what it means for the key, what to do next. [`ErrorKind`] says what happened on
//! the way. A response counts only if it shows that the API gave it: a login page with status 200 is
//! [`ErrorKind::NotTheApi`], and no success. A success keeps the key, even if other members are missing, unknown or of
//! another type, or if the body breaks off after the key. No secret reaches a log, an error, a `Debug` or a trace.
//!
//! # Retries
//!
//! The client repeats failures that may pass, with exponential backoff and jitter, and waits out rate limits.
//! [`RetryPolicy`] has the table and the settings. A request that creates, changes or regenerates a key has an
//! idempotency key from the moment it is built, and is only repeated with that key. To repeat a request of a process that has died, store its
//! [`idempotency_key`](Regenerate::idempotency_key) and call [`replaying`](Regenerate::replaying). By the
//! vendor's page on idempotency, the server keeps results for 24 hours; whether it keeps that of `regenerate`, a POST
//! without a body, is not documented. Its own clock decides, which [`Error::server_time`] and every result report.
//!
//! # Testing
//!
//! | to test | use |
//! | --- | --- |
//! | the logic of your program, without a server | the module `fakes` (feature `fakes`) |
//! | one prepared response over HTTP | the crate `publicsquare-httpmock` |
//! | state, permissions, faults, a crash | the crate `publicsquare-sandbox` |
//! | retries without waiting | a [`Clock`] of your own |
//!
//! # Examples
//!
//! Each of them runs by itself, with `cargo run -p publicsquare --example rotate`:
//!
//! | example | shows |
//! | --- | --- |
//! | `rotate` | one rotation from start to end |
//! | `replay_after_a_crash` | sending the same request again |
//! | `secret_store` | a [`RequestStore`] over files, and the delivery of the key |
//! | `axum_service` | a service that rotates its key while it serves requests |
//! | `own_ca` | a certificate authority of your own, and settings of the HTTP client |
//! | `testing` | fakes, mocks and the sandbox |
//!
//! # Requirements
//!
//! * A request of the asynchronous client needs **a Tokio runtime with I/O and timers** ([`enable_all`]). The client of the
//!   module `blocking` brings its own.
//! * With the feature `rustls`, the client trusts the certificates of the system.
//!   [`ClientBuilder::add_root_certificate`] adds one.
//!
//! [`enable_all`]: https://docs.rs/tokio/latest/tokio/runtime/struct.Builder.html#method.enable_all
//!
//! # Tracing
//!
//! Each call is a span such as `publicsquare.regenerate`, with `key_id` and `correlation_id` if there are any. Each
//! attempt is an event in it, with `attempt`, `status` and `elapsed_ms`. A failed attempt also has `kind`, `certainty`,
//! `retry_in_ms` and the `correlation_id` of the response. All of them have the level DEBUG.
//!
//! # Public data types
//!
//! These types can be serialized and, with the feature `schemars`, have a JSON Schema: [`Answer`], [`ApiKey`],
//! [`ApiKeyId`], [`ApiKeyPage`], [`Certainty`], [`CorrelationId`], [`Created`], [`Environment`], [`ErrorKind`],
//! [`FieldError`], [`IdempotencyKey`], [`KeyType`], [`KeyTypeInfo`], [`Permission`], [`PermissionInfo`],
//! [`Problem`], [`Regenerated`], [`Revealed`], [`SecretKey`]. A value that holds a secret can only be serialized inside
//! [`serialize_secrets`].
//!
//! In JSON, the members have the names of the fields, and the content of an [`Answer`] is under `value`. A
//! [`Certainty`] and an [`ErrorKind`] are in snake case, such as `"rotated_unreadable"` and `"not_the_api"`. A
//! [`Permission`], [`KeyType`] and [`Environment`] are spelled as the API spells them. Points in time are those of
//! chrono 0.4; this crate re-exports it as [`chrono`].
//!
//! # Features
//!
//! | feature | default | what it does |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS by rustls, with the certificates that the system trusts |
//! | `native-tls` | no | TLS by the library of the operating system; if both are on, `rustls` is used |
//! | `blocking` | no | the module `blocking` |
//! | `schemars` | no | `JsonSchema` of schemars 1 for the public data types |
//! | `fakes` | no | the module `fakes`: results and errors for the tests of an application |
//!
//! # Map of the modules
//!
//! All public types are at the top of the crate. Inside, these modules make them:
//!
//! | modules | what they are for |
//! | --- | --- |
//! | `client`, `builder`, `environment_variables`, `key_provider` | the client, its settings and its key |
//! | `api_keys`, `regenerate`, `create`, `update`, `delete`, `read`, `list` | the operations and their requests |
//! | `key_request`, `request_methods`, `request_identity`, `identity` | what requests have in common |
//! | `sending`, `retry`, `history` | attempts, and what is known after them |
//! | `response_head`, `response_checks`, `server_time` | whether a response is the one that was asked for |
//! | `failure`, `certainty`, `effect`, `error`, `problem` | what a failure means, and the sentence for it |
//! | `api_key`, `answer`, `key_attributes`, `open_enum` | the results |
//! | `send_kept` | a rotation that survives a crash |
//! | `display_text` | texts from elsewhere, safe for one line |
//! | `blocking`, `fakes` | the same without `async`; values for tests |

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
#[cfg(all(test, shuttle))]
mod interleavings;
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
mod sync;
mod update;

/// The library for points in time: results and errors use its types. Its version is part of this API.
pub use chrono;
/// The HTTP library: [`ClientBuilder::configure_http`] takes its builder. Its version is part of this API.
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
