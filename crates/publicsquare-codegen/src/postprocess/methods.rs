//! Methods that the HTTP client has no function for.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprMethodCall, ItemMod, parse_quote};

use super::text;

/// Names the method where the generator calls a function of its name: reqwest has none for these two.
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
    fn methods_without_a_function_are_named() {
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
