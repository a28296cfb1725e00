//! A local PublicSquare that behaves.
//!
//! [`Sandbox`] is an HTTP server on a loopback port with accounts, API keys, permissions,
//! idempotency, rate limits and a clock. It answers every [`Operation`] on API keys: list, create, get,
//! update, delete, reveal, regenerate, and the lists of types and permissions. It implements the wire contract that the vendor documents,
//! independently of any client: what talks to it is tested against the contract, not against itself.
//! A regeneration really replaces the key: the new value authenticates and the old one is refused.
//! Faults on demand break a request at an exact instant, so that a test can lose an answer *after*
//! the key has changed.
//!
//! # Example
//!
//! ```
//! use publicsquare_sandbox::{Fault, Moment, Sandbox};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().start().await?;
//! let secret = sandbox.seeded().production().secret().clone();
//! let target = sandbox.seeded().production().publishable().clone();
//! let client = reqwest::Client::builder().no_proxy().build()?;
//! let regenerate = || {
//!     client
//!         .post(format!("{}/api-keys/{}/regenerate", sandbox.url(), target.id()))
//!         .header("X-API-KEY", secret.value())
//!         .header("IDEMPOTENCY-KEY", "5f3c6f0e-6a0c-4c43-9a83-0d6f3d3f2a11")
//!         .send()
//! };
//!
//! // The key changes, and the answer is lost on the way back.
//! sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
//! assert!(regenerate().await.is_err());
//! assert_eq!(sandbox.regenerations(target.id()), 1);
//!
//! // The repeat carries the same idempotency key: the stored answer comes, nothing changes again.
//! let body: serde_json::Value = regenerate().await?.json().await?;
//! let current = sandbox.current_value(target.id()).ok_or("the key is gone")?;
//! assert_eq!(body["key"], current.value());
//! assert_eq!(sandbox.regenerations(target.id()), 1);
//!
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
//! ```
//!
//! # What it decides where the vendor documents nothing
//!
//! | question | here |
//! | --- | --- |
//! | Which rejection comes first? | 429, 401, 400, 403, 404, 422 for what cannot be changed, then idempotency (409, 422) |
//! | How long does a replaced value live? | not at all; [`Builder::grace_period`] changes that |
//! | Whose idempotency keys collide? | those of one account in one environment; [`Builder::idempotency_scope`] changes that |
//! | An idempotency key comes back with another path, operation or body? | 422, and nothing happens |
//! | Whose value does `reveal` show? | that of any key in the environment; [`Builder::reveal`] changes that |
//! | What is `key` in list, get and update? | null; [`Builder::key_member`] changes that |
//! | Which permissions can a restricted key have? | any text but an empty one |
//! | What becomes of an edit or a deletion of a publishable or secret key? | 422 |
//! | What becomes of a body that is not JSON, or longer than 64 KiB? | 400, with `$` in `errors` |
//! | How many restricted keys can there be? | 1,000 in one environment of an account, then 422 |
//! | An `IDEMPOTENCY-KEY` header that is empty? | as if it were absent |
//! | Can a publishable key authenticate? | yes, and there is nothing that it may do here: 403 |
//! | How does a restricted key's value begin? | `rk_prod_`, `rk_test_` |
//! | How are requests counted against the limit? | in fixed windows that begin with a first request |
//! | Which permission regenerates? | the security scope `api-key:write`; the page's "Permissions" heading names `payment-method:write`, which does not suffice |
//!
//! # Faults from outside
//!
//! [`Builder::control`] opens a port of its own on which programs in any language set, list and clear faults
//! while the sandbox runs. No client of the API reaches it by mistake. Faults are lines of text, as
//! [`Fault`'s `FromStr`](Fault#impl-FromStr-for-Fault) reads them:
//!
//! ```console
//! curl --data 'regenerate=drop:after*2' http://127.0.0.1:4001/faults   # sets one, and answers with all
//! curl http://127.0.0.1:4001/faults                                    # lists them
//! curl -X DELETE http://127.0.0.1:4001/faults                          # clears them
//! ```
//!
//! # Where it runs
//!
//! The server has threads and a runtime of its own. Blocking code can call it, a paused Tokio clock
//! in the test does not stop it, and it listens on loopback addresses only.

#![forbid(unsafe_code)]

mod authentication;
mod builder;
mod clock;
mod control;
mod correlation;
mod endpoint;
mod fault;
mod field_errors;
mod idempotency;
mod identifier;
mod lock;
mod operation;
mod operations;
mod pipeline;
mod problem;
mod random;
mod rate_limit;
mod reply;
mod request_body;
mod request_log;
mod responder;
mod retry_after;
mod sandbox;
mod server;
mod service;
mod state;
mod visibility;

pub use builder::Builder;
pub use clock::{Clock, ManualClock, SystemClock};
pub use fault::{Fault, FaultParseError, Gate, Moment, SpoiledBody};
pub use idempotency::IdempotencyScope;
pub use operation::Operation;
pub use problem::ErrorMediaType;
pub use rate_limit::RateLimit;
pub use request_log::LoggedRequest;
pub use retry_after::{RetryAfter, RetryAfterFormat};
pub use sandbox::Sandbox;
pub use state::seed::{DOCUMENTED_ACCOUNT_ID, DOCUMENTED_KEY_ID, Seeded, SeededKeys};
pub use state::snapshot::SeedError;
pub use state::{Environment, KeyType, SandboxKey};
pub use visibility::{KeyMember, Reveal};
