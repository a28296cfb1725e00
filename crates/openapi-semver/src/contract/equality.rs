//! Whether two parts of two documents mean the same.
//!
//! Operations, schemas and alternatives of both contracts come in, and yes or no goes out. Prose does not count. This
//! is the safety net below the rules: if no rule has seen a difference in an operation, and the two operations are not
//! equal, the report says `unclassified`. It shares the reading of the documents with the rules, and nothing else.

use std::cell::RefCell;
use std::collections::HashSet;

use serde_json::json;

use super::Contract;
use super::media::{Encoding, Media};
use super::operation::{Body, Operation, Response};
use super::parameter::{Form, Header, Parameter};
use super::schema::{Additional, Choice, Schema, SchemaId};
use super::security::{Alternative, Requirement};
use super::server::Server;
use super::sorted::Sorted;
use super::statuses::covered;
use crate::rust_name;

/// Compares parts of two documents. Prose does not count.
pub(crate) struct Equality<'c, 'a> {
    base: &'c Contract<'a>,
    revision: &'c Contract<'a>,
    /// Pairs that are known to be equal.
    equal: RefCell<HashSet<(SchemaId, SchemaId)>>,
    different: RefCell<HashSet<(SchemaId, SchemaId)>>,
}

/// Pairs that are taken for equal until a difference is found.
#[derive(Default)]
struct Assumed {
    pairs: HashSet<(SchemaId, SchemaId)>,
    trail: Vec<(SchemaId, SchemaId)>,
    /// How many choices are inside each other.
    depth: usize,
}

/// How many choices may be inside each other. Alternatives are matched by trying, and this recurses. Deeper
/// choices have to keep their order to be equal.
const DEEPEST_CHOICE: usize = 100;

impl<'c, 'a> Equality<'c, 'a> {
    pub(crate) fn new(base: &'c Contract<'a>, revision: &'c Contract<'a>) -> Self {
        Self {
            base,
            revision,
            equal: RefCell::default(),
            different: RefCell::default(),
        }
    }

    /// Whether two operations are the same and have callbacks of the same names.
    pub(crate) fn operations(&self, base: &Operation, revision: &Operation) -> bool {
        base.path == revision.path
            && options(base.id.as_ref(), revision.id.as_ref(), |a, b| {
                rust_name::is_same_method(&a.value, &b.value)
            })
            && base.deprecated.value == revision.deprecated.value
            && maps(&base.parameters, &revision.parameters, |a, b| {
                self.parameters(a, b)
            })
            && options(base.body.as_ref(), revision.body.as_ref(), |a, b| {
                self.bodies(a, b)
            })
            && covered(base, revision).iter().all(|covered| {
                let (base, revision) = (covered.base, covered.revision);
                options(base, revision, |(_, a), (_, b)| self.responses(a, b))
            })
            && requirements(&base.security, &revision.security)
            && same_servers(base, revision)
            && base.callbacks.keys().eq(revision.callbacks.keys())
    }

    fn parameters(&self, a: &Parameter, b: &Parameter) -> bool {
        (a.name == b.name || a.name.eq_ignore_ascii_case(&b.name))
            && a.required.value == b.required.value
            && a.deprecated.value == b.deprecated.value
            && self.forms(&a.form, &b.form)
    }

    fn headers(&self, a: &Header, b: &Header) -> bool {
        a.required.value == b.required.value
            && a.deprecated.value == b.deprecated.value
            && self.forms(&a.form, &b.form)
    }

    fn forms(&self, a: &Form, b: &Form) -> bool {
        a.style.value == b.style.value
            && a.explode.value == b.explode.value
            && a.allow_reserved.value == b.allow_reserved.value
            && a.allow_empty_value.value == b.allow_empty_value.value
            && self.schemas(a.schema, b.schema)
            && maps(&a.content, &b.content, |a, b| self.media(a, b))
    }

    fn bodies(&self, a: &Body, b: &Body) -> bool {
        a.required.value == b.required.value
            && maps(&a.content, &b.content, |a, b| self.media(a, b))
    }

