//! Everything that a generated file offers to applications.
//!
//! The syntax tree of a file comes in. Out comes its public surface: types, methods, builders and other names. Code
//! that progenitor does not generate is passed over. `compare` compares two surfaces.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use syn::{Item, ItemEnum, ItemStruct, UseTree};

use super::attributes::{derives, is_hidden, is_non_exhaustive, is_public, serde_name};
use super::builders::{self, TypeBuilder};
use super::impls::{self, Implementation};
use super::methods::{self, Method};
use super::reader::{Reader, name_of};
use super::type_text::Type;

/// The public surface of one generated client. It is `Send`, so a thread can make it.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    pub(super) types: BTreeMap<String, TypeItem>,
    /// The methods of the client, including those of its extension traits.
    pub(super) methods: BTreeMap<String, Method>,
    /// The steps of the builders of operations, by the name of the builder.
    pub(super) builders: HashMap<String, BTreeMap<String, Method>>,
    /// The builders of types, by the name of the type.
    pub(super) type_builders: HashMap<String, TypeBuilder>,
    /// The other public names at the top of the file, and the functions in `types`.
    pub(super) items: BTreeSet<String>,
}

/// A type that `types` defines.
#[derive(Debug)]
pub(super) struct TypeItem {
    pub(super) kind: Kind,
    /// The traits and conversions of the type. The key is the text for comparisons, and the value is the text for
    /// messages.
    pub(super) impls: BTreeMap<String, String>,
    /// The types that convert into it, in the text for comparisons.
    pub(super) made_from: Vec<String>,
    pub(super) is_non_exhaustive: bool,
    /// Whether applications must not name it.
    pub(super) is_hidden: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    Struct(Fields),
    Enum(BTreeMap<String, Fields>),
    Newtype { inner: Type, is_public: bool },
    Alias(Type),
}

/// What a struct or a variant holds.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) style: Style,
    /// The fields, by their name in Rust or by their position.
    pub(super) members: BTreeMap<String, Field>,
    /// Whether there are fields that applications cannot name.
    pub(super) has_private: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Named,
    Tuple,
    Unit,
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) wire_name: String,
    pub(super) ty: Type,
}

impl Surface {
    /// Reads a generated file. What progenitor does not generate is passed over.
    pub(crate) fn of(file: &syn::File) -> Self {
        let types: Vec<&Item> = contents(&file.items, "types").collect();
        let own: HashSet<String> = types.iter().filter_map(|item| type_name(item)).collect();
        let mut surface = Self {
            items: file.items.iter().flat_map(public_names).collect(),
            ..Self::default()
        };
        let reader = Reader::in_types(&own);
        for item in &types {
            if let Some((name, item)) = type_item(&reader, item) {
                surface.types.insert(name, item);
            }
        }
        for item in &types {
            match item {
                Item::Impl(item) => surface.add_impl(impls::read(&reader, item)),
                Item::Fn(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
                    let name = format!("types::{}", name_of(&item.sig.ident));
                    surface.items.insert(name);
                }
                _ => {}
            }
        }
        let type_builders = types
            .iter()
            .copied()
            .flat_map(|item| inside(item, "builder"));
        surface.type_builders = builders::of_types(&own, type_builders);
        let reader = Reader::outside(&own);
        surface.methods = methods::of_client(&reader, &file.items);
        for item in contents(&file.items, "builder") {
            if let Item::Impl(item) = item
                && item.trait_.is_none()
                && let Some(name) = methods::self_name(item)
            {
                // Only the client calls the function that makes a builder.
                let mut steps = methods::of_impl(&reader, item);
                steps.retain(|_, method| method.receiver.is_some());
                surface.builders.entry(name).or_default().extend(steps);
            }
        }
        surface
    }
}

impl Surface {
    fn add_impl(&mut self, found: Option<Implementation>) {
        let Some(found) = found else { return };
        if let Some(owner) = self.types.get_mut(&found.owner) {
            owner.made_from.extend(found.source);
            owner.impls.insert(found.key, found.text);
        }
    }

    /// The methods of the client.
    pub(crate) fn method_names(&self) -> impl Iterator<Item = &str> {
        self.methods.keys().map(String::as_str)
    }
}

impl TypeItem {
    /// The kind for messages, with its article.
    pub(super) const fn kind_name(&self) -> &'static str {
        match &self.kind {
            Kind::Struct(fields) => match fields.style {
                Style::Named => "a struct",
                Style::Tuple => "a tuple struct",
                Style::Unit => "a unit struct",
            },
            Kind::Enum(_) => "an enum",
            Kind::Newtype { .. } => "a newtype",
            Kind::Alias(_) => "an alias",
        }
    }

    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        match &self.kind {
            Kind::Struct(fields) => fields.members.get(name),
            _ => None,
        }
    }

    /// The types that convert into this one.
    pub(super) fn made_from(&self) -> Vec<String> {
        self.made_from.clone()
    }
}

