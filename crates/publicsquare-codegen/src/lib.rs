//! Turns an OpenAPI description into the generated part of `publicsquare-client` and into typed mocks.
//!
//! It is the build step of this project: `build.rs` of `publicsquare-client` and `cargo xtask regen` call it. Use it
//! yourself to generate code for a description of your own, or to check whether a description can become a client.
//!
//! # A tour
//!
//! There are three steps. Each is a pure function that succeeds, or says what is wrong, where, and what to do:
//!
//! 1. [`load`] reads YAML or JSON. It refuses text that would otherwise be misread in silence.
//! 2. [`normalize`] rewrites the document into one that progenitor accepts. [`RULES`] lists the rules and their reasons.
//! 3. [`generate`] runs the rules and progenitor, and rewrites progenitor's output. [`client_syntax`] does the same and
//!    returns the client as a syntax tree.
//!
//! The compiled client and the committed client come from the same function, so they are the same bytes.
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
//!
//! # What can go wrong
//!
//! All problems of a document are reported at once, each with file, line, column and a help text:
//!
//! ```
//! let yaml = "
//! openapi: 3.0.3
//! info: { title: Example, version: v1 }
//! paths:
//!   /ping:
//!     get: { operationId: ping, responses: { '404': { description: Gone. } } }
//! ";
//! let document = publicsquare_codegen::load("ping.yaml", yaml)?;
//! let problems = publicsquare_codegen::generate(&document).unwrap_err();
//! assert!(problems.to_string().contains("GET /ping declares no success"));
//! # Ok::<(), publicsquare_codegen::Diagnostics>(())
//! ```
//!
//! # Modules
//!
//! | module | what it does |
//! | --- | --- |
//! | `generate` | runs all steps and collects the refusals |
//! | `check` | refuses documents that cannot become a client |
//! | `names`, `member_names`, `references` | the parts of `check` about names and references |
//! | `normalize` | the rules that rewrite the document, one file per rule |
//! | `progenitor_guard` | turns a panic of progenitor into an error |
//! | `failing_operations` | finds the operations that make progenitor fail |
//! | `postprocess` | rewrites the generated code, one file per rewriting |
//! | `operation_facts` | facts about each operation that `postprocess` needs |
//! | `operations` | visits the operations of a document |
//! | `doc_text` | turns descriptions into documentation that cannot become code |
//! | `refusal` | [`Refusal`]: a problem before its line is known |

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

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