    fn responses(&self, a: &Response, b: &Response) -> bool {
        maps(&a.headers, &b.headers, |a, b| self.headers(a, b))
            && maps(&a.content, &b.content, |a, b| self.media(a, b))
    }

    fn media(&self, a: &Media, b: &Media) -> bool {
        self.schemas(a.schema, b.schema)
            && maps(&a.encoding, &b.encoding, |a, b| self.encodings(a, b))
    }

    fn encodings(&self, a: &Encoding, b: &Encoding) -> bool {
        a.content_type == b.content_type
            && self.forms(&a.form, &b.form)
            && maps(&a.headers, &b.headers, |a, b| self.headers(a, b))
    }

    /// Whether two schemas mean the same. Recursive schemas do, unless a difference is found.
    pub(crate) fn schemas(&self, base: SchemaId, revision: SchemaId) -> bool {
        let mut assumed = Assumed::default();
        let equal = self.unless_assumed(base, revision, &mut assumed);
        // The assumptions on the way are true exactly if the whole comparison is.
        if equal {
            self.equal.borrow_mut().extend(assumed.pairs);
        }
        equal
    }

    /// Whether two lists offer the same alternatives, in any order.
    pub(crate) fn choices(&self, a: &Choice, b: &Choice) -> bool {
        unordered(&a.members, &b.members, |(_, a), (_, b)| {
            self.schemas(*a, *b)
        })
    }

    /// Whether two schemas exclude the same values.
    pub(crate) fn exclusions(&self, a: &Schema, b: &Schema) -> bool {
        unordered(&a.not, &b.not, |a, b| self.schemas(*a, *b))
    }

    /// Whether two schemas are equal under the assumptions. It works on a list of pairs instead of recursion,
    /// because a chain of references may be as long as the document.
    fn unless_assumed(&self, base: SchemaId, revision: SchemaId, assumed: &mut Assumed) -> bool {
        let before = assumed.trail.len();
        // Each pair, and the index of the pair that has led to it.
        let mut todo: Vec<((SchemaId, SchemaId), Option<usize>)> = vec![((base, revision), None)];
        let mut next = 0;
        while let Some((pair, _)) = todo.get(next).copied() {
            if !self.equal.borrow().contains(&pair) && assumed.pairs.insert(pair) {
                assumed.trail.push(pair);
                let known = self.different.borrow().contains(&pair);
                let (a, b) = (self.base.get(pair.0), self.revision.get(pair.1));
                let mut below = Vec::new();
                if known || !self.content(&a, &b, &mut below, assumed) {
                    // Pairs that were found equal since then may depend on these assumptions.
                    for doubtful in assumed.trail.drain(before..) {
                        assumed.pairs.remove(&doubtful);
                    }
                    let mut different = self.different.borrow_mut();
                    let mut blamed = Some(next);
                    while let Some((pair, above)) = blamed.and_then(|index| todo.get(index)) {
                        different.insert(*pair);
                        blamed = *above;
                    }
                    return false;
                }
                todo.extend(below.into_iter().map(|pair| (pair, Some(next))));
            }
            next += 1;
        }
        true
    }

    /// Compares two schemas without the schemas inside them. Pairs of inner schemas are put into `below`.
    fn content(
        &self,
        a: &Schema,
        b: &Schema,
        below: &mut Vec<(SchemaId, SchemaId)>,
        assumed: &mut Assumed,
    ) -> bool {
        maps(&a.facets, &b.facets, |a, b| a.value == b.value)
            && maps(&a.unknown, &b.unknown, |a, b| a.value == b.value)
            && maps(&a.properties, &b.properties, |a, b| {
                below.push((a.schema, b.schema));
                a.required.is_some() == b.required.is_some()
            })
            && match (&a.additional, &b.additional) {
                (Additional::Anything, Additional::Anything)
                | (Additional::Nothing(_), Additional::Nothing(_)) => true,
                (Additional::Schema(a), Additional::Schema(b)) => {
                    below.push((*a, *b));
                    true
                }
                _ => false,
            }
            && options(a.items, b.items, |a, b| {
                below.push((a, b));
                true
            })
            && a.apart.len() == b.apart.len()
            && {
                below.extend(a.apart.iter().copied().zip(b.apart.iter().copied()));
                self.choices_of(a, b, below, assumed)
            }
    }

