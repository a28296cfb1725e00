//! An OpenAPI 3.0 description as it is on disk: read, checked, and with the place of each of its parts.
//!
//! [`load`] refuses what would otherwise be misread in silence. What it gives out keeps the text's
//! order and its lines and columns, so that whatever is found out later can still be said where it
//! is.
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
//! let place = document.position("/paths/~1ping/get");
//! assert_eq!(place.map(|place| place.to_string()).as_deref(), Some("6:5"));
//! # Ok::<(), openapi_loader::Diagnostics>(())
//! ```

#![forbid(unsafe_code)]

mod diagnostic;
mod load;
mod name;
pub mod pointer;

pub use diagnostic::{Diagnostic, Diagnostics, Position};
pub use load::{Document, load, load_published, reference_target};
pub use name::fold_name;
