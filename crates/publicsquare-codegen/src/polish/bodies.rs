//! Bodies that do not decode, and what is lost with them.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, ItemMod, parse_quote};

/// Has every body read by the crate's own functions.
///
/// The runtime of the generator drops status and headers when a body does not decode, and shows the
/// body, which may hold the only copy of a key.
pub(super) fn decode_with_care(operations: &mut ItemMod) {
    struct Bodies {
        in_error: bool,
    }
    impl VisitMut for Bodies {
        fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
            let outer = self.in_error;
            self.in_error |= is_path(&call.func, &["Error", "ErrorResponse"]);
            visit_mut::visit_expr_call_mut(self, call);
            if is_path(&call.func, &["ResponseValue", "from_response"]) {
                let response = &call.args;
                *call = if self.in_error {
                    parse_quote!(crate::body::decode_problem(client, #response))
                } else {
                    parse_quote!(crate::body::decode(#response))
                };
            }
            self.in_error = outer;
        }
    }
    Bodies { in_error: false }.visit_item_mod_mut(operations);
}

fn is_path(expression: &Expr, names: &[&str]) -> bool {
    matches!(expression, Expr::Path(path)
        if path.path.segments.len() == names.len()
            && path.path.segments.iter().zip(names).all(|(segment, name)| segment.ident == name))
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn successes_and_problems_are_read_by_the_crate() {
        let mut operations: ItemMod = parse_quote! {
            mod builder {
                async fn send() {
                    match status {
                        200 => ResponseValue::from_response(response).await,
                        400 => Err(Error::ErrorResponse(ResponseValue::from_response(response).await?)),
                        _ => Err(Error::UnexpectedResponse(response)),
                    }
                }
            }
        };
        decode_with_care(&mut operations);
        let expected: ItemMod = parse_quote! {
            mod builder {
                async fn send() {
                    match status {
                        200 => crate::body::decode(response).await,
                        400 => Err(Error::ErrorResponse(crate::body::decode_problem(client, response).await?)),
                        _ => Err(Error::UnexpectedResponse(response)),
                    }
                }
            }
        };
        assert_eq!(text(&operations), text(&expected));
    }
}
