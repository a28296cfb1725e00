//! How a sandbox is set up.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, DateHeader, SystemClock};
use crate::fault::FaultQueue;
use crate::idempotency::{IdempotencyScope, IdempotencyStore};
use crate::lock::Lock;
use crate::problem::ErrorMediaType;
use crate::random::Random;
use crate::rate_limit::{RateLimit, RateLimiter};
use crate::request_log::RequestLog;
use crate::responder::Responder;
use crate::sandbox::Sandbox;
use crate::server::{self, Server};
use crate::service::Service;
use crate::state::snapshot::{self, SeedError};
use crate::state::{State, seed};
use crate::visibility::{KeyMember, Reveal};

/// Sets up a [`Sandbox`]. [`Sandbox::builder`] makes one.
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

    /// Where to listen. By default a free port of 127.0.0.1. Only loopback addresses are accepted, and
    /// port 0 stands for any free one.
    pub fn address(self, address: impl Into<SocketAddr>) -> Self {
        Self {
            address: address.into(),
            ..self
        }
    }

    /// Opens a second port, on which programs in any language set, list and clear faults: POST, GET and DELETE of
    /// `/faults`, with a fault on each line as [`Fault`'s `FromStr`](crate::Fault#impl-FromStr-for-Fault) reads it.
    /// [`Sandbox::control_url`] tells where. By default there is none. Only loopback addresses are accepted, and
    /// port 0 stands for any free one.
    pub fn control(self, address: impl Into<SocketAddr>) -> Self {
        Self {
            control: Some(address.into()),
            ..self
        }
    }

    /// Where the time comes from. By default from the machine.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self {
            clock: Box::new(clock),
            ..self
        }
    }

    /// How long a replaced value still authenticates. By default not at all. Of more than 10,000 at a
    /// time, the oldest stop earlier.
    pub fn grace_period(self, grace_period: Duration) -> Self {
        Self {
            grace_period,
            ..self
        }
    }

    /// How many requests an address may send. By default [`RateLimit::documented`].
    pub fn rate_limit(self, rate_limit: RateLimit) -> Self {
        Self {
            rate_limit: Some(rate_limit),
            ..self
        }
    }

    /// Lets every address send as many requests as it can.
    pub fn without_rate_limit(self) -> Self {
        Self {
            rate_limit: None,
            ..self
        }
    }

    /// Which requests share their idempotency keys. By default those of one account in one
    /// environment.
    pub fn idempotency_scope(self, idempotency_scope: IdempotencyScope) -> Self {
        Self {
            idempotency_scope,
            ..self
        }
    }

    /// The keys to start with, instead of the built-in ones: what [`Sandbox::dump_json`] has written, or
    /// a file by hand. The README documents the format.
    ///
    /// # Errors
    ///
    /// When the text is not in the format, with the place.
    pub fn seed_json(self, json: &str) -> Result<Self, SeedError> {
        Ok(Self {
            given_state: Some(snapshot::read(json)?),
            ..self
        })
    }

    /// Whose value a key may reveal. By default that of every key it sees.
    pub fn reveal(self, reveal: Reveal) -> Self {
        Self { reveal, ..self }
    }

    /// Whether list, get and update show the value of a key. By default `key` is null there.
    pub fn key_member(self, key_member: KeyMember) -> Self {
        Self { key_member, ..self }
    }

    /// The `Content-Type` of error responses. By default `application/problem+json`.
    pub fn error_media_type(self, error_media_type: ErrorMediaType) -> Self {
        Self {
            error_media_type,
            ..self
        }
    }

    /// How many requests [`Sandbox::requests`] remembers. By default the last 10,000.
    pub fn log_capacity(self, log_capacity: usize) -> Self {
        Self {
            log_capacity,
            ..self
        }
    }

    /// How long [`Sandbox::shutdown`] waits for requests in flight before it cuts them, in real time.
    /// By default one second.
    pub fn drain_limit(self, drain_limit: Duration) -> Self {
        Self {
            drain_limit,
            ..self
        }
    }

    /// Starts the sandbox. It serves from the moment this returns.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::InvalidInput`] for an address that is not a loopback one; otherwise what kept
    /// the port, the thread or the runtime from coming into being, such as
    /// [`io::ErrorKind::AddrInUse`].
    pub async fn start(self) -> io::Result<Sandbox> {
        self.start_blocking()
    }

    /// As [`start`](Self::start), for callers without a runtime. Nothing in it waits for long.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_blocking(self) -> io::Result<Sandbox> {
        let listener = server::bind(self.address)?;
        let address = listener.local_addr()?;
        let control = self.control.map(server::bind).transpose()?;
        let control_address = control.as_ref().map(TcpListener::local_addr).transpose()?;
        let mut built_in = State::default();
        let seeded = seed::plant(&mut built_in);
        let state = self.given_state.unwrap_or(built_in);
        let service = Arc::new(Service {
            state: Lock::new(state),
            idempotency: IdempotencyStore::new(self.idempotency_scope),
            faults: FaultQueue::new(),
            log: RequestLog::new(self.log_capacity),
            random: Random::new(),
            grace_period: self.grace_period,
            rate_limiter: self.rate_limit.map(RateLimiter::new),
            clock: self.clock,
            reveal: self.reveal,
            key_member: self.key_member,
            error_media_type: self.error_media_type,
            date: DateHeader::new(),
        });
        let responder = Responder::new(Arc::clone(&service));
        let control = control.map(|listener| (listener, Arc::clone(&service)));
        let server = Server::start(listener, responder, control)?;
        Ok(Sandbox::new(
            address,
            control_address,
            service,
            seeded,
            server,
            self.drain_limit,
        ))
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
