//! Adds JSON Schemas of the generated types, for the feature `schemars`.
//!
//! In come the types. Out come the same types with a derive of `schemars::JsonSchema`, and a function `json_schemas()` that
//! returns the schema of each type. `publicsquare-schema-check` compares these schemas with the description.

use syn::{Attribute, Ident, Item, ItemMod, Path, Visibility, parse_quote};

use super::derives;
use crate::refusal::Refusal;

/// Derives `schemars::JsonSchema` if the feature `schemars` is on.
pub(super) fn derive(types: &mut ItemMod) {
    let Some((_, items)) = &mut types.content else {
        return;
    };
    for item in items {
        let attributes = match item {
            Item::Struct(found) => &mut found.attrs,
            Item::Enum(found) => &mut found.attrs,
            _ => continue,
        };
        if is_data(attributes) {
            attributes.push(
                parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]),
            );
        }
    }
}

/// Whether the type holds data. A type with bounds has its own `Deserialize` and derives only `Serialize`.
fn is_data(attributes: &[Attribute]) -> bool {
    derives::any(attributes, "Deserialize") || derives::any(attributes, "Serialize")
}

/// Adds the function that returns the JSON Schema of each type, including the types that are written by hand.
pub(super) fn list(types: &mut ItemMod, replaced: &[(&str, &str)]) -> Result<(), Vec<Refusal>> {
    let Some((_, items)) = &mut types.content else {
        return Ok(());
    };
    let mut entries: Vec<(String, Path)> = items.iter().filter_map(name).map(entry).collect();
    for (name, path) in replaced {
        entries.push(((*name).to_owned(), parse(path)?));
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    let (names, paths): (Vec<String>, Vec<Path>) = entries.into_iter().unzip();
    items.push(parse_quote! {
        /// Returns the JSON Schema of each type of the description, by the name of the type.
        ///
        /// The schema of a response says what the type accepts: every member may be missing.
        #[cfg(feature = "schemars")]
        pub fn json_schemas() -> ::std::collections::BTreeMap<&'static str, ::schemars::Schema> {
            ::std::collections::BTreeMap::from([
                #((
                    #names,
                    ::schemars::SchemaGenerator::default().into_root_schema_for::<#paths>(),
                ),)*
            ])
        }
    });
    Ok(())
}

/// The name of the type, if it is public and has a schema.
fn name(item: &Item) -> Option<&Ident> {
    let (visibility, attributes, name) = match item {
        Item::Struct(found) => (&found.vis, &found.attrs, &found.ident),
        Item::Enum(found) => (&found.vis, &found.attrs, &found.ident),
        _ => return None,
    };
    (matches!(visibility, Visibility::Public(_)) && is_data(attributes)).then_some(name)
}

fn entry(name: &Ident) -> (String, Path) {
    (name.to_string(), name.clone().into())
}

fn parse(path: &str) -> Result<Path, Vec<Refusal>> {
    syn::parse_str(path).map_err(|error| {
        vec![Refusal::new(
            "/components/schemas",
            format!("`{path}` is not the path of a Rust type: {error}"),
            "correct the list of types that are written by hand",
        )]
    })
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn data_types_get_a_schema_and_others_do_not() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                #[derive(::serde::Deserialize, Clone)]
                struct Data;
                #[derive(::serde::Serialize, Clone)]
                struct Bounded(String);
                #[derive(Clone)]
                struct Other;
            }
        };
        derive(&mut types);
        let derives: Vec<usize> = super::super::structs(&mut types)
            .map(|found| found.attrs.len())
            .collect();
        assert_eq!(derives, [2, 2, 1]);
    }

    #[test]
    fn every_public_type_is_listed_by_its_name() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                #[derive(::serde::Deserialize)]
                pub struct Thing { name: String }
                #[derive(::serde::Deserialize)]
                pub enum Kind { A }
                #[derive(::serde::Deserialize)]
                struct Inner;
                #[derive(Clone)]
                pub struct Other;
            }
        };
        list(&mut types, &[("Id", "crate::Id")]).expect("a path");
        let items = types.content.expect("a body").1;
        let Some(Item::Fn(function)) = items.last() else {
            panic!("the function is not there");
        };
        let expected: syn::Block = parse_quote!({
            ::std::collections::BTreeMap::from([
                (
                    "Id",
                    ::schemars::SchemaGenerator::default().into_root_schema_for::<crate::Id>(),
                ),
                (
                    "Kind",
                    ::schemars::SchemaGenerator::default().into_root_schema_for::<Kind>(),
                ),
                (
                    "Thing",
                    ::schemars::SchemaGenerator::default().into_root_schema_for::<Thing>(),
                ),
            ])
        });
        assert_eq!(text(&function.block), text(&expected));
    }
}
