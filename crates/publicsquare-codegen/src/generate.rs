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
    from_openapi(document.openapi()).map_err(|refusals| {
        Diagnostics::sorted(
            refusals
                .into_iter()
                .map(|refusal| document.diagnostic(&refusal.pointer, refusal.message, refusal.help))
                .collect(),
        )
    })
}

fn from_openapi(openapi: &OpenAPI) -> Result<Generated, Vec<Refusal>> {
    let refusals = check::check(openapi);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let client = run(
        normalize(openapi.clone(), View::Client)?,
        |generator, openapi| generator.generate_tokens(openapi),
    )?;
    let mocks = run(
        normalize(openapi.clone(), View::Mocks)?,
        |generator, openapi| generator.httpmock(openapi, "publicsquare_client"),
    )?;
    Ok(Generated {
        client: format(polish::client(parse(client)?)?),
        mocks: format(polish::mocks(parse(mocks)?)),
    })
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
        .with_conversion(secret, "crate::SecretKey", [].into_iter())
        // A pattern would become a regular expression engine in every application, and an error
        // that does not say what is wrong with the id.
        .with_replacement(
            "ApiKeyId",
            "crate::ApiKeyId",
            [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
        );
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

fn format(file: syn::File) -> String {
    let code = prettyplease::unparse(&file);
    format!(
        "// @generated from openapi/publicsquare.yaml. Not edited by hand.\n\
         // After an edit of the YAML: {REGEN_COMMAND}\n\n{code}"
    )
}
