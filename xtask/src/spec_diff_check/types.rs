//! The types of a generated client, as a program outside of it has to write them.
//!
//! In come the client and a type as the generated code writes it, which depends on the module. Out comes the type
//! with paths from the root of the client. The programs are written in `witness`.

use std::collections::HashSet;

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{File, Item, Path, parse_quote};

/// The module in which a type is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Types,
    TypeBuilders,
    Builders,
}

/// The types that a client defines.
pub(crate) struct Names(HashSet<String>);

impl Names {
    pub(crate) fn of(file: &File) -> Self {
        let items = super::witness::module(&file.items, "types");
        let names = items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.to_string()),
            Item::Enum(item) => Some(item.ident.to_string()),
            Item::Type(item) => Some(item.ident.to_string()),
            _ => None,
        });
        Self(names.collect())
    }

    /// The type with paths that are valid everywhere.
    pub(crate) fn text(&self, ty: &syn::Type, scope: Scope) -> String {
        let mut ty = ty.clone();
        Qualified {
            names: &self.0,
            scope,
        }
        .visit_type_mut(&mut ty);
        ty.into_token_stream().to_string()
    }
}

struct Qualified<'n> {
    names: &'n HashSet<String>,
    scope: Scope,
}

impl VisitMut for Qualified<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if path.leading_colon.is_some() {
            return;
        }
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|one| one.ident.to_string())
            .collect();
        let own = |name: &str| self.names.contains(name);
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        // The generic arguments stay with the last segment.
        let (skip, prefix): (usize, Path) = match (self.scope, segments.as_slice()) {
            (_, ["crate", ..]) => (1, parse_quote!(clients)),
            (Scope::Types, [name]) if own(name) => (0, parse_quote!(client::types)),
            (Scope::Types, ["builder", _]) => (0, parse_quote!(client::types)),
            (Scope::Types, ["self", "error", _]) => (1, parse_quote!(client::types)),
            (Scope::TypeBuilders, ["super", ..]) => (1, parse_quote!(client::types)),
            (Scope::TypeBuilders, [name]) if own(name) => (0, parse_quote!(client::types::builder)),
            (Scope::Builders, ["types", ..] | ["ResponseValue" | "Error" | "ByteStream"]) => {
                (0, parse_quote!(client))
            }
            _ => return,
        };
        let mut whole = prefix;
        whole
            .segments
            .extend(path.segments.iter().skip(skip).cloned());
        *path = whole;
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut syn::Lifetime) {
        *lifetime = parse_quote!('static);
    }
}
