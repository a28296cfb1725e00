//! Marks types as `#[non_exhaustive]`, so that the API can grow without breaking applications.
//!
//! In come the types. Out come the same types. Each public struct with named members and each public enumeration has the
//! mark, so a new member or a new value is not a breaking change of the Rust interface. `openapi-semver` relies on it.

use syn::{Attribute, Fields, Item, ItemMod, Visibility, parse_quote};

/// Marks every public type of the module, except types that wrap one value: those never get a second field.
pub(super) fn mark(types: &mut ItemMod) {
    let Some((_, items)) = &mut types.content else {
        return;
    };
    for item in items {
        let (visibility, attributes) = match item {
            Item::Struct(found) if !matches!(found.fields, Fields::Unnamed(_)) => {
                (&found.vis, &mut found.attrs)
            }
            Item::Enum(found) => (&found.vis, &mut found.attrs),
            _ => continue,
        };
        if matches!(visibility, Visibility::Public(_)) && !attributes.iter().any(is_mark) {
            attributes.push(parse_quote!(#[non_exhaustive]));
        }
    }
}

fn is_mark(attribute: &Attribute) -> bool {
    attribute.path().is_ident("non_exhaustive")
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn types_are_marked_and_wrappers_builders_and_errors_are_not() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                pub struct Thing { name: String }
                pub struct Nothing {}
                pub enum Kind { A, B }
                pub struct Name(String);
                struct Inner { name: String }
                #[non_exhaustive]
                pub enum Marked { A }
                pub mod builder { pub struct Thing { name: String } }
                pub mod error { pub struct ConversionError(String); }
            }
        };
        mark(&mut types);
        let expected: ItemMod = parse_quote! {
            mod types {
                #[non_exhaustive]
                pub struct Thing { name: String }
                #[non_exhaustive]
                pub struct Nothing {}
                #[non_exhaustive]
                pub enum Kind { A, B }
                pub struct Name(String);
                struct Inner { name: String }
                #[non_exhaustive]
                pub enum Marked { A }
                pub mod builder { pub struct Thing { name: String } }
                pub mod error { pub struct ConversionError(String); }
            }
        };
        assert_eq!(text(&types), text(&expected));
    }
}
