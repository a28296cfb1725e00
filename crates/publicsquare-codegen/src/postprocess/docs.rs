//! Cleans the documentation of all generated code.
//!
//! In comes the generated file, with doc attributes that may contain several lines or odd characters. Out comes the same
//! file with one doc attribute per line, and with progenitor's own examples marked as text. It runs last, because the
//! printer would turn a hidden line end into code. `doc_text.rs` has the rules for texts.

use proc_macro2::Span;
use syn::visit_mut::VisitMut;
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, File, Ident, Lit, LitStr, Meta, MetaNameValue, Token,
    token,
};

use crate::doc_text;

/// Writes each line of documentation as an attribute of its own, without hidden characters, and marks progenitor's
/// examples as text. They name parameters without values, so they do not compile.
pub(super) fn tidy(file: &mut File) {
    struct Attributes;
    impl VisitMut for Attributes {
        fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
            let mut text = String::new();
            let mut place = None;
            for (index, attribute) in attributes.iter().enumerate() {
                if let Some(part) = documentation(attribute) {
                    place.get_or_insert(index);
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(&part);
                }
            }
            let Some(place) = place else { return };
            attributes.retain(|attribute| documentation(attribute).is_none());
            let text = doc_text::printable(&text).replace("```ignore", "```text");
            let lines = text.trim_end().lines().map(|line| {
                let line = line.trim_end();
                let line = if line.is_empty() {
                    String::new()
                } else {
                    format!(" {line}")
                };
                doc(&line)
            });
            attributes.splice(place..place, lines.collect::<Vec<Attribute>>());
        }
    }
    Attributes.visit_file_mut(file);
}

/// Builds `#[doc = "…"]` directly. There are tens of thousands of them, and parsing each would be much slower.
fn doc(line: &str) -> Attribute {
    Attribute {
        pound_token: Token![#](Span::call_site()),
        style: AttrStyle::Outer,
        bracket_token: token::Bracket::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("doc", Span::call_site()).into(),
            eq_token: Token![=](Span::call_site()),
            value: Expr::Lit(ExprLit {
                attrs: Vec::new(),
                lit: Lit::Str(LitStr::new(line, Span::call_site())),
            }),
        }),
    }
}

fn documentation(attribute: &Attribute) -> Option<String> {
    let is_outer = matches!(attribute.style, AttrStyle::Outer);
    if !is_outer || !attribute.path().is_ident("doc") {
        return None;
    }
    let Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    match &pair.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => {
            let text = text.value();
            Some(
                text.strip_prefix(' ')
                    .map_or_else(|| text.clone(), str::to_owned),
            )
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn each_line_is_one_attribute_whatever_it_contains() {
        let mut file: File = parse_quote! {
            #[doc = "One.\r\ntwo */ \rthree\u{2028}* four\n\n```ignore\n    five\n```\n"]
            #[derive(Debug)]
            struct A {
                #[doc = "/ six\u{202e}"]
                b: u8,
            }
        };
        tidy(&mut file);
        let expected = "/// One.\n/// two */\n/// three\n/// * four\n///\n/// ```text\n///     five\n/// ```\n#[derive(Debug)]\n\
                        struct A {\n    /// / six\n    b: u8,\n}\n";
        assert_eq!(prettyplease::unparse(&file), expected);
    }
}