/// The items in the modules with this name.
fn contents<'a>(items: &'a [Item], name: &str) -> impl Iterator<Item = &'a Item> {
    items.iter().flat_map(move |item| inside(item, name))
}

/// The items in an item, if it is the module with this name.
fn inside<'a>(item: &'a Item, name: &str) -> impl Iterator<Item = &'a Item> + use<'a> {
    let content = match item {
        Item::Mod(module) if module.ident == name => module.content.as_ref(),
        _ => None,
    };
    content.into_iter().flat_map(|(_, items)| items)
}

fn type_name(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(name_of(&item.ident)),
        Item::Enum(item) => Some(name_of(&item.ident)),
        Item::Type(item) => Some(name_of(&item.ident)),
        _ => None,
    }
}

fn type_item(reader: &Reader<'_>, item: &Item) -> Option<(String, TypeItem)> {
    let (attributes, visibility, kind) = match item {
        Item::Struct(item) => (&item.attrs, &item.vis, struct_kind(reader, item)),
        Item::Enum(item) => (&item.attrs, &item.vis, enum_kind(reader, item)),
        Item::Type(item) => (&item.attrs, &item.vis, Kind::Alias(reader.read(&item.ty))),
        _ => return None,
    };
    let derived = derives(attributes);
    let derived = derived.iter().map(|path| reader.trait_name(path));
    let facts = TypeItem {
        kind,
        impls: derived.map(|name| (name.clone(), name)).collect(),
        made_from: Vec::new(),
        is_non_exhaustive: is_non_exhaustive(attributes),
        is_hidden: !is_public(visibility) || is_hidden(attributes),
    };
    Some((type_name(item)?, facts))
}

fn struct_kind(reader: &Reader<'_>, item: &ItemStruct) -> Kind {
    match &item.fields {
        syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let field = fields.unnamed.first();
            let inner = field.map(|field| reader.read(&field.ty));
            Kind::Newtype {
                inner: inner.unwrap_or_else(Type::unit),
                is_public: field.is_some_and(|field| is_public(&field.vis)),
            }
        }
        fields => Kind::Struct(read_fields(reader, fields, |field| is_public(&field.vis))),
    }
}

fn enum_kind(reader: &Reader<'_>, item: &ItemEnum) -> Kind {
    let variants = item
        .variants
        .iter()
        .filter(|variant| !is_hidden(&variant.attrs))
        .map(|variant| {
            let fields = read_fields(reader, &variant.fields, |_| true);
            (name_of(&variant.ident), fields)
        });
    Kind::Enum(variants.collect())
}

fn read_fields(
    reader: &Reader<'_>,
    fields: &syn::Fields,
    is_visible: impl Fn(&syn::Field) -> bool,
) -> Fields {
    let style = match fields {
        syn::Fields::Named(_) => Style::Named,
        syn::Fields::Unnamed(_) => Style::Tuple,
        syn::Fields::Unit => Style::Unit,
    };
    let members = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| is_visible(field) && !is_hidden(&field.attrs))
        .map(|(index, field)| {
            let name = field.ident.as_ref().map_or(index.to_string(), name_of);
            let wire_name = serde_name(&field.attrs).unwrap_or_else(|| name.clone());
            let ty = reader.read(&field.ty);
            (name, Field { wire_name, ty })
        });
    let members: BTreeMap<String, Field> = members.collect();
    Fields {
        style,
        has_private: members.len() < fields.len(),
        members,
    }
}

/// The names that an item at the top of the file offers to applications. The client and `types` are compared in
/// depth elsewhere.
fn public_names(item: &Item) -> Vec<String> {
    let (attributes, visibility, ident) = match item {
        Item::Use(item) if is_public(&item.vis) && !is_hidden(&item.attrs) => {
            let mut names = Vec::new();
            used_names(&item.tree, "", &mut names);
            return names;
        }
        Item::Const(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Enum(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Fn(item) => (&item.attrs, &item.vis, &item.sig.ident),
        Item::Mod(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Static(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Struct(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Trait(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Type(item) => (&item.attrs, &item.vis, &item.ident),
        _ => return Vec::new(),
    };
    if is_public(visibility) && !is_hidden(attributes) && ident != "types" && ident != "Client" {
        vec![name_of(ident)]
    } else {
        Vec::new()
    }
}

fn used_names(tree: &UseTree, path: &str, names: &mut Vec<String>) {
    match tree {
        UseTree::Path(inner) => used_names(&inner.tree, &format!("{path}{}::", inner.ident), names),
        UseTree::Name(name) => names.push(name_of(&name.ident)),
        UseTree::Rename(rename) => names.push(name_of(&rename.rename)),
        UseTree::Glob(_) => names.push(format!("{path}*")),
        UseTree::Group(group) => {
            for inner in &group.items {
                used_names(inner, path, names);
            }
        }
    }
}
