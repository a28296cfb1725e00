//! Tests of `names.rs` that read the code of the client.
//!
//! [`TAKEN`] repeats names of another crate. So these tests read the methods of `Client` from the sources of that crate, and
//! compare both. They fail when the client gets a method or loses one.

use std::collections::BTreeSet;
use std::path::Path;

use quote::ToTokens;
use syn::{ImplItem, Item, ReturnType, Type};

use super::*;

/// Methods of the prelude that code calls on a client or on a reference to one.
const OF_THE_PRELUDE: &[&str] = &["clone", "into", "tryinto"];

/// The names of the methods of `Client` in one file of the client. Generated methods for operations return a builder, and
/// are left out.
fn methods(code: &str) -> BTreeSet<String> {
    let file = syn::parse_file(code).expect("the client is Rust");
    let mut names = BTreeSet::new();
    for item in file.items {
        let Item::Impl(block) = item else { continue };
        let of_client = matches!(&*block.self_ty, Type::Path(path) if path.path.is_ident("Client"));
        // The methods of `Debug` and the like are not called by their names.
        let is_called = block.trait_.as_ref().is_none_or(|(path, ..)| {
            let last = path.segments.last();
            last.is_some_and(|last| last.ident.to_string().starts_with("Client"))
        });
        if !of_client || !is_called {
            continue;
        }
        for member in block.items {
            let ImplItem::Fn(method) = member else {
                continue;
            };
            let is_operation = matches!(&method.sig.output, ReturnType::Type(_, ty)
                if ty.to_token_stream().to_string().starts_with("builder ::"));
            if !is_operation {
                names.insert(fold_name(&method.sig.ident.to_string()));
            }
        }
    }
    names
}

#[test]
fn the_taken_names_are_those_of_the_methods_of_the_client() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src");
    let mut expected: BTreeSet<String> = OF_THE_PRELUDE
        .iter()
        .map(ToString::to_string)
        // The hooks that the client does not implement have a body in their trait.
        .chain(["post".to_owned()])
        .collect();
    for entry in std::fs::read_dir(sources).expect("the sources of the client") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            expected.extend(methods(&std::fs::read_to_string(path).expect("a text")));
        }
    }
    let taken: BTreeSet<String> = TAKEN.iter().map(ToString::to_string).collect();
    assert_eq!(taken, expected);
}
