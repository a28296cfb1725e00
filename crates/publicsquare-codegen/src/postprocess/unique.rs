//! Refuses generated types and members that have the same name.
//!
//! In comes a module of generated code. Out comes a refusal for two types with one name, and for two members with one name
//! in a type. rustc would report these at a line of generated code that nobody wrote. Most such names are refused earlier,
//! in `names.rs` and `member_names.rs`. This check also covers names that progenitor makes up.

use std::collections::BTreeSet;

use syn::{Item, ItemMod};

use crate::operation_facts::Facts;
use crate::refusal::Refusal;

/// Refuses two types with the same name, and two members or parameters with the same name in one type.
pub(super) fn check(module: &ItemMod, facts: &Facts) -> Result<(), Vec<Refusal>> {
    let items = || module.content.iter().flat_map(|(_, items)| items);
    let types = items().filter_map(|item| match item {
        Item::Struct(found) => Some(found.ident.to_string()),
        Item::Enum(found) => Some(found.ident.to_string()),
        _ => None,
    });
    let mut refusals: Vec<Refusal> = repeated(types)
        .map(|name| {
            Refusal::new(
                "/components/schemas",
                format!("two schemas would become the Rust type `{name}`"),
                "give one of them another name or title",
            )
        })
        .collect();
    for item in items() {
        let Item::Struct(found) = item else { continue };
        let members = found
            .fields
            .iter()
            .filter_map(|field| Some(field.ident.as_ref()?.to_string()));
        let name = found.ident.to_string();
        refusals.extend(
            repeated(members).map(|member| match facts.of_builder(&name) {
                Some(operation) => Refusal::new(
                    &operation.pointer,
                    format!(
                        "{} would have two parameters `{member}` in Rust",
                        operation.label
                    ),
                    "rename one of the two parameters that are spelled alike",
                ),
                None => Refusal::new(
                    "/components/schemas",
                    format!("`{name}` would have two members `{member}` in Rust"),
                    "rename one of the two properties that are spelled alike",
                ),
            }),
        );
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

fn repeated(names: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut seen = BTreeSet::new();
    names.filter(move |name| !seen.insert(name.clone()))
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn two_types_with_one_name_are_refused() {
        let types: ItemMod = parse_quote! { mod types { struct A; enum B {} enum A {} } };
        let refusals = check(&types, &Facts::default()).expect_err("A is there twice");
        assert_eq!(refusals.len(), 1);
        assert!(refusals[0].message.contains("`A`"));
    }

    #[test]
    fn two_members_with_one_name_are_refused() {
        let types: ItemMod = parse_quote! { mod types { struct A { a_b: u8, c: u8, a_b: u8 } } };
        let refusals = check(&types, &Facts::default()).expect_err("a_b is there twice");
        assert_eq!(
            refusals[0].message,
            "`A` would have two members `a_b` in Rust"
        );
    }
}
