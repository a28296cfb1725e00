//! The names from other crates in the public items of a crate.
//!
//! In come the parsed sources of a library. Out come the foreign paths that its public signatures, fields and
//! implementations contain. What a name means is found out by `names`; which ones are allowed is decided in the
//! parent.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{
    Attribute, Fields, Generics, ImplItem, Item, ItemImpl, Path, Signature, TraitItem, Type,
    Visibility,
};

use super::names::Names;

/// What was found in the sources of a crate so far.
#[derive(Default)]
pub(super) struct Surface {
    /// The public types. Implementations for private types are no part of the API.
    public: BTreeSet<String>,
    files: Vec<(String, syn::File)>,
}

impl Surface {
    pub(super) fn add(&mut self, place: &str, text: &str) -> syn::Result<()> {
        let file = syn::parse_file(text)?;
        self.note_public(&file.items);
        self.files.push((place.to_owned(), file));
        Ok(())
    }

    fn note_public(&mut self, items: &[Item]) {
        for item in items {
            let (visibility, name) = match item {
                Item::Struct(item) => (&item.vis, &item.ident),
                Item::Enum(item) => (&item.vis, &item.ident),
                Item::Trait(item) => (&item.vis, &item.ident),
                Item::Mod(item) => {
                    if let Some((_, items)) = &item.content {
                        self.note_public(items);
                    }
                    continue;
                }
                _ => continue,
            };
            if is_public(visibility) {
                self.public.insert(name.to_string());
            }
        }
    }

    /// Each foreign name, with the first file that it is found in.
    pub(super) fn foreign(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for (place, file) in &self.files {
            let mut module = Module {
                public: &self.public,
                names: Names::default().within(&file.items),
                aliases: BTreeMap::new(),
                found: BTreeSet::new(),
            };
            module.items(&file.items);
            for name in module.found {
                found.entry(name).or_insert_with(|| place.clone());
            }
        }
        found
    }
}

struct Module<'a> {
    public: &'a BTreeSet<String>,
    names: Names,
    /// The meaning of private type aliases.
    aliases: BTreeMap<String, BTreeSet<String>>,
    found: BTreeSet<String>,
}

