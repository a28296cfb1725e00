//! The public surface of a generated client, and what a new revision does to it.
//!
//! Two files come in that one generator (progenitor, in either style) has made of two documents. Out come findings
//! about everything that applications can name. Nothing is run and nothing is compiled. Every public name is contract,
//! also a name that the generator made up. Two types are the same if their paths are the same. What rustc refuses is
//! breaking.
//!
//! `surface` reads a file, `compare` walks over two surfaces, and [`generated_code`](crate::generated_code) joins the
//! findings with the changes on the wire.

mod acceptance;
mod attributes;
mod builders;
mod calls;
mod compare;
mod impls;
mod members;
mod methods;
mod paths;
mod reach;
mod reader;
mod rules;
mod surface;
mod type_text;

#[cfg(test)]
mod tests;

use crate::class::Class;
use crate::report::Side;
use crate::rule_id::Rule;

pub(crate) use self::reach::{Holder, Reach};
pub(crate) use self::rules::RULES;
pub(crate) use self::surface::Surface;

/// One difference between two generated clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// One of the rules in [`RULES`].
    pub(crate) rule: Rule,
    pub(crate) class: Class,
    /// A sentence for a person, without a full stop at its end.
    pub(crate) message: String,
    pub(crate) anchor: Anchor,
    /// The revision where `anchor` can be found. It is the base for something that is gone.
    pub(crate) side: Side,
}

/// The subject of a difference. It is used to find the place in the document.
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
pub(crate) fn compare(base: &Surface, revision: &Surface) -> Vec<Finding> {
    compare::Comparison::new(base, revision).run()
}
