//! What an application may do with a generated client, as a program.
//!
//! Each type is named, built and taken apart, each method is called, and each match is written as it may
//! be written under `#[non_exhaustive]`. The program calls the client `client`.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{
    Attribute, Fields, File, GenericParam, Generics, ImplItem, ImplItemFn, Item, ItemEnum,
    ItemImpl, ItemStruct, ReturnType, TypeParamBound, Visibility, WherePredicate,
};

use super::sources;
use super::types::{Names, Scope};

/// The program of a client.
pub(crate) fn of(file: &File) -> String {
    let mut program = Program {
        names: Names::of(file),
        made_from: Vec::new(),
        text: String::new(),
        count: 0,
    };
    let types = module(&file.items, "types");
    for item in types {
        match item {
            Item::Struct(item) if is_offered(&item.vis, &item.attrs) => program.structure(item),
            Item::Enum(item) if is_offered(&item.vis, &item.attrs) => program.enumeration(item),
            Item::Impl(item) => program.implementation(item),
            _ => {}
        }
    }
    for item in module(types, "builder") {
        if let Item::Impl(item) = item {
            program.type_builder(item);
        }
    }
    for item in &file.items {
        if let Item::Impl(item) = item
            && item.trait_.is_none()
            && name_of(item).as_deref() == Some("Client")
        {
            for method in methods(item) {
                let name = &method.sig.ident;
                let output = match &method.sig.output {
                    ReturnType::Type(_, ty) => ty.to_token_stream().to_string(),
                    ReturnType::Default => String::new(),
                };
                // The methods of operations give a builder.
                if let Some((_, builder)) = output.split_once("builder :: ") {
                    let builder = builder.split(' ').next().unwrap_or_default();
                    program.function(&format!(
                        "client: &client::Client) {{ let _: client::builder::{builder}<'_> = client.{name}(); }}"
                    ));
                }
            }
        }
    }
    for item in module(&file.items, "builder") {
        if let Item::Impl(item) = item
            && item.trait_.is_none()
        {
            program.operation(item);
        }
    }
    program.text
}

/// The items of a module.
pub(crate) fn module<'i>(items: &'i [Item], name: &str) -> &'i [Item] {
    let mut modules = items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.ident == name => Some(module.content.as_ref()?.1.as_slice()),
        _ => None,
    });
    modules.next().unwrap_or_default()
}

struct Program {
    names: Names,
    /// The own types, and what converts into them.
    made_from: Vec<(String, String)>,
    text: String,
    count: usize,
}

impl Program {
    /// A function from its parameters on.
    fn function(&mut self, rest: &str) {
        self.count += 1;
        // Text is all that is written here.
        let _ = writeln!(self.text, "pub fn w{}({rest}", self.count);
    }

    fn traits(&mut self, name: &str, attributes: &[Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|one| one.path().is_ident("derive"))
        {
            let list = attribute.parse_args_with(
                syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated,
            );
            for path in list.iter().flatten() {
                let bound = match path
                    .segments
                    .last()
                    .map(|last| last.ident.to_string())
                    .as_deref()
                {
                    Some("Deserialize") => "::serde::de::DeserializeOwned".to_owned(),
                    Some("Debug") => "::std::fmt::Debug".to_owned(),
                    Some("Hash") => "::std::hash::Hash".to_owned(),
                    _ => path.to_token_stream().to_string(),
                };
                self.function(&format!(
                    ") {{ fn has<T: {bound}>() {{}} has::<client::types::{name}>(); }}"
                ));
            }
        }
    }

