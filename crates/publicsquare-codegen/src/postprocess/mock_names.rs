//! Operations that are called like a method of the mock server, which would be called in their place.

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

/// Gives the mock of such an operation an underscore behind its name.
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
    fn a_method_of_the_server_stays_what_it_is() {
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
