//! One keyword of a schema: its value in one form, and its place.
//!
//! A facet is a keyword that contains no schemas, such as `type` or `maxLength`. [`schema_facets`](super::schema_facets)
//! makes facets of the nodes of a schema, [`schema_implications`](super::schema_implications) simplifies them, and
//! [`detect`](crate::detect) compares them.

use serde_json::Value;

use super::node::Pointer;
use super::sorted::Sorted;

/// The keywords of a schema, by name.
pub(crate) type Facets = Sorted<&'static str, Facet>;

/// A keyword: its value in one form, and its place.
#[derive(Clone, Debug)]
pub(crate) struct Facet {
    pub(crate) value: Value,
    pub(crate) pointer: Pointer,
}

impl Facet {
    pub(crate) const fn new(value: Value, pointer: Pointer) -> Self {
        Self { value, pointer }
    }
}
