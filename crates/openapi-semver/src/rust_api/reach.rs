//! Which methods lead to a type, and what holds the type.
//!
//! A surface comes in. Out come the types that applications send, the types that a method returns, and the nearest
//! holder of a type. [`generated_code`](crate::generated_code) uses this to find the operations behind a type.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::methods::{Method, Output};
use super::surface::{Kind, Surface};
use super::type_text::Type;

/// A method or a type that uses another type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A method of the client that takes or returns the type.
    Method(String),
    /// Another type that has the type in a field. The field has this name on the wire, if it has one.
    Type {
        name: String,
        wire_name: Option<String>,
    },
}

/// The users of the types of one surface.
#[derive(Debug)]
pub(crate) struct Reach<'s> {
    surface: &'s Surface,
    held: HashMap<&'s str, Vec<Holder>>,
    taken: HashMap<&'s str, BTreeSet<&'s str>>,
    given: HashMap<&'s str, BTreeSet<&'s str>>,
}

impl<'s> Reach<'s> {
    pub(crate) fn of(surface: &'s Surface) -> Self {
        let mut reach = Self {
            surface,
            held: HashMap::new(),
            taken: HashMap::new(),
            given: HashMap::new(),
        };
        for (name, item) in &surface.types {
            item.kind.each(&mut |wire_name, ty| {
                let holder = Holder::Type {
                    name: name.clone(),
                    wire_name: wire_name.map(str::to_owned),
                };
                reach.hold(&holder, ty);
            });
        }
        for (name, method) in &surface.methods {
            let mut types: [Vec<&Type>; 2] = Default::default();
            of_method(method, &mut types);
            if let Output::Builder(builder) = &method.output {
                for step in surface.builders.get(builder).into_iter().flatten() {
                    of_method(step.1, &mut types);
                }
            }
            let holder = Holder::Method(name.clone());
            let [taken, given] = types;
            for ty in taken.iter().chain(&given) {
                reach.hold(&holder, ty);
            }
            reach.taken.insert(name, reach.below(&taken));
            reach.given.insert(name, reach.below(&given));
        }
        reach
    }

    fn hold(&mut self, holder: &Holder, ty: &'s Type) {
        ty.each_own(&mut |own| {
            let holders = self.held.entry(own).or_default();
            if !holders.contains(holder) {
                holders.push(holder.clone());
            }
        });
    }

    /// These types and all inner types.
    fn below(&self, types: &[&'s Type]) -> BTreeSet<&'s str> {
        let mut todo = Vec::new();
        for ty in types {
            ty.each_own(&mut |own| todo.push(own));
        }
        let mut below = BTreeSet::new();
        while let Some(name) = todo.pop() {
            if below.insert(name)
                && let Some(item) = self.surface.types.get(name)
            {
                item.kind
                    .each(&mut |_, ty| ty.each_own(&mut |own| todo.push(own)));
            }
        }
        below
    }

    /// The types that applications send.
    pub(crate) fn sent(&self) -> HashSet<&'s str> {
        self.taken.values().flatten().copied().collect()
    }

    /// The types that a method returns, with all inner types.
    pub(crate) fn given_by(&self, method: &str) -> Option<&BTreeSet<&'s str>> {
        self.given.get(method)
    }

    /// Whether the result of a method contains a field with this name on the wire.
    pub(crate) fn gives_field(&self, method: &str, wire_name: &str) -> bool {
        let given = self.given.get(method).into_iter().flatten();
        let mut items = given.filter_map(|name| self.surface.types.get(*name));
        items.any(|item| match &item.kind {
            Kind::Struct(fields) => {
                let mut fields = fields.members.values();
                fields.any(|field| field.wire_name == wire_name)
            }
            _ => false,
        })
    }

    /// The names of the methods that take or return a type.
    pub(crate) fn methods_with(&self, type_name: &str) -> Vec<&'s str> {
        let all = self.taken.iter().chain(&self.given);
        let found = all.filter(|(_, types)| types.contains(type_name));
        let found: BTreeSet<&str> = found.map(|(method, _)| *method).collect();
        found.into_iter().collect()
    }

    /// The nearest holder of a type that `known` knows.
    pub(crate) fn nearest<T>(
        &self,
        type_name: &str,
        known: impl Fn(&Holder) -> Option<T>,
    ) -> Option<T> {
        let mut seen: HashSet<String> = HashSet::new();
        let mut todo: VecDeque<String> = VecDeque::from([type_name.to_owned()]);
        while let Some(name) = todo.pop_front() {
            for holder in self.held.get(name.as_str()).into_iter().flatten() {
                if let Some(found) = known(holder) {
                    return Some(found);
                }
                if let Holder::Type { name, .. } = holder
                    && seen.insert(name.clone())
                {
                    todo.push_back(name.clone());
                }
            }
        }
        None
    }
}

/// Collects the types that a method takes and the types that it returns.
fn of_method<'m>(method: &'m Method, [taken, given]: &mut [Vec<&'m Type>; 2]) {
    taken.extend(&method.arguments);
    match &method.output {
        Output::Answer { success, error } => given.extend([success, error]),
        Output::Plain(ty) => given.push(ty),
        Output::Builder(_) => {}
    }
}

impl Kind {
    /// Visits every inner type, with the name of its field on the wire, if it has one.
    fn each<'k>(&'k self, visit: &mut impl FnMut(Option<&'k str>, &'k Type)) {
        match self {
            Self::Struct(fields) => {
                for field in fields.members.values() {
                    visit(Some(&field.wire_name), &field.ty);
                }
            }
            Self::Enum(variants) => {
                for field in variants.values().flat_map(|fields| fields.members.values()) {
                    visit(None, &field.ty);
                }
            }
            Self::Newtype { inner, .. } | Self::Alias(inner) => visit(None, inner),
        }
    }
}
