//! Lets the mocks write their bodies by the mocks' own function.
//!
//! The bodies of mocks contain real secrets, and `SecretKey` refuses to be serialized outside `serialize_secrets`. In come
//! the mocks. Out come mocks that call `crate::body::json`. A response that is not JSON is sent as it is, with its media
//! type. Parameters of mocks are rewritten in `mock_parameters.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprMethodCall, File, FnArg, ImplItem, Item, parse_quote};

use super::parameters::builder_name;
use super::{module, text};
use crate::operation_facts::{Facts, SentAs};

/// Replaces how bodies are written. A response that is not JSON is sent as it is, with its media type.
pub(super) fn expose(file: &mut File, facts: &Facts) {
    let Some(operations) = module(&mut file.items, "operations") else {
        return;
    };
    for item in operations.content.iter_mut().flat_map(|(_, items)| items) {
        let Item::Impl(block) = item else { continue };
        let raw = builder_name(&block.self_ty)
            .and_then(|name| facts.of_builder(name.strip_suffix("Then")?))
            .and_then(|facts| facts.raw.as_deref());
        let is_json = builder_name(&block.self_ty)
            .and_then(|name| facts.of_builder(name.strip_suffix("When")?))
            .is_none_or(|facts| facts.sent_as == SentAs::Json);
        if !is_json {
            // progenitor compares JSON only. A test can compare other bodies by `into_inner()`.
            block
                .items
                .retain(|item| !matches!(item, ImplItem::Fn(f) if f.sig.ident == "body"));
        }
        for item in &mut block.items {
            let ImplItem::Fn(function) = item else {
                continue;
            };
            let mut is_reference = false;
            let mut is_raw = false;
            for input in &mut function.sig.inputs {
                if let FnArg::Typed(typed) = input {
                    is_raw |= text(&typed.ty) == ":: serde_json :: Value" && raw.is_some();
                    is_reference |= text(&typed.ty).starts_with('&');
                    if is_raw {
                        *typed.ty = parse_quote!(impl ::std::convert::AsRef<[u8]>);
                    }
                }
            }
            let mut bodies = Bodies {
                is_reference,
                raw: raw.filter(|_| is_raw),
            };
            bodies.visit_block_mut(&mut function.block);
        }
    }
}

struct Bodies<'a> {
    is_reference: bool,
    raw: Option<&'a str>,
}

impl VisitMut for Bodies<'_> {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if let Some(media_type) = self.raw {
            if call.method == "json_body" {
                call.method = parse_quote!(body);
            } else if call.method == "header" {
                call.args = parse_quote!("content-type", #media_type);
            }
        } else if call.method == "json_body_obj"
            && let Some(value) = call.args.pop()
        {
            call.method = parse_quote!(json_body);
            call.args.push(if self.is_reference {
                parse_quote!(crate::body::json(#value))
            } else {
                parse_quote!(crate::body::json(&#value))
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_written_by_the_function_of_the_mocks() {
        let mut file: File = parse_quote! {
            mod operations {
                impl MakeThen {
                    fn ok(self, value: &ApiKey) -> Self { Self(self.0.status(200).json_body_obj(value)) }
                    fn created(self, value: types::Kind) -> Self { Self(self.0.status(201).json_body_obj(value)) }
                }
            }
        };
        expose(&mut file, &Facts::default());
        let expected: File = parse_quote! {
            mod operations {
                impl MakeThen {
                    fn ok(self, value: &ApiKey) -> Self {
                        Self(self.0.status(200).json_body(crate::body::json(value)))
                    }
                    fn created(self, value: types::Kind) -> Self {
                        Self(self.0.status(201).json_body(crate::body::json(&value)))
                    }
                }
            }
        };
        assert_eq!(text(&file), text(&expected));
    }
}
