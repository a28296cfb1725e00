//! Types, read from the syntax tree.
//!
//! A type of the generated code comes in, together with the module that it stands in. Out comes a [`Type`] whose text
//! does not depend on how the type is written: on paths, lifetimes or the names of type parameters. `paths` reads
//! paths.

use std::collections::{HashMap, HashSet};

use syn::punctuated::Punctuated;
use syn::{Expr, GenericParam, Generics, Lit, Path, ReturnType, TypeParamBound, WherePredicate};

use super::type_text::{Type, TypeText};

/// Reads types in one module, whose names it knows.
pub(super) struct Reader<'a> {
    /// The types that `types` defines.
    pub(super) own: &'a HashSet<String>,
    /// The module that the code stands in.
    pub(super) stands: Stands,
    /// The bounds of the type parameters in scope.
    pub(super) parameters: HashMap<String, Type>,
}

/// The module that code stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    /// `types`, whose names need no path there.
    Types,
    /// `types::builder`, which has a builder of each name.
    TypeBuilders,
    Elsewhere,
}

impl<'a> Reader<'a> {
    pub(super) fn in_types(own: &'a HashSet<String>) -> Self {
        Self::new(own, Stands::Types)
    }

    pub(super) fn in_type_builders(own: &'a HashSet<String>) -> Self {
        Self::new(own, Stands::TypeBuilders)
    }

    pub(super) fn outside(own: &'a HashSet<String>) -> Self {
        Self::new(own, Stands::Elsewhere)
    }

    fn new(own: &'a HashSet<String>, stands: Stands) -> Self {
        Self {
            own,
            stands,
            parameters: HashMap::new(),
        }
    }

    /// This reader with the type parameters of a function. `V: TryInto<T>` is read as
    /// `impl TryInto<T>`, so the names of parameters do not matter.
    pub(super) fn with_parameters(&self, generics: &Generics) -> Self {
        let mut bounds: HashMap<String, Vec<&TypeParamBound>> = HashMap::new();
        for parameter in &generics.params {
            if let GenericParam::Type(parameter) = parameter {
                bounds
                    .entry(parameter.ident.to_string())
                    .or_default()
                    .extend(&parameter.bounds);
            }
        }
        for predicate in generics.where_clause.iter().flat_map(|c| &c.predicates) {
            if let WherePredicate::Type(predicate) = predicate
                && let syn::Type::Path(bounded) = &predicate.bounded_ty
                && let Some(ident) = bounded.path.get_ident()
                && let Some(known) = bounds.get_mut(&ident.to_string())
            {
                known.extend(&predicate.bounds);
            }
        }
        let outer = Self {
            own: self.own,
            stands: self.stands,
            parameters: HashMap::new(),
        };
        let parameters = bounds
            .into_iter()
            .filter(|(_, bounds)| !bounds.is_empty())
            .map(|(name, bounds)| (name, outer.bounds("impl ", bounds.iter().copied())))
            .collect();
        Self {
            parameters,
            ..outer
        }
    }

    pub(super) fn read(&self, ty: &syn::Type) -> Type {
        match ty {
            syn::Type::Group(group) => self.read(&group.elem),
            syn::Type::Paren(paren) => self.read(&paren.elem),
            syn::Type::Path(path) => self.path(path),
            syn::Type::Reference(reference) => {
                let mutable = reference.mutability.is_some();
                self.around(if mutable { "&mut " } else { "&" }, &reference.elem, "")
            }
            syn::Type::Ptr(pointer) => self.around("*", &pointer.elem, ""),
            syn::Type::Slice(slice) => self.around("[", &slice.elem, "]"),
            syn::Type::Array(array) => {
                self.around("[", &array.elem, &format!("; {}]", number(&array.len)))
            }
            syn::Type::Tuple(tuple) => {
                let mut out = TypeText::new("(");
                self.list(&mut out, &tuple.elems);
                out.text(if tuple.elems.len() == 1 { ",)" } else { ")" });
                out.finish()
            }
            syn::Type::ImplTrait(it) => self.bounds("impl ", &it.bounds),
            syn::Type::TraitObject(it) => self.bounds("dyn ", &it.bounds),
            syn::Type::FnPtr(function) => {
                let mut out = TypeText::new("fn(");
                for (index, input) in function.inputs.iter().enumerate() {
                    out.text(if index == 0 { "" } else { ", " });
                    out.part(self.read(&input.ty));
                }
                out.text(")");
                self.returns(&mut out, &function.output);
                out.finish()
            }
            syn::Type::Never(_) => Type::plain("!"),
            syn::Type::Infer(_) => Type::plain("_"),
            // Macros and future syntax, which the generator does not write.
            _ => Type::plain("?"),
        }
    }

    pub(super) fn output(&self, output: &ReturnType) -> Type {
        match output {
            ReturnType::Default => Type::unit(),
            ReturnType::Type(_, ty) => self.read(ty),
        }
    }

    /// The name of a trait, such as `Display` or `PartialEq<str>`.
    pub(super) fn trait_name(&self, path: &Path) -> String {
        self.trait_type(path).short()
    }

    pub(super) fn trait_type(&self, path: &Path) -> Type {
        let mut out = TypeText::new("");
        self.segments(&mut out, path);
        out.finish()
    }

    fn around(&self, before: &str, inner: &syn::Type, after: &str) -> Type {
        let mut out = TypeText::new(before);
        out.part(self.read(inner));
        out.text(after);
        out.finish()
    }

    fn list<P>(&self, out: &mut TypeText, types: &Punctuated<syn::Type, P>) {
        for (index, ty) in types.iter().enumerate() {
            out.text(if index == 0 { "" } else { ", " });
            out.part(self.read(ty));
        }
    }

    pub(super) fn returns(&self, out: &mut TypeText, output: &ReturnType) {
        if let ReturnType::Type(_, ty) = output {
            out.text(" -> ");
            out.part(self.read(ty));
        }
    }

    pub(super) fn bounds<'b>(
        &self,
        start: &str,
        bounds: impl IntoIterator<Item = &'b TypeParamBound>,
    ) -> Type {
        let mut out = TypeText::new(start);
        let mut separator = "";
        for bound in bounds {
            if let TypeParamBound::Trait(bound) = bound
                && bound.maybe.is_none()
            {
                out.text(separator);
                separator = " + ";
                self.segments(&mut out, &bound.path);
            }
        }
        out.finish()
    }
}

/// The name of an item without `r#`.
pub(super) fn name_of(ident: &syn::Ident) -> String {
    let name = ident.to_string();
    name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
}

pub(super) fn number(value: &Expr) -> String {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_digits().to_owned(),
            Lit::Bool(flag) => flag.value.to_string(),
            Lit::Str(text) => format!("{:?}", text.value()),
            _ => "_".to_owned(),
        },
        _ => "_".to_owned(),
    }
}
