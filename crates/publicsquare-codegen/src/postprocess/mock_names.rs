//! Renames mocks whose name is a method of the mock server.
//!
//! `httpmock::MockServer` has methods such as `url`. A mock with the same name would never be called, because the method of
//! the type comes before the method of the trait. In come the mocks. Out come mocks in which such a name ends with an
//! underscore. Other names that meet are refused in `names.rs`.

use quote::format_ident;
use syn::{File, Ident, ImplItem, Item, TraitItem};

/// Methods of `httpmock::MockServer`.
const TAKEN: &[&str] = &[
    "address",
    "base_url",
    "connect",
    "connect_async",
    "connect_from_env",
    "connect_from_env_async",
    "forward_to",
    "forward_to_async",
    "host",
    "mock",
    "mock_async",
    "playback",
    "playback_async",
    "playback_from_yaml",
    "playback_from_yaml_async",
    "port",
    "proxy",
    "proxy_async",
    "record",
    "record_async",
    "reset",
    "reset_async",
    "start",
    "start_async",
    "url",
];

/// Adds an underscore to the name of such a mock.
pub(super) fn part(file: &mut File) {
    for item in &mut file.items {
        match item {
            Item::Trait(methods) => {
                for item in &mut methods.items {
                    if let TraitItem::Fn(function) = item {
                        rename(&mut function.sig.ident);
                    }
                }
            }
            Item::Impl(block) => {
                for item in &mut block.items {
                    if let ImplItem::Fn(function) = item {
                        rename(&mut function.sig.ident);
                    }
                }
            }
            _ => {}
        }
    }
}

fn rename(name: &mut Ident) {
    if TAKEN.iter().any(|taken| name == taken) {
        *name = format_ident!("{name}_");
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn a_mock_does_not_take_the_name_of_a_method_of_the_server() {
        let mut file: File = parse_quote! {
            trait MockServerExt { fn url(&self); fn list(&self); }
            impl MockServerExt for MockServer { fn url(&self) {} fn list(&self) {} }
        };
        part(&mut file);
        let text = prettyplease::unparse(&file);
        assert_eq!(text.matches("fn url_(").count(), 2, "{text}");
        assert_eq!(text.matches("fn list(").count(), 2, "{text}");
    }
}
