//! Builds the headers of a request in one map instead of two.
//!
//! progenitor fills a map of headers, copies it into the map of the request, and copies each text on the way. With many
//! requests in flight this takes a measurable part of a call. In come the operations. Out come operations whose map becomes
//! the map of the request. Texts that need conversion are rewritten before, in `parameters.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprMethodCall, Item, ItemMod, Pat, Stmt, Type, parse_quote};

use super::text;

/// Makes the map that progenitor fills the map of the request.
pub(super) fn build(operations: &mut ItemMod) {
    let Some((_, items)) = &mut operations.content else {
        return;
    };
    let texts = text_parameters(items);
    for item in items {
        let Item::Impl(block) = item else { continue };
        Sends { texts: &texts }.visit_item_impl_mut(block);
    }
}

/// The names of builder fields that are text in every builder.
fn text_parameters(items: &[Item]) -> Vec<String> {
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    for item in items {
        let Item::Struct(builder) = item else {
            continue;
        };
        for field in &builder.fields {
            let Some(name) = &field.ident else { continue };
            let group = if is_text(&field.ty) {
                &mut texts
            } else {
                &mut others
            };
            group.push(name.to_string());
        }
    }
    // Two builders may use one name for fields of different types.
    texts.retain(|name| !others.contains(name));
    texts
}

fn is_text(ty: &Type) -> bool {
    let ty = text(ty);
    ty.starts_with("Result < Option < :: std :: string :: String >")
        || ty.starts_with("Result < :: std :: string :: String ,")
}

struct Sends<'a> {
    texts: &'a [String],
}

impl VisitMut for Sends<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let mut statements = Vec::new();
        let mut first_header = 0;
        for mut statement in std::mem::take(&mut block.stmts) {
            if is_let(&statement, "header_map") {
                // Enough for these headers, the headers of every request, and those of the transport.
                statements.push(parse_quote! {
                    let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
                });
                first_header = statements.len();
                continue;
            }
            let mut chain = Chain::default();
            let request = request_name(&statement);
            if request.is_some() {
                chain.visit_stmt_mut(&mut statement);
            }
            if let Some(value) = chain.accept {
                let accept = parse_quote! { header_map.insert(::reqwest::header::ACCEPT, #value); };
                statements.insert(first_header, accept);
            }
            statements.push(statement);
            if chain.has_headers {
                statements.push(parse_quote! {
                    header_map.extend(::std::mem::take(#request.headers_mut()));
                });
                statements.push(parse_quote! { *#request.headers_mut() = header_map; });
            }
        }
        block.stmts = statements;
    }

    fn visit_expr_if_mut(&mut self, expression: &mut syn::ExprIf) {
        if let Expr::Let(condition) = &*expression.cond
            && let Expr::Path(source) = &*condition.expr
            && source
                .path
                .get_ident()
                .is_some_and(|name| self.texts.contains(&name.to_string()))
        {
            MoveTexts.visit_block_mut(&mut expression.then_branch);
        }
        visit_mut::visit_expr_if_mut(self, expression);
    }
}

/// The variable in `let mut request`. It is called `_request` if a parameter is called `request`.
fn request_name(statement: &Stmt) -> Option<syn::Ident> {
    match statement {
        Stmt::Local(local) => match &local.pat {
            Pat::Ident(pattern) => Some(pattern.ident.clone()).filter(|name| {
                name.to_string().trim_start_matches('_') == "request"
                    && pattern.mutability.is_some()
            }),
            _ => None,
        },
        _ => None,
    }
}

fn is_let(statement: &Stmt, name: &str) -> bool {
    matches!(statement, Stmt::Local(local)
        if matches!(&local.pat, Pat::Ident(pattern) if pattern.ident == name))
}

/// Removes the headers from the chain of calls that builds a request.
#[derive(Default)]
struct Chain {
    accept: Option<Expr>,
    has_headers: bool,
}

impl VisitMut for Chain {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let Expr::MethodCall(call) = expression else {
            return;
        };
        let is_accept = call.method == "header"
            && call
                .args
                .first()
                .is_some_and(|name| text(name).ends_with(":: ACCEPT"));
        if is_accept {
            self.accept = call.args.pop();
        } else if call.method == "headers" {
            self.has_headers = true;
        } else {
            return;
        }
        *expression = (*call.receiver).clone();
    }
}

/// Moves a text into its header instead of copying it.
struct MoveTexts;

impl VisitMut for MoveTexts {
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if call.method == "try_into"
            && let Expr::MethodCall(inner) = &*call.receiver
            && inner.method == "to_string"
        {
            *call.receiver = (*inner.receiver).clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_built_in_one_map_and_texts_are_moved() {
        let mut operations: ItemMod = parse_quote! {
            mod builder {
                struct Make<'a> { key: Result<Option<::std::string::String>, String>, size: Result<Option<i32>, String> }
                impl<'a> Make<'a> {
                    async fn send(self) {
                        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(2usize);
                        if let Some(value) = key {
                            header_map.append("KEY", value.to_string().try_into()?);
                        }
                        if let Some(value) = size {
                            header_map.append("SIZE", value.to_string().try_into()?);
                        }
                        #[allow(unused_mut)]
                        let mut request = client.client.post(url)
                            .header(::reqwest::header::ACCEPT, json()).json(&body).headers(header_map).build()?;
                        done(request);
                    }
                }
            }
        };
        build(&mut operations);
        let expected: ItemMod = parse_quote! {
            mod builder {
                struct Make<'a> { key: Result<Option<::std::string::String>, String>, size: Result<Option<i32>, String> }
                impl<'a> Make<'a> {
                    async fn send(self) {
                        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(12usize);
                        header_map.insert(::reqwest::header::ACCEPT, json());
                        if let Some(value) = key {
                            header_map.append("KEY", value.try_into()?);
                        }
                        if let Some(value) = size {
                            header_map.append("SIZE", value.to_string().try_into()?);
                        }
                        #[allow(unused_mut)]
                        let mut request = client.client.post(url).json(&body).build()?;
                        header_map.extend(::std::mem::take(request.headers_mut()));
                        *request.headers_mut() = header_map;
                        done(request);
                    }
                }
            }
        };
        assert_eq!(text(&operations), text(&expected));
    }
}
