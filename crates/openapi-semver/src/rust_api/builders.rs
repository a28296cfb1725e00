//! The builders of types, which are in `types::builder`.
//!
//! The items of that module come in. Out comes, for each type, the setters of its builder and the fields that the
//! builder demands: those that `Default` fills with an error. The builders of operations are methods, and `surface`
//! reads them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use syn::{Expr, FieldValue, ImplItem, Item, ItemImpl, Member, Stmt};

use super::methods::{self, Method};
use super::reader::{Reader, name_of};

/// The builder of one type.
#[derive(Debug, Default)]
pub(super) struct TypeBuilder {
    pub(super) steps: BTreeMap<String, Method>,
    /// The fields that the builder demands.
    pub(super) demands: BTreeSet<String>,
}

/// The builders in the items of `types::builder`, by the name of their type.
pub(super) fn of_types<'i>(
    own: &HashSet<String>,
    items: impl Iterator<Item = &'i Item>,
) -> HashMap<String, TypeBuilder> {
    let reader = Reader::in_type_builders(own);
    let mut builders: HashMap<String, TypeBuilder> = HashMap::new();
    for item in items {
        let Item::Impl(item) = item else { continue };
        let Some(name) = methods::self_name(item) else {
            continue;
        };
        let builder = builders.entry(name).or_default();
        if item.trait_.is_none() {
            builder.steps.extend(methods::of_impl(&reader, item));
        } else {
            builder.demands.extend(demands(item));
        }
    }
    builders
}

/// The fields that `Default::default` fills with an error.
fn demands(item: &ItemImpl) -> Vec<String> {
    let is_default = item.trait_.as_ref().is_some_and(|(path, _)| {
        let last = path.segments.last();
        last.is_some_and(|last| last.ident == "Default")
    });
    if !is_default {
        return Vec::new();
    }
    let methods = item.items.iter().filter_map(|member| match member {
        ImplItem::Fn(method) => method.block.stmts.last(),
        _ => None,
    });
    methods
        .filter_map(|last| match last {
            Stmt::Expr(Expr::Struct(literal), None) => Some(&literal.fields),
            _ => None,
        })
        .flatten()
        .filter(|field| is_error(field))
        .filter_map(|field| match &field.member {
            Member::Named(name) => Some(name_of(name)),
            Member::Unnamed(_) => None,
        })
        .collect()
}

fn is_error(field: &FieldValue) -> bool {
    match &field.expr {
        Expr::Call(call) => match &*call.func {
            Expr::Path(function) => function.path.is_ident("Err"),
            _ => false,
        },
        _ => false,
    }
}
