//! The state that all requests share: keys, stored responses, faults, the log, the clock and the settings.
//!
//! A [`Builder`](crate::Builder) fills it in. The [`pipeline`](crate::pipeline), the operations and the
//! [`control`](crate::control) port read and change it, one lock at a time. What a request goes through
//! is in [`responder`](crate::responder).

use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, DateHeader, Timestamp};
use crate::fault::FaultQueue;
use crate::idempotency::IdempotencyStore;
use crate::lock::Lock;
use crate::problem::ErrorMediaType;
use crate::random::Random;
use crate::rate_limit::RateLimiter;
use crate::request_log::RequestLog;
use crate::state::State;
use crate::visibility::{KeyMember, Reveal};

/// The service as every request holds it.
pub(crate) type SharedService = Arc<Service>;
/// The service as an argument of an axum handler.
pub(crate) type ServiceState = axum::extract::State<SharedService>;

/// The state and the settings that all requests share.
pub(crate) struct Service {
    pub(crate) state: Lock<State>,
    pub(crate) idempotency: IdempotencyStore,
    pub(crate) faults: FaultQueue,
    pub(crate) log: RequestLog,
    pub(crate) random: Random,
    pub(crate) grace_period: Duration,
    pub(crate) rate_limiter: Option<RateLimiter>,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) reveal: Reveal,
    pub(crate) key_member: KeyMember,
    pub(crate) error_media_type: ErrorMediaType,
    pub(crate) date: DateHeader,
}

impl Service {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now().into()
    }
}
