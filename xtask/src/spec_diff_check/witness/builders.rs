//! What an application does with the builders of types and operations.
//!
//! In comes the implementation of a builder. Out come functions that pass to each setter every type that it takes,
//! and that name the result. The types are found in `setter_arguments`; values of plain types are used in `values`.

use std::fmt::Write as _;

use syn::{
    GenericParam, Generics, ImplItemFn, ItemImpl, ReturnType, TypeParamBound, WherePredicate,
};

use super::super::setter_arguments;
use super::super::types::Scope;
use super::{Program, methods, name_of};

impl Program {
    /// The builder of a type: each setter with every type that it takes, and the built value.
    pub(super) fn type_builder(&mut self, item: &ItemImpl) {
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
    pub(super) fn operation(&mut self, item: &ItemImpl) {
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
                            let mut all = setter_arguments::of(&ty);
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
