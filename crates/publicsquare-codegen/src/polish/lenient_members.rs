//! Members of a response that may be missing may as well be of another type.

use syn::{Attribute, Fields, Item, ItemMod, ItemStruct, Type, parse_quote};

use super::structs;

/// Makes every optional member of a type decode leniently: what does not fit becomes what is
/// absent, so that no surprise in one member can make another one unreadable.
pub(super) fn allow(types: &mut ItemMod) {
    let mut lenient = Vec::new();
    for found in structs(types) {
        if allow_in(found) {
            lenient.push(found.ident.clone());
        }
    }
    if let Some((_, items)) = &mut types.content {
        for name in lenient {
            items.push(Item::Impl(parse_quote! {
                impl crate::lenient::Lenient for #name {
                    fn lenient<'de, D: ::serde::Deserializer<'de>>(
                        deserializer: D,
                    ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                        crate::lenient::object(deserializer)
                    }
                }
            }));
        }
    }
}

fn allow_in(found: &mut ItemStruct) -> bool {
    let Fields::Named(fields) = &mut found.fields else {
        return false;
    };
    let mut any = false;
    for field in &mut fields.named {
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
        any = true;
    }
    any
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
}
