//! Differences inside types: fields of structs, variants of enums, and what newtypes hold.
//!
//! The same type of two surfaces comes in. Out go findings about members that are new, gone or of another type.
//! `#[non_exhaustive]` is taken at its word: a new member is compatible there. `calls` compares methods.

use std::collections::BTreeMap;

use super::Anchor;
use super::compare::{Comparison, Place};
use super::surface::{Fields, Kind, Style, TypeItem};
use crate::rule_id::Rule;

impl<'a> Comparison<'a> {
    /// Compares the members of two types. Returns `false` if the types are of different kinds. Then only that is
    /// reported.
    pub(super) fn members(
        &mut self,
        name: &str,
        base: &'a TypeItem,
        revision: &'a TypeItem,
    ) -> bool {
        match (&base.kind, &revision.kind) {
            (Kind::Struct(before), Kind::Struct(now)) if before.style == now.style => {
                self.non_exhaustive(name, base, revision);
                self.fields(name, before, now, base.is_non_exhaustive);
            }
            (Kind::Enum(before), Kind::Enum(now)) => {
                self.non_exhaustive(name, base, revision);
                self.variants(name, before, now, base.is_non_exhaustive);
            }
            (
                Kind::Newtype { inner, is_public },
                Kind::Newtype {
                    inner: inner_now,
                    is_public: is_public_now,
                },
            ) => match (is_public, is_public_now) {
                (true, true) => {
                    let place = Place {
                        verbs: ["held", "holds"],
                        ..of_type(name)
                    };
                    self.same_type(place, inner, inner_now);
                }
                (true, false) => {
                    let message = format!(
                        "what `types::{name}` holds is private now: code that builds it or takes it \
                         apart by `.0` no longer compiles"
                    );
                    self.changed(Rule::RustFieldRemoved, message, anchor(name));
                }
                (false, true) => {
                    let message = format!("what `types::{name}` holds is public now");
                    self.new_one(Rule::RustFieldAdded, message, anchor(name));
                }
                // Applications reach a private field only through the traits of the type.
                (false, false) => {}
            },
            (Kind::Alias(before), Kind::Alias(now)) => {
                self.same_type(of_type(name), before, now);
            }
            _ => {
                let [before, now] = [base, revision].map(TypeItem::kind_name);
                let message = format!("`types::{name}` was {before} and is {now}");
                self.changed(Rule::RustTypeKindChanged, message, anchor(name));
                return false;
            }
        }
        true
    }

    fn non_exhaustive(&mut self, name: &str, base: &'a TypeItem, revision: &'a TypeItem) {
        match (base.is_non_exhaustive, revision.is_non_exhaustive) {
            (false, true) => {
                let message = format!(
                    "`types::{name}` has become `#[non_exhaustive]`: code that spells out all of its \
                     members no longer compiles"
                );
                self.changed(Rule::RustTypeNonExhaustive, message, anchor(name));
            }
            (true, false) => {
                let message = format!("`types::{name}` is no longer `#[non_exhaustive]`");
                self.new_one(Rule::RustTypeNonExhaustive, message, anchor(name));
            }
            _ => {}
        }
    }

    fn fields(
        &mut self,
        owner: &str,
        base: &'a Fields,
        revision: &'a Fields,
        was_non_exhaustive: bool,
    ) {
        let field_anchor = |wire_name: &str| Anchor::Field {
            type_name: owner.to_owned(),
            wire_name: wire_name.to_owned(),
        };
        for (name, field) in &base.members {
            if let Some(now) = revision.members.get(name) {
                let place = Place {
                    rule: Rule::RustFieldTypeChanged,
                    subject: format!("`types::{owner}.{name}`"),
                    verbs: ["was", "is"],
                    anchor: field_anchor(&now.wire_name),
                };
                self.same_type(place, &field.ty, &now.ty);
            } else {
                let message = format!("`types::{owner}.{name}: {}` is gone", field.ty.short());
                self.gone(
                    Rule::RustFieldRemoved,
                    message,
                    field_anchor(&field.wire_name),
                );
            }
        }
        // Applications could not write a struct with a private field as a literal before.
        let was_spelled_out = !was_non_exhaustive && !base.has_private;
        for (name, field) in &revision.members {
            if base.members.contains_key(name) {
                continue;
            }
            let message = format!("`types::{owner}.{name}: {}` is new", field.ty.short());
            let anchor = field_anchor(&field.wire_name);
            if was_spelled_out {
                let message =
                    format!("{message}: code that spells out all fields no longer compiles");
                self.changed(Rule::RustFieldAdded, message, anchor);
            } else {
                self.new_one(Rule::RustFieldAdded, message, anchor);
            }
        }
    }

    fn variants(
        &mut self,
        owner: &str,
        base: &'a BTreeMap<String, Fields>,
        revision: &'a BTreeMap<String, Fields>,
        was_non_exhaustive: bool,
    ) {
        for (name, fields) in base {
            if let Some(now) = revision.get(name) {
                self.payload(owner, name, fields, now);
            } else {
                let message = format!("`types::{owner}::{name}` is gone");
                self.gone(Rule::RustVariantRemoved, message, anchor(owner));
            }
        }
        for name in revision.keys().filter(|name| !base.contains_key(*name)) {
            let message = format!("`types::{owner}::{name}` is new");
            if was_non_exhaustive {
                self.new_one(Rule::RustVariantAdded, message, anchor(owner));
            } else {
                let message = format!("{message}: an exhaustive `match` no longer compiles");
                self.changed(Rule::RustVariantAdded, message, anchor(owner));
            }
        }
    }

    fn payload(&mut self, owner: &str, name: &str, base: &'a Fields, revision: &'a Fields) {
        let variant = format!("types::{owner}::{name}");
        if base.style != revision.style || !base.members.keys().eq(revision.members.keys()) {
            let message = format!(
                "`{variant}` held {} and holds {}",
                payload_text(base),
                payload_text(revision)
            );
            self.changed(Rule::RustVariantTypeChanged, message, anchor(owner));
            return;
        }
        let is_bare = base.style == Style::Tuple && base.members.len() == 1;
        for ((member, field), now) in base.members.iter().zip(revision.members.values()) {
            let subject = if is_bare {
                format!("`{variant}`")
            } else {
                format!("`{variant}.{member}`")
            };
            let place = Place {
                rule: Rule::RustVariantTypeChanged,
                subject,
                verbs: ["held", "holds"],
                anchor: anchor(owner),
            };
            self.same_type(place, &field.ty, &now.ty);
        }
    }
}

fn anchor(name: &str) -> Anchor {
    Anchor::Type(name.to_owned())
}

fn of_type(name: &str) -> Place {
    Place {
        rule: Rule::RustFieldTypeChanged,
        subject: format!("`types::{name}`"),
        verbs: ["was", "is"],
        anchor: anchor(name),
    }
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
