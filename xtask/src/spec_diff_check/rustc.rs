//! Compiles clients and witnesses, many at once.
//!
//! In come the programs of a batch. All clients become modules of one crate and all witnesses modules of another,
//! because starting rustc costs more than compiling a module. Out comes what rustc says to each pair, found by the
//! names of the files. rustc stops at names that it cannot resolve, so refused modules are taken out and the rest is
//! compiled again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::cargo;

/// One pair: the clients, and the witness of the base.
pub(crate) struct Program {
    pub(crate) base: String,
    pub(crate) revision: String,
    pub(crate) witness: String,
}

/// The result of rustc for one pair.
pub(crate) enum Tried {
    Compiles,
    /// With the first error.
    Refused(String),
    /// The witness does not compile with the base that it was written from.
    NotEvenTheBase(String),
}

/// The dependencies that the clients are compiled with.
pub(crate) struct Bench {
    folder: PathBuf,
    crates: BTreeMap<String, PathBuf>,
}

/// The crates that generated code names.
const NAMED: [&str; 9] = [
    "base64",
    "bytes",
    "chrono",
    "futures",
    "progenitor_client",
    "publicsquare_client",
    "reqwest",
    "serde",
    "serde_json",
];

const CLIENTS: &str = "#![allow(warnings)]
pub use publicsquare_client::{ApiKeyId, Connection, SecretKey};
";

impl Bench {
    /// Builds what the generated code depends on, and finds where it is.
    pub(crate) fn prepare(out: &mut dyn Write) -> io::Result<Self> {
        writeln!(out, "building the dependencies of the client")?;
        let command = cargo::command(&[
            "check",
            "--quiet",
            "--locked",
            "--package",
            "publicsquare-client",
            "--no-default-features",
            "--features",
            "rustls",
            "--message-format",
            "json",
        ]);
        let mut crates = BTreeMap::new();
        for line in cargo::output(command)?.lines() {
            let message: Value = serde_json::from_str(line).map_err(io::Error::other)?;
            let name = message["target"]["name"]
                .as_str()
                .unwrap_or_default()
                .replace('-', "_");
            let files = message["filenames"].as_array().into_iter().flatten();
            let metadata = files
                .filter_map(Value::as_str)
                .find(|file| file.ends_with(".rmeta"));
            if let (Some(file), true) = (metadata, NAMED.contains(&name.as_str())) {
                crates.insert(name, PathBuf::from(file));
            }
        }
        let folder = cargo::target_folder().join("spec-judge");
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, crates })
    }

    /// Compiles the witnesses against both clients.
    pub(crate) fn compile(&self, programs: &[Program]) -> io::Result<Vec<Tried>> {
        let mut clients = CLIENTS.to_owned();
        // Many pairs share a description.
        let mut modules: BTreeMap<&str, String> = BTreeMap::new();
        for text in programs
            .iter()
            .flat_map(|program| [&program.base, &program.revision])
        {
            if modules.contains_key(text.as_str()) {
                continue;
            }
            let name = format!("c{}", modules.len());
            let own = ["types", "builder", "Client"]
                .iter()
                .fold(text.clone(), |text, own| {
                    text.replace(
                        &format!("crate :: {own}"),
                        &format!("crate :: {name} :: {own}"),
                    )
                });
            self.write(&name, &own)?;
            clients.push_str(&format!("pub mod {name};\n"));
            modules.insert(text, name);
        }
        let module = |text: &str| modules.get(text).cloned().unwrap_or_default();
        fs::write(self.folder.join("clients.rs"), clients)?;
        let refused = self.rustc("clients", None)?;
        if let Some((file, said)) = refused.into_iter().next() {
            return Err(io::Error::other(format!("{file} is no client: {said}")));
        }
        // Changes of the same base share its witness.
        let mut seen = BTreeSet::new();
        let mut distinct = Vec::new();
        for (index, program) in programs.iter().enumerate() {
            if seen.insert((&program.witness, &program.base)) {
                distinct.push(index);
            }
        }
        let of_base = self.witnesses(programs, &distinct, |program| module(&program.base))?;
        let all: Vec<usize> = (0..programs.len()).collect();
        let of_revision = self.witnesses(programs, &all, |program| module(&program.revision))?;
        let tried = (0..programs.len()).map(|index| {
            let name = format!("w{index}");
            match (of_base.get(&name), of_revision.get(&name)) {
                (Some(said), _) => Tried::NotEvenTheBase(said.clone()),
                (None, Some(said)) => Tried::Refused(said.clone()),
                (None, None) => Tried::Compiles,
            }
        });
        Ok(tried.collect())
    }

    /// The witnesses that rustc refuses with the clients of one side, each with the first error.
    fn witnesses(
        &self,
        programs: &[Program],
        which: &[usize],
        client: impl Fn(&Program) -> String,
    ) -> io::Result<BTreeMap<String, String>> {
        for (index, program) in programs.iter().enumerate() {
            let head = format!("use clients::{} as client;\n", client(program));
            self.write(&format!("w{index}"), &(head + &program.witness))?;
        }
        let mut left: BTreeSet<String> = which.iter().map(|index| format!("w{index}")).collect();
        let mut refused = BTreeMap::new();
        loop {
            let modules: String = left
                .iter()
                .map(|name| format!("pub mod {name};\n"))
                .collect();
            fs::write(
                self.folder.join("witnesses.rs"),
                format!("#![allow(warnings)]\n{modules}"),
            )?;
            let found = self.rustc("witnesses", Some("clients"))?;
            if found.is_empty() {
                return Ok(refused);
            }
            left.retain(|name| !found.contains_key(name));
            refused.extend(found);
        }
    }

    fn write(&self, module: &str, text: &str) -> io::Result<()> {
        fs::write(self.folder.join(module).with_extension("rs"), text)
    }

    /// Compiles one crate. The modules with an error, and the first one of each.
    fn rustc(&self, name: &str, uses: Option<&str>) -> io::Result<BTreeMap<String, String>> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let mut command = Command::new(rustc);
        command
            .current_dir(&self.folder)
            .args([
                "--edition=2024",
                "--crate-type=lib",
                "--emit=metadata",
                "--error-format=json",
            ])
            .args(["--cap-lints=allow", "--out-dir=."])
            .arg(format!("--crate-name={name}"))
            .arg(format!("{name}.rs"));
        for (name, file) in &self.crates {
            command
                .arg("--extern")
                .arg(format!("{name}={}", file.display()));
        }
        if let Some(folder) = self.crates.values().find_map(|file| file.parent()) {
            command
                .arg("-L")
                .arg(format!("dependency={}", folder.display()));
        }
        if let Some(other) = uses {
            command
                .arg("--extern")
                .arg(format!("{other}=lib{other}.rmeta"));
        }
        let output = command.output()?;
        let mut found = BTreeMap::new();
        for line in String::from_utf8_lossy(&output.stderr).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            if message["level"] != "error" {
                continue;
            }
            let spans = message["spans"].as_array().into_iter().flatten();
            let mut files = spans.filter(|span| span["is_primary"] == true);
            let file = files.find_map(|span| span["file_name"].as_str());
            let said = message["message"].as_str().unwrap_or_default();
            if let Some(module) = file.and_then(|file| Path::new(file).file_stem()) {
                let module = module.to_string_lossy().into_owned();
                found.entry(module).or_insert_with(|| said.to_owned());
            }
        }
        if found.is_empty() && !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(io::Error::other(format!("rustc has failed: {said}")));
        }
        Ok(found)
    }
}
