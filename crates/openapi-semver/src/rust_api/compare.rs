//! The walk over everything that has a name in two surfaces.
//!
//! Two surfaces come in, and findings go out, in the order of the names. This file compares which items and types
//! there are and which traits they implement. `members` compares the inside of types, and `calls` compares methods.

use std::collections::BTreeMap;

use crate::class::Class;
use crate::report::Side;
use crate::rule_id::Rule;

use super::reach::Reach;
use super::surface::Surface;
use super::type_text::{Type, apart};
use super::{Anchor, Finding};

/// A comparison of two surfaces, with the findings so far.
pub(super) struct Comparison<'a> {
    pub(super) base: &'a Surface,
    pub(super) revision: &'a Surface,
    findings: Vec<Finding>,
}

/// A place that has a type: the rule for another type, and the beginning and the verbs of its sentence.
pub(super) struct Place {
    pub(super) rule: Rule,
    pub(super) subject: String,
    pub(super) verbs: [&'static str; 2],
    pub(super) anchor: Anchor,
}

impl<'a> Comparison<'a> {
    pub(super) const fn new(base: &'a Surface, revision: &'a Surface) -> Self {
        Self {
            base,
            revision,
            findings: Vec::new(),
        }
    }

    pub(super) fn run(mut self) -> Vec<Finding> {
        self.items();
        self.types();
        self.methods();
        self.findings
    }

    pub(super) fn gone(&mut self, rule: Rule, message: String, anchor: Anchor) {
        self.report(rule, Class::Breaking, message, Side::Base, anchor);
    }

    pub(super) fn new_one(&mut self, rule: Rule, message: String, anchor: Anchor) {
        self.report(rule, Class::Compatible, message, Side::Revision, anchor);
    }

    pub(super) fn changed(&mut self, rule: Rule, message: String, anchor: Anchor) {
        self.report(rule, Class::Breaking, message, Side::Revision, anchor);
    }

    fn report(&mut self, rule: Rule, class: Class, message: String, side: Side, anchor: Anchor) {
        self.findings.push(Finding {
            rule,
            class,
            message,
            anchor,
            side,
        });
    }

    fn items(&mut self) {
        let (base, revision) = (&self.base.items, &self.revision.items);
        for name in base.difference(revision) {
            let message = format!("`{name}` is gone");
            self.gone(Rule::RustItemRemoved, message, Anchor::Elsewhere);
        }
        for name in revision.difference(base) {
            let message = format!("`{name}` is new");
            self.new_one(Rule::RustItemAdded, message, Anchor::Elsewhere);
        }
    }

    fn types(&mut self) {
        let (base, revision) = (self.base, self.revision);
        let sent = Reach::of(revision).sent();
        for (name, item) in base.types.iter().filter(|(_, item)| !item.is_hidden) {
            match revision.types.get(name).filter(|item| !item.is_hidden) {
                Some(now) => {
                    if self.members(name, item, now) {
                        self.impls(name, &item.impls, &now.impls);
                        self.type_builder(name, sent.contains(name.as_str()));
                    }
                }
                None => {
                    let message = format!("`types::{name}` is gone");
                    self.gone(Rule::RustTypeRemoved, message, Anchor::Type(name.clone()));
                }
            }
        }
        for (name, _) in revision.types.iter().filter(|(_, item)| !item.is_hidden) {
            if base.types.get(name).is_none_or(|item| item.is_hidden) {
                let message = format!("`types::{name}` is new");
                self.new_one(Rule::RustTypeAdded, message, Anchor::Type(name.clone()));
            }
        }
    }

    fn impls(
        &mut self,
        name: &str,
        base: &BTreeMap<String, String>,
        revision: &BTreeMap<String, String>,
    ) {
        let without = |some: &BTreeMap<String, String>, others: &BTreeMap<String, String>| {
            let missing = some.iter().filter(|(key, _)| !others.contains_key(*key));
            let texts: Vec<String> = missing.map(|(_, text)| format!("`{text}`")).collect();
            texts.join(", ")
        };
        let lost = without(base, revision);
        if !lost.is_empty() {
            let message = format!("`types::{name}` no longer implements {lost}");
            self.changed(
                Rule::RustImplRemoved,
                message,
                Anchor::Type(name.to_owned()),
            );
        }
        let gained = without(revision, base);
        if !gained.is_empty() {
            let message = format!("`types::{name}` implements {gained} now");
            self.new_one(Rule::RustImplAdded, message, Anchor::Type(name.to_owned()));
        }
    }

    /// Reports a place that has another type now.
    pub(super) fn same_type(&mut self, place: Place, base: &Type, revision: &Type) {
        if base == revision {
            return;
        }
        let (before, now) = apart(base, revision);
        let Place {
            rule,
            subject,
            verbs: [was, is],
            anchor,
        } = place;
        let message = format!("{subject} {was} `{before}` and {is} `{now}`");
        self.changed(rule, message, anchor);
    }
}
