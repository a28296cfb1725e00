//! What a type derives.

use syn::Attribute;

/// Whether one of the attributes derives a trait of this name, whatever its path.
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
            // A derive that cannot be scanned is not one the generator wrote.
            drop(scanned);
        }
        found
    })
}
