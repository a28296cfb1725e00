//! What can be read is generated, or refused with something to do about it.

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
