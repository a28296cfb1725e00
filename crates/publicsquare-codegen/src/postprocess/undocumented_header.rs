//! Removes the header `api-version`, which no description mentions.
//!
//! progenitor sends `info.version` of the document as `api-version`. A service that uses this header for versions could
//! refuse the request. In come the operations. Out come operations without the header. A parameter of that name is
//! described, and stays.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, ItemMod, Stmt};

/// Removes the statement that appends the header.
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
            text.starts_with("header_map . append (:: reqwest :: header :: HeaderName :: from_static (\"api-version\")")
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
    fn only_the_header_that_is_not_described_is_removed() {
        let mut operations: ItemMod = parse_quote! {
            mod builder {
                fn send() {
                    header_map.append(::reqwest::header::HeaderName::from_static("api-version"), version());
                    header_map.append("api-version", api_version.to_string().try_into()?);
                    header_map.append("IDEMPOTENCY-KEY", value);
                }
            }
        };
        strip(&mut operations);
        let expected: ItemMod = parse_quote! {
            mod builder {
                fn send() {
                    header_map.append("api-version", api_version.to_string().try_into()?);
                    header_map.append("IDEMPOTENCY-KEY", value);
                }
            }
        };
        assert_eq!(text(&operations), text(&expected));
    }
}
