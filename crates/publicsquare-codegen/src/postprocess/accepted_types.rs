//! Asks for JSON under the name that the description gives it.
//!
//! progenitor asks for `application/json`, whatever JSON is described. A server that only has `application/hal+json` may
//! refuse that. In come the operations. Out come operations whose `Accept` has the described name. Responses that are not
//! JSON are rewritten in `raw_answers.rs`.

use syn::visit_mut::{self, VisitMut};
use syn::{ExprMethodCall, Item, ItemMod, parse_quote};

use super::parameters::builder_name;
use super::text;
use crate::operation_facts::Facts;

/// Writes the described media types into `Accept`.
pub(super) fn name(operations: &mut ItemMod, facts: &Facts) {
    for item in operations.content.iter_mut().flat_map(|(_, items)| items) {
        let Item::Impl(block) = item else { continue };
        let accept = builder_name(&block.self_ty)
            .and_then(|name| facts.of_builder(&name))
            .and_then(|facts| facts.accept.as_deref());
        if let Some(media_types) = accept {
            Accepts { media_types }.visit_item_impl_mut(block);
        }
    }
}

struct Accepts<'a> {
    media_types: &'a str,
}

impl VisitMut for Accepts<'_> {
    /// `.header(ACCEPT, HeaderValue::from_static("application/json"))`
    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        let is_accept = call
            .args
            .first()
            .is_some_and(|name| text(name) == ":: reqwest :: header :: ACCEPT");
        if is_accept && let Some(value) = call.args.last_mut() {
            let media_types = self.media_types;
            *value = parse_quote!(::reqwest::header::HeaderValue::from_static(#media_types));
        }
    }
}