    fn choices_of(
        &self,
        a: &Schema,
        b: &Schema,
        below: &mut Vec<(SchemaId, SchemaId)>,
        assumed: &mut Assumed,
    ) -> bool {
        if assumed.depth >= DEEPEST_CHOICE {
            return in_place(&a.one_of, &b.one_of, below)
                && in_place(&a.any_of, &b.any_of, below)
                && a.not.len() == b.not.len()
                && {
                    below.extend(a.not.iter().copied().zip(b.not.iter().copied()));
                    true
                };
        }
        assumed.depth += 1;
        let same = unordered(&a.one_of, &b.one_of, |a, b| {
            self.alternatives(a, b, assumed)
        }) && unordered(&a.any_of, &b.any_of, |a, b| {
            self.alternatives(a, b, assumed)
        }) && unordered(&a.not, &b.not, |a, b| self.unless_assumed(*a, *b, assumed));
        assumed.depth -= 1;
        same
    }

    fn alternatives(&self, a: &Choice, b: &Choice, assumed: &mut Assumed) -> bool {
        unordered(&a.members, &b.members, |(_, a), (_, b)| {
            self.unless_assumed(*a, *b, assumed)
        })
    }
}

/// Whether both lists have the same length. Their alternatives are put into `below`, in their order.
fn in_place(a: &[Choice], b: &[Choice], below: &mut Vec<(SchemaId, SchemaId)>) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            let pairs = a.members.iter().zip(&b.members);
            below.extend(pairs.map(|((_, a), (_, b))| (*a, *b)));
            a.members.len() == b.members.len()
        })
}

pub(crate) fn requirements(a: &Requirement, b: &Requirement) -> bool {
    let forms = |requirement: &Requirement| {
        let mut forms: Vec<String> = requirement.alternatives.iter().map(form).collect();
        forms.sort();
        forms
    };
    forms(a) == forms(b)
}

fn form(alternative: &Alternative) -> String {
    let mut schemes: Vec<String> = alternative
        .schemes
        .iter()
        .map(|credential| json!([credential.identity, credential.scopes]).to_string())
        .collect();
    schemes.sort();
    schemes.join("\n")
}

/// The first server is the default, and the order of the others does not count. Servers that all operations share
/// are compared once, for the document.
fn same_servers(a: &Operation, b: &Operation) -> bool {
    (a.shares_servers && b.shares_servers)
        || (options(a.servers.first(), b.servers.first(), servers)
            && unordered(&a.servers, &b.servers, servers))
}

fn servers(a: &Server, b: &Server) -> bool {
    a.template == b.template
        && maps(&a.variables, &b.variables, |a, b| {
            a.default == b.default && a.values == b.values
        })
}

fn maps<K: Ord, A, B>(
    a: &Sorted<K, A>,
    b: &Sorted<K, B>,
    mut same: impl FnMut(&A, &B) -> bool,
) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|((name, a), (other, b))| name == other && same(a, b))
}

/// Lists whose order does not count.
fn unordered<A>(a: &[A], b: &[A], mut same: impl FnMut(&A, &A) -> bool) -> bool {
    let mut left: Vec<&A> = b.iter().collect();
    a.len() == b.len()
        && a.iter().all(|a| {
            let found = left.iter().position(|b| same(a, b));
            // The first one that is left is the most likely match.
            found.map(|found| left.remove(found)).is_some()
        })
}

fn options<A>(a: Option<A>, b: Option<A>, same: impl FnOnce(A, A) -> bool) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => same(a, b),
        _ => false,
    }
}
