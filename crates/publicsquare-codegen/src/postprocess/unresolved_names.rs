//! Refuses generated code that uses a name which does not exist.
//!
//! In comes the rewritten code. Out comes a refusal for each path, macro or type in it that neither the client nor one of
//! its dependencies has. rustc would report the same at a line of generated code that nobody wrote. So an unforeseen
//! document is refused here, by operation or schema, and never committed as broken code.

use std::collections::BTreeSet;

use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, ExprPath, Fields, File, Item, ItemMod, Macro, Path, PathArguments};

use super::parameters::builder_name;
use super::{module, readable, text};
use crate::operation_facts::Facts;
use crate::refusal::Refusal;

/// Crates that the client depends on.
const CRATES: &[&str] = &[
    "chrono",
    "progenitor_client",
    "reqwest",
    "schemars",
    "serde",
    "serde_json",
    "std",
];

/// Modules and types of the client that generated code may use.
const OWN: &[&str] = &[
    "ApiKeyId",
    "Connection",
    "SecretKey",
    "body",
    "lenient_decoding",
    "parameter",
    "partial_object",
    "request_url",
];

/// Crates that the mocks depend on, and what generated mocks may use of their crate.
const MOCK_CRATES: &[&str] = &["httpmock", "serde_json", "std"];
const MOCK_OWN: &[&str] = &["ApiKeyId", "Faults", "SecretKey", "body", "parameter"];

const MACROS: &[&str] = &["assert_eq", "format", "matches", "vec", "write"];

/// Functions of the prelude that the generated code calls. A type that wraps one value is also a function, and would
/// hide one of these.
const IN_USE: &[&str] = &["Err", "None", "Ok", "Some"];

const HELP: &str =
    "describe it in another way, or extend `publicsquare-codegen` so that it can write this";

/// Checks the client.
pub(super) fn check(file: &mut File, facts: &Facts) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let Some(types) = module(&mut file.items, "types") else {
        return Ok(());
    };
    let known: BTreeSet<String> = names(types);
    let no_defaults = readable::without_default(types);
    for item in types.content.iter_mut().flat_map(|(_, items)| items) {
        let (name, foreign) = (owner(item), named(item));
        let Some(name) = name else { continue };
        let place = || format!("the type `{name}`");
        refusals.extend(
            foreign
                .into_iter()
                .map(|foreign| refusal("/components/schemas", &place(), &foreign)),
        );
        if let Item::Struct(found) = item {
            if matches!(found.fields, Fields::Unnamed(_)) && IN_USE.contains(&&*name) {
                refusals.push(Refusal::new(
                    format!("/components/schemas/{name}"),
                    format!(
                        "the schema `{name}` would hide the `{name}` of Rust's standard library"
                    ),
                    "give the schema another name",
                ));
            }
            for field in &found.fields {
                if let Some(odd) = readable::unreadable(field, &known) {
                    refusals.push(refusal("/components/schemas", &place(), &odd));
                }
            }
        }
    }
    let Some(operations) = module(&mut file.items, "builder") else {
        return finish(refusals);
    };
    for item in operations.content.iter_mut().flat_map(|(_, items)| items) {
        let facts = owner(item).and_then(|name| facts.of_builder(&name));
        let (place, pointer) =
            facts.map_or(("an operation", ""), |facts| (&facts.label, &facts.pointer));
        let mut odd = named(item);
        if let Item::Impl(block) = item {
            odd.extend(readable::odd_answers(block, &known, &no_defaults));
        }
        refusals.extend(odd.into_iter().map(|odd| refusal(pointer, place, &odd)));
    }
    finish(refusals)
}

fn finish(refusals: Vec<Refusal>) -> Result<(), Vec<Refusal>> {
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

fn refusal(pointer: &str, place: &str, odd: &str) -> Refusal {
    Refusal::new(pointer, format!("{place} {odd}"), HELP)
}

/// The type or the builder that an item belongs to.
fn owner(item: &Item) -> Option<String> {
    match item {
        Item::Struct(found) => Some(found.ident.to_string()),
        Item::Enum(found) => Some(found.ident.to_string()),
        Item::Impl(block) => builder_name(&block.self_ty),
        Item::Mod(inner) => Some(inner.ident.to_string()),
        _ => None,
    }
}

/// The types of a module.
pub(super) fn names(types: &ItemMod) -> BTreeSet<String> {
    types
        .content
        .iter()
        .flat_map(|(_, items)| items)
        .filter_map(|item| match item {
            Item::Struct(found) => Some(found.ident.to_string()),
            Item::Enum(found) => Some(found.ident.to_string()),
            _ => None,
        })
        .collect()
}

/// Checks the mocks, whose crate has other dependencies.
pub(super) fn check_mocks(file: &mut File, facts: &Facts) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let Some(operations) = module(&mut file.items, "operations") else {
        return Ok(());
    };
    for item in operations.content.iter_mut().flat_map(|(_, items)| items) {
        let name = owner(item).unwrap_or_default();
        let name = name
            .strip_suffix("When")
            .or_else(|| name.strip_suffix("Then"));
        let facts = name.and_then(|name| facts.of_builder(name));
        let (place, pointer) = facts.map_or(("a mock", ""), |facts| (&facts.label, &facts.pointer));
        let mut names = Names {
            crates: MOCK_CRATES,
            own: MOCK_OWN,
            found: BTreeSet::new(),
        };
        names.visit_item_mut(item);
        refusals.extend(
            names
                .found
                .into_iter()
                .map(|odd| refusal(pointer, place, &odd)),
        );
    }
    finish(refusals)
}

