//! What generated code offers to a caller.
//!
//! In comes the text of a client and of its mocks. Out come the operations with the types of their parameters and
//! responses. `smoke` writes calls from it, `sent` what each call has to send.

use std::collections::BTreeMap;

use openapi_loader::fold_name;
use publicsquare_codegen::Generated;
use quote::ToTokens;
use syn::{FnArg, ImplItem, Item, ReturnType, Type};

pub(crate) struct Surface(BTreeMap<String, Operation>);

#[derive(Default)]
pub(crate) struct Operation {
    /// The method of the client.
    pub(crate) method: String,
    /// The method of the mocks.
    pub(crate) mock_method: String,
    /// The types of the parameters, by their names in Rust.
    pub(crate) types: BTreeMap<String, String>,
    /// The types that the mock takes for them.
    pub(crate) mock_types: BTreeMap<String, String>,
    pub(crate) mock_answers: Vec<MockAnswer>,
    /// The type of a successful response.
    pub(crate) answer: String,
}

pub(crate) struct MockAnswer {
    pub(crate) name: String,
    pub(crate) is_success: bool,
    pub(crate) takes_status: bool,
    pub(crate) value: Option<String>,
}

const SUCCESSES: &[&str] = &[
    "ok",
    "created",
    "accepted",
    "no_content",
    "success",
    "non_authoritative_information",
];

impl Surface {
    pub(crate) fn of(code: &Generated) -> syn::Result<Self> {
        let client = syn::parse_file(&code.client)?;
        let mocks = syn::parse_file(&code.mocks)?;
        let mut operations: BTreeMap<String, Operation> = BTreeMap::new();
        for item in inside(&client.items, "builder") {
            match item {
                Item::Struct(builder) => {
                    let operation = operations
                        .entry(fold_name(&builder.ident.to_string()))
                        .or_default();
                    for field in &builder.fields {
                        if let (Some(name), Some(ty)) = (&field.ident, parameter(&field.ty)) {
                            operation.types.insert(name.to_string(), ty);
                        }
                    }
                }
                Item::Impl(block) => {
                    let Some(operation) = operations.get_mut(&fold_name(&name_of(&block.self_ty)))
                    else {
                        continue;
                    };
                    for item in &block.items {
                        if let ImplItem::Fn(function) = item
                            && function.sig.ident == "send"
                            && let ReturnType::Type(_, ty) = &function.sig.output
                        {
                            operation.answer = success(ty).unwrap_or_default();
                        }
                    }
                }
                _ => {}
            }
        }
        for item in &client.items {
            let Item::Impl(block) = item else { continue };
            for item in &block.items {
                if let ImplItem::Fn(function) = item
                    && let Some(operation) =
                        operations.get_mut(&fold_name(&function.sig.ident.to_string()))
                {
                    operation.method = function.sig.ident.to_string();
                }
            }
        }
        for item in &mocks.items {
            if let Item::Trait(methods) = item {
                for item in &methods.items {
                    if let syn::TraitItem::Fn(function) = item
                        && let Some(operation) =
                            operations.get_mut(&fold_name(&function.sig.ident.to_string()))
                    {
                        operation.mock_method = function.sig.ident.to_string();
                    }
                }
            }
        }
        for item in inside(&mocks.items, "operations") {
            let Item::Impl(block) = item else { continue };
            if block.trait_.is_some() {
                continue;
            }
            let name = name_of(&block.self_ty);
            let of = |end: &str| name.strip_suffix(end).map(fold_name);
            let (when, then) = (of("When"), of("Then"));
            for item in &block.items {
                let ImplItem::Fn(function) = item else {
                    continue;
                };
                let method = function.sig.ident.to_string();
                if ["new", "into_inner"].contains(&method.as_str()) {
                    continue;
                }
                let taken: Vec<String> = function
                    .sig
                    .inputs
                    .iter()
                    .filter_map(|input| match input {
                        FnArg::Typed(typed) => Some(typed.ty.to_token_stream().to_string()),
                        FnArg::Receiver(_) => None,
                    })
                    .collect();
                if let Some(operation) = when.as_ref().and_then(|name| operations.get_mut(name)) {
                    let bounds = function
                        .sig
                        .generics
                        .where_clause
                        .to_token_stream()
                        .to_string();
                    let ty = taken.first().cloned().unwrap_or_default();
                    operation
                        .mock_types
                        .insert(method, if bounds.is_empty() { ty } else { bounds });
                } else if let Some(operation) =
                    then.as_ref().and_then(|name| operations.get_mut(name))
                {
                    operation.mock_answers.push(MockAnswer {
                        is_success: SUCCESSES.contains(&method.as_str()),
                        takes_status: taken.first().is_some_and(|ty| ty == "u16"),
                        value: taken.last().filter(|ty| *ty != "u16").cloned(),
                        name: method,
                    });
                }
            }
        }
        Ok(Self(operations))
    }

    pub(crate) fn operation(&self, id: &str) -> Option<&Operation> {
        self.0.get(&fold_name(id))
    }
}

impl Operation {
    /// The name in Rust of a parameter.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let is_it = |field: &&String| fold_name(field) == fold_name(name);
        self.types.keys().find(is_it).map(String::as_str)
    }
}

fn inside<'a>(items: &'a [Item], module: &str) -> &'a [Item] {
    items
        .iter()
        .find_map(|item| match item {
            Item::Mod(found) if found.ident == module => found.content.as_ref(),
            _ => None,
        })
        .map_or(&[], |(_, items)| items)
}

fn name_of(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// The `T` of `Result<T, String>` and `Result<Option<T>, String>`; a builder stands for what it builds.
fn parameter(ty: &Type) -> Option<String> {
    let inner = generic(ty)?;
    let inner = if name_of(inner) == "Option" {
        generic(inner)?
    } else {
        inner
    };
    let text = inner.to_token_stream().to_string().replace(' ', "");
    Some(text.replace("types::builder::", "types::"))
}

/// The `T` of `Result<ResponseValue<T>, …>`.
fn success(ty: &Type) -> Option<String> {
    Some(
        generic(generic(ty)?)?
            .to_token_stream()
            .to_string()
            .replace(' ', ""),
    )
}

fn generic(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    match &path.path.segments.last()?.arguments {
        syn::PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    }
}
