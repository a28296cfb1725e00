//! Finds out which traits a type derives.
//!
//! In come the attributes of a generated type and the name of a trait. Out comes whether one of the attributes derives it,
//! whatever path it has, such as `::serde::Deserialize`. Several rewritings ask this before they add a derive or an
//! implementation.

use syn::Attribute;

/// Whether one of the attributes derives a trait with this name, whatever its path.
pub(super) fn any(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| {
        let mut found = false;
        if attribute.path().is_ident("derive") {
            let scanned = attribute.parse_nested_meta(|meta| {
                found |= meta
                    .path
                    .segments
                    .last()
                    .is_some_and(|last| last.ident == name);
                Ok(())
            });
            // progenitor writes no derive that fails to parse, so an error needs no handling.
            drop(scanned);
        }
        found
    })
}