impl Module<'_> {
    fn items(&mut self, items: &[Item]) {
        let is_alias = |item: &&Item| matches!(item, Item::Type(_));
        items
            .iter()
            .filter(is_alias)
            .for_each(|item| self.item(item));
        let others = items.iter().filter(|item| !is_alias(item));
        others.for_each(|item| self.item(item));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                self.with(&item.generics, |it| {
                    it.derives(&item.attrs);
                    it.fields(&item.fields, false);
                });
            }
            Item::Enum(item) if is_public(&item.vis) => self.with(&item.generics, |it| {
                it.derives(&item.attrs);
                item.variants
                    .iter()
                    .for_each(|variant| it.fields(&variant.fields, true));
            }),
            Item::Trait(item) if is_public(&item.vis) => self.with(&item.generics, |it| {
                item.supertraits
                    .iter()
                    .for_each(|bound| it.visit_type_param_bound(bound));
                for item in &item.items {
                    if let TraitItem::Fn(method) = item {
                        it.signature(&method.sig);
                    }
                }
            }),
            Item::Fn(item) if is_public(&item.vis) => self.signature(&item.sig),
            Item::Const(item) if is_public(&item.vis) => self.visit_type(&item.ty),
            Item::Static(item) if is_public(&item.vis) => self.visit_type(&item.ty),
            Item::Type(item) if is_public(&item.vis) => {
                self.with(&item.generics, |it| it.visit_type(&item.ty));
            }
            // A private alias may stand in a public signature.
            Item::Type(item) => {
                let others = std::mem::take(&mut self.found);
                self.with(&item.generics, |it| it.visit_type(&item.ty));
                let meant = std::mem::replace(&mut self.found, others);
                self.aliases.insert(item.ident.to_string(), meant);
            }
            Item::Use(item) if is_public(&item.vis) => {
                self.found.extend(self.names.handed_on(&item.tree));
            }
            Item::Impl(item) if self.is_of_public(&item.self_ty) => self.implementation(item),
            Item::Macro(item) => self.words(item.mac.tokens.clone()),
            Item::Mod(item) if !is_test(&item.attrs) => {
                if let Some((_, items)) = &item.content {
                    let around = self.names.clone();
                    self.names = around.within(items);
                    self.items(items);
                    self.names = around;
                }
            }
            _ => {}
        }
    }

    fn implementation(&mut self, item: &ItemImpl) {
        self.with(&item.generics, |it| {
            if let Some((path, _)) = &item.trait_ {
                it.visit_path(path);
            }
            for member in &item.items {
                match member {
                    ImplItem::Fn(method) if is_public(&method.vis) => it.signature(&method.sig),
                    ImplItem::Const(member) if is_public(&member.vis) => it.visit_type(&member.ty),
                    ImplItem::Type(member) => it.visit_type(&member.ty),
                    _ => {}
                }
            }
        });
    }

    fn signature(&mut self, signature: &Signature) {
        self.with(&signature.generics, |it| {
            signature
                .inputs
                .iter()
                .for_each(|input| it.visit_fn_arg(input));
            it.visit_return_type(&signature.output);
        });
    }

    fn fields(&mut self, fields: &Fields, all: bool) {
        for field in fields {
            if all || is_public(&field.vis) {
                self.visit_type(&field.ty);
            }
        }
    }

    /// Visits the bounds of the generic parameters, whose names hide others meanwhile.
    fn with(&mut self, generics: &Generics, look: impl FnOnce(&mut Self)) {
        let around = self.names.clone();
        for parameter in generics.type_params() {
            self.names.declare(&parameter.ident);
        }
        self.visit_generics(generics);
        look(self);
        self.names = around;
    }

    fn derives(&mut self, attributes: &[Attribute]) {
        for attribute in attributes {
            let path = attribute.path();
            let can_derive = path.is_ident("derive") || path.is_ident("cfg_attr");
            if let (true, syn::Meta::List(list)) = (can_derive, &attribute.meta) {
                self.words(list.tokens.clone());
            }
        }
    }

    /// The expansion of a macro is not known here, so every path and every imported name in it counts.
    fn words(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut is_own = false;
        let mut colons = 0;
        let mut tokens = tokens.into_iter().peekable();
        let mut previous = String::new();
        loop {
            let token = tokens.next();
            match &token {
                Some(TokenTree::Ident(ident)) if colons == 2 && !path.is_empty() => {
                    path.push(ident.to_string());
                    colons = 0;
                    previous.clear();
                    continue;
                }
                Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && colons < 2 => {
                    colons += 1;
                    continue;
                }
                _ => {}
            }
            let is_call = matches!(&token, Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
            if !is_own && !is_call {
                self.found.extend(self.names.foreign_of(&path));
            }
            path.clear();
            colons = 0;
            match token {
                None => break,
                Some(TokenTree::Ident(ident)) => {
                    // `$crate`, `$name`, or the field of a value.
                    is_own = matches!(previous.as_str(), "$" | ".");
                    path.push(ident.to_string());
                    previous.clear();
                }
                Some(TokenTree::Punct(punct)) => previous = punct.as_char().to_string(),
                Some(TokenTree::Group(group)) => {
                    self.words(group.stream());
                    previous.clear();
                }
                Some(TokenTree::Literal(_)) => previous.clear(),
            }
        }
    }

    fn is_of_public(&self, ty: &Type) -> bool {
        match ty {
            Type::Path(path) => path
                .path
                .segments
                .last()
                .is_some_and(|segment| self.public.contains(&segment.ident.to_string())),
            Type::Reference(reference) => self.is_of_public(&reference.elem),
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Module<'_> {
    fn visit_path(&mut self, path: &'ast Path) {
        self.found.extend(self.names.foreign(path));
        if let Some(meant) = path
            .get_ident()
            .and_then(|name| self.aliases.get(&name.to_string()))
        {
            self.found.extend(meant.iter().cloned());
        }
        visit::visit_path(self, path);
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "test")
    })
}
