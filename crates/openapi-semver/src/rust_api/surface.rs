//! What a generated file offers, taken out of its syntax tree.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use syn::{Item, ItemEnum, ItemImpl, ItemStruct, UseTree, Visibility};

use super::attributes::{derives, is_hidden, is_non_exhaustive, serde_name};
use super::methods::{self, Method};
use super::reader::{Reader, name_of};
use super::type_text::Type;

/// The public surface of one generated client. It is `Send`, so it can be made in a thread.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    pub(super) types: BTreeMap<String, TypeItem>,
    /// The methods of the client, those of its extension traits among them.
    pub(super) methods: BTreeMap<String, Method>,
    /// The steps of the builders of operations, by the name of the builder.
    pub(super) builders: HashMap<String, BTreeMap<String, Method>>,
    /// The other public names at the top of the file.
    pub(super) items: BTreeSet<String>,
}

/// A type that `types` defines.
#[derive(Debug)]
pub(super) struct TypeItem {
    pub(super) kind: Kind,
    /// The traits that it implements, without conversions.
    pub(super) impls: BTreeSet<String>,
    pub(super) is_non_exhaustive: bool,
    /// Whether applications are not to name it.
    pub(super) is_hidden: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    Struct(Fields),
    Enum(BTreeMap<String, Fields>),
    Newtype(Type),
    Alias(Type),
}

/// What a struct or a variant holds.
#[derive(Debug)]
pub(super) struct Fields {
    pub(super) style: Style,
    /// By the name in Rust or by the position.
    pub(super) members: BTreeMap<String, Field>,
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
        for item in types {
            if let Item::Impl(item) = item {
                surface.add_impl(&reader, item);
            }
        }
        let reader = Reader::outside(&own);
        surface.methods = methods::of_client(&reader, &file.items);
        for item in contents(&file.items, "builder") {
            if let Item::Impl(item) = item
                && item.trait_.is_none()
                && let Some(name) = methods::self_name(item)
            {
                // What makes a builder is called by the client, and by nobody else.
                let mut steps = methods::of_impl(&reader, item);
                steps.retain(|_, method| method.receiver.is_some());
                surface.builders.entry(name).or_default().extend(steps);
            }
        }
        surface
    }

    fn add_impl(&mut self, reader: &Reader<'_>, item: &ItemImpl) {
        let Some((path, _)) = &item.trait_ else {
            return;
        };
        // A trait of the crate around the generated code follows no document.
        let is_local = path.leading_colon.is_none()
            && path.segments.first().is_some_and(|first| {
                ["crate", "self", "super"]
                    .iter()
                    .any(|name| first.ident == name)
            });
        // Conversions follow from constraints, which are judged on the wire.
        let is_conversion = path.segments.last().is_some_and(|last| {
            ["From", "Into", "TryFrom", "TryInto", "Deref", "DerefMut"]
                .iter()
                .any(|name| last.ident == name)
        });
        if !is_local
            && !is_conversion
            && let Some(name) = methods::self_name(item)
            && let Some(implementor) = self.types.get_mut(&name)
        {
            implementor.impls.insert(reader.trait_name(path));
        }
    }

    /// What a type stands for, if it is a newtype or an alias.
    pub(super) fn behind(&self, ty: &Type) -> Option<&Type> {
        match ty {
            Type::Own(name) => match &self.types.get(name)?.kind {
                Kind::Newtype(inner) | Kind::Alias(inner) => Some(inner),
                Kind::Struct(_) | Kind::Enum(_) => None,
            },
            Type::Builder(_) | Type::Other { .. } => None,
        }
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
            Kind::Newtype(_) => "a newtype",
            Kind::Alias(_) => "an alias",
        }
    }
}

/// What stands in the modules of that name.
fn contents<'a>(items: &'a [Item], name: &str) -> impl Iterator<Item = &'a Item> {
    items
        .iter()
        .filter_map(move |item| match item {
            Item::Mod(module) if module.ident == name => module.content.as_ref(),
            _ => None,
        })
        .flat_map(|(_, items)| items)
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
    let impls = derives(attributes);
    let facts = TypeItem {
        kind,
        impls: impls.iter().map(|path| reader.trait_name(path)).collect(),
        is_non_exhaustive: is_non_exhaustive(attributes),
        is_hidden: !is_public(visibility) || is_hidden(attributes),
    };
    Some((type_name(item)?, facts))
}

fn struct_kind(reader: &Reader<'_>, item: &ItemStruct) -> Kind {
    match &item.fields {
        syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            let inner = fields.unnamed.first().map(|field| reader.read(&field.ty));
            Kind::Newtype(inner.unwrap_or_else(Type::unit))
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
    Fields {
        style,
        members: members.collect(),
    }
}

pub(super) const fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The names that an item at the top of the file adds to those that applications can use. The
/// client and `types` are compared in depth elsewhere.
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
