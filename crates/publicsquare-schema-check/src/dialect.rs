//! The two dialects in which a schema may be written.

use serde_json::Value;

/// Who has written a schema, and where its references lead.
#[derive(Clone, Copy)]
pub(crate) enum Dialect<'a> {
    /// OpenAPI 3.0: the whole document.
    Yaml(&'a Value),
    /// JSON Schema of 2020-12, as `schemars` writes it: a type and its schema, which has `$defs`.
    Rust(&'a str, &'a Value),
}

impl<'a> Dialect<'a> {
    /// The schema that a name refers to.
    pub(crate) fn target(self, name: &str) -> Option<&'a Value> {
        match self {
            Self::Yaml(document) => document.get("components")?.get("schemas")?.get(name),
            Self::Rust(own, schema) if own == name => Some(schema),
            Self::Rust(_, schema) => schema.get("$defs")?.get(name),
        }
    }

    /// The name in a reference. A type that holds itself refers to the whole schema.
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
