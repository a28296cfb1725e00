//! Checks that the generated types can be read leniently.
//!
//! In come the types and operations of the generated code. Out come the members and responses that cannot be read as the
//! client reads: optional members leniently, and errors even if every member is missing. `unresolved_names.rs` turns them
//! into refusals.

use std::collections::BTreeSet;

use syn::{Field, GenericArgument, ItemMod, PathArguments, Type};

use super::unresolved_names::names;
use super::{structs, text};

/// Types without members that can be read leniently.
const LENIENT: &[&str] = &[
    "String",
    "bool",
    "f32",
    "f64",
    "i8",
    "i16",
    "i32",
    "i64",
    "u8",
    "u16",
    "u32",
    "u64",
    "NaiveDate",
    "DateTime",
    "Value",
    "SecretKey",
    "ApiKeyId",
];

/// The types that do not implement `Default`.
pub(super) fn without_default(types: &mut ItemMod) -> BTreeSet<String> {
    let implemented = super::empty::implemented_defaults(types);
    let derived: BTreeSet<String> = structs(types)
        .filter(|found| super::derives::any(&found.attrs, "Default"))
        .map(|found| found.ident.to_string())
        .collect();
    names(types)
        .into_iter()
        .filter(|name| !derived.contains(name) && !implemented.iter().any(|known| known == name))
        .collect()
}

/// Returns why a member cannot be read leniently.
pub(super) fn unreadable(field: &Field, known: &BTreeSet<String>) -> Option<String> {
    let reads = field
        .attrs
        .iter()
        .any(|attribute| text(attribute).contains("crate::lenient_decoding::"));
    (reads && !is_lenient(&field.ty, known)).then(|| {
        let name = field
            .ident
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        format!(
            "has the member `{name}` of a type that cannot be read leniently: `{}`",
            text(&field.ty)
        )
    })
}

/// Whether the client or the generated code implements `LenientDecode` for the type.
fn is_lenient(ty: &Type, known: &BTreeSet<String>) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else {
        return false;
    };
    let name = last.ident.to_string();
    let inner: Vec<&Type> = match &last.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    match (name.as_str(), &inner[..]) {
        ("Option" | "Vec" | "Box", [inner]) => is_lenient(inner, known),
        ("HashMap", [key, value]) => text(key).ends_with("String") && is_lenient(value, known),
        ("Map", [_, _]) | ("DateTime", _) => true,
        (name, []) => known.contains(name) || LENIENT.contains(&name),
        _ => false,
    }
}

/// Whether this is the type of a response that is not read as JSON.
fn is_bare(ty: &Type) -> bool {
    ["()", "ByteStream"].contains(&text(ty).as_str())
}

fn last(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

/// Returns the problems of the responses of an operation.
pub(super) fn odd_answers(
    block: &syn::ItemImpl,
    known: &BTreeSet<String>,
    no_defaults: &BTreeSet<String>,
) -> Vec<String> {
    answers(block)
        .into_iter()
        .filter_map(|(success, error)| {
            let success = (!is_lenient(&success, known) && !is_bare(&success)).then(|| {
                format!(
                    "answers with `{}`, which cannot be read leniently",
                    text(&success)
                )
            });
            success.or_else(|| {
                let name = last(&error)?;
                no_defaults.contains(&name).then(|| {
                    format!("describes its errors by `{name}`, whose members cannot all be missing")
                })
            })
        })
        .collect()
}

/// The types of success and error that `send` returns.
fn answers(block: &syn::ItemImpl) -> Vec<(Type, Type)> {
    block
        .items
        .iter()
        .filter_map(|item| match item {
            syn::ImplItem::Fn(function) if function.sig.ident == "send" => {
                match &function.sig.output {
                    syn::ReturnType::Type(_, ty) => {
                        let outer = arguments(ty);
                        let success = arguments(outer.first()?).first().copied()?.clone();
                        let error = arguments(outer.get(1)?).first().copied()?.clone();
                        Some((success, error))
                    }
                    syn::ReturnType::Default => None,
                }
            }
            _ => None,
        })
        .collect()
}

fn arguments(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Path(path) => match path.path.segments.last().map(|last| &last.arguments) {
            Some(PathArguments::AngleBracketed(arguments)) => arguments
                .args
                .iter()
                .filter_map(|argument| match argument {
                    GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
