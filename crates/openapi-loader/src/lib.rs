//! Reads an OpenAPI 3.0 description, refuses everything that a program would misread, and knows the line of every part.
//!
//! The usual parsers ignore a misspelled key, keep the last of two equal keys, and do not follow a `$ref`. The client
//! that is generated from such a document is wrong, and nobody is told. [`load`] reports all of these with the file, the
//! line, the column, and what to do about it. Use it before you generate code from a description, compare two
//! descriptions, or check a description in CI.
//!
//! # A tour
//!
//! [`load`] takes the name of a file and its text, and returns a [`Document`] or every problem of the text:
//!
//! ```
//! let yaml = r#"
//! openapi: 3.0.3
//! info: { title: Example, version: v1 }
//! paths:
//!   /ping:
//!     get:
//!       operationId: ping
//!       responses:
//!         '204': { description: Alive. }
//! "#;
//! let document = openapi_loader::load("ping.yaml", yaml)?;
//! # Ok::<(), openapi_loader::Diagnostics>(())
//! ```
//!
//! A [`Document`] gives its content in two forms: [`value`](Document::value) as JSON, and
//! [`openapi`](Document::openapi) as the types of the crate `openapiv3`. Every part has a JSON pointer and a place:
//!
//! ```
//! # let yaml = "
//! # openapi: 3.0.3
//! # info: { title: Example, version: v1 }
//! # paths:
//! #   /ping:
//! #     get:
//! #       operationId: ping
//! #       responses:
//! #         '204': { description: Alive. }
//! # ";
//! # let document = openapi_loader::load("ping.yaml", yaml)?;
//! let place = document.position("/paths/~1ping/get").map(|place| place.to_string());
//! assert_eq!(place.as_deref(), Some("6:5"));
//! # Ok::<(), openapi_loader::Diagnostics>(())
//! ```
//!
//! A check of your own reports its problems in the same form, through [`Document::diagnostic`]:
//!
//! ```
//! # let yaml = "
//! # openapi: 3.0.3
//! # info: { title: Example, version: v1 }
//! # paths:
//! #   /ping:
//! #     get:
//! #       operationId: ping
//! #       responses:
//! #         '204': { description: Alive. }
//! # ";
//! # let document = openapi_loader::load("ping.yaml", yaml)?;
//! let problem = document.diagnostic("/paths/~1ping/get", "this has no summary", "write one");
//! assert_eq!(problem.to_string(), "ping.yaml:6:5: this has no summary\n  help: write one");
//! # Ok::<(), openapi_loader::Diagnostics>(())
//! ```
//!
//! [`load_published`] reads the descriptions of other people. It accepts what is clear to a reader although [`load`]
//! refuses it, and it reads OpenAPI 3.1 as far as 3.0 can say the same.
//!
//! # The modules
//!
//! | module | |
//! | --- | --- |
//! | `load` | the steps from a text to a [`Document`], one file each |
//! | `diagnostic` | [`Diagnostic`], [`Diagnostics`] and [`Position`] |
//! | [`pointer`](mod@pointer) | JSON pointers, which name the parts of a document |
//! | [`media_type`](mod@media_type) | the media type that a client uses, of those that a body offers |
//! | `name` | [`fold_name`], which compares names as a generator does |

#![forbid(unsafe_code)]

mod diagnostic;
mod load;
pub mod media_type;
mod name;
pub mod pointer;

pub use diagnostic::{Diagnostic, Diagnostics, Position};
pub use load::{Document, load, load_published, reference_target};
pub use name::fold_name;

/// The examples of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
