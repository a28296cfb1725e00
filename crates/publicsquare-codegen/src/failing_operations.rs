//! Finds the operations and schemas that make progenitor fail.
//!
//! progenitor fails on a whole document and often does not say why. In comes the document and the failure. Out come
//! refusals that name the operations that fail alone. [`without_refused`] removes refused operations from a document, so
//! that the next step can report further problems. The panic itself is caught in `progenitor_guard.rs`.

use std::collections::BTreeSet;

use openapi_loader::pointer::escape;
use openapiv3::{OpenAPI, ReferenceOr};
use proc_macro2::TokenStream;

use crate::normalize::Reachability;
use crate::operations::{Site, slots};
use crate::refusal::Refusal;

const HELP: &str = "describe it in another way, or add a rule for it to `normalize`";

/// How many operations are tried alone, which bounds the time. The next run reports further ones.
const MOST: usize = 400;

/// The document without the refused operations, and without those that use a refused component.
pub(crate) fn without_refused(openapi: &OpenAPI, refusals: &[Refusal]) -> OpenAPI {
    let mut rest = openapi.clone();
    if refusals.is_empty() {
        return rest;
    }
    let reachability = Reachability::of(openapi);
    let is_within = |inner: &str, outer: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let blamed = |pointer: &str| {
        refusals
            .iter()
            .any(|refusal| is_within(&refusal.pointer, pointer))
    };
    let schemas: BTreeSet<&str> = openapi
        .components
        .iter()
        .flat_map(|components| components.schemas.keys())
        .filter(|name| blamed(&format!("/components/schemas/{}", escape(name))))
        .map(String::as_str)
        .collect();
    // A path that is a reference has no operations here.
    rest.paths.paths.retain(|path, item| {
        item.as_item().is_some() || !blamed(&format!("/paths/{}", escape(path)))
    });
    for (path, item) in &mut rest.paths.paths {
        let path_pointer = format!("/paths/{}", escape(path));
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        let is_path_blamed = refusals.iter().any(|refusal| {
            refusal.pointer == path_pointer
                || is_within(&refusal.pointer, &format!("{path_pointer}/parameters"))
        });
        for (method, slot) in slots(item) {
            let site = Site::new(path, method);
            let is_blamed = is_path_blamed
                || blamed(&site.pointer)
                || reachability.leads_to(&site.pointer, &schemas)
                || reachability
                    .parts(&site.pointer)
                    .iter()
                    .any(|pointer| blamed(pointer));
            if is_blamed {
                *slot = None;
            }
        }
    }
    if let Some(components) = &mut rest.components {
        components
            .schemas
            .retain(|name, _| !reachability.component_leads_to(name, &schemas));
    }
    rest
}

/// Generates each component and each operation alone, and returns a refusal for each that fails.
pub(crate) fn failing_operations(
    openapi: &OpenAPI,
    reason: &str,
    attempt: impl Fn(&OpenAPI) -> Result<TokenStream, String>,
) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    let mut alone = openapi.clone();
    alone.paths.paths.clear();
    let mut rest = openapi.clone();
    if attempt(&alone).is_err() {
        refusals.extend(failing_schemas(openapi, &attempt));
        if refusals.is_empty() {
            return vec![of_the_schemas(reason)];
        }
        rest = without_refused(openapi, &refusals);
        alone.components = rest.components.clone();
    }
    let reachability = Reachability::of(&rest);
    let mut tried = 0;
    for (path, item) in &rest.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        for (method, operation) in item.iter() {
            tried += 1;
            if tried > MOST {
                break;
            }
            let mut only = openapiv3::PathItem {
                parameters: item.parameters.clone(),
                ..openapiv3::PathItem::default()
            };
            for (name, slot) in slots(&mut only) {
                if name == method {
                    *slot = Some(operation.clone());
                }
            }
            let site = Site::new(path, method);
            if let (Some(components), Some(needed)) =
                (&rest.components, reachability.of_operation(&site.pointer))
            {
                let mut components = components.clone();
                components.schemas.retain(|name, _| needed.contains(name));
                alone.components = Some(components);
            }
            alone.paths.paths.clear();
            alone
                .paths
                .paths
                .insert(path.clone(), ReferenceOr::Item(only));
            if let Err(reason) = attempt(&alone) {
                refusals.push(Refusal::new(
                    site.pointer,
                    format!("the generator cannot take {}: {reason}", site.label),
                    HELP,
                ));
            }
        }
    }
    if refusals.is_empty() {
        refusals.push(Refusal::new(
            "",
            format!("the generator cannot take this document: {reason}"),
            HELP,
        ));
    }
    refusals
}

/// Returns a refusal for each schema that fails together with the schemas that it uses.
fn failing_schemas(
    openapi: &OpenAPI,
    attempt: &impl Fn(&OpenAPI) -> Result<TokenStream, String>,
) -> Vec<Refusal> {
    let reachability = Reachability::of(openapi);
    let mut failing: Vec<(String, String)> = Vec::new();
    let names = openapi
        .components
        .iter()
        .flat_map(|components| components.schemas.keys());
    for name in names.take(MOST) {
        let needed = reachability.of_component(name);
        let mut alone = openapi.clone();
        alone.paths.paths.clear();
        if let Some(components) = &mut alone.components {
            components.schemas.retain(|known, _| needed.contains(known));
        }
        if let Err(reason) = attempt(&alone) {
            failing.push((name.clone(), reason));
        }
    }
    // A schema that only uses a failing one is not to blame.
    let all: BTreeSet<&str> = failing.iter().map(|(name, _)| name.as_str()).collect();
    failing
        .iter()
        .filter(|(name, _)| {
            let needed = reachability.of_component(name);
            let others = needed
                .iter()
                .any(|other| other != name && all.contains(other.as_str()));
            !others
        })
        .map(|(name, reason)| {
            Refusal::new(
                format!("/components/schemas/{}", escape(name)),
                format!("the generator cannot take the schema `{name}`: {reason}"),
                HELP,
            )
        })
        .collect()
}

fn of_the_schemas(reason: &str) -> Refusal {
    Refusal::new(
        "/components/schemas",
        format!("the generator cannot take the schemas of this document: {reason}"),
        HELP,
    )
}
