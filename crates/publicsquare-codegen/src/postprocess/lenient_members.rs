//! Makes optional members decode leniently, so that one member of an unexpected type does not cost the whole response.
//!
//! In come the types. Out come the same types, in which each optional member is read by `crate::lenient_decoding`. Each
//! type also says how it is read as a member of another one, and which members show that an object was meant for it.
//! `readable.rs` checks that all types can be read in this way.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{
    Attribute, Field, Fields, Ident, Item, ItemEnum, ItemMod, ItemStruct, Lit, Path, Type,
    parse_quote,
};

use super::derives;

/// Makes every optional member decode leniently: a value of another type counts as absent.
///
/// Every type can be such a member. So each type gets an implementation of `LenientDecode`.
pub(super) fn allow(types: &mut ItemMod) {
    let Some((_, items)) = &mut types.content else {
        return;
    };
    let mut readings = Vec::new();
    for item in items.iter_mut() {
        match item {
            Item::Struct(found) if matches!(found.fields, Fields::Named(_)) => {
                allow_in(found);
                readings.push(reading(
                    &found.ident,
                    &parse_quote!(object),
                    &evidence(found),
                ));
            }
            Item::Struct(found) if reads_as_its_value(found) => {
                readings.extend(wrapping(found));
            }
            Item::Struct(ItemStruct { ident, .. }) | Item::Enum(ItemEnum { ident, .. }) => {
                readings.push(reading(ident, &parse_quote!(whole), &TokenStream::new()));
            }
            _ => {}
        }
    }
    items.extend(readings);
}

/// The type parameter is called `__D`, because no schema gets this name in Rust.
fn reading(name: &Ident, function: &Ident, evidence: &TokenStream) -> Item {
    parse_quote! {
        impl crate::lenient_decoding::LenientDecode for #name {
            fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                crate::lenient_decoding::#function(deserializer)
            }
            #evidence
        }
    }
}

/// Whether the type wraps one value and decodes as that value does.
fn reads_as_its_value(found: &ItemStruct) -> bool {
    matches!(&found.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1)
        && derives::any(&found.attrs, "Deserialize")
}

fn wrapping(found: &ItemStruct) -> Option<Item> {
    let name = &found.ident;
    let inner = &found.fields.iter().next()?.ty;
    Some(parse_quote! {
        impl crate::lenient_decoding::LenientDecode for #name {
            const MEMBERS: &'static [&'static str] =
                <#inner as crate::lenient_decoding::LenientDecode>::MEMBERS;
            fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                let read = <#inner as crate::lenient_decoding::LenientDecode>::decode_lenient(deserializer)?;
                ::std::result::Result::Ok(read.map(Self))
            }
            fn is_recognizable(&self) -> bool {
                crate::lenient_decoding::LenientDecode::is_recognizable(&self.0)
            }
            fn is_recognizable_in(text: &str, counted: crate::partial_object::CountedMembers) -> bool {
                <#inner as crate::lenient_decoding::LenientDecode>::is_recognizable_in(text, counted)
            }
        }
    })
}

