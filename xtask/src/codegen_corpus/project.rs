//! The cargo project that the generated code is built and run in.
//!
//! In come the generated clients and mocks. Out come packages with several descriptions each, so that cargo builds
//! them side by side. The hand-written parts of the client and of the mocks are copied from their crates: once for
//! each description if they name the generated `Client`, else once for each package.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use publicsquare_codegen::Generated;

use super::document::Document;
use super::manifest::{Dependencies, manifest};
use super::smoke;
use crate::cargo;
use crate::same_features;
use crate::workspace;

/// How much generated code goes into one package, in bytes.
const PACKAGE: usize = 600_000;

/// Modules of the client that name nothing generated.
const SHARED: &[&str] = &[
    "api_key_id",
    "base_url",
    "lenient_decoding",
    "parameter",
    "partial_object",
    "redact",
    "secret_key",
    "transport",
    "untrusted_response",
];

/// Modules of the client that name the generated `Client`.
const OF_A_CLIENT: &[&str] = &["body", "client_hooks", "connection", "request_url"];

pub(crate) struct Project {
    folder: PathBuf,
    packages: usize,
}

impl Project {
    /// Writes the project anew. The target folder of an earlier one stays.
    pub(crate) fn write(folder: &Path, documents: &[(&Document, Generated)]) -> io::Result<Self> {
        let mut packages: Vec<Vec<&(&Document, Generated)>> = vec![Vec::new()];
        let mut size = 0;
        for entry in documents {
            if size > PACKAGE {
                packages.push(Vec::new());
                size = 0;
            }
            size += entry.1.client.len() + entry.1.mocks.len();
            if let Some(last) = packages.last_mut() {
                last.push(entry);
            }
        }
        let sources = folder.join("packages");
        if sources.exists() {
            fs::remove_dir_all(&sources)?;
        }
        let client = Dependencies::of("Cargo.toml")?;
        let mocks = Dependencies::of("crates/publicsquare-httpmock/Cargo.toml")?;
        let same = same_features::Build::Tests;
        write(
            &folder.join("Cargo.toml"),
            &format!(
                "[workspace]\nresolver = \"3\"\nmembers = [\"packages/*\", {:?}]\n\n{}",
                same.package(),
                same_features::profile()?
            ),
        )?;
        same.write(folder)?;
        // The project is built with the versions that are tested here.
        fs::copy(workspace::path("Cargo.lock"), folder.join("Cargo.lock"))?;
        for (index, documents) in packages.iter().enumerate() {
            let package = sources.join(format!("corpus-{index}"));
            write(
                &package.join("Cargo.toml"),
                &manifest(index, &client, &mocks),
            )?;
            let source = package.join("src");
            copy_shared(&source)?;
            for (document, code) in documents {
                copy_client(&source, document, code)?;
            }
            write(&source.join("main.rs"), &main_file(documents))?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            packages: packages.len(),
        })
    }

    pub(crate) fn build(&self, end: Instant, out: &mut dyn Write) -> io::Result<bool> {
        let mut build = cargo::command(&["build", "--workspace", "--quiet", "--keep-going"]);
        build
            .current_dir(&self.folder)
            .arg("--target-dir")
            .arg(cargo::target_folder());
        cargo::succeeds_until(end, build, out)
    }

    pub(crate) fn run(&self, end: Instant, out: &mut dyn Write) -> io::Result<bool> {
        let mut all = true;
        for index in 0..self.packages {
            let program = cargo::target_folder()
                .join("debug")
                .join(format!("corpus-{index}"));
            let program = program.with_extension(std::env::consts::EXE_EXTENSION);
            all &= cargo::succeeds_until(end, Command::new(program), out)?;
        }
        Ok(all)
    }
}

fn copy_shared(source: &Path) -> io::Result<()> {
    for name in SHARED {
        copy_module(&workspace::path("src"), name, source, str::to_owned)?;
    }
    Ok(())
}

