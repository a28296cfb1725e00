//! The last of the three steps: from a document to formatted Rust.
//!
//! In comes a loaded [`Document`]. Out comes the code of the client and of the mocks, or all refusals at once. The steps
//! in between are: choose one media type per body, check (`check.rs`), normalize (`normalize.rs`), run progenitor
//! (`progenitor_guard.rs`), and rewrite its output (`postprocess.rs`). If progenitor fails, `failing_operations.rs` finds
//! out on which operation.

use std::thread;

use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;
use schemars::schema::{InstanceType, SchemaObject};

use crate::check;
use crate::failing_operations::{failing_operations, without_refused};
use crate::normalize::{self, View};
use crate::operation_facts::Facts;
use crate::postprocess;
use crate::progenitor_guard::guarded;
use crate::refusal::Refusal;
use openapi_loader::Diagnostics;
use openapi_loader::Document;

/// The command that updates the committed code.
///
/// ```
/// assert_eq!(publicsquare_codegen::REGEN_COMMAND, "cargo xtask regen");
/// ```
pub const REGEN_COMMAND: &str = "cargo xtask regen";

/// The code that is generated from one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The client: types, operations and their builders.
    pub client: String,
    /// The typed `httpmock` helpers for the same operations.
    pub mocks: String,
}

/// Generates the code for a document. The same document always gives the same bytes.
///
/// # Errors
///
/// Everything in the document that cannot become a client, with file, line and column.
///
/// # Examples
///
/// ```
/// let yaml = "
/// openapi: 3.0.3
/// info: { title: Example, version: v1 }
/// paths:
///   /keys/{id}:
///     delete:
///       operationId: deleteKey
///       parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
///       responses: { '204': { description: Deleted. } }
/// ";
/// let document = publicsquare_codegen::load("keys.yaml", yaml)?;
/// let code = publicsquare_codegen::generate(&document)?;
/// assert!(code.client.contains("pub fn delete_key(&self)"));
/// assert!(code.mocks.contains("fn delete_key<F>(&self"));
/// # Ok::<(), publicsquare_codegen::Diagnostics>(())
/// ```
pub fn generate(document: &Document) -> Result<Generated, Diagnostics> {
    let (client, mocks) = files(document, true)?;
    Ok(Generated {
        client: head(&client),
        mocks: head(&mocks),
    })
}

fn head(code: &str) -> String {
    format!(
        "// @generated from openapi/publicsquare.yaml. Not edited by hand.\n\
         // After an edit of the YAML: {REGEN_COMMAND}\n\n{code}"
    )
}

/// Generates the client as a syntax tree instead of text, and leaves out the mocks.
///
/// Use it to examine the Rust interface of a document, for example to compare two documents.
///
/// # Errors
///
/// Everything in the document that cannot become a client, with file, line and column.
///
/// # Examples
///
/// ```
/// let yaml = "{openapi: 3.0.3, info: {title: Example, version: v1}, paths: {}}";
/// let document = publicsquare_codegen::load("empty.yaml", yaml)?;
/// let file = publicsquare_codegen::client_syntax(&document)?;
/// let is_client = |item: &syn::Item| matches!(item, syn::Item::Struct(it) if it.ident == "Client");
/// assert!(file.items.iter().any(is_client));
/// # Ok::<(), publicsquare_codegen::Diagnostics>(())
/// ```
pub fn client_syntax(document: &Document) -> Result<syn::File, Diagnostics> {
    let (client, _) = files(document, false)?;
    syn::parse_file(&client).map_err(|error| located(document, vec![no_rust(&error)]))
}

fn located(document: &Document, refusals: Vec<Refusal>) -> Diagnostics {
    Diagnostics::sorted(
        refusals
            .into_iter()
            .map(|refusal| document.diagnostic(&refusal.pointer, refusal.message, refusal.help))
            .collect(),
    )
}

/// Generates the client, and the mocks if `with_mocks` is true.
fn files(document: &Document, with_mocks: bool) -> Result<(String, String), Diagnostics> {
    document.generatable()?;
    let made = thread::scope(|scope| {
        on_a_thread(scope, || all(document.openapi(), with_mocks))
            .and_then(|thread| thread.join().unwrap_or_else(|_| Err(vec![failed()])))
    });
    made.map_err(|refusals| located(document, refusals))
}

/// Runs `work` on a thread with a large stack. progenitor and the printer recurse through the types, and the stack of
/// the caller may be too small.
fn on_a_thread<'scope, T: Send + 'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> Result<thread::ScopedJoinHandle<'scope, T>, Vec<Refusal>> {
    thread::Builder::new()
        .stack_size(STACK)
        .spawn_scoped(scope, work)
        .map_err(|error| {
            let message = format!("the operating system cannot start a thread: {error}");
            vec![Refusal::new("", message, "try again")]
        })
}

/// The stack of the thread that generates, in bytes.
const STACK: usize = 64 << 20;

fn failed() -> Refusal {
    Refusal::new(
        "",
        "the generator failed on this document",
        "leave out one operation after the other until it succeeds, and report the operation that fails",
    )
}

