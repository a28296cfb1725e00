//! Implements the trait `Faults` for the responses of every operation.
//!
//! In come the mocks. Out come the same mocks, in which each type whose name ends in `Then` implements `crate::Faults`. So a
//! test can answer any operation with a fault. The faults themselves are written by hand, in `src/faults.rs` of the mocks.

use syn::{File, Item, parse_quote};

use super::{module, structs};

/// Implements `Faults` for the responses of each operation.
pub(super) fn implement(file: &mut File) {
    let Some(operations) = module(&mut file.items, "operations") else {
        return;
    };
    let answers: Vec<syn::Ident> = structs(operations)
        .filter(|found| found.ident.to_string().ends_with("Then"))
        .map(|found| found.ident.clone())
        .collect();
    if let Some((_, items)) = &mut operations.content {
        for name in answers {
            items.push(Item::Impl(parse_quote! {
                impl crate::Faults for #name {
                    fn map(self, change: impl FnOnce(::httpmock::Then) -> ::httpmock::Then) -> Self {
                        Self(change(self.0))
                    }
                }
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_get_faults_and_conditions_do_not() {
        let mut file: File = parse_quote! {
            mod operations { struct MakeWhen(::httpmock::When); struct MakeThen(::httpmock::Then); }
        };
        implement(&mut file);
        let text = prettyplease::unparse(&file);
        assert!(text.contains("impl crate::Faults for MakeThen"), "{text}");
        assert!(!text.contains("Faults for MakeWhen"), "{text}");
    }
}
