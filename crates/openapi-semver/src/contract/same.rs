//! Whether two documents say the same, without asking which differences matter.
//!
//! This is the net below the rules: it shares the reading of the documents with them and nothing
//! else.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::Contract;
use super::media::{Encoding, Media};
use super::operation::{Body, Operation, Response};
use super::parameter::{Form, Header, Parameter};
use super::schema::{Additional, Choice, Schema, SchemaId};
use super::security::{Alternative, Requirement};
use super::server::Server;

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
}

impl<'c, 'a> Equality<'c, 'a> {
    pub(crate) fn new(base: &'c Contract<'a>, revision: &'c Contract<'a>) -> Self {
        Self {
            base,
            revision,
            equal: RefCell::default(),
            different: RefCell::default(),
        }
    }

    /// Whether two operations are the same.
    pub(crate) fn operations(&self, base: &Operation, revision: &Operation) -> bool {
        base.path == revision.path
            && base.id.as_ref().map(|id| &id.value) == revision.id.as_ref().map(|id| &id.value)
            && base.deprecated.value == revision.deprecated.value
            && maps(&base.parameters, &revision.parameters, |a, b| {
                self.parameters(a, b)
            })
            && options(base.body.as_ref(), revision.body.as_ref(), |a, b| {
                self.bodies(a, b)
            })
            && maps(&base.responses, &revision.responses, |a, b| {
                self.responses(a, b)
            })
            && requirements(&base.security, &revision.security)
            && same_servers(base, revision)
            && maps(&base.callbacks, &revision.callbacks, |a, b| {
                self.operations(a, b)
            })
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

    /// Whether two schemas say the same. Recursive ones do unless a difference is found.
    pub(crate) fn schemas(&self, base: SchemaId, revision: SchemaId) -> bool {
        let mut assumed = Assumed::default();
        let equal = self.unless_assumed(base, revision, &mut assumed);
        // What was assumed on the way holds exactly if the whole does.
        if equal {
            self.equal.borrow_mut().extend(assumed.pairs);
        }
        equal
    }

    /// Whether two lists offer the same alternatives, in whatever order.
    pub(crate) fn choices(&self, a: &Choice, b: &Choice) -> bool {
        unordered(&a.members, &b.members, |(_, a), (_, b)| {
            self.schemas(*a, *b)
        })
    }

    /// Whether two schemas exclude the same.
    pub(crate) fn exclusions(&self, a: &Schema, b: &Schema) -> bool {
        unordered(&a.not, &b.not, |a, b| self.schemas(*a, *b))
    }

    fn unless_assumed(&self, base: SchemaId, revision: SchemaId, assumed: &mut Assumed) -> bool {
        let pair = (base, revision);
        if self.equal.borrow().contains(&pair) || assumed.pairs.contains(&pair) {
            return true;
        }
        if self.different.borrow().contains(&pair) {
            return false;
        }
        let before = assumed.trail.len();
        assumed.pairs.insert(pair);
        assumed.trail.push(pair);
        let equal = self.content(&self.base.get(base), &self.revision.get(revision), assumed);
        if !equal {
            // Whatever was found equal since may have leant on this pair.
            for doubtful in assumed.trail.drain(before..) {
                assumed.pairs.remove(&doubtful);
            }
            self.different.borrow_mut().insert(pair);
        }
        equal
    }

    fn content(&self, a: &Schema, b: &Schema, assumed: &mut Assumed) -> bool {
        let facets = maps(&a.facets, &b.facets, |a, b| a.value == b.value)
            && maps(&a.unknown, &b.unknown, |a, b| a.value == b.value);
        facets
            && maps(&a.properties, &b.properties, |a, b| {
                a.required.is_some() == b.required.is_some()
                    && self.unless_assumed(a.schema, b.schema, assumed)
            })
            && match (&a.additional, &b.additional) {
                (Additional::Anything, Additional::Anything)
                | (Additional::Nothing(_), Additional::Nothing(_)) => true,
                (Additional::Schema(a), Additional::Schema(b)) => {
                    self.unless_assumed(*a, *b, assumed)
                }
                _ => false,
            }
            && options(a.items, b.items, |a, b| self.unless_assumed(a, b, assumed))
            && unordered(&a.one_of, &b.one_of, |a, b| {
                self.alternatives(a, b, assumed)
            })
            && unordered(&a.any_of, &b.any_of, |a, b| {
                self.alternatives(a, b, assumed)
            })
            && unordered(&a.not, &b.not, |a, b| self.unless_assumed(*a, *b, assumed))
    }

    fn alternatives(&self, a: &Choice, b: &Choice, assumed: &mut Assumed) -> bool {
        unordered(&a.members, &b.members, |(_, a), (_, b)| {
            self.unless_assumed(*a, *b, assumed)
        })
    }
}

pub(crate) fn requirements(a: &Requirement, b: &Requirement) -> bool {
    let forms = |requirement: &Requirement| {
        let mut forms: Vec<String> = requirement.alternatives.iter().map(form).collect();
        forms.sort();
        forms.dedup();
        forms
    };
    forms(a) == forms(b)
}

fn form(alternative: &Alternative) -> String {
    let schemes: BTreeMap<&str, Vec<&str>> = alternative
        .schemes
        .iter()
        .map(|(identity, credential)| {
            let scopes = credential.scopes.iter().map(String::as_str).collect();
            (identity.as_str(), scopes)
        })
        .collect();
    Value::from_iter(
        schemes
            .into_iter()
            .map(|(identity, scopes)| (identity.to_owned(), Value::from(scopes))),
    )
    .to_string()
}

/// The first server is the default; the order of the others does not count. What the document says for
/// all operations is compared once, and not for each of them.
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
    a: &BTreeMap<K, A>,
    b: &BTreeMap<K, B>,
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
            // The first of what is left is the likeliest.
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
