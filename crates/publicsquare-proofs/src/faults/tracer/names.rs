//! Turning file descriptors and addresses of a traced program into paths.
//!
//! The thread, the arguments and the [`Operands`] of a call come in. Out come absolute paths, or nothing if the call
//! does not count because of them. Which calls count by their number is in [`calls`](super::calls).

use std::ffi::OsString;
use std::fs;
use std::io::IoSliceMut;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use nix::libc;
use nix::sys::uio::{RemoteIoVec, process_vm_readv};
use nix::unistd::Pid;

use super::calls::{Arguments, Operands, opening_changes};

/// The longest possible path, in bytes.
const LONGEST: usize = 4096;
const PAGE: usize = 4096;

/// The paths of a call. `None` if it does not count because of them.
pub(super) fn resolve(
    thread: Pid,
    arguments: &Arguments,
    operands: Operands,
) -> Option<Vec<PathBuf>> {
    let path_at = |folder: Option<u64>, place: usize| path(thread, folder, arguments[place]);
    Some(match operands {
        Operands::Nothing => Vec::new(),
        Operands::Fd(place) => {
            let target = descriptor(thread, arguments[place]);
            // These only wake the event loop of the program, or are its timers.
            if target.as_os_str().as_bytes().starts_with(b"anon_inode:") {
                return None;
            }
            vec![target]
        }
        Operands::SocketOnly(place) => {
            let target = descriptor(thread, arguments[place]);
            if !is_socket(&target) {
                return None;
            }
            vec![target]
        }
        Operands::Path(place) => vec![path_at(None, place)],
        Operands::PathAt(folder, place) => vec![path_at(Some(arguments[folder]), place)],
        Operands::Paths(from, to) => vec![path_at(None, from), path_at(None, to)],
        Operands::PathsAt([from_folder, from, to_folder, to]) => vec![
            path_at(Some(arguments[from_folder]), from),
            path_at(Some(arguments[to_folder]), to),
        ],
        Operands::OpenHow(folder, place, how) => {
            let flags: [u8; 8] = bytes(thread, arguments[how], 8)?.try_into().ok()?;
            if !opening_changes(u64::from_ne_bytes(flags)) {
                return None;
            }
            vec![path_at(Some(arguments[folder]), place)]
        }
    })
}

/// The two file descriptors that `socketpair` has returned.
pub(super) fn pair(thread: Pid, address: u64) -> Vec<PathBuf> {
    let pair = bytes(thread, address, 8).unwrap_or_default();
    pair.chunks_exact(4)
        .filter_map(|half| half.try_into().ok())
        .map(|half| descriptor(thread, u64::from(u32::from_ne_bytes(half))))
        .collect()
}

/// Whether a file descriptor that stands for this is a socket.
pub(super) fn is_socket(target: &Path) -> bool {
    target.as_os_str().as_bytes().starts_with(b"socket:")
}

/// The names of the paths for a report.
pub(super) fn describe(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| short(path)).collect();
    names.join(" -> ")
}

fn short(path: &Path) -> String {
    let name = path.to_string_lossy();
    if is_socket(path) {
        return "socket".to_owned();
    }
    if name.starts_with("pipe:") {
        return "pipe".to_owned();
    }
    // The bench keeps what the program prints in files without a folder.
    match name.strip_prefix("/memfd:") {
        Some(file) => file.trim_end_matches(" (deleted)").to_owned(),
        None => name.into_owned(),
    }
}

fn descriptor(thread: Pid, fd: u64) -> PathBuf {
    // The kernel uses only the lower half of the argument.
    let fd = (fd as u32).cast_signed();
    fs::read_link(format!("/proc/{thread}/fd/{fd}"))
        .unwrap_or_else(|_| PathBuf::from(format!("descriptor {fd}")))
}

fn path(thread: Pid, folder: Option<u64>, address: u64) -> PathBuf {
    let path = string(thread, address);
    if path.is_absolute() {
        return path;
    }
    let folder = match folder {
        Some(fd) if (fd as u32).cast_signed() != libc::AT_FDCWD => descriptor(thread, fd),
        _ => fs::read_link(format!("/proc/{thread}/cwd")).unwrap_or_default(),
    };
    if path.as_os_str().is_empty() {
        folder
    } else {
        folder.join(path)
    }
}

fn string(thread: Pid, address: u64) -> PathBuf {
    let mut text = Vec::new();
    let mut at = address;
    while text.len() < LONGEST {
        // The next page may not be mapped.
        let rest_of_page = PAGE - usize::try_from(at).unwrap_or_default() % PAGE;
        // Few paths are longer than 256 bytes.
        let Some(part) = bytes(thread, at, rest_of_page.min(256)) else {
            break;
        };
        if let Some(end) = part.iter().position(|byte| *byte == 0) {
            text.extend_from_slice(&part[..end]);
            break;
        }
        at += part.len() as u64;
        text.extend(part);
    }
    PathBuf::from(OsString::from_vec(text))
}

fn bytes(thread: Pid, address: u64, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    let remote = RemoteIoVec {
        base: usize::try_from(address).ok()?,
        len: length,
    };
    let read = process_vm_readv(thread, &mut [IoSliceMut::new(&mut bytes)], &[remote]).ok()?;
    (read == length).then_some(bytes)
}
