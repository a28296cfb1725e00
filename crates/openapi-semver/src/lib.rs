//! What a change of an OpenAPI description means: on the wire, in the generated Rust client, and for
//! the version number.

#![forbid(unsafe_code)]

mod class;
mod report;

pub use class::{Class, Why};
pub use report::{AcceptedChange, Change, Report, RustSide, Side, Source};
