//! Writes full paths where the builder of an operation hides a name that all builders use.
//!
//! An operation called `result` becomes a builder `Result`, and the generated code of every builder in that module uses
//! `Result`. In come the operations. Out come operations in which each hidden name has its full path, such as
//! `::std::result::Result`. Names that would meet in other ways are refused in `names.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprPath, Item, ItemImpl, ItemMod, ItemStruct, Path, UseTree, parse_quote};

use super::{structs, text};

/// Names that builders use, with their full paths.
const USED: &[(&str, &str)] = &[
    ("ByteStream", "::progenitor_client::ByteStream"),
    ("ClientHooks", "::progenitor_client::ClientHooks"),
    ("ClientInfo", "::progenitor_client::ClientInfo"),
    ("Error", "::progenitor_client::Error"),
    ("From", "::std::convert::From"),
    ("OperationInfo", "::progenitor_client::OperationInfo"),
    ("Option", "::std::option::Option"),
    (
        "RequestBuilderExt",
        "::progenitor_client::RequestBuilderExt",
    ),
    ("ResponseValue", "::progenitor_client::ResponseValue"),
    ("Result", "::std::result::Result"),
    ("String", "::std::string::String"),
];

/// Writes the full path of each name that a builder of the same name hides.
pub(super) fn qualify(operations: &mut ItemMod) {
    let hidden: Vec<(&str, Path)> = structs(operations)
        .filter_map(|found| USED.iter().find(|(name, _)| found.ident == name))
        .filter_map(|(name, path)| Some((*name, syn::parse_str(path).ok()?)))
        .collect();
    if hidden.is_empty() {
        return;
    }
    let Some((_, items)) = &mut operations.content else {
        return;
    };
    let mut traits: Vec<Item> = Vec::new();
    for item in items.iter_mut() {
        if let Item::Use(import) = item {
            remove(&mut import.tree, &hidden);
        }
        Names { hidden: &hidden }.visit_item_mut(item);
    }
    for (name, path) in &hidden {
        // Only the methods of these traits are used, so they are imported without a name.
        if ["ClientHooks", "ClientInfo", "RequestBuilderExt"].contains(name) {
            traits.push(parse_quote! { #[allow(unused_imports)] use #path as _; });
        }
    }
    items.splice(0..0, traits);
}

/// Writes the full path of `Default::default()` if a type is called `Default`. The types use nothing else of the
/// prelude without a path.
pub(super) fn qualify_default(types: &mut ItemMod) {
    struct Calls;
    impl VisitMut for Calls {
        fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
            if text(path) == "Default :: default" {
                *path = parse_quote!(::std::default::Default::default);
            }
        }
    }
    if structs(types).any(|found| found.ident == "Default") {
        Calls.visit_item_mod_mut(types);
    }
}

fn remove(tree: &mut UseTree, hidden: &[(&str, Path)]) {
    match tree {
        UseTree::Path(path) => remove(&mut path.tree, hidden),
        UseTree::Group(group) => {
            let kept = std::mem::take(&mut group.items).into_iter().filter(|tree| {
                !matches!(tree, UseTree::Name(name) if hidden.iter().any(|(known, _)| name.ident == known))
            });
            group.items = kept.collect();
        }
        _ => {}
    }
}

struct Names<'a> {
    hidden: &'a [(&'a str, Path)],
}

impl VisitMut for Names<'_> {
    /// Leaves the name of the builder itself as it is.
    fn visit_item_impl_mut(&mut self, block: &mut ItemImpl) {
        for item in &mut block.items {
            self.visit_impl_item_mut(item);
        }
    }

    fn visit_item_struct_mut(&mut self, found: &mut ItemStruct) {
        for field in &mut found.fields {
            self.visit_type_mut(&mut field.ty);
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if path.leading_colon.is_some() {
            return;
        }
        let Some(first) = path.segments.first() else {
            return;
        };
        let Some((_, full)) = self.hidden.iter().find(|(name, _)| first.ident == name) else {
            return;
        };
        let mut full = full.clone();
        if let Some(last) = full.segments.last_mut() {
            last.arguments = first.arguments.clone();
        }
        full.segments.extend(path.segments.iter().skip(1).cloned());
        *path = full;
    }
}
