//! Refuses generated types, members and functions that have the same name.
//!
//! In comes a module of generated code. Out comes a refusal for two types with one name, for two members with one name in
//! a type, and for two defaults whose functions have one name. rustc would report these at a line of generated code that
//! nobody wrote. Most such names are refused earlier, in `names.rs` and `member_names.rs`. This check also covers names
//! that progenitor makes up.

use std::collections::BTreeSet;

use syn::{Field, Item, ItemMod};

use super::lenient_members::{default_function, json_name};
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
    refusals.extend(defaults_of_one_name(module));
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

/// Refuses defaults whose functions have the same name. progenitor joins the names of type and member to the name of the
/// function, and two such pairs can give the same words.
fn defaults_of_one_name(types: &ItemMod) -> Vec<Refusal> {
    let items = || types.content.iter().flat_map(|(_, items)| items);
    let functions = items()
        .filter_map(|item| match item {
            Item::Mod(module) if module.ident == "defaults" => module.content.as_ref(),
            _ => None,
        })
        .flat_map(|(_, items)| items)
        .filter_map(|item| match item {
            Item::Fn(found) => Some(found.sig.ident.to_string()),
            _ => None,
        });
    repeated(functions)
        .map(|function| {
            let users: Vec<String> = items()
                .filter_map(|item| match item {
                    Item::Struct(found) => Some(found),
                    _ => None,
                })
                .flat_map(|found| found.fields.iter().map(|field| (&found.ident, field)))
                .filter(|(_, field)| uses(field, &function))
                .filter_map(|(name, field)| Some(format!("`{name}.{}`", json_name(field)?)))
                .collect();
            Refusal::new(
                "/components/schemas",
                format!(
                    "the defaults of {} would become the same Rust function `{function}`",
                    users.join(" and ")
                ),
                "rename one of the properties or schemas, or leave out one of the defaults",
            )
        })
        .collect()
}

/// Whether the function, perhaps with arguments for its type, gives the default of a member.
fn uses(field: &Field, function: &str) -> bool {
    let path = default_function(field);
    path.as_deref()
        .and_then(|path| path.strip_prefix("defaults::"))
        .and_then(|path| path.split("::").next())
        .is_some_and(|name| name == function)
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

    #[test]
    fn two_defaults_with_one_function_are_refused() {
        let types: ItemMod = parse_quote! {
            mod types {
                struct Order { #[serde(rename = "item-unit", default = "defaults::order_item_unit")] item_unit: String }
                struct OrderItem { #[serde(default = "defaults::order_item_unit")] unit: String }
                struct Count {
                    #[serde(default = "defaults::default_u64::<u32, 5>")] first: u32,
                    #[serde(default = "defaults::default_u64::<u32, 5>")] second: u32,
                }
                mod defaults {
                    fn order_item_unit() -> String { "piece".to_owned() }
                    fn order_item_unit() -> String { "kg".to_owned() }
                    fn default_u64() {}
                }
            }
        };
        let refusals = check(&types, &Facts::default()).expect_err("one function is there twice");
        assert_eq!(refusals.len(), 1);
        assert_eq!(
            refusals[0].message,
            "the defaults of `Order.item-unit` and `OrderItem.unit` would become the same Rust function `order_item_unit`"
        );
    }
}
