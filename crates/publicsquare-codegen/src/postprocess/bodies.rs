//! Lets the client's own functions decode the bodies of responses.
//!
//! progenitor's runtime drops status and headers if a body does not decode, and shows the body, which may contain the only
//! copy of a key. In come the operations. Out come operations that call `crate::body`. Bodies of requests are rewritten in
//! `sent_bodies.rs`, and responses that are not JSON in `raw_answers.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, ExprMethodCall, ImplItemFn, Item, ItemMod, parse_quote};

use super::parameters::builder_name;
use crate::operation_facts::Facts;

/// Replaces each call of progenitor's decoder.
///
/// Which function replaces it depends on whether the response is an error, whether the request only reads or changes
/// something, and whether the description has a body at all.
pub(super) fn decode_with_care(operations: &mut ItemMod, facts: &Facts) {
    struct Functions<'a> {
        empty_successes: &'a [u16],
    }
    impl VisitMut for Functions<'_> {
        fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
            let mut method = Method {
                only_reads: false,
                client: None,
            };
            method.visit_impl_item_fn_mut(function);
            let mut bodies = Bodies {
                only_reads: method.only_reads,
                in_error: false,
                client: method.client.unwrap_or_else(|| parse_quote!(client)),
                empty_successes: self.empty_successes,
            };
            bodies.visit_impl_item_fn_mut(function);
        }
    }
    for item in operations.content.iter_mut().flat_map(|(_, items)| items) {
        let Item::Impl(block) = item else { continue };
        let facts = builder_name(&block.self_ty).and_then(|name| facts.of_builder(&name));
        let mut functions = Functions {
            empty_successes: facts.map_or(&[], |facts| &facts.empty_successes),
        };
        functions.visit_item_impl_mut(block);
    }
}

/// Finds `client.client.get(url)` and the like.
struct Method {
    only_reads: bool,
    /// The variable that holds the client.
    client: Option<Expr>,
}

impl VisitMut for Method {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        // If a parameter is called `url`, progenitor calls its own variable `_url`.
        let takes_url = matches!(call.args.first(), Some(Expr::Path(path))
            if path.path.get_ident().is_some_and(|name| name.to_string().trim_start_matches('_') == "url"));
        // Safe methods (RFC 9110, section 9.2.1).
        self.only_reads |= takes_url
            && ["get", "head", "options", "trace"]
                .iter()
                .any(|method| call.method == method);
        if takes_url && let Expr::Field(field) = &*call.receiver {
            self.client = Some((*field.base).clone());
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }
}

struct Bodies<'a> {
    only_reads: bool,
    in_error: bool,
    client: Expr,
    empty_successes: &'a [u16],
}

impl VisitMut for Bodies<'_> {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        let outer = self.in_error;
        self.in_error |= is_path(&call.func, &["Error", "ErrorResponse"]);
        visit_mut::visit_expr_call_mut(self, call);
        if is_path(&call.func, &["ResponseValue", "from_response"]) {
            let response = &call.args;
            let client = &self.client;
            *call = match (self.in_error, self.only_reads) {
                (true, _) => parse_quote!(crate::body::decode_problem(#client, #response)),
                (false, true) => parse_quote!(crate::body::decode_read(#response)),
                (false, false) => parse_quote!(crate::body::decode_written(#response)),
            };
        }
        self.in_error = outer;
    }

    /// `Ok(ResponseValue::empty(response))` does not look at the body.
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Some(response) = taken_as_empty(expression) {
            let others = self.empty_successes;
            *expression = if others.is_empty() {
                parse_quote!(crate::body::decode_empty(#response).await)
            } else {
                parse_quote!(crate::body::decode_empty_of(#response, &[#(#others),*]).await)
            };
        }
    }
}

fn taken_as_empty(expression: &Expr) -> Option<Expr> {
    let Expr::Call(outer) = expression else {
        return None;
    };
    let Some(Expr::Call(inner)) = outer.args.first() else {
        return None;
    };
    let is_one = is_path(&outer.func, &["Ok"]) && is_path(&inner.func, &["ResponseValue", "empty"]);
    inner.args.first().filter(|_| is_one).cloned()
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
    fn successes_and_problems_are_decoded_by_the_client() {
        let mut operations: ItemMod = parse_quote! {
            mod builder {
                impl Make {
                    async fn send() {
                        client.client.post(url).build();
                        match status {
                            200 => ResponseValue::from_response(response).await,
                            400 => Err(Error::ErrorResponse(ResponseValue::from_response(response).await?)),
                            _ => Err(Error::UnexpectedResponse(response)),
                        }
                    }
                }
                impl List {
                    async fn send() {
                        client.client.get(url).build();
                        ResponseValue::from_response(response).await
                    }
                }
                impl Remove {
                    async fn send() {
                        client.client.delete(url).build();
                        match status {
                            200..=299 => Ok(ResponseValue::empty(response)),
                            400 => Err(Error::ErrorResponse(ResponseValue::empty(response))),
                        }
                    }
                }
            }
        };
        decode_with_care(&mut operations, &Facts::default());
        let expected: ItemMod = parse_quote! {
            mod builder {
                impl Make {
                    async fn send() {
                        client.client.post(url).build();
                        match status {
                            200 => crate::body::decode_written(response).await,
                            400 => Err(Error::ErrorResponse(crate::body::decode_problem(client, response).await?)),
                            _ => Err(Error::UnexpectedResponse(response)),
                        }
                    }
                }
                impl List {
                    async fn send() {
                        client.client.get(url).build();
                        crate::body::decode_read(response).await
                    }
                }
                impl Remove {
                    async fn send() {
                        client.client.delete(url).build();
                        match status {
                            200..=299 => crate::body::decode_empty(response).await,
                            400 => Err(Error::ErrorResponse(ResponseValue::empty(response))),
                        }
                    }
                }
            }
        };
        assert_eq!(text(&operations), text(&expected));
    }
}
