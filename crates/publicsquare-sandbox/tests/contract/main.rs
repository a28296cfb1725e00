//! The sandbox over real sockets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod call;
mod catalogues;
mod concurrency;
mod control;
mod create;
mod delete;
mod fault_specs;
mod faults;
mod get;
mod grace_period;
mod headers;
mod idempotency;
mod idempotent_writes;
mod lifecycle;
mod limits;
mod list;
mod methods;
mod rate_limit;
mod regenerate;
mod rejections;
mod request_bodies;
mod request_log;
mod reveal;
mod scopes;
mod secrecy;
mod snapshot;
mod update;
mod wire;
mod writing_faults;
