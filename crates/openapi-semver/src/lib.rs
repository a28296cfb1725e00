//! What a change of an OpenAPI description means: on the wire, in the generated Rust client, and for
//! the version number.

#![forbid(unsafe_code)]

mod accepted;
pub mod bump;
pub mod changelog;
mod class;
mod classify;
mod comparison;
mod contract;
mod day;
mod detect;
mod draft;
mod drift;
pub mod render;
mod report;
mod rust_api;
mod rust_name;
mod rust_side;
mod two_sides;

pub use accepted::AcceptedList;
pub use class::{Class, Why};
pub use classify::{RuleInfo, rules};
pub use comparison::{Comparison, Generator};
pub use day::Day;
pub use drift::{Divergences, Drift, drift};
pub use report::{AcceptedChange, Change, Report, RustSide, Side, Source};
