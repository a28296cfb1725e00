//! Compares two revisions of an OpenAPI description and says what the change means: on the wire, in the generated Rust
//! client, and for the version number of that client.
//!
//! Use it in CI, so that a change that breaks applications is seen before it is released. The documents are read by
//! [`openapi_loader`].
//!
//! # A tour
//!
//! [`Comparison`] takes two documents and gives a [`Report`]. Each [`Change`] has a rule, a [`Class`], a sentence and a
//! place. The class of the report is that of the worst change:
//!
//! ```
//! use openapi_semver::{Class, Comparison};
//!
//! let base = "
//! openapi: 3.0.3
//! info: {title: Keys, version: v1}
//! paths:
//!   /keys:
//!     get:
//!       operationId: listKeys
//!       parameters:
//!         - {name: limit, in: query, schema: {type: integer, maximum: 100}}
//!       responses:
//!         '200': {description: Keys.}
//! ";
//! let revision = base.replace("maximum: 100", "maximum: 50");
//! let base = openapi_loader::load("base.yaml", base)?;
//! let revision = openapi_loader::load("api.yaml", &revision)?;
//! let report = Comparison::new(&base, &revision).report();
//!
//! assert_eq!(report.class, Class::Breaking);
//! let change = &report.changes[0];
//! assert_eq!(change.rule, "request-parameter-max-decreased");
//! assert_eq!((change.line, change.operation.as_deref()), (9, Some("GET /keys")));
//! # Ok::<(), openapi_loader::Diagnostics>(())
//! ```
//!
//! [`Comparison::with_rust`] takes a function that generates the client. Both clients are generated and compared, too.
//! A change that breaks the Rust code is breaking, even if requests and responses stay the same.
//!
//! From the report you go on in one of these ways:
//!
//! * [`render`] writes it for a terminal, a review comment, a GitHub workflow, JUnit, or as JSON.
//! * [`bump`] says which version the class needs, and whether a given version is high enough.
//! * [`changelog`] writes the changes into a changelog.
//! * [`AcceptedList`] moves changes aside that your project has accepted by name, until a day.
//! * [`drift()`] compares your description with the description that the vendor publishes.
//!
//! [`rules`] lists every rule with its class. The rulings that people argue about are in the README of this crate.
//!
//! # The modules
//!
//! | module | |
//! | --- | --- |
//! | `comparison` | [`Comparison`], the entry |
//! | `contract` | a document with its references followed and every spelling in one form |
//! | `detect` | all differences between two contracts, without a verdict |
//! | `classify` | the verdict on each difference: tables, one file for each subject |
//! | `rule_id` | the list of all rules |
//! | `rust_api` | the public surface of two generated clients, compared |
//! | `generated_code` | what `rust_api` finds, joined with the differences on the wire |
//! | `draft`, `report` | changes on their way into the [`Report`], and the report |
//! | `accepted`, `drift`, `two_sides` | lists of accepted changes, and comparisons with another description |
//! | [`bump`], [`changelog`], [`render`] | what follows from a report |

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
mod documents;
mod draft;
mod drift;
mod fingerprint;
mod generated_code;
pub mod render;
mod report;
mod rule_id;
mod rust_api;
mod rust_name;
mod two_sides;

pub use accepted::AcceptedList;
pub use class::{Class, Why};
pub use classify::{RuleInfo, rules};
pub use comparison::Comparison;
pub use day::Day;
pub use drift::{Divergences, Drift, drift};
pub use generated_code::Generator;
pub use report::{AcceptedChange, Change, Report, RustSide, Side, Source};
pub use rule_id::{RuleId, UnknownRule};

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
