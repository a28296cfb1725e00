//! Compares the Rust types of the client with the OpenAPI description that they come from.
//!
//! Several parts decide what a type accepts: progenitor, the rules and rewritings of `publicsquare-codegen`, and types
//! that are written by hand. So a type may say something else than the description. This crate finds each such place. It
//! is used by the tests of this workspace and by `cargo xtask spec-lint`; it is not published.
//!
//! # A tour
//!
//! 1. [`disagreements`] takes a loaded description and the JSON Schemas of the types. It returns each [`Disagreement`].
//! 2. [`listed`] reads a list of accepted differences, each with its reason. The list of this workspace is
//!    `openapi/type-differences.toml`.
//! 3. [`List::judge`] returns the disagreements that are not in the list, and the entries that cover nothing.
//!
//! ```
//! use publicsquare_schema_check::{disagreements, listed};
//! use serde_json::json;
//!
//! let yaml = "
//! openapi: 3.0.3
//! info: { title: Example, version: v1 }
//! paths: {}
//! components:
//!   schemas:
//!     Name: { type: string, maxLength: 100 }
//! ";
//! let document = openapi_loader::load("api.yaml", yaml)?;
//! let schemas = json!({"Name": {"type": "string"}});
//! let found = disagreements(&document, schemas.as_object().ok_or("an object")?);
//! assert_eq!(found[0].kind.to_string(), "bound-only-in-yaml");
//! assert_eq!(found[0].pointer, "/components/schemas/Name/maxLength");
//!
//! let list = listed(r#"
//! [[difference]]
//! kind = "bound-only-in-yaml"
//! pointer = "/components/schemas/Name/**"
//! reason = "Names are read and never made."
//! "#)?;
//! let judgement = list.judge(found);
//! assert!(judgement.unlisted.is_empty() && judgement.unused.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Modules
//!
//! | module | what it does |
//! | --- | --- |
//! | `types` | [`disagreements`]: pairs each schema with its type |
//! | `comparison` | compares one schema with one type |
//! | `shape` | brings a schema into a form that can be compared |
//! | `bounds` | reads bounds, such as `maxLength` |
//! | `dialect` | the differences between OpenAPI 3.0 and JSON Schema |
//! | `inline_schemas` | finds schemas that operations describe in place |
//! | `kind`, `disagreement` | [`Kind`] and [`Disagreement`]: the result |
//! | `list` | [`List`]: the accepted differences |
//! | `pointer_pattern` | JSON pointers with `*`, for the list |

#![forbid(unsafe_code)]

mod bounds;
mod comparison;
mod dialect;
mod disagreement;
mod inline_schemas;
mod kind;
mod list;
mod pointer_pattern;
mod shape;
mod types;

pub use disagreement::Disagreement;
pub use kind::{Aspect, Kind, Side, UnknownKind};
pub use list::{Difference, Judgement, List, UnreadableList, listed};
pub use types::disagreements;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
