//! Limits responses that are not JSON.
//!
//! progenitor returns such a body as a stream of any length and of any media type. In come the operations. Out come
//! operations that call `crate::body::stream`, which accepts only the described media type and ends after a maximum
//! length, and that send `Accept`. JSON responses are rewritten in `bodies.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Item, ItemMod, parse_quote};

use super::parameters::builder_name;
use super::text;
use crate::operation_facts::Facts;

/// Rewrites operations whose success is a text, a table or a file. The media type is checked because a login page can
/// have any status.
pub(super) fn bound(operations: &mut ItemMod, facts: &Facts) {
    let Some((_, items)) = &mut operations.content else {
        return;
    };
    for item in items {
        let Item::Impl(block) = item else { continue };
        let raw = builder_name(&block.self_ty)
            .and_then(|name| facts.of_builder(&name))
            .and_then(|facts| facts.raw.as_deref());
        if let Some(media_type) = raw {
            Streams { media_type }.visit_item_impl_mut(block);
        }
    }
}

struct Streams<'a> {
    media_type: &'a str,
}

impl VisitMut for Streams<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Call(ok) = expression
            && text(&ok.func) == "Ok"
            && let Some(Expr::Call(stream)) = ok.args.first()
            && text(&stream.func) == "ResponseValue :: stream"
        {
            let response = &stream.args;
            let media_type = self.media_type;
            *expression = parse_quote!(crate::body::stream(#response, #media_type));
        } else if let Expr::MethodCall(call) = expression
            && [
                "get", "put", "post", "delete", "options", "head", "patch", "trace",
            ]
            .iter()
            .any(|method| call.method == method)
            && text(&call.receiver).ends_with(". client")
        {
            let media_type = self.media_type;
            let request = &*call;
            *expression = parse_quote! {
                #request.header(
                    ::reqwest::header::ACCEPT,
                    ::reqwest::header::HeaderValue::from_static(#media_type),
                )
            };
        }
    }
}
