//! Fuzz target: a document that the loader reads becomes Rust code, or is refused with a message and a help.
//!
//! The input is one document. The target fails on a panic, on generated code without a client, and on a refusal
//! without text. The test `damage` of `publicsquare-codegen` asserts the same on a stable toolchain.

#![no_main]
#![forbid(unsafe_code)]

use libfuzzer_sys::fuzz_target;
use openapi_loader::load_published;
use publicsquare_codegen::generate;

fuzz_target!(|text: &str| {
    let Ok(document) = load_published("fuzz.yaml", text) else {
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
});
