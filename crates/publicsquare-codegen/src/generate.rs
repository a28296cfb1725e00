//! Document in, formatted Rust out.

use openapiv3::{OpenAPI, PathItem, ReferenceOr};
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl};
use quote::quote;
use schemars::schema::{InstanceType, SchemaObject};

use crate::check;
use crate::normalize::{View, normalize};
use crate::operations::escape;
use crate::polish;
use crate::progenitor_guard::guarded;
use crate::refusal::Refusal;
use openapi_source::Diagnostics;
use openapi_source::Document;

/// The command that brings the committed code up to date.
pub const REGEN_COMMAND: &str = "cargo xtask regen";

/// What one document becomes.
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
/// Everything in the document that the generator cannot take, with file, line and column.
pub fn generate(document: &Document) -> Result<Generated, Diagnostics> {
    let client = client_syntax(document)?;
    let mocks = mocks(document.openapi()).map_err(|refusals| located(document, refusals))?;
    Ok(Generated {
        client: format(&client),
        mocks: format(&mocks),
    })
}

/// The client of a document as the syntax tree that [`generate`] prints, without the mocks.
///
/// For those who look at the Rust interface of a document, such as a comparison of two of them.
///
/// # Errors
///
/// Everything in the document that the generator cannot take, with file, line and column.
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
    client(document.openapi()).map_err(|refusals| located(document, refusals))
}

fn located(document: &Document, refusals: Vec<Refusal>) -> Diagnostics {
    Diagnostics::sorted(
        refusals
            .into_iter()
            .map(|refusal| document.diagnostic(&refusal.pointer, refusal.message, refusal.help))
            .collect(),
    )
}

fn client(openapi: &OpenAPI) -> Result<syn::File, Vec<Refusal>> {
    let refusals = check::check(openapi);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let normalized = normalize(openapi.clone(), View::Client)?;
    let client = run(normalized, |generator, openapi| {
        generator.generate_tokens(openapi)
    })?;
    polish::client(parse(client)?, &replaced(openapi))
}

fn mocks(openapi: &OpenAPI) -> Result<syn::File, Vec<Refusal>> {
    let normalized = normalize(openapi.clone(), View::Mocks)?;
    let mocks = run(normalized, |generator, openapi| {
        generator.httpmock(openapi, "publicsquare_client")
    })?;
    Ok(polish::mocks(parse(mocks)?))
}

/// Schemas whose Rust type is written by hand, and where it is.
///
/// `ApiKeyId`: its pattern would become a regular expression engine in every application, and an
/// error that does not say what is wrong with the id.
const REPLACED: &[(&str, &str)] = &[("ApiKeyId", "crate::ApiKeyId")];

/// Those of [`REPLACED`] that the document has.
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

fn run(openapi: OpenAPI, generate: Run) -> Result<TokenStream, Vec<Refusal>> {
    let attempt =
        |openapi: &OpenAPI| guarded(|| generate(&mut Generator::new(&settings()), openapi));
    attempt(&openapi).map_err(|reason| vec![find_culprit(&openapi, &reason, attempt)])
}

/// Generates each operation alone, so that the error can name the one that fails.
fn find_culprit(
    openapi: &OpenAPI,
    reason: &str,
    attempt: impl Fn(&OpenAPI) -> Result<TokenStream, String>,
) -> Refusal {
    const HELP: &str =
        "describe it in terms the generator knows, or teach `normalize` a rule for it";
    let mut alone = openapi.clone();
    alone.paths.paths.clear();
    if let Err(reason) = attempt(&alone) {
        return Refusal::new(
            "/components/schemas",
            format!("the generator cannot take the schemas of this document: {reason}"),
            HELP,
        );
    }
    for (path, item) in &openapi.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        for (method, operation) in item.iter() {
            let mut only = PathItem {
                parameters: item.parameters.clone(),
                ..PathItem::default()
            };
            let slot = match method {
                "get" => &mut only.get,
                "put" => &mut only.put,
                "post" => &mut only.post,
                "delete" => &mut only.delete,
                "options" => &mut only.options,
                "head" => &mut only.head,
                "patch" => &mut only.patch,
                _ => &mut only.trace,
            };
            *slot = Some(operation.clone());
            alone.paths.paths.clear();
            alone
                .paths
                .paths
                .insert(path.clone(), ReferenceOr::Item(only));
            if let Err(reason) = attempt(&alone) {
                return Refusal::new(
                    format!("/paths/{}/{method}", escape(path)),
                    format!(
                        "the generator cannot take {} {path}: {reason}",
                        method.to_uppercase()
                    ),
                    HELP,
                );
            }
        }
    }
    Refusal::new(
        "",
        format!("the generator cannot take this document: {reason}"),
        HELP,
    )
}

fn parse(tokens: TokenStream) -> Result<syn::File, Vec<Refusal>> {
    syn::parse2(tokens).map_err(|error| {
        vec![Refusal::new(
            "",
            format!("the generated code is not Rust: {error}"),
            "look for a name in the document that Rust cannot have",
        )]
    })
}

fn format(file: &syn::File) -> String {
    let code = prettyplease::unparse(file);
    format!(
        "// @generated from openapi/publicsquare.yaml. Not edited by hand.\n\
         // After an edit of the YAML: {REGEN_COMMAND}\n\n{code}"
    )
}
