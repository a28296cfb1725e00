//! Gives the values `+1` and `-1` of an enumeration names that rustc does not warn of.
//!
//! progenitor names their variants `plus1` and `minus1`. In come the types. Out come the same types, with variants that start
//! with a capital letter like all others. `plain_values/enumeration.rs` relies on it when it looks for names that meet.

use syn::visit_mut::{self, VisitMut};
use syn::{Ident, ItemMod, Path, Variant};

/// Renames the variants, and what refers to them.
pub(super) fn capitalize(types: &mut ItemMod) {
    Names.visit_item_mod_mut(types);
}

struct Names;

impl VisitMut for Names {
    fn visit_variant_mut(&mut self, variant: &mut Variant) {
        rename(&mut variant.ident);
        visit_mut::visit_variant_mut(self, variant);
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        // Members and functions have such names as well, but they do not follow the name of a type.
        let mut steps = path.segments.iter_mut().rev();
        if let (Some(last), Some(before)) = (steps.next(), steps.next())
            && before.ident.to_string().starts_with(char::is_uppercase)
        {
            rename(&mut last.ident);
        }
        visit_mut::visit_path_mut(self, path);
    }
}

fn rename(ident: &mut Ident) {
    let name = match ident.to_string().as_str() {
        "plus1" => "Plus1",
        "minus1" => "Minus1",
        _ => return,
    };
    *ident = Ident::new(name, ident.span());
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::super::text;
    use super::*;

    #[test]
    fn the_variants_of_plus_and_minus_one_start_with_a_capital_letter() {
        let mut types: ItemMod = parse_quote! {
            mod types {
                pub enum Thumb { #[serde(rename = "+1")] plus1, #[serde(rename = "-1")] minus1, Other }
                impl Thumb {
                    fn text(&self) -> &str {
                        match *self { Self::plus1 => "+1", super::Thumb::minus1 => "-1", Self::Other => "other" }
                    }
                }
                pub struct Count { pub plus1: i64 }
                fn of(count: Count) -> i64 { self::plus1(count.plus1) }
            }
        };
        capitalize(&mut types);
        let expected: ItemMod = parse_quote! {
            mod types {
                pub enum Thumb { #[serde(rename = "+1")] Plus1, #[serde(rename = "-1")] Minus1, Other }
                impl Thumb {
                    fn text(&self) -> &str {
                        match *self { Self::Plus1 => "+1", super::Thumb::Minus1 => "-1", Self::Other => "other" }
                    }
                }
                pub struct Count { pub plus1: i64 }
                fn of(count: Count) -> i64 { self::plus1(count.plus1) }
            }
        };
        assert_eq!(text(&types), text(&expected));
    }
}
