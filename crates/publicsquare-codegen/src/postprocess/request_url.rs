//! The URL of a request, of which only the path is parsed.
//!
//! In come the operations as the generator writes them: each gives reqwest the text of its URL, which
//! reqwest parses as a whole. Out come operations that give it a URL, made by `crate::request_url`.

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
    fn reqwest_gets_a_url_and_no_text() {
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
