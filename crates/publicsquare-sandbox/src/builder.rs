//! The settings of a sandbox, and its start.
//!
//! [`Sandbox::builder`](crate::Sandbox::builder) makes a [`Builder`] with defaults. In come settings; out comes a running
//! [`Sandbox`](crate::Sandbox), or the I/O error that kept it from starting. How it is started is in `builder/start.rs`.

mod start;

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::clock::{Clock, SystemClock};
use crate::idempotency::IdempotencyScope;
use crate::problem::ErrorMediaType;
use crate::rate_limit::RateLimit;
use crate::state::State;
use crate::state::snapshot::{self, SeedError};
use crate::visibility::{KeyMember, Reveal};

/// The settings of a [`Sandbox`](crate::Sandbox). [`Sandbox::builder`](crate::Sandbox::builder) makes one, and [`start`](Self::start) uses it.
///
/// ```
/// use std::time::Duration;
/// use publicsquare_sandbox::{KeyMember, RateLimit, Sandbox};
///
/// let sandbox = Sandbox::builder()
///     .grace_period(Duration::from_secs(60))
///     .key_member(KeyMember::Value)
///     .rate_limit(RateLimit::new(10, Duration::from_secs(1), Duration::from_secs(5)))
///     .start_blocking()?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use = "nothing happens before `start`"]
pub struct Builder {
    address: SocketAddr,
    control: Option<SocketAddr>,
    clock: Box<dyn Clock>,
    grace_period: Duration,
    rate_limit: Option<RateLimit>,
    idempotency_scope: IdempotencyScope,
    given_state: Option<State>,
    reveal: Reveal,
    key_member: KeyMember,
    error_media_type: ErrorMediaType,
    log_capacity: usize,
    drain_limit: Duration,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            control: None,
            clock: Box::new(SystemClock),
            grace_period: Duration::ZERO,
            rate_limit: Some(RateLimit::documented()),
            idempotency_scope: IdempotencyScope::default(),
            given_state: None,
            reveal: Reveal::default(),
            key_member: KeyMember::default(),
            error_media_type: ErrorMediaType::default(),
            log_capacity: 10_000,
            drain_limit: Duration::from_secs(1),
        }
    }

    /// The address that the API listens on: a loopback address, with port 0 for any free port. By default
    /// any free port of 127.0.0.1.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().address(([127, 0, 0, 1], 0)).start_blocking()?;
    /// assert_ne!(sandbox.address().port(), 0);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn address(self, address: impl Into<SocketAddr>) -> Self {
        Self {
            address: address.into(),
            ..self
        }
    }

    /// Opens a second port, on which programs in any language set (POST), list (GET) and clear (DELETE)
    /// faults at the path `/faults`. Each line of a body is a fault, in the grammar of
    /// [`Fault`'s `FromStr`](crate::Fault#impl-FromStr-for-Fault).
    ///
    /// The address must be a loopback address, with port 0 for any free port.
    /// [`Sandbox::control_url`](crate::Sandbox::control_url) says which one it got. By default there is no such port.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().control(([127, 0, 0, 1], 0)).start_blocking()?;
    /// assert!(sandbox.control_url().is_some());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn control(self, address: impl Into<SocketAddr>) -> Self {
        Self {
            control: Some(address.into()),
            ..self
        }
    }

    /// The clock of the sandbox. By default the clock of the machine.
    ///
    /// ```
    /// use std::time::UNIX_EPOCH;
    /// use publicsquare_sandbox::{ManualClock, Sandbox};
    ///
    /// let clock = ManualClock::at(UNIX_EPOCH);
    /// let sandbox = Sandbox::builder().clock(clock.clone()).start_blocking()?;
    /// // From here on `clock.advance(…)` moves the time of the sandbox.
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn clock(self, clock: impl Clock) -> Self {
        Self {
            clock: Box::new(clock),
            ..self
        }
    }

    /// How long a replaced value still authenticates. By default not at all. The sandbox remembers at most
    /// 10,000 replaced values: if there are more, the oldest stop earlier.
    ///
    /// ```
    /// use std::time::Duration;
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().grace_period(Duration::from_secs(3600)).start_blocking()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn grace_period(self, grace_period: Duration) -> Self {
        Self {
            grace_period,
            ..self
        }
    }

    /// How many requests one client address may send. By default [`RateLimit::documented`].
    ///
    /// ```
    /// use std::time::Duration;
    /// use publicsquare_sandbox::{RateLimit, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let one = RateLimit::new(1, Duration::from_secs(60), Duration::from_secs(60));
    /// let sandbox = Sandbox::builder().rate_limit(one).start().await?;
    /// let url = format!("{}/permissions", sandbox.url());
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// assert_eq!(client.get(&url).send().await?.status(), 401);
    /// assert_eq!(client.get(&url).send().await?.status(), 429);
    /// # Ok(())
    /// # }
    /// ```
    pub fn rate_limit(self, rate_limit: RateLimit) -> Self {
        Self {
            rate_limit: Some(rate_limit),
            ..self
        }
    }

    /// Turns the rate limit off.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().without_rate_limit().start_blocking()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn without_rate_limit(self) -> Self {
        Self {
            rate_limit: None,
            ..self
        }
    }

    /// Which requests share their idempotency keys. By default those of one account in one
    /// environment.
    ///
    /// ```
    /// use publicsquare_sandbox::{IdempotencyScope, Sandbox};
    ///
    /// // An API that ignores the header: each repeat changes the key again.
    /// let scope = IdempotencyScope::Ignored;
    /// let sandbox = Sandbox::builder().idempotency_scope(scope).start_blocking()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn idempotency_scope(self, idempotency_scope: IdempotencyScope) -> Self {
        Self {
            idempotency_scope,
            ..self
        }
    }

    /// The keys to start with, instead of the built-in ones. The text is the result of
    /// [`Sandbox::dump_json`](crate::Sandbox::dump_json) or written by hand; the README documents the format.
    ///
    /// # Errors
    ///
    /// The text is not in the format. The error names the line and the column.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let keys = r#"{
    ///   "version": 1,
    ///   "keys": [{
    ///     "id": "key_1", "account_id": "acc_1", "environment": "test", "type": "secret",
    ///     "key": "sk_test_1", "name": "Secret key", "permissions": ["api-key:read"],
    ///     "created_at": "2026-01-02T03:04:05Z"
    ///   }]
    /// }"#;
    /// let sandbox = Sandbox::builder().seed_json(keys)?.start_blocking()?;
    /// assert_eq!(sandbox.keys()[0].id(), "key_1");
    ///
    /// let error = Sandbox::builder().seed_json("{}").unwrap_err();
    /// assert_eq!(error.line(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn seed_json(self, json: &str) -> Result<Self, SeedError> {
        Ok(Self {
            given_state: Some(snapshot::read(json)?),
            ..self
        })
    }

    /// Whose value a key may reveal. By default that of every key in its account and environment.
    ///
    /// ```
    /// use publicsquare_sandbox::{Reveal, Sandbox};
    ///
    /// let sandbox = Sandbox::builder().reveal(Reveal::OwnKey).start_blocking()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn reveal(self, reveal: Reveal) -> Self {
        Self { reveal, ..self }
    }

    /// Whether list, get and update show the value of a key. By default `key` is `null` there.
    ///
    /// ```
    /// use publicsquare_sandbox::{KeyMember, Sandbox};
    ///
    /// let sandbox = Sandbox::builder().key_member(KeyMember::Value).start_blocking()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn key_member(self, key_member: KeyMember) -> Self {
        Self { key_member, ..self }
    }

    /// The `Content-Type` of error responses. By default `application/problem+json`.
    ///
    /// ```
    /// use publicsquare_sandbox::{ErrorMediaType, Sandbox};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let json = ErrorMediaType::Json;
    /// let sandbox = Sandbox::builder().error_media_type(json).start().await?;
    /// # let client = reqwest::Client::builder().no_proxy().build()?;
    /// let response = client.get(sandbox.url()).send().await?;
    /// assert_eq!(response.headers()["content-type"], "application/json; charset=utf-8");
    /// # Ok(())
    /// # }
    /// ```
    pub fn error_media_type(self, error_media_type: ErrorMediaType) -> Self {
        Self {
            error_media_type,
            ..self
        }
    }

    /// How many requests [`Sandbox::requests`](crate::Sandbox::requests) remembers. By default the last 10,000.
    ///
    /// ```
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().log_capacity(100).start_blocking()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn log_capacity(self, log_capacity: usize) -> Self {
        Self {
            log_capacity,
            ..self
        }
    }

    /// How long [`Sandbox::shutdown`](crate::Sandbox::shutdown) waits for requests in flight before it cuts them, in real time.
    /// By default one second.
    ///
    /// ```
    /// use std::time::Duration;
    /// use publicsquare_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::builder().drain_limit(Duration::ZERO).start_blocking()?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn drain_limit(self, drain_limit: Duration) -> Self {
        Self {
            drain_limit,
            ..self
        }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
            .field("address", &self.address)
            .field("control", &self.control)
            .field("grace_period", &self.grace_period)
            .field("rate_limit", &self.rate_limit)
            .field("idempotency_scope", &self.idempotency_scope)
            .field("reveal", &self.reveal)
            .field("key_member", &self.key_member)
            .field("error_media_type", &self.error_media_type)
            .field("log_capacity", &self.log_capacity)
            .field("drain_limit", &self.drain_limit)
            .finish_non_exhaustive()
    }
}