    fn structure(&mut self, item: &ItemStruct) {
        let name = &item.ident;
        self.traits(&name.to_string(), &item.attrs);
        self.function(&format!("_: &client::types::{name}) {{}}"));
        let is_open = !item
            .attrs
            .iter()
            .any(|one| one.path().is_ident("non_exhaustive"));
        match &item.fields {
            Fields::Named(fields) => {
                let public: Vec<_> = fields
                    .named
                    .iter()
                    .filter(|field| is_public(&field.vis))
                    .collect();
                let is_whole = is_open && public.len() == fields.named.len();
                for field in &public {
                    let (Some(member), ty) =
                        (&field.ident, self.names.text(&field.ty, Scope::Types))
                    else {
                        continue;
                    };
                    self.function(&format!(
                        "it: client::types::{name}) -> {ty} {{ let client::types::{name} {{ {member}, .. }} = it; {member} }}"
                    ));
                    self.function(&format!(
                        "it: &mut client::types::{name}, value: {ty}) {{ it.{member} = value; }}"
                    ));
                }
                if is_whole {
                    let members: Vec<String> = public
                        .iter()
                        .filter_map(|field| Some(field.ident.as_ref()?.to_string()))
                        .collect();
                    let members = members.join(", ");
                    self.function(&format!(
                        "it: client::types::{name}) {{ let client::types::{name} {{ {members} }} = it; \
                         let _ = client::types::{name} {{ {members} }}; }}"
                    ));
                }
            }
            Fields::Unnamed(fields) => {
                if let (Some(field), 1) = (fields.unnamed.first(), fields.unnamed.len())
                    && is_public(&field.vis)
                {
                    let ty = self.names.text(&field.ty, Scope::Types);
                    self.function(&format!(
                        "it: client::types::{name}) -> {ty} {{ let client::types::{name}(inner) = it; inner }}"
                    ));
                    self.function(&format!(
                        "inner: {ty}) -> client::types::{name} {{ client::types::{name}(inner) }}"
                    ));
                }
            }
            Fields::Unit => {}
        }
    }

    fn enumeration(&mut self, item: &ItemEnum) {
        let name = &item.ident;
        self.traits(&name.to_string(), &item.attrs);
        let is_open = !item
            .attrs
            .iter()
            .any(|one| one.path().is_ident("non_exhaustive"));
        let mut arms = String::new();
        for variant in &item.variants {
            let path = format!("client::types::{name}::{}", variant.ident);
            let types: Vec<String> = variant
                .fields
                .iter()
                .map(|field| self.names.text(&field.ty, Scope::Types))
                .collect();
            let bind = |index: usize| match variant
                .fields
                .iter()
                .nth(index)
                .and_then(|field| field.ident.clone())
            {
                Some(member) => format!("{member}: v{index}"),
                None => format!("v{index}"),
            };
            let inner: Vec<String> = (0..types.len()).map(bind).collect();
            let inner = inner.join(", ");
            let shape = match &variant.fields {
                Fields::Unit => String::new(),
                Fields::Unnamed(_) => format!("({inner})"),
                Fields::Named(_) => format!(" {{ {inner} }}"),
            };
            let mut uses = String::new();
            let mut parameters = String::new();
            for (index, ty) in types.iter().enumerate() {
                uses.push_str(&format!("let _: {ty} = v{index}; "));
                parameters.push_str(&format!("v{index}: {ty}, "));
            }
            arms.push_str(&format!("{path}{shape} => {{ {uses} }} "));
            self.function(&format!(
                "{parameters}) -> client::types::{name} {{ {path}{shape} }}"
            ));
        }
        let rest = if is_open { "" } else { "_ => {}" };
        self.function(&format!(
            "it: client::types::{name}) {{ match it {{ {arms} {rest} }} }}"
        ));
    }

    /// Conversions and inherent functions of a type.
    fn implementation(&mut self, item: &ItemImpl) {
        let Some((path, _)) = &item.trait_ else {
            let Some(name) = name_of(item) else { return };
            for method in methods(item).filter(|method| method.sig.receiver().is_none()) {
                let function = &method.sig.ident;
                self.function(&format!(
                    ") {{ let _ = client::types::{name}::{function}(); }}"
                ));
            }
            return;
        };
        let Some(last) = path.segments.last() else {
            return;
        };
        if path
            .segments
            .first()
            .is_some_and(|first| first.ident == "crate")
        {
            return;
        }
        let this = self.names.text(&item.self_ty, Scope::Types);
        let argument = match &last.arguments {
            syn::PathArguments::AngleBracketed(arguments) => {
                arguments.args.iter().find_map(|argument| match argument {
                    syn::GenericArgument::Type(ty) => Some(self.names.text(ty, Scope::Types)),
                    _ => None,
                })
            }
            _ => None,
        };
        if let ("From" | "TryFrom", Some(from)) = (last.ident.to_string().as_str(), &argument) {
            let from = from.replace("& ", "&'static ");
            self.made_from.push((this.clone(), from));
        }
        let statement = match (last.ident.to_string().as_str(), argument) {
            ("From", Some(from)) => format!("it: {from}) -> {this} {{ it.into() }}"),
            ("TryFrom", Some(from)) => {
                format!(
                    "it: {}) {{ let _ = <{this}>::try_from(it); }}",
                    from.replace("& str", "&'static str")
                )
            }
            ("FromStr", _) => format!(") {{ let _ = \"\".parse::<{this}>(); }}"),
            ("Display", _) => format!("it: {this}) -> String {{ it.to_string() }}"),
            ("Deref", _) => {
                let target = item.items.iter().find_map(|member| match member {
                    ImplItem::Type(target) => Some(self.names.text(&target.ty, Scope::Types)),
                    _ => None,
                });
                let target = target.unwrap_or_default();
                format!("it: &{this}) -> &{target} {{ it }}")
            }
            ("Default", _) => format!(") -> {this} {{ Default::default() }}"),
            _ => return,
        };
        self.function(&statement);
    }

