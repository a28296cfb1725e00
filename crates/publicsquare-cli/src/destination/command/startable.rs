//! Whether a program can be started, checked without starting it.
//!
//! A program and a folder come in. Out goes the path of the program, or the reason why the system would
//! refuse it. The permission to execute a file is not enough: a script needs its interpreter, and a binary
//! needs its loader. psq has to know this before the rotation, because afterwards the old key is dead.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::is_executable;
use crate::flaw::Flaw;

/// How many bytes of a program are read. The system needs fewer to find the interpreter.
const HEAD: u64 = 4096;

/// How often an interpreter may itself be a script, as in the Linux kernel.
const DEEPEST: u32 = 4;

/// Finds the program: by its path, else in the folders of `PATH`.
pub(super) fn find(program: &str, folder: &Path) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(folder.join(program)).filter(|path| is_executable(path));
    }
    if program.is_empty() {
        return None;
    }
    let path = env::var_os("PATH").unwrap_or_else(|| OsString::from("/usr/bin:/bin"));
    env::split_paths(&path)
        .map(|entry| folder.join(entry).join(program))
        .find(|path| is_executable(path))
}

/// Checks that the system can start the file.
pub(super) fn check(path: &Path, folder: &Path) -> Result<(), Flaw> {
    check_at(path, folder, 0)
}

fn check_at(path: &Path, folder: &Path, depth: u32) -> Result<(), Flaw> {
    let mut head = Vec::new();
    match File::open(path) {
        Ok(file) => {
            file.take(HEAD).read_to_end(&mut head)?;
        }
        // A file can be executable and not readable. Then only the system can look into it.
        Err(_) => return Ok(()),
    }
    if let Some(rest) = head.strip_prefix(b"#!") {
        let line = rest.split(|&byte| byte == b'\n').next().unwrap_or_default();
        return check_script(line, folder, depth);
    }
    if head.starts_with(b"\x7fELF") {
        return check_elf(&head);
    }
    let is_mach_o = [
        [0xfe, 0xed, 0xfa, 0xce],
        [0xfe, 0xed, 0xfa, 0xcf],
        [0xce, 0xfa, 0xed, 0xfe],
        [0xcf, 0xfa, 0xed, 0xfe],
        [0xca, 0xfe, 0xba, 0xbe],
    ]
    .iter()
    .any(|magic| head.starts_with(magic));
    if is_mach_o {
        return Ok(());
    }
    let path = path.display();
    Err(
        Flaw::new(format!("{path} has no interpreter line")).advise(format!(
            "write #!/bin/sh or the like on its first line, or run it as `-- sh {path}`"
        )),
    )
}

/// Checks the interpreter of a script. For `env`, checks the program that it looks for as well.
fn check_script(line: &[u8], folder: &Path, depth: u32) -> Result<(), Flaw> {
    let line = String::from_utf8_lossy(line);
    if line.ends_with('\r') {
        return Err(Flaw::new(
            "its first line ends with a carriage return, which becomes a part of the interpreter's name",
        )
        .advise("save it with LF line ends"));
    }
    let mut words = line.split([' ', '\t']).filter(|word| !word.is_empty());
    let Some(interpreter) = words.next() else {
        return Err("its interpreter line names no interpreter".into());
    };
    let path = folder.join(interpreter);
    if !is_executable(&path) {
        return Err(Flaw::new(format!(
            "its interpreter {interpreter} does not exist or cannot be run"
        )));
    }
    if path.file_name().is_some_and(|name| name == "env") {
        let wanted = words.find(|word| !word.starts_with('-') && !word.contains('='));
        if let Some(wanted) = wanted
            && find(wanted, folder).is_none()
        {
            return Err(Flaw::new(format!(
                "its interpreter {wanted} does not exist"
            )));
        }
    }
    if depth >= DEEPEST {
        return Err(Flaw::new(format!(
            "its interpreter is a script, and so on, more than {DEEPEST} levels deep"
        )));
    }
    check_at(&path, folder, depth + 1)
}

/// Checks that the loader of a binary exists.
fn check_elf(head: &[u8]) -> Result<(), Flaw> {
    match loader(head) {
        Some(loader) if !loader.exists() => Err(Flaw::new(format!(
            "its loader {} does not exist",
            loader.display()
        ))
        .advise("use a program that was built for this system")),
        _ => Ok(()),
    }
}

/// The loader in the program headers of a 64-bit little-endian file (`elf(5)`).
fn loader(head: &[u8]) -> Option<PathBuf> {
    const INTERPRETER: u64 = 3;
    if head.get(4..6) != Some(&[2, 1]) {
        return None;
    }
    let number = |at: usize, length: usize| -> Option<u64> {
        let mut bytes = [0; 8];
        let found = head.get(at..at.checked_add(length)?)?;
        bytes.get_mut(..length)?.copy_from_slice(found);
        Some(u64::from_le_bytes(bytes))
    };
    let (start, size, count) = (number(32, 8)?, number(54, 2)?, number(56, 2)?);
    for index in 0..count {
        let entry = usize::try_from(start.checked_add(index.checked_mul(size)?)?).ok()?;
        if number(entry, 4)? == INTERPRETER {
            let offset = usize::try_from(number(entry.checked_add(8)?, 8)?).ok()?;
            let name = head.get(offset..)?.split(|&byte| byte == 0).next()?;
            return Some(PathBuf::from(std::ffi::OsStr::from_bytes(name)));
        }
    }
    None
}
