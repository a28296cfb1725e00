//! Rewrites progenitor's output, for everything that progenitor has no setting for.
//!
//! In comes the generated code as a syntax tree, and the facts about the operations. Out comes the code that is compiled,
//! or refusals. [`client`] and [`mocks`] call the rewritings in the order in which they depend on each other. Each
//! rewriting is a file in `postprocess/`, and files that start with `mock_` are for the mocks. If something can be changed
//! in the document instead, it is a rule in `normalize.rs`.

mod accepted_types;
mod bodies;
mod builders;
mod constructors;
mod derives;
mod docs;
mod empty;
mod hidden_names;
mod json_schema;
mod lenient_members;
mod methods;
mod mock_bodies;
mod mock_docs;
mod mock_faults;
mod mock_names;
mod mock_parameters;
mod non_exhaustive;
mod one_header_map;
mod parameters;
mod raw_answers;
mod readable;
mod request_url;
mod sent_bodies;
mod undocumented_header;
mod unique;
mod unresolved_names;
mod variant_names;

use syn::{File, Item, ItemMod};

use crate::operation_facts::Facts;
use crate::refusal::Refusal;

/// Rewrites the client. `replaced` lists the schemas whose types are written by hand, with the paths of the types.
pub(crate) fn client(
    mut file: File,
    facts: &Facts,
    replaced: &[(&str, &str)],
) -> Result<File, Vec<Refusal>> {
    constructors::withdraw(&mut file);
    if let Some(types) = module(&mut file.items, "types") {
        unique::check(types, &Facts::default())?;
        variant_names::capitalize(types);
        lenient_members::allow(types);
        json_schema::derive(types);
        json_schema::list(types, replaced)?;
        empty::derive_default(types);
        non_exhaustive::mark(types);
        hidden_names::qualify_default(types);
        if let Some(builders) = nested(types, "builder") {
            builders::default_extra_members(builders);
        }
    }
    if let Some(operations) = module(&mut file.items, "builder") {
        unique::check(operations, facts)?;
        hidden_names::qualify(operations);
        builders::hide_idempotency_keys(operations);
        bodies::decode_with_care(operations, facts);
        methods::request(operations);
        accepted_types::name(operations, facts);
        raw_answers::bound(operations, facts);
        sent_bodies::write_with_care(operations, facts);
        parameters::send(operations, facts);
        undocumented_header::strip(operations);
        one_header_map::build(operations);
        request_url::parse_once(operations);
    }
    docs::tidy(&mut file);
    unresolved_names::check(&mut file, facts)?;
    Ok(file)
}

/// Rewrites the mocks.
pub(crate) fn mocks(mut file: File, facts: &Facts) -> Result<File, Vec<Refusal>> {
    mock_bodies::expose(&mut file, facts);
    mock_faults::implement(&mut file);
    mock_names::part(&mut file);
    mock_parameters::compare(&mut file, facts);
    mock_docs::write(&mut file, facts);
    docs::tidy(&mut file);
    unresolved_names::check_mocks(&mut file, facts)?;
    Ok(file)
}

fn module<'a>(items: &'a mut [Item], name: &str) -> Option<&'a mut ItemMod> {
    items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => Some(module),
        _ => None,
    })
}

fn nested<'a>(parent: &'a mut ItemMod, name: &str) -> Option<&'a mut ItemMod> {
    module(&mut parent.content.as_mut()?.1, name)
}

/// The structs of a module, without those of nested modules.
fn structs(module: &mut ItemMod) -> impl Iterator<Item = &mut syn::ItemStruct> {
    module
        .content
        .iter_mut()
        .flat_map(|(_, items)| items)
        .filter_map(|item| match item {
            Item::Struct(found) => Some(found),
            _ => None,
        })
}

/// Code as text, with one space between two tokens.
fn text(code: &impl quote::ToTokens) -> String {
    code.to_token_stream().to_string()
}
