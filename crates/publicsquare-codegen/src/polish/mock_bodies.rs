//! Mock bodies hold real secrets, which refuse to be serialized unasked.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprMethodCall, File, parse_quote};

/// Has every mock body written by the crate's own function, which asks.
pub(super) fn expose(file: &mut File) {
    struct Bodies;
    impl VisitMut for Bodies {
        fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
            visit_mut::visit_expr_method_call_mut(self, call);
            if call.method == "json_body_obj"
                && let Some(value) = call.args.pop()
            {
                call.method = parse_quote!(json_body);
                call.args.push(parse_quote!(crate::body::json(#value)));
            }
        }
    }
    Bodies.visit_file_mut(file);
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn bodies_go_through_the_crate() {
        let mut file: File = parse_quote! {
            fn ok(self, value: &ApiKey) -> Self { Self(self.0.status(200).json_body_obj(value)) }
        };
        expose(&mut file);
        let expected: File = parse_quote! {
            fn ok(self, value: &ApiKey) -> Self {
                Self(self.0.status(200).json_body(crate::body::json(value)))
            }
        };
        assert_eq!(text(&file), text(&expected));
    }
}
