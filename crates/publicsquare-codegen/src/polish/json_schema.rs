//! JSON Schemas of the generated types, for those who ask.

use syn::{Item, ItemMod, parse_quote};

use super::derives;

/// Derives `schemars::JsonSchema` where the feature `schemars` is on.
pub(super) fn derive(types: &mut ItemMod) {
    let Some((_, items)) = &mut types.content else {
        return;
    };
    for item in items {
        let attributes = match item {
            Item::Struct(found) => &mut found.attrs,
            Item::Enum(found) => &mut found.attrs,
            _ => continue,
        };
        if derives::any(attributes, "Deserialize") {
            attributes.push(
                parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]),
            );
        }
    }
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
        let derives: Vec<usize> = super::super::structs(&mut types)
            .map(|found| found.attrs.len())
            .collect();
        assert_eq!(derives, [2, 1]);
    }
}
