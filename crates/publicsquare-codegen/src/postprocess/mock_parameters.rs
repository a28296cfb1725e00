//! Lets the mocks expect parameters as the client sends them.
//!
//! progenitor compares with the `Display` of a value, puts paths and values into a regular expression without escaping
//! them, and treats a list as one text. In come the mocks. Out come mocks that call `crate::parameter`. The client writes
//! its parameters in the way that `parameters.rs` arranges.

use openapi_loader::fold_name;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprCall, ExprLit, File, FnArg, ImplItem, ImplItemFn, Item, Lit, Path, parse_quote,
};

use super::parameters::{builder_name, is_plain, stringified};
use super::{module, text};
use crate::operation_facts::{Facts, OperationFacts};

pub(super) fn compare(file: &mut File, facts: &Facts) {
    Crates.visit_file_mut(file);
    let Some(operations) = module(&mut file.items, "operations") else {
        return;
    };
    for item in operations.content.iter_mut().flat_map(|(_, items)| items) {
        let Item::Impl(block) = item else { continue };
        let facts = builder_name(&block.self_ty)
            .and_then(|name| facts.of_builder(name.strip_suffix("When")?));
        let Some(facts) = facts else { continue };
        for item in &mut block.items {
            let ImplItem::Fn(function) = item else {
                continue;
            };
            if function.sig.ident == "new" {
                Templates(facts).visit_block_mut(&mut function.block);
            } else {
                let ty = type_of_value(function);
                let mut values = Values {
                    facts,
                    name: function.sig.ident.to_string(),
                    is_plain: ty.as_deref().is_some_and(is_plain),
                };
                values.visit_block_mut(&mut function.block);
            }
        }
    }
}

/// Renames crates that the mocks know only through the client.
struct Crates;

impl VisitMut for Crates {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if path.leading_colon.is_some()
            && path
                .segments
                .first()
                .is_some_and(|first| first.ident == "chrono")
        {
            let rest = path.segments.iter();
            *path = parse_quote!(publicsquare_client::#(#rest)::*);
        }
    }
}

/// The type of the value that a method takes, without references and options. The parameter is written as `value: &T`
/// or as `T: Into<Option<&'a U>>`.
fn type_of_value(function: &ImplItemFn) -> Option<String> {
    let typed = function.sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(typed) => Some(text(&typed.ty)),
        FnArg::Receiver(_) => None,
    })?;
    let bound = function
        .sig
        .generics
        .where_clause
        .as_ref()
        .map(text)
        .and_then(|bounds| {
            let inner = bounds.split_once("Into < Option <")?.1;
            Some(inner.rsplit_once("> >")?.0.trim().to_owned())
        });
    let ty = bound.unwrap_or(typed);
    let ty = ty
        .trim_start_matches('&')
        .trim()
        .trim_start_matches("'a")
        .trim();
    Some(match ty {
        "str" => "String".to_owned(),
        ty => ty.to_owned(),
    })
}

/// Rewrites `regex::Regex::new("^/books/[^/]*$")`, so that the constant parts of the path are escaped.
struct Templates<'a>(&'a OperationFacts);

impl VisitMut for Templates<'_> {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);
        if text(&call.func) == "regex :: Regex :: new" {
            let pattern = pattern(&self.0.path, |_| "[^/]*".to_owned());
            call.args = parse_quote!(#pattern);
        }
    }
}

/// The regular expression of a path.
fn pattern(path: &str, parameter: impl Fn(&str) -> String) -> String {
    let mut pattern = String::from("^");
    let mut rest = path;
    while let Some((constant, behind)) = rest.split_once('{') {
        pattern.push_str(&escaped(constant));
        let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
        pattern.push_str(&parameter(name));
        rest = behind;
    }
    pattern.push_str(&escaped(rest));
    pattern.push('$');
    pattern
}

/// A regular expression that matches exactly this text.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

struct Values<'a> {
    facts: &'a OperationFacts,
    /// The Rust name of the parameter.
    name: String,
    is_plain: bool,
}

impl Values<'_> {
    /// The regular expressions for the path before and after the parameter.
    fn around(&self) -> (String, String) {
        const HERE: char = '\u{0}';
        let whole = pattern(&self.facts.path, |name| {
            if fold_name(name) == fold_name(&self.name) {
                HERE.to_string()
            } else {
                "[^/]*".to_owned()
            }
        });
        match whole.split_once(HERE) {
            Some((before, behind)) => (before.to_owned(), behind.replace(HERE, "[^/]*")),
            None => (whole, String::new()),
        }
    }
}

impl VisitMut for Values<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if is_format_of_path(expression) {
            let (before, behind) = self.around();
            *expression = parse_quote! {
                &[#before, &crate::parameter::path(&value), #behind].concat()
            };
            return;
        }
        let Expr::MethodCall(call) = expression else {
            return;
        };
        let Some(name) = call.args.first().cloned() else {
            return;
        };
        let is_to_string = call
            .args
            .get(1)
            .is_some_and(|value| stringified(value).is_some());
        if !is_to_string {
            return;
        }
        let delimiter = literal(&name).and_then(|name| self.facts.delimiter(&name));
        if call.method == "query_param" {
            if let Some(delimiter) = delimiter {
                *expression = parse_quote!(self.0.query_param(#name, crate::parameter::list(&value, #delimiter)));
            } else if literal(&name).is_some_and(|name| self.facts.is_list(&name)) {
                *expression = parse_quote! {
                    crate::parameter::elements(&value)
                        .into_iter()
                        .fold(self.0, |when, value| when.query_param(#name, value))
                };
            } else if !self.is_plain {
                *expression =
                    parse_quote!(self.0.query_param(#name, crate::parameter::text(&value)));
            }
        } else if call.method == "header" && !self.is_plain {
            *expression = parse_quote!(self.0.header(#name, crate::parameter::text(&value)));
        }
    }
}

fn literal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

/// `&format!("^/books/{}$", value.to_string())`
fn is_format_of_path(expression: &Expr) -> bool {
    match expression {
        Expr::Reference(reference) => {
            matches!(&*reference.expr, Expr::Macro(call) if call.mac.path.is_ident("format"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constant_parts_of_a_path_are_escaped() {
        let any = |_: &str| "[^/]*".to_owned();
        assert_eq!(pattern("/a.b/{id}:(x)", any), r"^/a\.b/[^/]*:\(x\)$");
    }
}
