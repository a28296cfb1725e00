//! A generated client without its function bodies.
//!
//! In comes the code of a client. Out comes the same API with empty bodies and hand-written implementations of
//! serde's traits: bodies and derives take most of the time to compile, and no application sees them. `rustc`
//! compiles it.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, File, Item, Meta, Path, Token, parse_quote};

/// The text of the module.
pub(crate) fn of(mut file: File) -> String {
    let types = file.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => Some(&mut module.content.as_mut()?.1),
        _ => None,
    });
    if let Some(items) = types {
        let derived: Vec<Item> = items.iter_mut().flat_map(without_serde).collect();
        items.extend(derived);
    }
    Hollow.visit_file_mut(&mut file);
    file.into_token_stream().to_string()
}

/// Replaces the derived traits of serde by implementations with empty bodies: the derived ones take longer to compile
/// than all the rest.
fn without_serde(item: &mut Item) -> Vec<Item> {
    let (attributes, name) = match item {
        Item::Struct(item) => (&mut item.attrs, &item.ident),
        Item::Enum(item) => (&mut item.attrs, &item.ident),
        _ => return Vec::new(),
    };
    let mut implementations = Vec::new();
    for attribute in attributes
        .iter_mut()
        .filter(|one| one.path().is_ident("derive"))
    {
        let Ok(mut paths) =
            attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
        else {
            continue;
        };
        let ends_with =
            |path: &Path, name: &str| path.segments.last().is_some_and(|last| last.ident == name);
        for path in &paths {
            if ends_with(path, "Serialize") {
                implementations.push(parse_quote! {
                    impl ::serde::Serialize for #name {
                        fn serialize<S: ::serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {}
                    }
                });
            } else if ends_with(path, "Deserialize") {
                implementations.push(parse_quote! {
                    impl<'de> ::serde::Deserialize<'de> for #name {
                        fn deserialize<D: ::serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {}
                    }
                });
            }
        }
        let kept = paths
            .into_iter()
            .filter(|path| !ends_with(path, "Serialize") && !ends_with(path, "Deserialize"));
        paths = kept.collect();
        *attribute = parse_quote!(#[derive(#paths)]);
    }
    implementations
}

struct Hollow;

impl VisitMut for Hollow {
    fn visit_file_mut(&mut self, file: &mut File) {
        file.attrs.clear();
        file.items.retain(is_offered);
        visit_mut::visit_file_mut(self, file);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            items.retain(is_offered);
        }
        visit_mut::visit_item_mod_mut(self, module);
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        *block = parse_quote!({ loop {} });
    }

    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(|attribute| match &attribute.meta {
            Meta::List(list) => list.path.is_ident("derive"),
            Meta::Path(path) => path.is_ident("non_exhaustive"),
            Meta::NameValue(_) => false,
        });
    }
}

/// Whether an item is kept. Constants, implementations of the crate's own traits, and items that depend on features
/// are left out.
fn is_offered(item: &Item) -> bool {
    let attributes = match item {
        Item::Fn(item) => &item.attrs,
        Item::Const(_) => return false,
        Item::Impl(item) => {
            let path = item.trait_.as_ref().map(|(path, _)| path);
            let first = path.and_then(|path| path.segments.first());
            return first.is_none_or(|first| first.ident != "crate");
        }
        _ => return true,
    };
    !attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg"))
}
