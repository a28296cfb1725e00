//! Names HTTP methods for which reqwest has no function.
//!
//! progenitor calls the function of the HTTP client with the name of the method, such as `get`. reqwest has no function for
//! OPTIONS and TRACE. In come the operations. Out come operations that call `request` with the method for these two.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprMethodCall, ItemMod, parse_quote};

use super::text;

/// Replaces `client.options(url)` and `client.trace(url)` by a call of `request`.
pub(super) fn request(operations: &mut ItemMod) {
    struct Calls;
    impl VisitMut for Calls {
        fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
            visit_mut::visit_expr_method_call_mut(self, call);
            let is_of_client = text(&call.receiver).ends_with(". client") && call.args.len() == 1;
            let url = &call.args;
            if is_of_client && call.method == "options" {
                *call = request_with(call, parse_quote!(::reqwest::Method::OPTIONS, #url));
            } else if is_of_client && call.method == "trace" {
                *call = request_with(call, parse_quote!(::reqwest::Method::TRACE, #url));
            }
        }
    }
    Calls.visit_item_mod_mut(operations);
}

fn request_with(
    call: &ExprMethodCall,
    arguments: syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>,
) -> ExprMethodCall {
    let mut call = call.clone();
    call.method = parse_quote!(request);
    call.args = arguments;
    call
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_trace_are_sent_by_request() {
        let mut operations: ItemMod = parse_quote! {
            mod builder { fn send() { client.client.options(url).build(); client.client.get(url); } }
        };
        request(&mut operations);
        let expected: ItemMod = parse_quote! {
            mod builder {
                fn send() {
                    client.client.request(::reqwest::Method::OPTIONS, url).build();
                    client.client.get(url);
                }
            }
        };
        assert_eq!(text(&operations), text(&expected));
    }
}
