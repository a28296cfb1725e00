//! A program that does everything that an application may do with a generated client.
//!
//! In comes the code of a client. Out comes a witness: it names, builds and takes apart each type, calls each method,
//! and writes each match as `#[non_exhaustive]` allows it. The program calls the client `client`. `values` and
//! `builders` write its parts, and `rustc` compiles it.

mod builders;
mod values;

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{Attribute, File, ImplItem, ImplItemFn, Item, ItemImpl, ReturnType, Visibility};

use super::types::Names;

/// The program of a client.
pub(crate) fn of(file: &File) -> String {
    let mut program = Program {
        names: Names::of(file),
        made_from: Vec::new(),
        text: String::new(),
        count: 0,
    };
    let types = module(&file.items, "types");
    for item in types {
        match item {
            Item::Struct(item) if is_offered(&item.vis, &item.attrs) => program.structure(item),
            Item::Enum(item) if is_offered(&item.vis, &item.attrs) => program.enumeration(item),
            Item::Impl(item) => program.implementation(item),
            _ => {}
        }
    }
    for item in module(types, "builder") {
        if let Item::Impl(item) = item {
            program.type_builder(item);
        }
    }
    for item in &file.items {
        if let Item::Impl(item) = item
            && item.trait_.is_none()
            && name_of(item).as_deref() == Some("Client")
        {
            for method in methods(item) {
                let name = &method.sig.ident;
                let output = match &method.sig.output {
                    ReturnType::Type(_, ty) => ty.to_token_stream().to_string(),
                    ReturnType::Default => String::new(),
                };
                // The methods of operations give a builder.
                if let Some((_, builder)) = output.split_once("builder :: ") {
                    let builder = builder.split(' ').next().unwrap_or_default();
                    program.function(&format!(
                        "client: &client::Client) {{ let _: client::builder::{builder}<'_> = client.{name}(); }}"
                    ));
                }
            }
        }
    }
    for item in module(&file.items, "builder") {
        if let Item::Impl(item) = item
            && item.trait_.is_none()
        {
            program.operation(item);
        }
    }
    program.text
}

/// The items of a module.
pub(crate) fn module<'i>(items: &'i [Item], name: &str) -> &'i [Item] {
    let mut modules = items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.ident == name => Some(module.content.as_ref()?.1.as_slice()),
        _ => None,
    });
    modules.next().unwrap_or_default()
}

struct Program {
    names: Names,
    /// The types of the client, and the types that convert into them.
    made_from: Vec<(String, String)>,
    text: String,
    count: usize,
}

impl Program {
    /// A function; the text begins with its parameters.
    fn function(&mut self, rest: &str) {
        self.count += 1;
        // Writing into a `String` cannot fail.
        let _ = writeln!(self.text, "pub fn w{}({rest}", self.count);
    }
}

fn methods(item: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    item.items.iter().filter_map(|member| match member {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(method),
        _ => None,
    })
}

/// The name of the type that an `impl` is for.
fn name_of(item: &ItemImpl) -> Option<String> {
    match &*item.self_ty {
        syn::Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

const fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_offered(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    let is_hidden = |one: &Attribute| {
        one.path().is_ident("doc") && one.to_token_stream().to_string().contains("hidden")
    };
    is_public(visibility) && !attributes.iter().any(is_hidden)
}
