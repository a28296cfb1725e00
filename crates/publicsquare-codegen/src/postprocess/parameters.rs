//! Writes parameters as the description says.
//!
//! progenitor writes the `Display` of a value into headers and paths. For a time that is another text than in JSON, and a
//! list always becomes one parameter per element. In come the operations. Out come operations that call `crate::parameter`
//! if the type or the description requires it. The mocks expect the same texts, see `mock_parameters.rs`.

use std::collections::BTreeMap;

use quote::quote;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprCall, ExprMethodCall, Item, ItemMod, Lit, Macro, Stmt, Token, Type,
    parse_quote,
};

use super::text;
use crate::operation_facts::{Facts, OperationFacts};

/// Types whose `Display` is the text that is sent.
const PLAIN: &[&str] = &[
    ":: std :: string :: String",
    "String",
    "bool",
    "i8",
    "i16",
    "i32",
    "i64",
    "u8",
    "u16",
    "u32",
    "u64",
    "f32",
    "f64",
    "crate :: ApiKeyId",
];

pub(super) fn send(operations: &mut ItemMod, facts: &Facts) {
    let Some((_, items)) = &mut operations.content else {
        return;
    };
    let fields: BTreeMap<String, BTreeMap<String, bool>> = items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(builder) => Some((builder.ident.to_string(), plain_fields(builder))),
            _ => None,
        })
        .collect();
    for item in items {
        let Item::Impl(block) = item else { continue };
        let Some(name) = builder_name(&block.self_ty) else {
            continue;
        };
        let (Some(facts), Some(plain)) = (facts.of_builder(&name), fields.get(&name)) else {
            continue;
        };
        Sends { facts, plain }.visit_item_impl_mut(block);
    }
}

/// The name of the type in `impl Type`.
pub(super) fn builder_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// The fields of a builder, and whether each has a plain type.
fn plain_fields(builder: &syn::ItemStruct) -> BTreeMap<String, bool> {
    builder
        .fields
        .iter()
        .filter_map(|field| {
            let ty = text(&field.ty);
            let ty = ty
                .strip_prefix("Result < ")
                .and_then(|ty| ty.strip_suffix(" , String >"))?;
            let inner = ty
                .strip_prefix("Option < ")
                .and_then(|ty| ty.strip_suffix(" >"))
                .unwrap_or(ty);
            Some((field.ident.as_ref()?.to_string(), is_plain(inner)))
        })
        .collect()
}

/// Whether this is the text of a plain type, written with one space between two tokens.
pub(super) fn is_plain(ty: &str) -> bool {
    PLAIN.contains(&ty)
}

struct Sends<'a> {
    facts: &'a OperationFacts,
    plain: &'a BTreeMap<String, bool>,
}

impl Sends<'_> {
    fn is_plain(&self, value: &Expr) -> bool {
        match value {
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|name| self.plain.get(&name.to_string()) == Some(&true)),
            _ => false,
        }
    }
}