    /// The builder of a type: each setter with all that it takes, and what comes out.
    fn type_builder(&mut self, item: &ItemImpl) {
        let Some(name) = name_of(item).filter(|_| item.trait_.is_none()) else {
            return;
        };
        let builder = format!("client::types::builder::{name}");
        for method in methods(item) {
            self.setter(&builder, method, Scope::TypeBuilders);
        }
        self.function(&format!(
            "it: {builder}) {{ let _ = client::types::{name}::try_from(it); }}"
        ));
    }

    /// The builder of an operation.
    fn operation(&mut self, item: &ItemImpl) {
        let Some(name) = name_of(item) else { return };
        let builder = format!("client::builder::{name}<'static>");
        for method in methods(item).filter(|method| method.sig.receiver().is_some()) {
            if method.sig.asyncness.is_some() {
                if let ReturnType::Type(_, ty) = &method.sig.output {
                    let output = self.names.text(ty, Scope::Builders);
                    self.count += 1;
                    let (count, function) = (self.count, &method.sig.ident);
                    let _ = writeln!(
                        self.text,
                        "pub async fn w{count}(it: {builder}) -> {output} {{ it.{function}().await }}"
                    );
                }
            } else {
                self.setter(&builder, method, Scope::Builders);
            }
        }
    }

    fn setter(&mut self, builder: &str, method: &ImplItemFn, scope: Scope) {
        let setter = &method.sig.ident;
        for bound in bounds(&method.sig.generics) {
            let Some(last) = bound.path.segments.last() else {
                continue;
            };
            match (last.ident.to_string().as_str(), &last.arguments) {
                ("TryInto", syn::PathArguments::AngleBracketed(arguments)) => {
                    for argument in &arguments.args {
                        if let syn::GenericArgument::Type(ty) = argument {
                            let ty = self.names.text(ty, scope);
                            let mut all = sources::of(&ty);
                            let own = self.made_from.iter().filter(|(made, _)| *made == ty);
                            all.extend(own.map(|(_, from)| from.clone()));
                            for source in all {
                                self.function(&format!(
                                    "it: {builder}, value: {source}) -> {builder} {{ it.{setter}(value) }}"
                                ));
                            }
                        }
                    }
                }
                ("FnOnce", syn::PathArguments::Parenthesized(arguments)) => {
                    if let Some(input) = arguments.inputs.first() {
                        let ty = self.names.text(&input.ty, scope);
                        self.function(&format!(
                            "it: {builder}) -> {builder} {{ it.{setter}(|inner: {ty}| inner) }}"
                        ));
                    }
                }
                _ => {}
            }
        }
    }
}

/// All bounds on the type parameters themselves.
fn bounds(generics: &Generics) -> Vec<syn::TraitBound> {
    let inline = generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.bounds),
            _ => None,
        });
    let clauses = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let clauses = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => {
            let is_parameter = matches!(&predicate.bounded_ty, syn::Type::Path(path) if path.path.get_ident().is_some());
            is_parameter.then_some(&predicate.bounds)
        }
        _ => None,
    });
    let all = inline.chain(clauses).flatten();
    all.filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(bound.clone()),
        _ => None,
    })
    .collect()
}

fn methods(item: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    item.items.iter().filter_map(|member| match member {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(method),
        _ => None,
    })
}

/// What an `impl` is for.
fn name_of(item: &ItemImpl) -> Option<String> {
    match &*item.self_ty {
        syn::Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

const fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_offered(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    let is_hidden = |one: &Attribute| {
        one.path().is_ident("doc") && one.to_token_stream().to_string().contains("hidden")
    };
    is_public(visibility) && !attributes.iter().any(is_hidden)
}
