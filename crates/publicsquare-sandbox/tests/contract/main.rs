//! The sandbox over real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod call;
mod concurrency;
mod faults;
mod grace_period;
mod headers;
mod idempotency;
mod lifecycle;
mod rate_limit;
mod regenerate;
mod rejections;
mod request_log;
mod secrecy;
mod wire;