/// Runs all steps and collects their refusals. Each step runs without the operations that an earlier step has refused.
fn all(openapi: &OpenAPI, with_mocks: bool) -> Result<(String, String), Vec<Refusal>> {
    let described = openapi;
    let openapi = normalize::one_media_type(openapi.clone())?;
    let mut refusals = check::check(&openapi);
    let rest = without_refused(&openapi, &refusals);
    let (shared, found) = normalize_all(rest, normalize::normalize_for_all_views);
    refusals.extend(found);
    let Some(shared) = shared else {
        return Err(refusals);
    };
    let facts = Facts::of(&openapi, described);
    let replaced = replaced(&openapi);
    let client = || {
        code(
            shared.clone(),
            View::Client,
            |generator, openapi| generator.generate_tokens(openapi),
            |file| postprocess::client(file, &facts, &replaced),
        )
    };
    let mocks = || {
        code(
            shared.clone(),
            View::Mocks,
            |generator, openapi| generator.httpmock(openapi, "publicsquare_client"),
            |file| postprocess::mocks(file, &facts),
        )
    };
    let (client, mocks) = thread::scope(|scope| {
        let mocks = with_mocks.then(|| on_a_thread(scope, mocks));
        let client = client();
        let mocks = mocks.map_or_else(|| Ok(String::new()), |mocks| mocks.and_then(joined));
        (client, mocks)
    });
    let client = keep(client, &mut refusals);
    let mocks = keep(mocks, &mut refusals);
    match (client, mocks) {
        (Some(client), Some(mocks)) if refusals.is_empty() => Ok((client, mocks)),
        _ => Err(refusals),
    }
}

/// Generates, rewrites and prints the code for one view of the document.
fn code(
    openapi: OpenAPI,
    view: View,
    generate: Run,
    postprocess: impl FnOnce(syn::File) -> Result<syn::File, Vec<Refusal>>,
) -> Result<String, Vec<Refusal>> {
    let (normalized, mut refusals) =
        normalize_all(openapi, |openapi| normalize::normalize_for(openapi, view));
    let code = normalized
        .ok_or_else(Vec::new)
        .and_then(|normalized| run(&normalized, generate))
        .and_then(parse)
        .and_then(postprocess)
        .map(|file| prettyplease::unparse(&file));
    match (keep(code, &mut refusals), refusals.is_empty()) {
        (Some(code), true) => Ok(code),
        _ => Err(refusals),
    }
}

type Thread<'scope> = thread::ScopedJoinHandle<'scope, Result<String, Vec<Refusal>>>;

fn joined(thread: Thread<'_>) -> Result<String, Vec<Refusal>> {
    thread.join().unwrap_or_else(|_| Err(vec![failed()]))
}

fn keep<T>(outcome: Result<T, Vec<Refusal>>, refusals: &mut Vec<Refusal>) -> Option<T> {
    match outcome {
        Ok(made) => Some(made),
        Err(found) => {
            for refusal in found {
                // Client and mocks may report the same refusal.
                if !refusals.contains(&refusal) {
                    refusals.push(refusal);
                }
            }
            None
        }
    }
}

/// Normalizes the document, and removes the operations that cannot be normalized.
fn normalize_all(
    mut openapi: OpenAPI,
    normalize: impl Fn(OpenAPI) -> Result<OpenAPI, Vec<Refusal>>,
) -> (Option<OpenAPI>, Vec<Refusal>) {
    let mut refusals = Vec::new();
    loop {
        match normalize(openapi.clone()) {
            Ok(normalized) => return (Some(normalized), refusals),
            Err(found) => {
                let less = without_refused(&openapi, &found);
                refusals.extend(found);
                if less.paths.paths == openapi.paths.paths {
                    return (None, refusals);
                }
                openapi = less;
            }
        }
    }
}

/// Schemas whose Rust type is written by hand, and the path of that type.
///
/// `ApiKeyId`: its pattern would need a regular expression engine in every application, and the error would not say
/// what is wrong with the id.
const REPLACED: &[(&str, &str)] = &[("ApiKeyId", "crate::ApiKeyId")];

/// The entries of [`REPLACED`] whose schema the document has.
fn replaced(openapi: &OpenAPI) -> Vec<(&'static str, &'static str)> {
    let schemas = openapi.components.as_ref().map(|parts| &parts.schemas);
    let is_there = |name: &str| schemas.is_some_and(|schemas| schemas.contains_key(name));
    REPLACED
        .iter()
        .copied()
        .filter(|(name, _)| is_there(name))
        .collect()
}

fn settings() -> GenerationSettings {
    let secret = SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some("password".to_owned()),
        ..SchemaObject::default()
    };
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote! { crate::Connection })
        .with_conversion(secret, "crate::SecretKey", [].into_iter());
    for (name, path) in REPLACED {
        let impls = [TypeImpl::Display, TypeImpl::FromStr];
        settings.with_replacement(name, path, impls.into_iter());
    }
    settings
}

type Run = fn(&mut Generator, &OpenAPI) -> Result<TokenStream, progenitor::Error>;

fn run(openapi: &OpenAPI, generate: Run) -> Result<TokenStream, Vec<Refusal>> {
    let attempt =
        |openapi: &OpenAPI| guarded(|| generate(&mut Generator::new(&settings()), openapi));
    attempt(openapi).map_err(|reason| failing_operations(openapi, &reason, attempt))
}

fn parse(tokens: TokenStream) -> Result<syn::File, Vec<Refusal>> {
    syn::parse2(tokens).map_err(|error| vec![no_rust(&error)])
}

fn no_rust(error: &syn::Error) -> Refusal {
    Refusal::new(
        "",
        format!("the generated code is not Rust: {error}"),
        "look in the document for a name that Rust does not allow, and change it",
    )
}
