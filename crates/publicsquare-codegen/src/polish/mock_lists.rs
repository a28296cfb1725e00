//! Mocks of parameters that are lists: progenitor writes a list as if it were one text.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, File, ImplItemFn, parse_quote};

use super::text;

/// Has each element of a list asked for as a parameter of its own, which is how the client sends it.
pub(super) fn repeat(file: &mut File) {
    Functions.visit_file_mut(file);
}

struct Functions;

impl VisitMut for Functions {
    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        let takes_list = function
            .sig
            .generics
            .where_clause
            .as_ref()
            .is_some_and(|bounds| text(bounds).contains("vec :: Vec <"));
        if takes_list {
            Calls.visit_block_mut(&mut function.block);
        }
    }
}

struct Calls;

impl VisitMut for Calls {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(call) = expression
            && call.method == "query_param"
            && let Some(name) = call.args.first()
        {
            *expression = parse_quote! {
                value
                    .iter()
                    .fold(self.0, |when, value| when.query_param(#name, value.to_string()))
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_element_is_a_parameter() {
        let mut file: File = parse_quote! {
            impl ListWhen {
                fn kind<'a, T>(self, value: T) -> Self
                where
                    T: Into<Option<&'a ::std::vec::Vec<::std::string::String>>>,
                {
                    Self(self.0.query_param("kind", value.to_string()))
                }
                fn page<T>(self, value: T) -> Self
                where
                    T: Into<Option<i32>>,
                {
                    Self(self.0.query_param("page", value.to_string()))
                }
            }
        };
        repeat(&mut file);
        let text = prettyplease::unparse(&file);
        assert_eq!(text.matches(".fold(self.0").count(), 1, "{text}");
        assert!(text.contains("self.0.query_param(\"page\""), "{text}");
    }
}
