//! A generated client without its insides: what it offers, and no more than that.
//!
//! Compiling the bodies of functions takes most of the time, and no application sees them.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, File, Item, Meta, parse_quote};

/// The text of the module.
pub(crate) fn of(mut file: File) -> String {
    Hollow.visit_file_mut(&mut file);
    file.into_token_stream().to_string()
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

/// Leaves out what depends on features, and what is there for the crate itself.
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
