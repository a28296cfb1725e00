//! A local PublicSquare for tests: an HTTP server on a loopback port that really replaces keys.
//!
//! [`Sandbox`] has accounts, API keys, permissions, idempotency keys, rate limits and a clock. It answers
//! every [`Operation`] on API keys: list, create, get, update, delete, reveal, regenerate, and the lists of
//! types and permissions. After a regeneration the new value authenticates and the old one is refused.
//! **Faults on demand** break a request at an exact moment. A test can lose the response *after* the key
//! has changed, and see what its program does then.
//!
//! The sandbox implements the contract that the vendor documents. It shares no code with any client, so
//! that a client is tested against the contract and not against itself.
//!
//! # Start it and use it in a test
//!
//! Start a sandbox, and give its URL and one of its keys to the program under test. The keys that every
//! sandbox starts with are in [`Sandbox::seeded`]. What the server knows afterwards is the truth that the
//! test compares with.
//!
//! ```
//! use publicsquare_sandbox::Sandbox;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().start().await?;
//! let admin = sandbox.seeded().production().secret();
//! let target = sandbox.seeded().production().publishable();
//!
//! // This stands for your program. It needs sandbox.url() and a key.
//! let client = reqwest::Client::builder().no_proxy().build()?;
//! let response = client
//!     .post(format!("{}/api-keys/{}/regenerate", sandbox.url(), target.id()))
//!     .header("X-API-KEY", admin.value())
//!     .send()
//!     .await?;
//! let body: serde_json::Value = response.json().await?;
//!
//! let current = sandbox.current_value(target.id()).ok_or("the key is gone")?;
//! assert_eq!(body["key"], current.value());
//! assert_ne!(target.value(), current.value());
//! assert_eq!(sandbox.regenerations(target.id()), 1);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! The server has threads and a runtime of its own. [`Builder::start_blocking`] starts it without a
//! runtime, blocking code can call it, and a paused Tokio clock in the test does not stop it. It stops when
//! the [`Sandbox`] is dropped.
//!
//! # Faults on demand
//!
//! [`Sandbox::inject`] queues a [`Fault`]. The next request to a matching operation takes it, and it
//! strikes [before or after the commit](Moment). A [`Gate`] holds a request until the test has acted, so
//! that no test needs to sleep.
//!
//! ```
//! use publicsquare_sandbox::{Fault, Moment, Sandbox};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::builder().start().await?;
//! let admin = sandbox.seeded().production().secret();
//! let target = sandbox.seeded().production().publishable();
//! # let client = reqwest::Client::builder().no_proxy().build()?;
//! let regenerate = || {
//!     client
//!         .post(format!("{}/api-keys/{}/regenerate", sandbox.url(), target.id()))
//!         .header("X-API-KEY", admin.value())
//!         .header("IDEMPOTENCY-KEY", "5f3c6f0e-6a0c-4c43-9a83-0d6f3d3f2a11")
//!         .send()
//! };
//!
//! // The key changes, and the response is lost on the way back.
//! sandbox.inject(Fault::drop_connection(Moment::AfterCommit));
//! assert!(regenerate().await.is_err());
//! assert_eq!(sandbox.regenerations(target.id()), 1);
//!
//! // The repeat has the same idempotency key: it gets the stored response, and nothing changes again.
//! let body: serde_json::Value = regenerate().await?.json().await?;
//! let current = sandbox.current_value(target.id()).ok_or("the key is gone")?;
//! assert_eq!(body["key"], current.value());
//! assert_eq!(sandbox.regenerations(target.id()), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Time
//!
//! [`Builder::clock`] takes a [`ManualClock`], which stands still until the test moves it. Grace periods,
//! the 24 hours of stored responses and the rate limit follow it.
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//! use publicsquare_sandbox::{ManualClock, Sandbox};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let clock = ManualClock::at(UNIX_EPOCH + Duration::from_secs(1_800_000_000));
//! let sandbox = Sandbox::builder()
//!     .clock(clock.clone())
//!     .grace_period(Duration::from_secs(60))
//!     .start()
//!     .await?;
//! let secret = sandbox.seeded().test().secret();
//! # let client = reqwest::Client::builder().no_proxy().build()?;
//! let status = async |method: reqwest::Method, path: &str| {
//!     let request = client.request(method, format!("{}{path}", sandbox.url()));
//!     let response = request.header("X-API-KEY", secret.value()).send().await?;
//!     Ok::<_, reqwest::Error>(response.status().as_u16())
//! };
//!
//! // The key replaces its own value. The old value works for one more minute.
//! let path = format!("/api-keys/{}/regenerate", secret.id());
//! assert_eq!(status(reqwest::Method::POST, &path).await?, 200);
//! assert_eq!(status(reqwest::Method::GET, "/api-keys").await?, 200);
//! clock.advance(Duration::from_secs(60));
//! assert_eq!(status(reqwest::Method::GET, "/api-keys").await?, 401);
//! # Ok(())
//! # }
//! ```
//!
//! # Control port
//!
//! [`Builder::control`] opens a second port, on which programs in any language set, list and clear faults
//! while the sandbox runs. No client of the API can reach it by mistake. A fault is a line of text in the
//! grammar of [`Fault`'s `FromStr`](Fault#impl-FromStr-for-Fault):
//!
//! ```console
//! curl --data 'regenerate=drop:after*2' http://127.0.0.1:4001/faults   # sets one, and lists all
//! curl http://127.0.0.1:4001/faults                                    # lists all
//! curl -X DELETE http://127.0.0.1:4001/faults                          # clears all
//! ```
//!
//! The program `publicsquare-sandbox` of this package offers all of this on a command line.
//!
//! # Decisions where the vendor documents nothing
//!
//! | question | the sandbox |
//! | --- | --- |
//! | Which error comes first? | 429, 401, 400, 403, 404, 422 for a key that cannot be changed, then idempotency (409, 422) |
//! | How long does a replaced value live? | not at all; [`Builder::grace_period`] changes that |
//! | Which requests share idempotency keys? | those of one account in one environment; [`Builder::idempotency_scope`] changes that |
//! | What if an idempotency key comes back with another path, operation or body? | 422, and nothing happens |
//! | Whose value does `reveal` show? | that of any key in the environment; [`Builder::reveal`] changes that |
//! | What is `key` in list, get and update? | `null`; [`Builder::key_member`] changes that |
//! | Which permissions can a restricted key have? | any text, and at least one |
//! | What if a publishable or secret key is updated or deleted? | 422 |
//! | What if a body is not JSON, or longer than 64 KiB? | 400, with `$` in `errors` |
//! | How many restricted keys can there be? | 1,000 in one environment of an account, then 422 |
//! | What if the `IDEMPOTENCY-KEY` header is empty? | it counts as absent |
//! | Can a publishable key authenticate? | yes, but it has no permission for any operation here: 403 |
//! | How does the value of a restricted key begin? | `rk_prod_`, `rk_test_` |
//! | How are requests counted for the rate limit? | in fixed windows that begin with a first request |
//! | Which permission does a regeneration need? | the security scope `api-key:write`. The heading "Permissions" on the same page names `payment-method:write`, which is not enough |
//!
//! # Modules
//!
//! A request passes through `server`, `responder`, `operations` and `pipeline`, in this order.
//!
//! | module | contents |
//! | --- | --- |
//! | `builder`, `sandbox` | the settings, and the running sandbox |
//! | `server` | the listening port, its connections and its thread |
//! | `responder` | what every request goes through: log, rate limit, routing, errors |
//! | `operations` | the router, and one file for each operation |
//! | `endpoint`, `pipeline` | the interface of an operation, and the steps that all operations share |
//! | `service` | the state that all requests share |
//! | `state` | accounts, keys, the seeded keys, and the file format |
//! | `authentication`, `idempotency`, `rate_limit` | what their names say |
//! | `fault`, `control` | faults on demand, and the port that sets them |
//! | `operation`, `visibility`, `retry_after`, `clock` | settings and names that other modules use |
//! | `reply`, `problem`, `field_errors` | the responses: success and problem details |
//! | `request_body`, `correlation`, `identifier` | reading parts of a request |
//! | `request_log` | the requests so far, without secrets |
//! | `recording` | requests and responses as they are, for a judge; only with the feature of this name |
//! | `random`, `lock`, `sync` | random values, a mutex that survives a panic, and the types that both share |

#![forbid(unsafe_code)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

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
#[cfg(all(test, shuttle))]
mod interleavings;
mod lock;
mod operation;
mod operations;
mod pipeline;
mod problem;
mod random;
mod rate_limit;
#[cfg(feature = "recording")]
mod recording;
mod reply;
mod request_body;
mod request_log;
mod responder;
mod retry_after;
mod sandbox;
mod server;
mod service;
mod state;
mod sync;
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
