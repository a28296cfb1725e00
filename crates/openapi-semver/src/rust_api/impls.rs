//! Which traits the generated types implement, with conversions from and into them.
//!
//! The `impl` blocks of the module `types` come in. Out comes, for each type, the traits that applications can rely
//! on. Traits of the crate around the generated code are left out, because no document decides on them.

use syn::{ImplItem, ItemImpl, Path};

use super::reader::{Reader, name_of};
use super::surface::Surface;
use super::type_text::Type;

impl Surface {
    /// Notes an `impl` in `types` at the generated type that it is about.
    pub(super) fn add_impl(&mut self, reader: &Reader<'_>, item: &ItemImpl) {
        let Some((path, _)) = &item.trait_ else {
            return;
        };
        // No document decides on a trait of the crate around the generated code.
        let is_local = path.leading_colon.is_none()
            && path.segments.first().is_some_and(|first| {
                ["crate", "self", "super"]
                    .iter()
                    .any(|name| first.ident == name)
            });
        if is_local {
            return;
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
        let Some(owner) = implementor.first_own().or_else(|| of.first_own()) else {
            return;
        };
        if let Some(owner) = self.types.get_mut(owner) {
            if matches!(implementor, Type::Own(_))
                && let Some([source]) = of
                    .arguments_of("From")
                    .or_else(|| of.arguments_of("TryFrom"))
            {
                owner.made_from.push(source.long());
            }
            owner.impls.insert(key, text);
        }
    }
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
