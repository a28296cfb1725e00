//! The result of a comparison: one place where a Rust type and the description differ.
//!
//! A [`Disagreement`] has a kind, a place and a sentence. `comparison.rs` and `types.rs` create them, and `list.rs` decides
//! which of them are accepted.

use std::fmt;

use crate::kind::Kind;

/// One place where the description and a Rust type say different things.
///
/// ```
/// use publicsquare_schema_check::disagreements;
/// use serde_json::json;
///
/// let yaml = "{openapi: 3.0.3, info: {title: t, version: v1}, paths: {}, components: {schemas: {Name: {type: string}}}}";
/// let document = openapi_loader::load("api.yaml", yaml)?;
/// let schemas = json!({"Name": {"type": "integer"}});
/// let found = disagreements(&document, schemas.as_object().ok_or("an object")?);
/// assert_eq!(found[0].kind.to_string(), "type-differs");
/// assert!(found[0].to_string().starts_with("/components/schemas/Name"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Disagreement {
    /// What differs, and on which side.
    pub kind: Kind,
    /// The place, as a JSON pointer (RFC 6901) into the description. If the description has no such place, this is where
    /// it would be.
    pub pointer: String,
    /// What each side says, in one sentence.
    pub message: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.pointer, self.message, self.kind)
    }
}
