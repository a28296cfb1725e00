//! `cargo xtask bench-program`: the size of psq, how long it takes to start, and what it adds to a rotation.
//!
//! In comes nothing. psq is built as `dist` builds it, and beside it a program that has nothing but clap and its version, and
//! one that has nothing but the requests and the syncs of a rotation. psq and each of them run in turns. Out come the size
//! of psq, the median times and the medians of their ratios. What a run of psq costs with many keys is measured by its
//! bench `fleet`.

mod rotation;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::exit::Exit;
use crate::{cargo, dist, workspace};

const ROUNDS: usize = 300;

const HELLO: &str = r#"
#[derive(clap::Parser)]
#[command(version)]
struct Hello {
    name: Option<String>,
}
fn main() {
    let hello: Hello = clap::Parser::parse();
    println!("Hello, {}!", hello.name.as_deref().unwrap_or("world"));
}
"#;

const BARE: &str = include_str!("bench_program/bare.rs.in");

pub(crate) fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let psq = dist::build(&dist::host()?, &workspace::path("target"), out)?;
    let hello = build("hello", HELLO)?;
    let bare = build("bare", BARE)?;
    let bytes = fs::metadata(&psq)?.len();
    writeln!(out, "psq has {:.1} MB", bytes as f64 / 1e6)?;
    let (mut times, mut ratios) = ([Vec::new(), Vec::new()], Vec::new());
    for round in 0..ROUNDS {
        let mut pair = [Duration::ZERO; 2];
        // Each round begins with the other program.
        for place in [round % 2, (round + 1) % 2] {
            pair[place] = start([&psq, &hello][place])?;
            times[place].push(pair[place].as_secs_f64());
        }
        ratios.push(pair[0].as_secs_f64() / pair[1].as_secs_f64());
    }
    let [of_psq, of_hello] = times.map(median);
    writeln!(
        out,
        "--version: psq {:.2} ms, a program with nothing but clap {:.2} ms, ratio {:.2} ({ROUNDS} rounds)",
        of_psq * 1e3,
        of_hello * 1e3,
        median(ratios)
    )?;
    rotation::compare(&psq, &bare, out)
}

/// Builds a program to compare with, as psq is built.
fn build(name: &str, main: &str) -> io::Result<PathBuf> {
    let folder = workspace::path("target/bench-program").join(name);
    fs::create_dir_all(folder.join("src"))?;
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             clap = {{ version = \"4\", features = [\"derive\"] }}\n\n\
             [profile.release]\ncodegen-units = 1\nlto = \"fat\"\nstrip = true\n\n[workspace]\n"
        ),
    )?;
    fs::write(folder.join("src/main.rs"), main)?;
    fs::copy(workspace::path("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut build = cargo::command(&["build", "--release", "--quiet", "--target-dir", "target"]);
    build.current_dir(&folder);
    if !build.status()?.success() {
        return Err(io::Error::other(
            "the program to compare with does not build",
        ));
    }
    Ok(folder.join("target/release").join(name))
}

fn start(program: &Path) -> io::Result<Duration> {
    let start = Instant::now();
    let status = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .status()?;
    let time = start.elapsed();
    if status.success() {
        Ok(time)
    } else {
        Err(io::Error::other(format!(
            "{} --version: {status}",
            program.display()
        )))
    }
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
