//! Compares the members of objects and the items of lists.
//!
//! In come two shapes and the place of the schema. Out comes a disagreement for each member that only one side has or
//! requires, and for different rules about further members and items. Plain keywords are compared in `keywords.rs`.

use super::Comparison;
use openapi_loader::pointer::child;

use crate::kind::{Aspect, Side};
use crate::shape::{Further, Shape, takes_anything};

impl<'a> Comparison<'a, '_> {
    pub(super) fn compare_members(
        &mut self,
        described: &Shape<'a>,
        derived: &Shape<'a>,
        place: &str,
    ) {
        for (name, member) in &described.members {
            let here = &*member.pointer;
            let Some(other) = derived.members.get(name) else {
                let what = format!("the member `{name}` is described, and the Rust type has none");
                self.report(Aspect::Member, Side::OnlyInYaml, here, what);
                continue;
            };
            match (
                described.required.contains(name),
                derived.required.contains(name),
            ) {
                (true, false) => {
                    let what = format!(
                        "`{name}` is required, and the Rust type accepts that it is missing"
                    );
                    self.report(Aspect::Required, Side::OnlyInYaml, here, what);
                }
                (false, true) => {
                    let what = format!("`{name}` may be missing, and the Rust type requires it");
                    self.report(Aspect::Required, Side::OnlyInRust, here, what);
                }
                _ => {}
            }
            self.compare(member, other);
        }
        for name in derived.members.keys() {
            if !described.members.contains_key(name) {
                let what = format!("the Rust type has a member `{name}`, and none is described");
                let here = child(&child(place, "properties"), name);
                self.report(Aspect::Member, Side::OnlyInRust, &here, what);
            }
        }
    }

    pub(super) fn compare_further(
        &mut self,
        described: &Shape<'a>,
        derived: &Shape<'a>,
        place: &str,
    ) {
        use Further::{Any, Closed, Schema, Unsaid};
        let side = match (&described.further, &derived.further) {
            // The description does not mention further members, and a type may keep them.
            (Unsaid | Any, Any) | (Unsaid, Unsaid) | (Closed, Closed) => return,
            (Schema(one), Schema(other)) => return self.compare(one, other),
            (Unsaid, _) => Side::OnlyInRust,
            (_, Unsaid) => Side::OnlyInYaml,
            _ => Side::Differs,
        };
        let what = format!(
            "{} is described of further members, and {} holds in Rust",
            said(&described.further),
            said(&derived.further)
        );
        let here = child(place, "additionalProperties");
        self.report(Aspect::AdditionalProperties, side, &here, what);
    }

    pub(super) fn compare_items(
        &mut self,
        described: &Shape<'a>,
        derived: &Shape<'a>,
        place: &str,
    ) {
        let here = child(place, "items");
        match (&described.items, &derived.items) {
            (Some(one), Some(other)) => self.compare(one, other),
            (Some(one), None) if !takes_anything(one.schema) => {
                let what = "the items are described, and the Rust type accepts any";
                self.report(Aspect::Items, Side::OnlyInYaml, &here, what);
            }
            (None, Some(other)) if !takes_anything(other.schema) => {
                let what = "any items are described, and the Rust type does not accept all of them";
                self.report(Aspect::Items, Side::OnlyInRust, &here, what);
            }
            _ => {}
        }
    }
}

fn said(further: &Further<'_>) -> &'static str {
    match further {
        Further::Unsaid => "nothing",
        Further::Any => "that they are kept",
        Further::Closed => "that there are none",
        Further::Schema(_) => "a schema",
    }
}
