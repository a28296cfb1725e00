//! Members of a response that may be missing may as well be of another type.

use syn::{Attribute, Fields, Ident, Item, ItemEnum, ItemMod, ItemStruct, Type, parse_quote};

/// Makes every optional member of a type decode leniently: what does not fit becomes what is
/// absent, so that no surprise in one member can make another one unreadable.
///
/// Every type can be such a member, so that each one says how it is read as one.
pub(super) fn allow(types: &mut ItemMod) {
    let Some((_, items)) = &mut types.content else {
        return;
    };
    let mut readings = Vec::new();
    for item in items.iter_mut() {
        match item {
            Item::Struct(found) if matches!(found.fields, Fields::Named(_)) => {
                allow_in(found);
                readings.push(reading(&found.ident, &parse_quote!(object)));
            }
            Item::Struct(ItemStruct { ident, .. }) | Item::Enum(ItemEnum { ident, .. }) => {
                readings.push(reading(ident, &parse_quote!(whole)));
            }
            _ => {}
        }
    }
    items.extend(readings);
}

fn reading(name: &Ident, function: &Ident) -> Item {
    parse_quote! {
        impl crate::lenient::Lenient for #name {
            fn lenient<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                crate::lenient::#function(deserializer)
            }
        }
    }
}

fn allow_in(found: &mut ItemStruct) {
    for field in &mut found.fields {
        let Some(attribute) = reader(&field.ty) else {
            continue;
        };
        if field
            .attrs
            .iter()
            .any(|attribute| has_serde(attribute, "flatten"))
        {
            continue;
        }
        if !field
            .attrs
            .iter()
            .any(|attribute| has_serde(attribute, "default"))
        {
            field.attrs.push(parse_quote!(#[serde(default)]));
        }
        field.attrs.push(attribute);
    }
}

fn reader(ty: &Type) -> Option<Attribute> {
    let Type::Path(path) = ty else { return None };
    match path.path.segments.last()?.ident.to_string().as_str() {
        "Option" => Some(parse_quote!(#[serde(deserialize_with = "crate::lenient::optional")])),
        "Vec" | "HashMap" => {
            Some(parse_quote!(#[serde(deserialize_with = "crate::lenient::or_default")]))
        }
        _ => None,
    }
}

fn has_serde(attribute: &Attribute, word: &str) -> bool {
    let mut found = false;
    if attribute.path().is_ident("serde") {
        let scanned = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident(word);
            if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Lit>()?;
            }
            Ok(())
        });
        // An attribute that cannot be scanned is one of a kind that names no such word.
        drop(scanned);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn optional_members_are_read_leniently_and_required_ones_are_not() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                struct Thing {
                    #[serde(rename = "type", skip_serializing_if = "none")]
                    type_: ::std::option::Option<String>,
                    #[serde(default, skip_serializing_if = "empty")]
                    tags: ::std::vec::Vec<String>,
                    name: String,
                }
            }
        };
        allow(&mut types);
        let expected: ItemMod = parse_quote! {
            mod types {
                struct Thing {
                    #[serde(rename = "type", skip_serializing_if = "none")]
                    #[serde(default)]
                    #[serde(deserialize_with = "crate::lenient::optional")]
                    type_: ::std::option::Option<String>,
                    #[serde(default, skip_serializing_if = "empty")]
                    #[serde(deserialize_with = "crate::lenient::or_default")]
                    tags: ::std::vec::Vec<String>,
                    name: String,
                }
                impl crate::lenient::Lenient for Thing {
                    fn lenient<'de, D: ::serde::Deserializer<'de>>(
                        deserializer: D,
                    ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                        crate::lenient::object(deserializer)
                    }
                }
            }
        };
        assert_eq!(text(&types), text(&expected));
    }

    #[test]
    fn every_type_can_be_an_optional_member() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                struct Needed { name: String }
                struct Name(String);
                enum Tone { Loud }
            }
        };
        allow(&mut types);
        let text = text(&types);
        for (name, function) in [("Needed", "object"), ("Name", "whole"), ("Tone", "whole")] {
            let start = format!("impl crate :: lenient :: Lenient for {name} ");
            let code = text.split(&*start).nth(1).expect("it is implemented");
            let first = code.split("crate :: lenient :: ").nth(1).expect("a call");
            assert!(first.starts_with(function), "{first}");
        }
    }
}
