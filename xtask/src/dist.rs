//! `cargo xtask dist`: psq as people download it.
//!
//! In come the sources and a target. Out come `target/dist/psq-VERSION-TARGET.tar.gz` with the program, its manual,
//! its completions and the licences, and the same files unpacked in `target/dist/stage`, which the Debian package is
//! made from. The archive is the same to the byte for one program, one commit and one gzip.
//! What a whole release consists of is in `release`.

mod tar;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use semver::Version;
use sha2::{Digest, Sha256};

use self::tar::Archive;
use crate::cli::DistFlags;
use crate::exit::Exit;
use crate::{cargo, client_version, workspace};

/// Where all of it is written, from the root of the workspace.
const FOLDER: &str = "target/dist";

/// The shells with completions, and what the file of each is called.
const COMPLETIONS: [(&str, &str); 3] =
    [("bash", "psq.bash"), ("zsh", "_psq"), ("fish", "psq.fish")];

/// Files that stand beside the program in the archive.
const TEXTS: [(&str, &str); 3] = [
    ("crates/publicsquare-cli/README.md", "README.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

pub(crate) fn run(flags: &DistFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let target = match &flags.target {
        Some(target) => target.clone(),
        None => host()?,
    };
    let program = build(&target, &workspace::path("target"), out)?;
    let staged = stage(&program)?;
    let version = client_version::read(&workspace::path(""))?.version;
    let archive = pack(&staged, &version, &target)?;
    let sum = sha256(&archive)?;
    writeln!(out, "{sum}  {}", archive.display())?;
    Ok(Exit::Success)
}

/// The target that this machine builds for by itself.
pub(crate) fn host() -> io::Result<String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.arg("-vV");
    let said = cargo::output(command)?;
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| io::Error::other("rustc does not say which host it runs on"))
}

/// Builds psq for release into a target folder. The paths of this machine get other names where rustc writes them.
pub(crate) fn build(target: &str, folder: &Path, out: &mut dyn Write) -> io::Result<PathBuf> {
    let mut command = cargo::command(&[
        "build",
        "--profile",
        "small",
        "--locked",
        "--quiet",
        "--package",
        "publicsquare-cli",
        "--bin",
        "psq",
        "--target",
        target,
    ]);
    command
        .arg("--target-dir")
        .arg(folder)
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(folder))
        .env_remove("RUSTFLAGS");
    if !cargo::succeeds(command, out)? {
        return Err(io::Error::other(format!(
            "psq cannot be built for {target}; cargo has said why above"
        )));
    }
    Ok(folder.join(target).join("small").join("psq"))
}

/// The flags in `RUSTFLAGS`, and a neutral name for each folder that is different on another machine.
fn rust_flags(folder: &Path) -> OsString {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let own = env::var("RUSTFLAGS").unwrap_or_default();
    let mut flags: Vec<OsString> = own.split_whitespace().map(OsString::from).collect();
    // rustc takes the last prefix that fits, so the target folder, which lies in the workspace, comes last.
    let renamed = [
        (home, "/cargo"),
        (Some(workspace::path("")), "/publicsquare/"),
        (Some(folder.to_owned()), "/target"),
    ];
    for (path, name) in renamed {
        if let Some(path) = path {
            let mut flag = OsString::from("--remap-path-prefix=");
            flag.push(path);
            flag.push("=");
            flag.push(name);
            flags.push(flag);
        }
    }
    flags.join(std::ffi::OsStr::new("\x1f"))
}

/// Writes the program, its manual and its completions into the stage. The program writes them itself, so it has to run
/// on this machine.
pub(crate) fn stage(program: &Path) -> io::Result<PathBuf> {
    let stage = workspace::path(FOLDER).join("stage");
    match fs::remove_dir_all(&stage) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let (man, completions) = (stage.join("man"), stage.join("completions"));
    fs::create_dir_all(&man)?;
    fs::create_dir_all(&completions)?;
    fs::copy(program, stage.join("psq"))?;
    let mut manual = Command::new(program);
    manual.args(["man", "--all"]).arg(&man);
    cargo::output(manual)?;
    for (shell, file) in COMPLETIONS {
        let mut completion = Command::new(program);
        completion.args(["completions", shell]);
        fs::write(completions.join(file), cargo::output(completion)?)?;
    }
    for (from, to) in TEXTS {
        fs::copy(workspace::path(from), stage.join(to))?;
    }
    Ok(stage)
}

