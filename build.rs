//! Generates the client during the build, if the feature `codegen` is on.
//!
//! In comes `openapi/publicsquare.yaml`. Out comes `generated.rs` in Cargo's output folder, or an error of Cargo for each
//! line of the problem. Without the feature, the committed `src/generated.rs` is compiled; both are the same code.

#![forbid(unsafe_code)]

#[cfg(feature = "codegen")]
fn main() {
    use std::path::Path;
    use std::{env, fs};

    const SPEC: &str = "openapi/publicsquare.yaml";

    fn generate() -> Result<(), String> {
        let root = env::var("CARGO_MANIFEST_DIR").map_err(|error| error.to_string())?;
        let out = env::var("OUT_DIR").map_err(|error| error.to_string())?;
        let text = fs::read_to_string(Path::new(&root).join(SPEC))
            .map_err(|error| format!("{SPEC} cannot be read: {error}"))?;
        let document =
            publicsquare_codegen::load(SPEC, &text).map_err(|error| error.to_string())?;
        let generated =
            publicsquare_codegen::generate(&document).map_err(|error| error.to_string())?;
        fs::write(Path::new(&out).join("generated.rs"), generated.client)
            .map_err(|error| format!("{out}/generated.rs cannot be written: {error}"))
    }

    println!("cargo::rerun-if-changed={SPEC}");
    if let Err(message) = generate() {
        for line in message.lines() {
            println!("cargo::error={line}");
        }
    }
}

#[cfg(not(feature = "codegen"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
