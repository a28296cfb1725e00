//! Turns `openapi/publicsquare.yaml` into the generated part of `publicsquare-client`.
//!
//! Three pure steps, each of which either succeeds or says what is wrong, where, and what to do:
//!
//! 1. [`load`] reads the text and refuses what would otherwise be misread in silence.
//! 2. [`normalize`] rewrites the document into one that the generator can take, rule by rule.
//! 3. [`generate`] runs progenitor and polishes what comes out of it.
//!
//! `build.rs` of `publicsquare-client` and `cargo xtask regen` call the same [`generate`], which is
//! why the code that is compiled and the code that is committed are the same bytes.
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
//! let document = publicsquare_codegen::load("ping.yaml", yaml)?;
//! let generated = publicsquare_codegen::generate(&document)?;
//! assert!(generated.client.contains("pub fn ping(&self)"));
//! # Ok::<(), publicsquare_codegen::Diagnostics>(())
//! ```

#![forbid(unsafe_code)]

mod check;
mod doc_text;
mod failing_operations;
mod generate;
mod member_names;
mod names;
mod normalize;
mod operation_facts;
mod operations;
mod postprocess;
mod progenitor_guard;
mod references;
mod refusal;

pub use generate::{Generated, REGEN_COMMAND, client_syntax, generate};
pub use normalize::{RULES, Rule, View, normalize};
pub use openapi_loader::{Diagnostic, Diagnostics, Document, Position, load};
pub use refusal::Refusal;
