//! Compares the members of two types.

use std::collections::BTreeMap;

use crate::report::Side;

use super::compare::Comparison;
use super::rules;
use super::site::{Place, Site};
use super::surface::{Fields, Kind, Style, TypeItem};

impl<'a> Comparison<'a> {
    /// Compares what two types have. `false` if they are not of one kind, which is all that is
    /// reported then.
    pub(super) fn members(
        &mut self,
        place: &Place<'_>,
        base: &'a TypeItem,
        revision: &'a TypeItem,
    ) -> bool {
        match (&base.kind, &revision.kind) {
            (Kind::Struct(before), Kind::Struct(now)) if before.style == now.style => {
                self.non_exhaustive(place, base, revision);
                self.fields(place, before, now);
            }
            (Kind::Enum(before), Kind::Enum(now)) => {
                self.non_exhaustive(place, base, revision);
                self.variants(place, before, now, base.is_non_exhaustive);
            }
            (Kind::Newtype(before), Kind::Newtype(now)) => {
                self.later(inner_site(place).verbs("held", "holds"), before, now);
            }
            (Kind::Alias(before), Kind::Alias(now)) => {
                self.later(inner_site(place), before, now);
            }
            _ => {
                let [before, now] = [base, revision].map(TypeItem::kind_name);
                let message = format!("{} was {before} and is {now}", place.label());
                let anchor = place.anchor(Side::Revision);
                self.changed(rules::TYPE_KIND_CHANGED, message, anchor);
                return false;
            }
        }
        true
    }

    fn non_exhaustive(&mut self, place: &Place<'_>, base: &TypeItem, revision: &TypeItem) {
        let label = place.label();
        let anchor = place.anchor(Side::Revision);
        match (base.is_non_exhaustive, revision.is_non_exhaustive) {
            (false, true) => {
                let message = format!(
                    "{label} has become `#[non_exhaustive]`: code that spells out all of its \
                     members no longer compiles"
                );
                self.changed(rules::TYPE_NON_EXHAUSTIVE, message, anchor);
            }
            (true, false) => {
                let message = format!("{label} is no longer `#[non_exhaustive]`");
                self.new_one(rules::TYPE_NON_EXHAUSTIVE, message, anchor);
            }
            _ => {}
        }
    }

    fn fields(&mut self, place: &Place<'_>, base: &'a Fields, revision: &'a Fields) {
        for (name, field) in &base.members {
            if let Some(now) = revision.members.get(name) {
                let site = place.field_site(name, [&field.wire_name, &now.wire_name]);
                self.later(site, &field.ty, &now.ty);
            } else {
                let message = format!("{} is gone", place.typed_field(name, &field.ty.short()));
                let anchor = place.field_anchor(Side::Base, &field.wire_name);
                self.gone(rules::FIELD_REMOVED, message, anchor);
            }
        }
        for (name, field) in &revision.members {
            if !base.members.contains_key(name) {
                let message = format!("{} is new", place.typed_field(name, &field.ty.short()));
                let anchor = place.field_anchor(Side::Revision, &field.wire_name);
                self.new_one(rules::FIELD_ADDED, message, anchor);
            }
        }
    }

    fn variants(
        &mut self,
        place: &Place<'_>,
        base: &'a BTreeMap<String, Fields>,
        revision: &'a BTreeMap<String, Fields>,
        was_non_exhaustive: bool,
    ) {
        for (name, fields) in base {
            if let Some(now) = revision.get(name) {
                self.payload(place, name, fields, now);
            } else {
                let message = format!("{} is gone", place.variant(name));
                self.gone(rules::VARIANT_REMOVED, message, place.anchor(Side::Base));
            }
        }
        for name in revision.keys() {
            if base.contains_key(name) {
                continue;
            }
            let anchor = place.anchor(Side::Revision);
            let message = format!("{} is new", place.variant(name));
            if was_non_exhaustive {
                self.new_one(rules::VARIANT_ADDED, message, anchor);
            } else {
                let message = format!("{message}: an exhaustive `match` no longer compiles");
                self.changed(rules::VARIANT_ADDED, message, anchor);
            }
        }
    }

    fn payload(&mut self, place: &Place<'_>, name: &str, base: &'a Fields, revision: &'a Fields) {
        if base.style != revision.style || !base.members.keys().eq(revision.members.keys()) {
            let message = format!(
                "{} held {} and holds {}",
                place.variant(name),
                payload_text(base),
                payload_text(revision)
            );
            let anchor = place.anchor(Side::Revision);
            self.changed(rules::VARIANT_TYPE_CHANGED, message, anchor);
            return;
        }
        let is_bare = base.style == Style::Tuple && base.members.len() == 1;
        for ((member, field), now) in base.members.iter().zip(revision.members.values()) {
            let member = (!is_bare).then_some(member.as_str());
            self.later(place.payload_site(name, member), &field.ty, &now.ty);
        }
    }
}

/// What a newtype or an alias stands for.
fn inner_site(place: &Place<'_>) -> Site {
    Site::new(
        rules::FIELD_TYPE_CHANGED,
        place.label(),
        place.anchor(Side::Revision),
    )
}

fn payload_text(fields: &Fields) -> String {
    let members = fields.members.iter();
    match fields.style {
        Style::Unit => "nothing".to_owned(),
        Style::Tuple => {
            let types: Vec<String> = members.map(|(_, field)| field.ty.short()).collect();
            format!("`({})`", types.join(", "))
        }
        Style::Named => {
            let types: Vec<String> = members
                .map(|(name, field)| format!("{name}: {}", field.ty.short()))
                .collect();
            format!("`{{ {} }}`", types.join(", "))
        }
    }
}
