//! JSON Schemas of the generated types, for those who ask.

use syn::{Attribute, Item, ItemMod, parse_quote};

/// Derives `schemars::JsonSchema` where the feature `schemars` is on.
pub(super) fn derive(types: &mut ItemMod) {
    let Some((_, items)) = &mut types.content else { return };
    for item in items {
        let attributes = match item {
            Item::Struct(found) => &mut found.attrs,
            Item::Enum(found) => &mut found.attrs,
            _ => continue,
        };
        if attributes.iter().any(derives_deserialize) {
            attributes
                .push(parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
        }
    }
}

fn derives_deserialize(attribute: &Attribute) -> bool {
    let mut found = false;
    if attribute.path().is_ident("derive") {
        let scanned = attribute.parse_nested_meta(|meta| {
            found |= meta.path.segments.last().is_some_and(|last| last.ident == "Deserialize");
            Ok(())
        });
        // A derive that cannot be scanned is not one the generator wrote.
        drop(scanned);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_types_get_a_schema_and_others_do_not() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                #[derive(::serde::Deserialize, Clone)]
                struct Data;
                #[derive(Clone)]
                struct Other;
            }
        };
        derive(&mut types);
        let derives: Vec<usize> =
            super::super::structs(&mut types).map(|found| found.attrs.len()).collect();
        assert_eq!(derives, [2, 1]);
    }
}