/// The part of the implementation that recognizes an object of this type: the names of its members, and whether one of
/// them was read. Nothing distinguishes an object without members of its own from other objects.
fn evidence(found: &ItemStruct) -> TokenStream {
    let own: Vec<&Field> = found
        .fields
        .iter()
        .filter(|field| !is_flattened(field))
        .collect();
    if own.is_empty() {
        return TokenStream::new();
    }
    let names = own.iter().filter_map(|field| json_name(field));
    // A type with a required member has a value only if that member was read.
    let is_read = own
        .iter()
        .map(|field| is_read(field))
        .collect::<Option<Vec<_>>>()
        .map_or_else(|| quote!(true), |all| quote!(#(#all)||*));
    quote! {
        const MEMBERS: &'static [&'static str] = &[#(#names),*];
        fn is_recognizable(&self) -> bool {
            #is_read
        }
    }
}

/// The name of a member in JSON.
pub(super) fn json_name(field: &Field) -> Option<String> {
    serde_text(field, "rename").or_else(|| Some(field.ident.as_ref()?.unraw().to_string()))
}

/// The path of the function that gives the described default of a member.
pub(super) fn default_function(field: &Field) -> Option<String> {
    serde_text(field, "default")
}

/// The text of one word of the serde attributes.
fn serde_text(field: &Field, wanted: &str) -> Option<String> {
    let mut text = None;
    for attribute in &field.attrs {
        scan(attribute, |word, value| {
            if let (true, Some(Lit::Str(found))) = (word.is_ident(wanted), value) {
                text = Some(found.value());
            }
        });
    }
    text
}

/// The expression that says whether an optional member was read.
fn is_read(field: &Field) -> Option<TokenStream> {
    let name = field.ident.as_ref()?;
    match container(&field.ty)?.as_str() {
        "Option" => Some(
            quote!(self.#name.as_ref().is_some_and(crate::lenient_decoding::LenientDecode::is_recognizable)),
        ),
        "Vec" | "HashMap" => Some(quote!(!self.#name.is_empty())),
        _ => None,
    }
}

fn allow_in(found: &mut ItemStruct) {
    for field in &mut found.fields {
        let Some(attribute) = reader(&field.ty) else {
            continue;
        };
        // A member that is required and nullable cannot be absent. progenitor's own reader stays.
        if field
            .attrs
            .iter()
            .any(|attribute| has_serde(attribute, "deserialize_with"))
        {
            continue;
        }
        if is_flattened(field) {
            // Further members of one type: members of another type are left out.
            if container(&field.ty).as_deref() == Some("HashMap") {
                field.attrs.push(attribute);
            }
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
    match container(ty)?.as_str() {
        "Option" => {
            Some(parse_quote!(#[serde(deserialize_with = "crate::lenient_decoding::optional")]))
        }
        "Vec" | "HashMap" => {
            Some(parse_quote!(#[serde(deserialize_with = "crate::lenient_decoding::or_default")]))
        }
        _ => None,
    }
}

/// The name of a type that contains others, such as `Vec<T>`. A generated type may be called `Vec` as well, but has no
/// type parameters.
pub(super) fn container(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    (!last.arguments.is_none()).then(|| last.ident.to_string())
}

fn is_flattened(field: &Field) -> bool {
    field
        .attrs
        .iter()
        .any(|attribute| has_serde(attribute, "flatten"))
}

fn has_serde(attribute: &Attribute, word: &str) -> bool {
    let mut found = false;
    scan(attribute, |path, _| found |= path.is_ident(word));
    found
}

/// Visits each word of a serde attribute, with its value.
fn scan(attribute: &Attribute, mut see: impl FnMut(&Path, Option<Lit>)) {
    if attribute.path().is_ident("serde") {
        let scanned = attribute.parse_nested_meta(|meta| {
            let value = if meta.input.peek(syn::Token![=]) {
                Some(meta.value()?.parse()?)
            } else {
                None
            };
            see(&meta.path, value);
            Ok(())
        });
        // An attribute that does not parse in this way contains none of the words that are looked for.
        drop(scanned);
    }
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
                    #[serde(deserialize_with = "crate::lenient_decoding::optional")]
                    type_: ::std::option::Option<String>,
                    #[serde(default, skip_serializing_if = "empty")]
                    #[serde(deserialize_with = "crate::lenient_decoding::or_default")]
                    tags: ::std::vec::Vec<String>,
                    name: String,
                }
                impl crate::lenient_decoding::LenientDecode for Thing {
                    fn decode_lenient<'de, __D: ::serde::Deserializer<'de>>(
                        deserializer: __D,
                    ) -> ::std::result::Result<::std::option::Option<Self>, __D::Error> {
                        crate::lenient_decoding::object(deserializer)
                    }
                    const MEMBERS: &'static [&'static str] = &["type", "tags", "name"];
                    fn is_recognizable(&self) -> bool {
                        true
                    }
                }
            }
        };
        assert_eq!(text(&types), text(&expected));
    }

    #[test]
    fn a_generated_type_with_the_name_of_a_container_is_none() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                struct Country { map: HashMap, list: Vec, choice: Option }
            }
        };
        allow(&mut types);
        let text = text(&types);
        assert!(!text.contains("# [serde"), "{text}");
        assert!(
            text.contains("fn is_recognizable (& self) -> bool { true }"),
            "{text}"
        );
    }

    #[test]
    fn further_members_do_not_make_a_type_recognizable() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                struct Open { title: Option<String>, tags: Vec<String>, #[serde(flatten)] extra: Map<String, Value> }
                struct Anything { #[serde(flatten)] extra: Map<String, Value> }
            }
        };
        allow(&mut types);
        let text = text(&types);
        assert_eq!(text.matches("MEMBERS").count(), 1, "{text}");
        assert!(text.contains(r#"& ["title" , "tags"] ;"#), "{text}");
        let read = "self . title . as_ref () . is_some_and (crate :: lenient_decoding :: LenientDecode :: is_recognizable) || ! self . tags . is_empty ()";
        assert!(text.contains(read), "{text}");
        assert!(!text.contains("self . extra"), "{text}");
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
            let start = format!("impl crate :: lenient_decoding :: LenientDecode for {name} ");
            let code = text.split(&*start).nth(1).expect("it is implemented");
            let first = code
                .split("crate :: lenient_decoding :: ")
                .nth(1)
                .expect("a call");
            assert!(first.starts_with(function), "{first}");
        }
    }
}
