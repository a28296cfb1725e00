//! Types whose every member may be missing have an empty value.

use syn::{Fields, ItemMod, Type, parse_quote};

use super::{derives, structs};

/// Derives `Default` for types without a member that has to be there.
///
/// The generator does so itself, except for types that keep further members.
pub(super) fn derive_default(types: &mut ItemMod) {
    for found in structs(types) {
        let Fields::Named(fields) = &found.fields else {
            continue;
        };
        let can_be_empty = fields.named.iter().all(|field| can_be_empty(&field.ty));
        if can_be_empty && !derives::any(&found.attrs, "Default") {
            found.attrs.push(parse_quote!(#[derive(Default)]));
        }
    }
}

fn can_be_empty(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| {
        ["Option", "Vec", "HashMap", "Map"]
            .iter()
            .any(|name| last.ident == name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_can_be_empty_has_one_default() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                struct Open { title: Option<String>, extra: ::serde_json::Map<String, Value> }
                #[derive(Clone, Default)]
                struct Already { title: Option<String> }
                struct Needed { name: String }
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
        assert_eq!(defaults, [1, 1, 0]);
    }
}
