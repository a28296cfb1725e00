//! `cargo xtask interleavings`: what threads share, in many orders of their steps.
//!
//! In come the crates that share state between threads. Their tests named `interleavings` are built with `--cfg shuttle`,
//! which gives them the locks and channels of shuttle. Out comes the number of orders of each model, and whether all of
//! them kept the promise. The build has a folder of its own, because the flag is one of all packages.

use std::io::{self, Write};

use crate::cargo;
use crate::exit::Exit;

/// The crates with models.
const PACKAGES: &[&str] = &["publicsquare", "publicsquare-sandbox"];

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let mut test = cargo::command(&["test", "--quiet", "--locked", "--lib"]);
    test.args(PACKAGES.iter().flat_map(|name| ["--package", name]))
        .arg("--target-dir")
        .arg(cargo::target_folder().join("interleavings"))
        .args(["--", "interleavings::", "--nocapture"])
        .env("RUSTFLAGS", "--cfg shuttle")
        // The warning says that weak orderings are not modelled. The modules with the models say why that is no loss.
        .env("SHUTTLE_SILENCE_WARNINGS", "1");
    Ok(if cargo::succeeds(test, out)? {
        Exit::Success
    } else {
        Exit::Failure
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::workspace;

    #[test]
    fn every_crate_with_the_cfg_is_run() {
        let crates = fs::read_dir(workspace::path("crates")).unwrap();
        let mut with_models: Vec<String> = crates
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().join("src/interleavings.rs").exists())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        with_models.sort();
        assert_eq!(with_models, PACKAGES);
    }
}
