//! Changes builders that show too much or require too much.
//!
//! In come the builders of operations and of types. Out come builders of operations without `Debug`, because they hold
//! the idempotency key, and builders of types that do not require a value for further members. Optional bodies are handled
//! in `sent_bodies.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FieldValue, ItemMod, Member, parse_quote};

use super::{derives, structs};

/// Removes `Debug` from the builders of operations. They hold the idempotency key, and with it anybody could get the
/// stored response, which contains the new API key.
pub(super) fn hide_idempotency_keys(operations: &mut ItemMod) {
    for builder in structs(operations) {
        // A builder with a body of bytes cannot be cloned.
        let is_clone = derives::any(&builder.attrs, "Clone");
        builder.attrs.retain_mut(|attribute| {
            if attribute.path().is_ident("derive") {
                *attribute = parse_quote!(#[derive(Clone)]);
                return is_clone;
            }
            true
        });
    }
}

/// Lets problem details be built without a value for the further members.
pub(super) fn default_extra_members(builders: &mut ItemMod) {
    struct Defaults;
    impl VisitMut for Defaults {
        fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
            let is_extra = matches!(&field.member, Member::Named(name) if name == "extra");
            if is_extra && is_err(&field.expr) {
                field.expr = parse_quote!(Ok(Default::default()));
            }
            visit_mut::visit_field_value_mut(self, field);
        }
    }
    Defaults.visit_item_mod_mut(builders);
}

fn is_err(expression: &Expr) -> bool {
    matches!(expression, Expr::Call(call)
        if matches!(&*call.func, Expr::Path(path) if path.path.is_ident("Err")))
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    #[test]
    fn a_builder_of_an_operation_has_no_debug() {
        let mut operations: ItemMod = parse_quote! {
            mod builder {
                #[derive(Debug, Clone)]
                pub struct Make { idempotency_key: String }
            }
        };
        hide_idempotency_keys(&mut operations);
        let builder = structs(&mut operations).next().expect("the builder");
        let expected: syn::Attribute = parse_quote!(#[derive(Clone)]);
        let attributes: Vec<String> = builder.attrs.iter().map(text).collect();
        assert_eq!(attributes, [text(&expected)]);
        let mut operations: ItemMod = parse_quote! {
            mod builder {
                #[derive(Debug)]
                pub struct Put { body: Result<reqwest::Body, String> }
            }
        };
        hide_idempotency_keys(&mut operations);
        let builder = structs(&mut operations).next().expect("the builder");
        assert_eq!(builder.attrs.len(), 0);
    }

    #[test]
    fn extra_members_default_to_none() {
        let mut builders: ItemMod = parse_quote! {
            mod builder {
                fn default() -> Problem {
                    Problem { title: Err("needed"), extra: Err("no value supplied for extra") }
                }
            }
        };
        default_extra_members(&mut builders);
        let expected: ItemMod = parse_quote! {
            mod builder {
                fn default() -> Problem {
                    Problem { title: Err("needed"), extra: Ok(Default::default()) }
                }
            }
        };
        assert_eq!(text(&builders), text(&expected));
    }
}
