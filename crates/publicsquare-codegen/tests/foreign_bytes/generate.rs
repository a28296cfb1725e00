//! A document that the loader reads becomes Rust code, or is refused with a message and a help.
//!
//! In come the bytes of a document. The property fails on a panic, on generated code without a client, and on a refusal
//! without text.

use openapi_loader::load_published;
use publicsquare_codegen::generate;

/// Asserts what holds for each document.
pub(crate) fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(document) = load_published("api.yaml", text) else {
        return;
    };
    match generate(&document) {
        Ok(code) => assert!(code.client.contains("pub struct Client")),
        Err(refusals) => {
            for refusal in &refusals {
                assert!(!refusal.message().is_empty() && !refusal.help().is_empty());
            }
        }
    }
}