/// The names in an item that do not exist.
fn named(item: &mut Item) -> BTreeSet<String> {
    let mut names = Names {
        crates: CRATES,
        own: OWN,
        found: BTreeSet::new(),
    };
    names.visit_item_mut(item);
    names.found
}

struct Names {
    crates: &'static [&'static str],
    own: &'static [&'static str],
    found: BTreeSet<String>,
}

impl VisitMut for Names {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let first = path.segments.first().map(|first| first.ident.to_string());
        let first = first.unwrap_or_default();
        let second = path
            .segments
            .iter()
            .nth(1)
            .map(|second| second.ident.to_string());
        let is_foreign = match first.as_str() {
            "crate" => !second.is_some_and(|second| self.own.contains(&second.as_str())),
            first if path.leading_colon.is_some() => !self.crates.contains(&first),
            _ => false,
        };
        if is_foreign {
            let mut path = path.clone();
            for segment in &mut path.segments {
                segment.arguments = PathArguments::None;
            }
            let name = text(&path).replace(' ', "");
            self.found.insert(format!(
                "would name `{name}`, which the client does not have"
            ));
        }
    }

    /// In `<T>::deserialize` only the type is checked.
    fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
        match &mut path.qself {
            Some(of) if of.position == 0 => self.visit_type_mut(&mut of.ty),
            _ => visit_mut::visit_expr_path_mut(self, path),
        }
    }

    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        // serde attributes name functions in texts.
        let text = text(attribute);
        for part in text.split('"').skip(1).step_by(2) {
            if part.contains("::")
                && let Ok(mut path) = syn::parse_str::<Path>(part)
            {
                self.visit_path_mut(&mut path);
            }
        }
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        let name = text(&call.path);
        if !MACROS.contains(&name.as_str()) {
            self.found.insert(format!(
                "would call the macro `{name}`, which the client does not have"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn odd(types: Item, operations: Item) -> Vec<String> {
        let mut file: File = parse_quote! { #types #operations };
        let refusals = check(&mut file, &Facts::default())
            .err()
            .unwrap_or_default();
        refusals
            .into_iter()
            .map(|refusal| refusal.message)
            .collect()
    }

    #[test]
    fn existing_names_are_accepted() {
        let types = parse_quote! {
            mod types {
                #[derive(::serde::Deserialize, Default)]
                pub struct Thing {
                    #[serde(deserialize_with = "crate::lenient_decoding::optional")]
                    a: ::std::option::Option<::std::vec::Vec<Other>>,
                }
                pub struct Other(::std::collections::HashMap<::std::string::String, i64>);
            }
        };
        let operations = parse_quote! {
            mod builder {
                impl<'a> Get<'a> {
                    async fn send(self) -> Result<ResponseValue<types::Thing>, Error<types::Thing>> {
                        crate::body::decode_read(response).await
                    }
                }
            }
        };
        assert_eq!(odd(types, operations), Vec::<String>::new());
    }

    #[test]
    fn names_that_do_not_exist_are_refused() {
        let types = parse_quote! {
            mod types {
                pub struct Thing {
                    #[serde(deserialize_with = "crate::nowhere::read")]
                    a: ::uuid::Uuid,
                    #[serde(deserialize_with = "crate::lenient_decoding::optional")]
                    b: ::std::option::Option<[u8; 4]>,
                }
            }
        };
        let operations = parse_quote! {
            mod builder {
                impl<'a> Get<'a> {
                    async fn send(self) -> Result<ResponseValue<types::Gone>, Error<types::Thing>> { todo!() }
                }
                impl<'a> Put<'a> {
                    async fn send(self) -> Result<ResponseValue<()>, Error<types::Thing>> {}
                }
            }
        };
        assert_eq!(
            odd(types, operations),
            [
                "the type `Thing` would name `::uuid::Uuid`, which the client does not have",
                "the type `Thing` would name `crate::nowhere::read`, which the client does not have",
                "the type `Thing` has the member `b` of a type that cannot be read leniently: `:: std :: option :: Option < [u8 ; 4] >`",
                "an operation answers with `types :: Gone`, which cannot be read leniently",
                "an operation would call the macro `todo`, which the client does not have",
                "an operation describes its errors by `Thing`, whose members cannot all be missing",
            ]
        );
    }
}
