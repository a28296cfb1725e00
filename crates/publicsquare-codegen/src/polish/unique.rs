//! No two things in the generated code share a name.

use std::collections::BTreeSet;

use syn::{Item, ItemMod};

use crate::refusal::Refusal;

/// Refuses two types of one name, which the compiler would report at a line nobody wrote.
pub(super) fn check(types: &ItemMod) -> Result<(), Vec<Refusal>> {
    let mut seen = BTreeSet::new();
    let twice: Vec<Refusal> = types
        .content
        .iter()
        .flat_map(|(_, items)| items)
        .filter_map(|item| match item {
            Item::Struct(found) => Some(found.ident.to_string()),
            Item::Enum(found) => Some(found.ident.to_string()),
            _ => None,
        })
        .filter(|name| !seen.insert(name.clone()))
        .map(|name| {
            Refusal::new(
                "/components/schemas",
                format!("two schemas would become the Rust type `{name}`"),
                "give one of them another name or title",
            )
        })
        .collect();
    if twice.is_empty() { Ok(()) } else { Err(twice) }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn two_types_of_one_name_are_refused() {
        let types: ItemMod = parse_quote! { mod types { struct A; enum B {} enum A {} } };
        let refusals = check(&types).expect_err("A is there twice");
        assert_eq!(refusals.len(), 1);
        assert!(refusals[0].message.contains("`A`"));
    }
}
