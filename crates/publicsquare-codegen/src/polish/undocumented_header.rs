//! A header that nobody documents.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, ItemMod, Stmt};

/// Keeps `api-version` off the wire. The generator sends `info.version` in it; the vendor documents
/// no such header, and a service that versions by it may refuse the request.
pub(super) fn strip(operations: &mut ItemMod) {
    struct Statements;
    impl VisitMut for Statements {
        fn visit_block_mut(&mut self, block: &mut Block) {
            block
                .stmts
                .retain(|statement| !appends_api_version(statement));
            visit_mut::visit_block_mut(self, block);
        }
    }
    Statements.visit_item_mod_mut(operations);
}

fn appends_api_version(statement: &Stmt) -> bool {
    match statement {
        Stmt::Expr(expression, _) => {
            let text = expression.to_token_stream().to_string();
            text.starts_with("header_map . append") && text.contains("\"api-version\"")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::super::text;
    use super::*;

    #[test]
    fn only_the_version_is_stripped() {
        let mut operations: ItemMod = parse_quote! {
            mod builder {
                fn send() {
                    header_map.append(HeaderName::from_static("api-version"), version());
                    header_map.append("IDEMPOTENCY-KEY", value);
                }
            }
        };
        strip(&mut operations);
        let expected: ItemMod = parse_quote! {
            mod builder {
                fn send() {
                    header_map.append("IDEMPOTENCY-KEY", value);
                }
            }
        };
        assert_eq!(text(&operations), text(&expected));
    }
}
