//! The attributes and the visibility that are part of a public API.
//!
//! Attributes of an item come in. Out comes what applications notice: whether the item is public or hidden from the
//! documentation, whether it is `#[non_exhaustive]`, which traits are derived, and which name a field has on the wire.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, Meta, MetaList, Path, Token, Visibility};

type Metas = Punctuated<Meta, Token![,]>;

pub(super) const fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    lists(attributes, "doc").any(|list| {
        metas(list).is_some_and(|metas| metas.iter().any(|meta| meta.path().is_ident("hidden")))
    })
}

pub(super) fn is_non_exhaustive(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

/// The `rename` of `#[serde(..)]`. If the two directions have different names, the name for reading.
pub(super) fn serde_name(attributes: &[Attribute]) -> Option<String> {
    lists(attributes, "serde")
        .filter_map(metas)
        .flatten()
        .find_map(|meta| match meta {
            Meta::NameValue(rename) if rename.path.is_ident("rename") => text(&rename.value),
            Meta::List(rename) if rename.path.is_ident("rename") => metas(&rename)?
                .iter()
                .find_map(|direction| match direction {
                    Meta::NameValue(direction) if direction.path.is_ident("deserialize") => {
                        text(&direction.value)
                    }
                    _ => None,
                }),
            _ => None,
        })
}

/// All derived traits, including those that a `cfg_attr` derives under a condition.
pub(super) fn derives(attributes: &[Attribute]) -> Vec<Path> {
    let conditional = lists(attributes, "cfg_attr")
        .filter_map(metas)
        .flat_map(|metas| metas.into_iter().skip(1));
    let conditional: Vec<Meta> = conditional.collect();
    let conditional = conditional.iter().filter_map(|meta| match meta {
        Meta::List(list) if list.path.is_ident("derive") => Some(list),
        _ => None,
    });
    lists(attributes, "derive")
        .chain(conditional)
        .filter_map(|list| {
            list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
                .ok()
        })
        .flatten()
        .collect()
}

fn lists<'a>(attributes: &'a [Attribute], name: &str) -> impl Iterator<Item = &'a MetaList> {
    attributes
        .iter()
        .filter_map(move |attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident(name) => Some(list),
            _ => None,
        })
}

fn metas(list: &MetaList) -> Option<Metas> {
    list.parse_args_with(Metas::parse_terminated).ok()
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
