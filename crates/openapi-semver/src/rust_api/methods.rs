//! The methods of the client and of builders, read from the syntax tree.
//!
//! Traits and `impl` blocks come in. Out come the methods that applications can call, with their receiver, their
//! arguments and what they return. `calls` compares them.

use std::collections::{BTreeMap, HashSet};

use syn::{FnArg, ImplItem, ImplItemFn, Item, ItemImpl, ReceiverKind, Signature, TraitItem};

use super::attributes::{is_hidden, is_public};
use super::reader::{Reader, name_of};
use super::type_text::Type;

#[derive(Debug)]
pub(super) struct Method {
    pub(super) is_async: bool,
    /// `&self`, `self`, or nothing for an associated function.
    pub(super) receiver: Option<&'static str>,
    pub(super) arguments: Vec<Type>,
    pub(super) output: Output,
}

/// What a method returns.
#[derive(Debug)]
pub(super) enum Output {
    /// `Result<ResponseValue<success>, Error<error>>`: the response of the server.
    Answer { success: Type, error: Type },
    /// The builder of an operation, by its name in `builder`.
    Builder(String),
    /// Anything else.
    Plain(Type),
}

impl Method {
    fn read(reader: &Reader<'_>, signature: &Signature) -> Self {
        let reader = reader.with_parameters(&signature.generics);
        let receiver = signature.receiver().map(|receiver| match &receiver.kind {
            ReceiverKind::Reference(_, _, None) => "&self",
            ReceiverKind::Reference(_, _, Some(_)) => "&mut self",
            // `mut self` and `self` are the same for a caller.
            _ => "self",
        });
        let arguments = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Receiver(_) => None,
            FnArg::Typed(argument) => Some(reader.read(&argument.ty)),
        });
        Self {
            is_async: signature.asyncness.is_some(),
            receiver,
            arguments: arguments.collect(),
            output: Output::of(reader.output(&signature.output)),
        }
    }

    /// The signature without the names of the arguments.
    pub(super) fn text(&self) -> String {
        let receiver = self.receiver.map(str::to_owned);
        let arguments: Vec<String> = receiver
            .into_iter()
            .chain(self.arguments.iter().map(Type::short))
            .collect();
        let start = if self.is_async { "async fn" } else { "fn" };
        let output = self.output.text();
        format!("{start}({}) -> {output}", arguments.join(", "))
    }

    /// Whether both methods are called in the same way, apart from types.
    pub(super) fn is_called_like(&self, other: &Self) -> bool {
        self.is_async == other.is_async
            && self.receiver == other.receiver
            && self.arguments.len() == other.arguments.len()
    }
}

impl Output {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Answer { success, error } => format!(
                "Result<ResponseValue<{}>, Error<{}>>",
                success.short(),
                error.short()
            ),
            Self::Builder(name) => format!("builder::{name}"),
            Self::Plain(ty) => ty.short(),
        }
    }

    fn of(ty: Type) -> Self {
        let Some([answer, failure]) = ty.arguments_of("Result") else {
            return match builder_name(&ty) {
                Some(name) => Self::Builder(name),
                None => Self::Plain(ty),
            };
        };
        let error = match failure.arguments_of("Error") {
            Some([error]) => Some(error.clone()),
            // The default of the type parameter of `Error`.
            _ => (failure.short() == "Error").then(Type::unit),
        };
        match (answer.arguments_of("ResponseValue"), error) {
            (Some([success]), Some(error)) => Self::Answer {
                success: success.clone(),
                error,
            },
            _ => Self::Plain(ty),
        }
    }
}

fn builder_name(ty: &Type) -> Option<String> {
    let Type::Other { text, parts } = ty else {
        return None;
    };
    match (text.as_slice(), parts.as_slice()) {
        ([path], []) => path.strip_prefix("builder::").map(str::to_owned),
        _ => None,
    }
}

/// The public methods of `Client`: its own methods, methods of public traits of the file, and methods of other
/// traits that it implements.
pub(super) fn of_client(reader: &Reader<'_>, items: &[Item]) -> BTreeMap<String, Method> {
    let mut methods = BTreeMap::new();
    let mut local_traits = HashSet::new();
    for item in items {
        if let Item::Trait(item) = item {
            local_traits.insert(&item.ident);
            if !is_public(&item.vis) || is_hidden(&item.attrs) {
                continue;
            }
            for member in &item.items {
                if let TraitItem::Fn(method) = member
                    && !is_hidden(&method.attrs)
                {
                    let name = name_of(&method.sig.ident);
                    methods.insert(name, Method::read(reader, &method.sig));
                }
            }
        }
    }
    for item in items {
        if let Item::Impl(item) = item
            && self_name(item).as_deref() == Some("Client")
            && !is_of_local_trait(item, &local_traits)
        {
            methods.extend(of_impl(reader, item));
        }
    }
    methods
}

/// The methods of an `impl` that applications can call. Methods of a trait are as public as the trait.
pub(super) fn of_impl(reader: &Reader<'_>, item: &ItemImpl) -> BTreeMap<String, Method> {
    let is_callable = |method: &&ImplItemFn| {
        (item.trait_.is_some() || is_public(&method.vis)) && !is_hidden(&method.attrs)
    };
    item.items
        .iter()
        .filter_map(|member| match member {
            ImplItem::Fn(method) => Some(method),
            _ => None,
        })
        .filter(is_callable)
        .map(|method| {
            (
                name_of(&method.sig.ident),
                Method::read(reader, &method.sig),
            )
        })
        .collect()
}

/// The type of an `impl`, if it is a type of the same module.
pub(super) fn self_name(item: &ItemImpl) -> Option<String> {
    match &*item.self_ty {
        syn::Type::Path(ty) if ty.qself.is_none() => match ty.path.segments.first() {
            Some(segment) if ty.path.segments.len() == 1 => Some(name_of(&segment.ident)),
            _ => None,
        },
        _ => None,
    }
}

fn is_of_local_trait(item: &ItemImpl, local_traits: &HashSet<&syn::Ident>) -> bool {
    item.trait_
        .as_ref()
        .and_then(|(path, _)| path.get_ident())
        .is_some_and(|name| local_traits.contains(name))
}
