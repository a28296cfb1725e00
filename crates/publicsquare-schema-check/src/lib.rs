//! Holds the Rust types of the client against the OpenAPI description that they come from.
//!
//! The generator, its polish and the types that are written by hand decide together what a type
//! takes. [`disagreements`] says where that is not what the description says; those that are meant
//! are in a [`List`], each with its reason.
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
