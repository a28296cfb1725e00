//! Types that may grow.

use syn::{Attribute, Fields, Item, ItemMod, Visibility, parse_quote};

/// Marks every type of the module as `#[non_exhaustive]`, so that a member or a value that the API
/// gains later is no break of the Rust interface.
///
/// A type that wraps a value stays as it is: it has one field, and to match on it is its purpose.
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
    fn types_may_grow_and_wrappers_builders_and_errors_may_not() {
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
