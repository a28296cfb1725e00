//! What an application does with values of the generated types.
//!
//! In comes a struct, an enum or an implementation. Out come functions that name its values, build and change them,
//! take them apart, match on them and convert them. Builders are used in `builders`.

use quote::ToTokens;
use syn::{Attribute, Fields, ImplItem, ItemEnum, ItemImpl, ItemStruct};

use super::super::types::Scope;
use super::{Program, is_public, methods, name_of};

impl Program {
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

    pub(super) fn structure(&mut self, item: &ItemStruct) {
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

    pub(super) fn enumeration(&mut self, item: &ItemEnum) {
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
    pub(super) fn implementation(&mut self, item: &ItemImpl) {
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
}
