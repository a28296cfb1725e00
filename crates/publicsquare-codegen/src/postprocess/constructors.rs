//! Hides the constructors and the `Debug` of the generated client.
//!
//! progenitor's constructors follow redirects, send no key, and panic. Its `Debug` shows the headers of the HTTP client. In
//! comes the file with `Client`. Out comes the same file without `Client::new` and without the derived `Debug`. The client
//! crate has its own in `src/connection.rs`.

use syn::{File, ImplItem, Item, parse_quote};

use super::derives;

/// Removes `Client::new`, makes `Client::new_with_client` private to the crate, and removes the derived `Debug`.
pub(super) fn withdraw(file: &mut File) {
    for item in &mut file.items {
        if let Item::Struct(client) = item
            && client.ident == "Client"
        {
            client
                .attrs
                .retain(|attribute| !derives::any(std::slice::from_ref(attribute), "Debug"));
            client.attrs.insert(0, parse_quote!(#[derive(Clone)]));
        }
        let Item::Impl(block) = item else { continue };
        if block.trait_.is_some() {
            continue;
        }
        // An operation may also be called `new`; it has a receiver.
        block.items.retain(|item| {
            !matches!(item, ImplItem::Fn(f) if f.sig.ident == "new" && f.sig.receiver().is_none())
        });
        for item in &mut block.items {
            if let ImplItem::Fn(function) = item
                && function.sig.ident == "new_with_client"
            {
                function.vis = parse_quote!(pub(crate));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_constructor_stays_public() {
        let mut file: File = parse_quote! {
            #[derive(Clone, Debug)]
            /// The client.
            pub struct Client { client: reqwest::Client }
            impl Client {
                pub fn new(baseurl: &str) -> Self { todo() }
                pub fn new_with_client(baseurl: &str) -> Self { todo() }
                pub fn new(&self) -> builder::New<'_> { todo() }
            }
            impl<'a> Builder<'a> { fn other(&self) {} }
        };
        withdraw(&mut file);
        let expected: File = parse_quote! {
            #[derive(Clone)]
            /// The client.
            pub struct Client { client: reqwest::Client }
            impl Client {
                pub(crate) fn new_with_client(baseurl: &str) -> Self { todo() }
                pub fn new(&self) -> builder::New<'_> { todo() }
            }
            impl<'a> Builder<'a> { fn other(&self) {} }
        };
        assert_eq!(
            prettyplease::unparse(&file),
            prettyplease::unparse(&expected)
        );
    }
}