impl VisitMut for Sends<'_> {
    /// `encode_path(&ids.to_string())` of a list. The elements are encoded, and the commas between them are not.
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Call(call) = expression
            && text(&call.func) == "encode_path"
            && let Some(Expr::Reference(argument)) = call.args.first()
            && let Expr::Call(inner) = &*argument.expr
            && let Some(Expr::Reference(value)) = inner.args.first()
            && let Expr::Path(path) = &*value.expr
            && let Some(name) = path.path.get_ident()
            && self.facts.is_list_in_path(&name.to_string())
        {
            *expression = parse_quote!(crate::parameter::list_in_path(&#name));
        }
    }

    /// `encode_path(&id.to_string())`
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        visit_mut::visit_expr_call_mut(self, call);
        if text(&call.func) == "encode_path"
            && let Some(Expr::Reference(argument)) = call.args.first_mut()
            && let Some(value) = stringified(&argument.expr)
            && !self.is_plain(&value)
        {
            *argument.expr = parse_quote!(crate::parameter::text(&#value));
        }
    }

    /// `format!("{}/books/{}", client.baseurl, encode_path(&id.to_string()))`
    fn visit_macro_mut(&mut self, call: &mut Macro) {
        if !call.path.is_ident("format") {
            return;
        }
        if let Ok(mut arguments) =
            call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        {
            for argument in &mut arguments {
                self.visit_expr_mut(argument);
            }
            call.tokens = quote!(#arguments);
        }
    }

    /// `if let Some(value) = since { header_map.append("SINCE", value.to_string().try_into()?); }`
    fn visit_expr_if_mut(&mut self, expression: &mut syn::ExprIf) {
        let is_plain = match &*expression.cond {
            Expr::Let(condition) => self.is_plain(&condition.expr),
            _ => false,
        };
        let known = BTreeMap::from([("value".to_owned(), is_plain)]);
        let mut inner = Sends {
            facts: self.facts,
            plain: &known,
        };
        inner.visit_block_mut(&mut expression.then_branch);
    }

    /// `header_map.append("SINCE", since.to_string().try_into()?)`
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if call.method != "append" || text(&call.receiver) != "header_map" {
            return;
        }
        let (Some(name), Some(Expr::Try(value))) =
            (call.args.first().and_then(string), call.args.get(1))
        else {
            return;
        };
        let Some(value) = as_text(&value.expr) else {
            return;
        };
        let sent: Expr = if self.facts.is_secret_header(&name) {
            parse_quote!(crate::parameter::secret(&#value)?)
        } else if self.is_plain(&value) {
            return;
        } else {
            parse_quote!(crate::parameter::text(&#value).try_into()?)
        };
        if let Some(argument) = call.args.get_mut(1) {
            *argument = sent;
        }
    }

    /// `let mut request = client.client.get(url).query(&QueryParam::new("tag", &tag)).build()?;`
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let mut statements = Vec::new();
        for mut statement in std::mem::take(&mut block.stmts) {
            let mut lists = Lists {
                facts: self.facts,
                found: Vec::new(),
            };
            let request = local_name(&statement);
            if request.is_some() {
                lists.visit_stmt_mut(&mut statement);
            }
            statements.push(statement);
            for (name, value, delimiter) in lists.found {
                statements.push(parse_quote! {
                    crate::parameter::append_list(&mut #request, #name, &#value, #delimiter);
                });
            }
        }
        block.stmts = statements;
    }
}

fn local_name(statement: &Stmt) -> Option<syn::Ident> {
    match statement {
        Stmt::Local(local) => match &local.pat {
            syn::Pat::Ident(pattern) => Some(pattern.ident.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Removes lists with a delimiter from the chain of calls that builds a request.
struct Lists<'a> {
    facts: &'a OperationFacts,
    found: Vec<(String, Expr, &'static str)>,
}

impl VisitMut for Lists<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let Expr::MethodCall(call) = expression else {
            return;
        };
        if call.method != "query" {
            return;
        }
        let Some((name, value)) = call.args.first().and_then(query_parameter) else {
            return;
        };
        if let Some(delimiter) = self.facts.delimiter(&name) {
            self.found.push((name, value, delimiter));
            *expression = (*call.receiver).clone();
        }
    }
}

/// `&progenitor_client::QueryParam::new("tag", &tag)`
fn query_parameter(argument: &Expr) -> Option<(String, Expr)> {
    let Expr::Reference(reference) = argument else {
        return None;
    };
    let Expr::Call(call) = &*reference.expr else {
        return None;
    };
    let Some(Expr::Reference(value)) = call.args.get(1) else {
        return None;
    };
    Some((string(call.args.first()?)?, (*value.expr).clone()))
}

fn string(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The value of `value.to_string().try_into()`.
fn as_text(expression: &Expr) -> Option<Expr> {
    match expression {
        Expr::MethodCall(call) if call.method == "try_into" => stringified(&call.receiver),
        _ => None,
    }
}

/// The value of `value.to_string()`.
pub(super) fn stringified(expression: &Expr) -> Option<Expr> {
    match expression {
        Expr::MethodCall(call) if call.method == "to_string" => Some((*call.receiver).clone()),
        _ => None,
    }
}
