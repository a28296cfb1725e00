//! The contract of the sandbox, tested over real sockets.
//!
//! Each module starts sandboxes of its own, sends requests with [`call`], and compares the responses and the
//! state with what the README and the vendor promise. The program on the command line is tested in
//! `tests/binary.rs`.

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
