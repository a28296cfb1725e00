//! What a change of an OpenAPI description means: on the wire, in the generated Rust client, and for
//! the version number.

#![forbid(unsafe_code)]

mod class;
mod classify;
mod comparison;
mod contract;
mod detect;
mod report;
mod rust_api;
mod rust_side;

pub use class::{Class, Why};
pub use classify::{RuleInfo, rules};
pub use comparison::{Comparison, Generator};
pub use report::{AcceptedChange, Change, Report, RustSide, Side, Source};