/// Packs the stage. The path of the archive.
pub(crate) fn pack(stage: &Path, version: &Version, target: &str) -> io::Result<PathBuf> {
    let name = format!("psq-{version}-{target}");
    let mut archive = Archive::new(committed_at()?);
    let mut folders = vec![stage.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    for path in files {
        let inner = path.strip_prefix(stage).map_err(io::Error::other)?;
        let inner: Vec<_> = inner.iter().map(|part| part.to_string_lossy()).collect();
        let is_program = inner == ["psq"];
        let mode = if is_program { 0o755 } else { 0o644 };
        archive.add(
            &format!("{name}/{}", inner.join("/")),
            mode,
            &fs::read(&path)?,
        )?;
    }
    let path = workspace::path(FOLDER).join(format!("{name}.tar.gz"));
    fs::write(&path, compressed(archive.finish())?)?;
    Ok(path)
}

/// By gzip, without a name or a time of its own.
fn compressed(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut gzip = Command::new("gzip")
        .args(["-n", "-9", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("gzip cannot be run: {error}")))?;
    let input = gzip.stdin.take();
    let writer =
        std::thread::spawn(move || input.map_or(Ok(()), |mut input| input.write_all(&bytes)));
    let output = gzip.wait_with_output()?;
    writer
        .join()
        .map_err(|_| io::Error::other("gzip was not given all of the archive"))??;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(io::Error::other("gzip has failed"))
    }
}

/// When the commit was made, in seconds since 1970: the time of every file in the archive. 0 without a history.
fn committed_at() -> io::Result<u64> {
    if let Ok(stated) = env::var("SOURCE_DATE_EPOCH") {
        return stated
            .parse()
            .map_err(|_| io::Error::other("SOURCE_DATE_EPOCH is not a number of seconds"));
    }
    let mut command = Command::new("git");
    command
        .args(["log", "-1", "--format=%ct"])
        .current_dir(workspace::path(""));
    let said = cargo::output(command).unwrap_or_default();
    Ok(said.trim().parse().unwrap_or_default())
}

/// Writes the components of psq as CycloneDX. `cargo cyclonedx` writes a file beside each manifest of the workspace;
/// those are removed.
pub(crate) fn write_components(path: &Path, out: &mut dyn Write) -> io::Result<()> {
    const NAME: &str = "release-components";
    let mut list = cargo::command(&["cyclonedx", "--format", "json", "--spec-version", "1.5"]);
    list.args(["--override-filename", NAME, "--manifest-path"]);
    list.arg(workspace::path("crates/publicsquare-cli/Cargo.toml"));
    let listed = cargo::succeeds(list, out)?;
    let mut found = None;
    let crates = fs::read_dir(workspace::path("crates"))?;
    let folders = crates.filter_map(Result::ok).map(|entry| entry.path());
    for folder in folders.chain([workspace::path(""), workspace::path("xtask")]) {
        let file = folder.join(format!("{NAME}.json"));
        if !file.exists() {
            continue;
        }
        if folder.ends_with("publicsquare-cli") {
            found = Some(fs::read(&file)?);
        }
        fs::remove_file(&file)?;
    }
    match found {
        Some(bytes) if listed => fs::write(path, bytes),
        _ => Err(io::Error::other(
            "cargo cyclonedx has not written the components of psq; its message is above",
        )),
    }
}

/// The SHA-256 of a file, in hexadecimal.
pub(crate) fn sha256(file: &Path) -> io::Result<String> {
    let digest = Sha256::digest(fs::read(file)?);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_sha_256() {
        let file = env::temp_dir().join(format!("publicsquare-xtask-abc-{}", std::process::id()));
        fs::write(&file, "abc").unwrap();
        let sum = sha256(&file).unwrap();
        fs::remove_file(&file).unwrap();
        assert_eq!(
            sum,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn each_folder_of_this_machine_gets_a_neutral_name() {
        let flags = rust_flags(Path::new("/somewhere/target"));
        let flags = flags.to_string_lossy();
        assert!(flags.contains("--remap-path-prefix=/somewhere/target=/target"));
        assert!(flags.contains("=/publicsquare/"), "{flags}");
    }
}
