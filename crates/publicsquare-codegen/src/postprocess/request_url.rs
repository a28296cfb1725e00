//! Parses only the path of a request's URL, and not the whole URL.
//!
//! progenitor gives reqwest the URL as text, and reqwest parses all of it. In come the operations. Out come operations that
//! give reqwest a parsed URL, from `crate::request_url`. How a parameter is written into the path is decided in
//! `parameters.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprMethodCall, ItemMod, parse_quote};

use super::text;

pub(super) fn parse_once(operations: &mut ItemMod) {
    Begins.visit_item_mod_mut(operations);
}

struct Begins;

impl VisitMut for Begins {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if text(&call.receiver) == "client . client" && text(&call.args) == "url" {
            call.args = parse_quote! { crate::request_url::parsed(client, &url)? };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reqwest_gets_a_parsed_url() {
        let mut operations: ItemMod = parse_quote! {
            mod builder {
                async fn send(self) {
                    let mut request = client.client.post(url).build()?;
                    other.client.post(url);
                }
            }
        };
        parse_once(&mut operations);
        let expected: ItemMod = parse_quote! {
            mod builder {
                async fn send(self) {
                    let mut request =
                        client.client.post(crate::request_url::parsed(client, &url)?).build()?;
                    other.client.post(url);
                }
            }
        };
        assert_eq!(text(&operations), text(&expected));
    }
}
