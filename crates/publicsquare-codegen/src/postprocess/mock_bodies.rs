//! Mock bodies hold real secrets, which refuse to be serialized unasked.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprMethodCall, File, FnArg, ImplItem, Item, parse_quote};

use super::parameters::builder_name;
use super::{module, text};
use crate::operation_facts::{Facts, SentAs};

/// Has every mock body written by the crate's own function, which asks. An answer that is not JSON is
/// given as it is, with its media type.
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
            // The generator compares JSON only. Whoever cares asks the mock beneath.
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
    fn bodies_go_through_the_crate() {
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