fn copy_client(source: &Path, document: &Document, code: &Generated) -> io::Result<()> {
    let name = &document.name;
    let folder = source.join(name);
    let own = |text: &str| {
        [
            "generated",
            "request_url",
            "body",
            "client_hooks",
            "connection",
            "Connection",
            "types",
        ]
        .iter()
        .fold(text.to_owned(), |text, module| {
            text.replace(
                &format!("crate::{module}"),
                &format!("crate::{name}::{module}"),
            )
        })
    };
    for module in OF_A_CLIENT {
        copy_module(&workspace::path("src"), module, &folder, own)?;
    }
    write(&folder.join("generated.rs"), &own(&code.client))?;
    let mocked = |text: &str| {
        text.replace("crate::", &format!("crate::{name}::mocks::"))
            .replace("publicsquare_client::", &format!("crate::{name}::"))
    };
    let parts = workspace::path("crates/publicsquare-httpmock/src");
    for module in ["body", "parameter"] {
        copy_module(&parts, module, &folder.join("mocks"), mocked)?;
    }
    write(&folder.join("mocks/generated.rs"), &mocked(&code.mocks))?;
    write(&folder.join("mocks.rs"), MOCKS)?;
    write(&folder.join("smoke.rs"), &smoke::program(document, code)?)?;
    write(&folder.with_extension("rs"), &CLIENT.replace("NAME", name))
}

/// The module of one description.
const CLIENT: &str = "mod body;
mod client_hooks;
mod connection;
mod request_url;
pub mod mocks;
pub mod smoke;
mod generated {
    #![allow(missing_docs, unreachable_pub, unused_imports, unused_mut)]
    #![allow(rustdoc::all)]
    include!(\"NAME/generated.rs\");
}
pub use chrono;
pub use crate::{ApiKeyId, BaseUrl, SecretKey, serialize_secrets};
pub use connection::Connection;
pub use generated::{Client, Error, ResponseValue, builder, types};
";

/// The mocks of one description. The module of the faults is left out, because it names types of the real API.
const MOCKS: &str = "mod body;
mod parameter;
pub use crate::{ApiKeyId, SecretKey};
mod generated {
    #![allow(missing_docs, unreachable_pub, unused_imports)]
    #![allow(rustdoc::all)]
    include!(\"mocks/generated.rs\");
}
pub use generated::{MockServerExt, operations};
pub trait Faults: Sized {
    fn map(self, change: impl FnOnce(httpmock::Then) -> httpmock::Then) -> Self;
}
";

fn main_file(documents: &[&(&Document, Generated)]) -> String {
    let mut text = String::from(
        "#![deny(warnings)]\n#![allow(dead_code, unused_imports, unused_mut, clippy::all)]\n",
    );
    for name in SHARED {
        text.push_str(&format!("mod {name};\n"));
    }
    text.push_str(
        "pub use api_key_id::{ApiKeyId, InvalidApiKeyId};
pub use base_url::{BaseUrl, InvalidBaseUrl};
pub use redact::redact_keys;
pub use secret_key::{SecretKey, serialize_secrets};
pub use transport::{Timeouts, Transport, TransportBuilder, TransportError, is_refused_certificate};
pub use untrusted_response::UntrustedResponse;
",
    );
    for (document, _) in documents {
        text.push_str(&format!("mod {};\n", document.name));
    }
    text.push_str(smoke::RUNTIME);
    text.push_str("fn main() -> std::process::ExitCode {\n    let mut smoke = Smoke::start();\n");
    for (document, _) in documents {
        text.push_str(&format!(
            "    {0}::smoke::run(&mut smoke);\n",
            document.name
        ));
    }
    text.push_str("    smoke.end()\n}\n");
    text
}

/// Copies a module with the modules in it, without its tests.
fn copy_module(
    from: &Path,
    name: &str,
    to: &Path,
    change: impl Fn(&str) -> String + Copy,
) -> io::Result<()> {
    let text = fs::read_to_string(from.join(name).with_extension("rs"))?;
    let code = text
        .split("\n#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    write(&to.join(name).with_extension("rs"), &change(code))?;
    let inner = from.join(name);
    if !inner.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(&inner)? {
        let path = entry?.path();
        if let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) {
            copy_module(&inner, stem, &to.join(name), change)?;
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}
