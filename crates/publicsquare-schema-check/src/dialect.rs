//! The two dialects in which a schema may be written: OpenAPI 3.0, and the JSON Schema of `schemars`.
//!
//! A reference leads to `#/components/schemas/` in one and to `#/$defs/` in the other. In comes a reference; out comes the
//! name or the schema to which it refers. All other differences of the dialects are handled in `shape.rs` and
//! `bounds.rs`.

use serde_json::Value;

/// The dialect of a schema, with the schemas to which its references can lead.
#[derive(Clone, Copy)]
pub(crate) enum Dialect<'a> {
    /// OpenAPI 3.0: the whole document.
    Yaml(&'a Value),
    /// JSON Schema 2020-12, as `schemars` writes it: the name of a type and its schema, which has `$defs`.
    Rust(&'a str, &'a Value),
}

impl<'a> Dialect<'a> {
    /// Returns the schema with this name.
    pub(crate) fn target(self, name: &str) -> Option<&'a Value> {
        match self {
            Self::Yaml(document) => document.get("components")?.get("schemas")?.get(name),
            Self::Rust(own, schema) if own == name => Some(schema),
            Self::Rust(_, schema) => schema.get("$defs")?.get(name),
        }
    }

    /// Returns the name in a reference. `#` refers to the type itself.
    pub(crate) fn name(self, reference: &'a str) -> &'a str {
        match self {
            Self::Rust(own, _) if reference == "#" => own,
            Self::Rust(..) => reference.strip_prefix("#/$defs/").unwrap_or(reference),
            Self::Yaml(_) => reference
                .strip_prefix("#/components/schemas/")
                .unwrap_or(reference),
        }
    }

    pub(crate) fn is_yaml(self) -> bool {
        matches!(self, Self::Yaml(_))
    }
}
