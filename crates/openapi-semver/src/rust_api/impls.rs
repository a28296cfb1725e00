//! Which traits the generated types implement, with conversions from and into them.
//!
//! The `impl` blocks of the module `types` come in. Out comes, for each type, the traits that applications can rely
//! on. Traits of the crate around the generated code are left out, because no document decides on them.

use syn::{ImplItem, ItemImpl, Path};

use super::reader::{Reader, name_of};
use super::type_text::Type;

/// A trait or a conversion of a generated type.
pub(super) struct Implementation {
    /// The generated type that it is reported with.
    pub(super) owner: String,
    /// The text for comparisons.
    pub(super) key: String,
    /// The text for messages.
    pub(super) text: String,
    /// The type that converts into the owner, in the text for comparisons.
    pub(super) source: Option<String>,
}

/// Reads an `impl` in `types`. `None` if no document decides on it.
pub(super) fn read(reader: &Reader<'_>, item: &ItemImpl) -> Option<Implementation> {
    let (path, _) = item.trait_.as_ref()?;
    // No document decides on a trait of the crate around the generated code.
    let is_local = path.leading_colon.is_none()
        && path.segments.first().is_some_and(|first| {
            ["crate", "self", "super"]
                .iter()
                .any(|name| first.ident == name)
        });
    if is_local {
        return None;
    }
    let reader = reader.with_parameters(&item.generics);
    let implementor = reader.read(&item.self_ty);
    let of = trait_type(&reader, path, item);
    let (key, text) = match &implementor {
        Type::Own(_) => (of.long(), of.short()),
        other => (
            format!("{} for {}", of.long(), other.long()),
            format!("{} for {}", of.short(), other.short()),
        ),
    };
    let owner = implementor.first_own().or_else(|| of.first_own())?;
    let arguments = of
        .arguments_of("From")
        .or_else(|| of.arguments_of("TryFrom"));
    let source = match arguments {
        Some([source]) if matches!(implementor, Type::Own(_)) => Some(source.long()),
        _ => None,
    };
    Some(Implementation {
        owner: owner.to_owned(),
        key,
        text,
        source,
    })
}

/// The trait with its generic arguments and associated types, as in `Deref<Target = String>`.
fn trait_type(reader: &Reader<'_>, path: &Path, item: &ItemImpl) -> Type {
    let mut last = Path {
        leading_colon: None,
        segments: path.segments.iter().rev().take(1).cloned().collect(),
    };
    let associated = item.items.iter().filter_map(|member| match member {
        ImplItem::Type(found) => Some((name_of(&found.ident), &found.ty)),
        _ => None,
    });
    // Only the existence of a conversion counts. Its error type does not count.
    for (name, ty) in associated.filter(|(name, _)| name != "Error") {
        if let Some(segment) = last.segments.last_mut() {
            bind(segment, &name, ty);
        }
    }
    reader.trait_type(&last)
}

/// Adds `name = ty` to the generic arguments of a segment.
fn bind(segment: &mut syn::PathSegment, name: &str, ty: &syn::Type) {
    let ident = syn::Ident::new(name, segment.ident.span());
    let bound: syn::GenericArgument = syn::parse_quote!(#ident = #ty);
    match &mut segment.arguments {
        syn::PathArguments::AngleBracketed(arguments) => arguments.args.push(bound),
        _ => {
            segment.arguments = syn::PathArguments::AngleBracketed(syn::parse_quote!(<#bound>));
        }
    }
}
