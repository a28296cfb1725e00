//! `cargo xtask bench-calls`: the cost of a call, beside the client that openapi-generator makes.
//!
//! In comes nothing. Out come the time, the instructions and the allocations of a call by hand, through `publicsquare`
//! and through that client, in one run. The measurements are in `crates/publicsquare/benches/calls`; this module makes
//! the package that builds them with the generated client, in the target folder. The cost of a build is measured by
//! `bench_build`.

use std::fs;
use std::io::{self, Write};

use crate::exit::Exit;
use crate::{cargo, generated_client, workspace};

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let client = generated_client::generate(out)?;
    let folder = workspace::path("target/bench-calls");
    fs::create_dir_all(&folder)?;
    let path = |relative| workspace::path(relative).display().to_string();
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            r#"[package]
name = "bench-calls"
version = "0.0.0"
edition = "2024"

[[bin]]
name = "calls"
path = {bench:?}

[dependencies]
chrono = {{ version = "0.4", default-features = false, features = ["serde"] }}
generated_client = {{ path = {client:?}, default-features = false, features = ["rustls"] }}
publicsquare = {{ path = {publicsquare:?} }}
publicsquare-sandbox = {{ path = {sandbox:?} }}
reqwest = {{ version = "0.13", default-features = false, features = ["rustls"] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
tokio = {{ version = "1", features = ["rt-multi-thread", "time"] }}
uuid = {{ version = "1", features = ["v4"] }}

[profile.release]
codegen-units = 1
lto = "fat"

[workspace]
"#,
            bench = path("crates/publicsquare/benches/calls/beside_generated.rs"),
            client = client.display().to_string(),
            publicsquare = path("crates/publicsquare"),
            sandbox = path("crates/publicsquare-sandbox"),
        ),
    )?;
    // All sides are built with the versions that are tested here.
    fs::copy(workspace::path("Cargo.lock"), folder.join("Cargo.lock"))?;
    for figures in ["--bench", "--counts"] {
        let mut bench = cargo::command(&["run", "--release", "--quiet", "--", figures]);
        bench.current_dir(&folder);
        if !cargo::succeeds(bench, out)? {
            return Ok(Exit::Failure);
        }
    }
    Ok(Exit::Success)
}
