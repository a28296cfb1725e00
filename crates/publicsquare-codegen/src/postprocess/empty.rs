//! Derives `Default` for types in which every member may be missing.
//!
//! progenitor does so itself, except for types that keep further members. In come the types. Out come the same types with
//! the missing derives. `body.rs` of the client needs an empty value for an error without a body, and tests need one for
//! mocks. Which types derive a trait already is found in `derives.rs`.

use syn::{Fields, Item, ItemMod, Type, parse_quote};

use super::lenient_members::container;
use super::{derives, structs};

/// Derives `Default` for types without a required member.
pub(super) fn derive_default(types: &mut ItemMod) {
    let implemented = implemented_defaults(types);
    for found in structs(types) {
        let can_be_empty = match &found.fields {
            Fields::Named(fields) => fields.named.iter().all(|field| can_be_empty(&field.ty)),
            // A type that wraps a list or a map. A type with bounds does not derive `Deserialize`.
            Fields::Unnamed(fields) => {
                derives::any(&found.attrs, "Deserialize")
                    && fields.unnamed.iter().all(|field| can_be_empty(&field.ty))
            }
            Fields::Unit => false,
        };
        let has_one = derives::any(&found.attrs, "Default") || implemented.contains(&found.ident);
        if can_be_empty && !has_one {
            found.attrs.push(parse_quote!(#[derive(Default)]));
        }
    }
}

/// The types for which progenitor has written a `Default`, from the described defaults.
pub(super) fn implemented_defaults(types: &ItemMod) -> Vec<syn::Ident> {
    types
        .content
        .iter()
        .flat_map(|(_, items)| items)
        .filter_map(|item| {
            let Item::Impl(block) = item else { return None };
            let of = &block.trait_.as_ref()?.0;
            let Type::Path(path) = &*block.self_ty else {
                return None;
            };
            let is_default = of.segments.last()?.ident == "Default";
            path.path.get_ident().filter(|_| is_default).cloned()
        })
        .collect()
}

fn can_be_empty(ty: &Type) -> bool {
    container(ty).is_some_and(|name| ["Option", "Vec", "HashMap", "Map"].contains(&&*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_can_be_empty_has_exactly_one_default() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                struct Open { title: Option<String>, extra: ::serde_json::Map<String, Value> }
                #[derive(Clone, Default)]
                struct Already { title: Option<String> }
                struct Needed { name: String }
                struct Country { map: Map }
            }
        };
        derive_default(&mut types);
        let defaults: Vec<usize> = structs(&mut types)
            .map(|found| {
                let one = |attribute: &syn::Attribute| {
                    derives::any(std::slice::from_ref(attribute), "Default")
                };
                found
                    .attrs
                    .iter()
                    .filter(|attribute| one(attribute))
                    .count()
            })
            .collect();
        assert_eq!(defaults, [1, 1, 0, 0]);
    }
}
