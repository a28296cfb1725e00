//! Goes through everything that has a name of its own in both surfaces.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::class::Class;
use crate::report::Side;

use super::site::{Place, Site};
use super::structure::{Pair, Structure};
use super::surface::Surface;
use super::type_text::{Type, apart};
use super::{Anchor, Finding, rules};

/// A comparison under way.
pub(super) struct Comparison<'a> {
    pub(super) structure: Structure<'a>,
    findings: Vec<Finding>,
    /// What is still to be compared for the type or the method at hand.
    todo: VecDeque<(Site, &'a Type, &'a Type)>,
    /// The pairs whose members were compared for it, so that it ends where types are recursive.
    seen: HashSet<Pair<'a>>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(
        base: &'a Surface,
        revision: &'a Surface,
        named: &dyn Fn(Side, &str) -> bool,
    ) -> Self {
        Self {
            structure: Structure::new(base, revision, named),
            findings: Vec::new(),
            todo: VecDeque::new(),
            seen: HashSet::new(),
        }
    }

    pub(super) fn run(mut self) -> Vec<Finding> {
        self.items();
        self.types();
        self.methods();
        self.findings
    }

    pub(super) fn gone(&mut self, rule: &'static str, message: String, anchor: Anchor) {
        self.report(rule, Class::Breaking, message, Side::Base, anchor);
    }

    pub(super) fn new_one(&mut self, rule: &'static str, message: String, anchor: Anchor) {
        self.report(rule, Class::Compatible, message, Side::Revision, anchor);
    }

    pub(super) fn changed(&mut self, rule: &'static str, message: String, anchor: Anchor) {
        self.report(rule, Class::Breaking, message, Side::Revision, anchor);
    }

    fn report(
        &mut self,
        rule: &'static str,
        class: Class,
        message: String,
        side: Side,
        anchor: Anchor,
    ) {
        self.findings.push(Finding {
            rule,
            class,
            message,
            anchor,
            side,
        });
    }

    fn items(&mut self) {
        let (base, revision) = (&self.structure.base.items, &self.structure.revision.items);
        for name in base.difference(revision) {
            let message = format!("`{name}` is gone");
            self.gone(rules::ITEM_REMOVED, message, Anchor::Elsewhere);
        }
        for name in revision.difference(base) {
            let message = format!("`{name}` is new");
            self.new_one(rules::ITEM_ADDED, message, Anchor::Elsewhere);
        }
    }

    fn types(&mut self) {
        let (base, revision) = (self.structure.base, self.structure.revision);
        for name in base.types.keys() {
            if !self.structure.is_named(Side::Base, name) {
                continue;
            }
            if self.structure.is_shared(name) {
                self.shared_type(name);
            } else {
                let message = format!("`types::{name}` is gone");
                self.gone(rules::TYPE_REMOVED, message, Anchor::Type(name.clone()));
            }
        }
        for name in revision.types.keys() {
            let was_there = base.types.get(name).is_some_and(|item| !item.is_hidden);
            if self.structure.is_named(Side::Revision, name) && !was_there {
                let message = format!("`types::{name}` is new");
                self.new_one(rules::TYPE_ADDED, message, Anchor::Type(name.clone()));
            }
        }
    }

    fn shared_type(&mut self, name: &'a str) {
        let Some((base, revision)) = self.structure.items((name, name)) else {
            return;
        };
        self.start();
        if self.members(&Place::Named(name), base, revision) {
            self.finish();
            self.impls(name, &base.impls, &revision.impls);
        }
    }

    fn impls(&mut self, name: &str, base: &BTreeSet<String>, revision: &BTreeSet<String>) {
        let list = |names: Vec<&String>| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        };
        let lost: Vec<&String> = base.difference(revision).collect();
        if !lost.is_empty() {
            let message = format!("`types::{name}` no longer implements {}", list(lost));
            self.changed(rules::IMPL_REMOVED, message, Anchor::Type(name.to_owned()));
        }
        let gained: Vec<&String> = revision.difference(base).collect();
        if !gained.is_empty() {
            let message = format!("`types::{name}` implements {} now", list(gained));
            self.new_one(rules::IMPL_ADDED, message, Anchor::Type(name.to_owned()));
        }
    }

    /// Before the comparison of one type or method: differences are reported once for each.
    pub(super) fn start(&mut self) {
        self.todo.clear();
        self.seen.clear();
    }

    pub(super) fn later(&mut self, site: Site, base: &'a Type, revision: &'a Type) {
        self.todo.push_back((site, base, revision));
    }

    /// Works off what was put back for later, and what that leads to.
    pub(super) fn finish(&mut self) {
        while let Some((site, base, revision)) = self.todo.pop_front() {
            match self.differing_inside(base, revision) {
                None => self.another_type(&site, base, revision),
                Some(pairs) => {
                    for pair in pairs {
                        if self.seen.insert(pair)
                            && let Some((base, revision)) = self.structure.items(pair)
                        {
                            self.members(&Place::Within(&site), base, revision);
                        }
                    }
                }
            }
        }
    }

    /// The own types whose members have to be compared for a place, or `None` if that place has
    /// another type.
    fn differing_inside(&mut self, base: &'a Type, revision: &'a Type) -> Option<Vec<Pair<'a>>> {
        let mut pairs = self.structure.align(base, revision)?;
        for pair in &pairs {
            let is_same = if self.structure.both_named(*pair) {
                self.structure.is_same(*pair)
            } else {
                let (base, revision) = self.structure.items(*pair)?;
                base.kind_name() == revision.kind_name()
            };
            if !is_same {
                return None;
            }
        }
        pairs.retain(|pair| !self.structure.both_named(*pair));
        Some(pairs)
    }

    fn another_type(&mut self, site: &Site, base: &Type, revision: &Type) {
        let (before, now) = apart(base, revision);
        let Site { subject, verbs, .. } = site;
        let [was, is] = verbs;
        let message = if before == now {
            format!("{subject} {is} `{now}` as before, which is another type now")
        } else {
            format!("{subject} {was} `{before}` and {is} `{now}`")
        };
        self.changed(site.rule, message, site.revision.clone());
    }
}
