//! What applications can name of a generated client, and what a new revision of it does to them.
//!
//! Two files are compared that the same generator (progenitor, in either style) has made of two
//! documents. Nothing is run and nothing is compiled.

mod attributes;
mod calls;
mod compare;
mod members;
mod methods;
mod paths;
mod reader;
mod rules;
mod site;
mod structure;
mod surface;
mod type_text;

#[cfg(test)]
mod tests;

use crate::class::Class;
use crate::report::Side;

pub(crate) use self::rules::RULES;
pub(crate) use self::surface::Surface;

/// One difference between two generated clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// One of [`RULES`].
    pub(crate) rule: &'static str,
    pub(crate) class: Class,
    /// A sentence for a person, without a full stop at its end.
    pub(crate) message: String,
    pub(crate) anchor: Anchor,
    /// The revision that `anchor` is to be looked up in: the base for what is gone.
    pub(crate) side: Side,
}

/// What a difference is about, by which its place in the document is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Anchor {
    /// A method of the client, by its Rust name.
    Method(String),
    /// A type in `types`, or a variant of it.
    Type(String),
    /// A field of a struct in `types`, by the name it has on the wire.
    Field {
        type_name: String,
        wire_name: String,
    },
    /// Anything else.
    Elsewhere,
}

/// All differences, in the order of the names of items, types and methods.
///
/// `named` says which types of a side bear a name that the document itself gives: those of the
/// component schemas. Their names are API. All others are names that the generator made up, so
/// these types are compared by what they consist of, wherever something uses them, and what
/// differs in them is reported there.
///
/// A newtype stands for what it holds, unless it has a name of its own on both sides: constraints
/// are not judged here. So do `Box` and type aliases. New fields are compatible, also where a
/// struct could be written as a literal: generated structs are meant to be built by their builders.
pub(crate) fn compare(
    base: &Surface,
    revision: &Surface,
    named: &dyn Fn(Side, &str) -> bool,
) -> Vec<Finding> {
    compare::Comparison::new(base, revision, named).run()
}
