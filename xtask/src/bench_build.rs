//! `cargo xtask bench-build`: how long an application on `publicsquare` takes to build.
//!
//! In come two small applications that do the same, one on `publicsquare` and one on plain reqwest. Each is built
//! from nothing, several times. Out come the median times, their ratio, and the packages that only one of them
//! builds. How fast the client runs is measured by the benches of `publicsquare` itself.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, process::Stdio};

use crate::cargo;
use crate::cli::BenchBuildFlags;
use crate::exit::Exit;
use crate::workspace;

const ON_REQWEST: Application = Application {
    name: "on-reqwest",
    dependencies: r#"
reqwest = { version = "0.13", default-features = false, features = ["json", "rustls"] }
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
"#,
    main: r#"
#[derive(serde::Deserialize)]
struct ApiKey { key: Option<String> }
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::Client::new();
    let rotated: ApiKey = client
        .post("https://api.publicsquare.com/api-keys/key_7Ay5mcUXAxwrN6wQEQUVEHBCJ/regenerate")
        .header("X-API-KEY", std::env::var("PUBLICSQUARE_API_KEY")?)
        .send().await?.error_for_status()?.json().await?;
    std::process::exit(i32::from(rotated.key.is_none()))
}
"#,
};

const ON_PUBLICSQUARE: Application = Application {
    name: "on-publicsquare",
    dependencies: r#"
publicsquare = { path = "../../../crates/publicsquare" }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
"#,
    main: r#"
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = publicsquare::Client::from_env()?;
    let rotated = client.api_keys().regenerate("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ")?.await?;
    std::process::exit(i32::from(rotated.key.expose_secret().is_empty()))
}
"#,
};

struct Application {
    name: &'static str,
    dependencies: &'static str,
    main: &'static str,
}

pub(crate) fn run(flags: &BenchBuildFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let applications = [&ON_REQWEST, &ON_PUBLICSQUARE];
    for application in applications {
        application.write()?;
    }
    let mut times: [Vec<Duration>; 2] = Default::default();
    for round in 1..=flags.rounds {
        for (application, times) in applications.iter().zip(&mut times) {
            let time = application.build_cold()?;
            writeln!(
                out,
                "round {round}: {} {:.1} s",
                application.name,
                time.as_secs_f64()
            )?;
            out.flush()?;
            times.push(time);
        }
    }
    let [on_reqwest, on_publicsquare] = times.map(median);
    writeln!(
        out,
        "median: {:.1} s on publicsquare, {:.1} s on plain reqwest, ratio {:.3}",
        on_publicsquare.as_secs_f64(),
        on_reqwest.as_secs_f64(),
        on_publicsquare.as_secs_f64() / on_reqwest.as_secs_f64()
    )?;
    let plain = ON_REQWEST.packages()?;
    let added: Vec<String> = ON_PUBLICSQUARE
        .packages()?
        .into_iter()
        .filter(|name| !plain.contains(name))
        .collect();
    writeln!(out, "{} packages more: {}", added.len(), added.join(", "))?;
    Ok(Exit::Success)
}

impl Application {
    fn folder(&self) -> PathBuf {
        workspace::path("target/bench-build").join(self.name)
    }

    fn write(&self) -> io::Result<()> {
        let folder = self.folder();
        fs::create_dir_all(folder.join("src"))?;
        fs::write(
            folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]{}\n[workspace]\n",
                self.name, self.dependencies
            ),
        )?;
        fs::write(folder.join("src/main.rs"), self.main)?;
        // Both are built with the versions that are tested here.
        fs::copy(workspace::path("Cargo.lock"), folder.join("Cargo.lock"))?;
        let mut fetch = cargo::command(&["fetch", "--quiet"]);
        fetch.current_dir(&folder);
        cargo::output(fetch).map(drop)
    }

    fn build_cold(&self) -> io::Result<Duration> {
        let target = self.folder().join("target");
        remove(&target)?;
        let mut build = cargo::command(&["build", "--quiet", "--offline"]);
        build
            .current_dir(self.folder())
            .env("CARGO_TARGET_DIR", &target)
            .stderr(Stdio::inherit());
        let start = Instant::now();
        if !build.status()?.success() {
            return Err(io::Error::other(format!("{} does not build", self.name)));
        }
        let time = start.elapsed();
        remove(&target)?;
        Ok(time)
    }

    fn packages(&self) -> io::Result<Vec<String>> {
        let tree = [
            "tree",
            "--offline",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
        ];
        let mut command = cargo::command(&tree);
        command.current_dir(self.folder());
        let mut names: Vec<String> = cargo::output(command)?
            .lines()
            .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
            .filter(|name| name != self.name)
            .collect();
        names.sort();
        names.dedup();
        Ok(names)
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
    } else {
        Ok(())
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
