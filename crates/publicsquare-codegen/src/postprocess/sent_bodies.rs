//! Writes the bodies of requests, and makes optional bodies optional.
//!
//! progenitor requires every body, and serializes it directly, which `SecretKey` refuses. In come the operations. Out come
//! builders whose optional body starts as `None`, and operations that call `crate::body`. The bodies of responses are
//! rewritten in `bodies.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, FieldValue, GenericArgument, Item, ItemMod, Local, Member, Pat, PathArguments, Type,
    parse_quote,
};

use super::parameters::builder_name;
use super::text;
use crate::operation_facts::{Facts, SentAs};

pub(super) fn write_with_care(operations: &mut ItemMod, facts: &Facts) {
    let Some((_, items)) = &mut operations.content else {
        return;
    };
    let is_optional = |name: &str| {
        facts
            .of_builder(name)
            .is_some_and(|facts| facts.has_optional_body)
    };
    let json = SentAs::Json;
    for item in items {
        match item {
            Item::Struct(builder) if is_optional(&builder.ident.to_string()) => {
                let body = builder
                    .fields
                    .iter_mut()
                    .find(|field| field.ident.as_ref().is_some_and(|name| name == "body"));
                if let Some(body) = body {
                    make_optional(&mut body.ty);
                }
            }
            Item::Impl(block) => {
                let name = builder_name(&block.self_ty).unwrap_or_default();
                let mut bodies = Bodies {
                    is_optional: is_optional(&name),
                    sent_as: facts
                        .of_builder(&name)
                        .map_or(&json, |facts| &facts.sent_as),
                };
                bodies.visit_item_impl_mut(block);
            }
            _ => {}
        }
    }
}

/// `Result<T, String>` as `Result<Option<T>, String>`.
fn make_optional(ty: &mut Type) {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last_mut()
        && let PathArguments::AngleBracketed(arguments) = &mut last.arguments
        && let Some(GenericArgument::Type(inner)) = arguments.args.first_mut()
    {
        *inner = parse_quote!(::std::option::Option<#inner>);
    }
}

struct Bodies<'a> {
    is_optional: bool,
    sent_as: &'a SentAs,
}

impl VisitMut for Bodies<'_> {
    /// `body: Ok(::std::default::Default::default())` in `new`.
    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        visit_mut::visit_field_value_mut(self, field);
        let is_body = matches!(&field.member, Member::Named(name) if name == "body");
        if self.is_optional && is_body && field.colon_token.is_some() {
            field.expr = parse_quote!(Ok(None));
        }
    }

    /// `let body = body.and_then(|v| T::try_from(v).map_err(|e| e.to_string())).map_err(…)?;` in `send`.
    fn visit_local_mut(&mut self, local: &mut Local) {
        visit_mut::visit_local_mut(self, local);
        let is_body = matches!(&local.pat, Pat::Ident(pattern) if pattern.ident == "body");
        if self.is_optional && is_body {
            struct Conversion;
            impl VisitMut for Conversion {
                fn visit_expr_mut(&mut self, expression: &mut Expr) {
                    visit_mut::visit_expr_mut(self, expression);
                    if let Expr::MethodCall(call) = expression
                        && call.method == "and_then"
                        && let Some(convert) = call.args.first()
                    {
                        let receiver = &call.receiver;
                        *expression =
                            parse_quote!(#receiver.and_then(|v| v.map(#convert).transpose()));
                    }
                }
            }
            Conversion.visit_local_mut(local);
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        match expression {
            Expr::MethodCall(call) if call.method == "json" && call.args.len() == 1 => {
                let (request, body) = (&call.receiver, &call.args);
                *expression = match (self.sent_as, self.is_optional) {
                    (SentAs::Form, true) => {
                        parse_quote!(crate::body::write_form_if_any(#request, #body))
                    }
                    (SentAs::Form, false) => parse_quote!(crate::body::write_form(#request, #body)),
                    (SentAs::JsonAs(name), true) => {
                        parse_quote!(crate::body::write_as_if_any(#request, #name, #body))
                    }
                    (SentAs::JsonAs(name), false) => {
                        parse_quote!(crate::body::write_as(#request, #name, #body))
                    }
                    (_, true) => parse_quote!(crate::body::write_if_any(#request, #body)),
                    (_, false) => parse_quote!(crate::body::write(#request, #body)),
                };
            }
            // `.header(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")).body(body)`
            Expr::MethodCall(call) if call.method == "body" && call.args.len() == 1 => {
                if let (SentAs::Raw(name), Expr::MethodCall(typed)) =
                    (self.sent_as, &*call.receiver)
                    && typed.method == "header"
                {
                    let (request, body) = (&typed.receiver, &call.args);
                    *expression = if self.is_optional {
                        parse_quote!(crate::body::write_raw_if_any(#request, #name, #body))
                    } else {
                        parse_quote!(crate::body::write_raw(#request, #name, #body))
                    };
                }
            }
            Expr::Assign(assignment)
                if self.is_optional && text(&assignment.left) == "self . body" =>
            {
                let right = text(&assignment.right);
                assignment.right = if right == "self . body . map (f)" {
                    parse_quote!(self.body.map(|body| Some(f(body.unwrap_or_default()))))
                } else {
                    let mut set = SetSome;
                    let mut right = assignment.right.clone();
                    set.visit_expr_mut(&mut right);
                    right
                };
            }
            _ => {}
        }
    }
}

/// Rewrites `value.try_into().map(From::from).map_err(…)`, so that the value is wrapped in `Some`.
struct SetSome;

impl VisitMut for SetSome {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::MethodCall(call) = expression
            && call.method == "map_err"
        {
            let receiver = &call.receiver;
            *call.receiver = parse_quote!(#receiver.map(Some));
            return;
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}
