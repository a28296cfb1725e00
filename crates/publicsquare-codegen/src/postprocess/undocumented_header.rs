//! A header that nobody documents.

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, ItemMod, Stmt};

/// Keeps `info.version` off the wire, which the generator sends as `api-version`: a service that versions by that
/// header may refuse the request. A parameter of that name is described and stays.
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
    fn only_the_version_that_nobody_describes_is_stripped() {
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
