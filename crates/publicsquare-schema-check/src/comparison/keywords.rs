//! Compares keywords with a plain value: formats, enumerations and bounds.
//!
//! In come two shapes and the place of the schema. Out comes a disagreement for each keyword whose values differ. Members
//! and items are compared in `members.rs`, and `bounds.rs` reads the bounds.

use openapi_loader::pointer::child;
use std::collections::BTreeSet;

use serde_json::Value;

use super::{Comparison, side};
use crate::bounds;
use crate::kind::Aspect;
use crate::shape::Shape;

impl Comparison<'_, '_> {
    pub(super) fn compare_formats(
        &mut self,
        described: &Shape<'_>,
        derived: &Shape<'_>,
        place: &str,
    ) {
        // A number without a format becomes the widest type that progenitor has.
        let described = described.format.or_else(|| match derived.format {
            implied @ Some("int64") if described.types.contains("integer") => implied,
            implied @ Some("double") if described.types.contains("number") => implied,
            _ => None,
        });
        self.compare_keyword(Aspect::Format, "format", described, derived.format, place);
    }

    pub(super) fn compare_values(
        &mut self,
        described: &Shape<'_>,
        derived: &Shape<'_>,
        place: &str,
    ) {
        let list = |values: &Option<Vec<&Value>>| {
            let mut texts: Vec<String> = values.as_ref()?.iter().map(ToString::to_string).collect();
            texts.sort();
            texts.dedup();
            Some(texts.join(", "))
        };
        let (one, other) = (list(&described.values), list(&derived.values));
        self.compare_keyword(
            Aspect::Enum,
            "enum",
            one.as_deref(),
            other.as_deref(),
            place,
        );
    }

    pub(super) fn compare_bounds(
        &mut self,
        described: &Shape<'_>,
        derived: &Shape<'_>,
        place: &str,
    ) {
        let keywords: BTreeSet<&str> = described
            .bounds
            .keys()
            .chain(derived.bounds.keys())
            .copied()
            .collect();
        for keyword in keywords {
            let (one, other) = (described.bounds.get(keyword), derived.bounds.get(keyword));
            if let (Some(one), Some(other)) = (one, other)
                && bounds::are_equal(one, other)
            {
                continue;
            }
            let text = |value: Option<&&Value>| value.map(ToString::to_string);
            let (one, other) = (text(one), text(other));
            self.compare_keyword(
                Aspect::Bound,
                keyword,
                one.as_deref(),
                other.as_deref(),
                place,
            );
        }
    }

    fn compare_keyword(
        &mut self,
        aspect: Aspect,
        keyword: &str,
        described: Option<&str>,
        derived: Option<&str>,
        place: &str,
    ) {
        let what = match (described, derived) {
            (Some(one), Some(other)) if one != other => {
                format!("`{keyword}` is described as {one}, and the Rust type has {other}")
            }
            (Some(one), None) => {
                format!("`{keyword}` is described as {one}, and the Rust type has none")
            }
            (None, Some(other)) => {
                format!("the Rust type has a `{keyword}` of {other}, and none is described")
            }
            _ => return,
        };
        let side = side(described.is_some(), derived.is_some());
        self.report(aspect, side, &child(place, keyword), what);
    }
}
