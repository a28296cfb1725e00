//! Compares one schema of the description with the schema of one Rust type.
//!
//! In come both schemas, each with its dialect. Out comes a disagreement for each difference, at its place. Plain keywords
//! are compared in `comparison/keywords.rs`, members and items in `comparison/members.rs`. Schemas and types are paired in
//! `types.rs`.

mod keywords;
mod members;

use openapi_loader::fold_name;
use openapi_loader::pointer::child;
use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::disagreement::Disagreement;
use crate::kind::{Aspect, Kind, Side};
use crate::shape::{Shape, Site};

/// The comparison of one Rust type with its schema.
pub(crate) struct Comparison<'a, 'c> {
    /// The description.
    pub(crate) yaml: Dialect<'a>,
    /// The schema of the Rust type, with its definitions.
    pub(crate) rust: Dialect<'a>,
    /// The names of all components, by their words.
    pub(crate) components: &'c BTreeSet<String>,
    /// Types of schemas that are described in place, by their words.
    pub(crate) inline_schemas: &'c mut BTreeSet<String>,
    /// The disagreements that were found.
    pub(crate) found: &'c mut Vec<Disagreement>,
}

impl<'a> Comparison<'a, '_> {
    pub(crate) fn compare(&mut self, yaml: &Site<'a>, rust: &Site<'a>) {
        let described = Shape::of(self.yaml, yaml);
        let mut derived = Shape::of(self.rust, rust);
        if described.reference.is_none() {
            derived = self.see_through(derived);
        }
        let place = &*yaml.pointer;
        self.compare_null(described.null, derived.null, place);
        if described.reference.is_some() || derived.reference.is_some() {
            self.compare_references(described.reference, derived.reference, place);
            return;
        }
        if described.is_opaque || derived.is_opaque {
            let what = "the keywords `not` and `prefixItems`, and `false`, cannot be compared";
            self.report(Aspect::Composition, Side::Differs, place, what);
            return;
        }
        if !described.alternatives.is_empty() || !derived.alternatives.is_empty() {
            self.compare_alternatives(&described, &derived, place);
            return;
        }
        if described.types != derived.types {
            self.compare_types(&described, &derived, place);
            return;
        }
        self.compare_formats(&described, &derived, place);
        self.compare_values(&described, &derived, place);
        self.compare_bounds(&described, &derived, place);
        if described.types.contains("object") {
            self.compare_members(&described, &derived, place);
            self.compare_further(&described, &derived, place);
        }
        self.compare_items(&described, &derived, place);
    }

    /// A schema that is described in place may have a Rust type of its own.
    fn see_through(&mut self, mut shape: Shape<'a>) -> Shape<'a> {
        let mut seen = BTreeSet::new();
        while let Some(name) = shape.reference {
            let is_component = self.components.contains(&fold_name(name));
            let Some(target) = self.rust.target(name) else {
                break;
            };
            if is_component || !seen.insert(name) {
                break;
            }
            self.inline_schemas.insert(fold_name(name));
            let null = shape.null;
            shape = Shape::of(self.rust, &Site::new("", target));
            shape.null |= null;
        }
        shape
    }

    fn compare_null(&mut self, described: bool, derived: bool, place: &str) {
        match (described, derived) {
            (true, false) => {
                let what = "null is described, and the Rust type does not accept it";
                self.report(Aspect::Null, Side::OnlyInYaml, place, what);
            }
            (false, true) => {
                let what = "the Rust type takes null, and null is not described";
                self.report(Aspect::Null, Side::OnlyInRust, place, what);
            }
            _ => {}
        }
    }

    fn compare_references(&mut self, described: Option<&str>, derived: Option<&str>, place: &str) {
        let (side, what) = match (described, derived) {
            (Some(one), Some(other)) if fold_name(one) != fold_name(other) => (
                Side::Differs,
                format!("`{one}` is described, and the Rust type has `{other}`"),
            ),
            (Some(one), None) => (
                Side::OnlyInYaml,
                format!("`{one}` is described, and the Rust type has something of its own"),
            ),
            (None, Some(other)) => (
                Side::OnlyInRust,
                format!("the Rust type has `{other}`, and something else is described"),
            ),
            _ => return,
        };
        self.report(Aspect::Reference, side, place, what);
    }

    fn compare_alternatives(&mut self, described: &Shape<'a>, derived: &Shape<'a>, place: &str) {
        let (one, other) = (&described.alternatives, &derived.alternatives);
        if one.len() == other.len() {
            for (described, derived) in one.iter().zip(other) {
                self.compare(described, derived);
            }
            return;
        }
        let side = side(!one.is_empty(), !other.is_empty());
        let what = format!(
            "{} alternatives are described, and the Rust type has {}",
            one.len(),
            other.len()
        );
        self.report(Aspect::Composition, side, place, what);
    }

    fn compare_types(&mut self, described: &Shape<'_>, derived: &Shape<'_>, place: &str) {
        let list = |types: &BTreeSet<&str>| match types.len() {
            0 => "any type".to_owned(),
            _ => types.iter().copied().collect::<Vec<_>>().join(" or "),
        };
        let what = format!(
            "{} is described, and the Rust type takes {}",
            list(&described.types),
            list(&derived.types)
        );
        let side = side(!described.types.is_empty(), !derived.types.is_empty());
        self.report(Aspect::Type, side, &child(place, "type"), what);
    }

    fn report(&mut self, aspect: Aspect, side: Side, place: &str, what: impl Into<String>) {
        self.found.push(Disagreement {
            kind: Kind { aspect, side },
            pointer: place.to_owned(),
            message: what.into(),
        });
    }
}

/// The side that says it. `None` if neither does.
fn side(described: bool, derived: bool) -> Side {
    match (described, derived) {
        (true, false) => Side::OnlyInYaml,
        (false, true) => Side::OnlyInRust,
        _ => Side::Differs,
    }
}
