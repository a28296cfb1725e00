//! The Rust files of a folder.
//!
//! In comes a folder. Out come the paths of all Rust files below it, in the order of their names. The rules in
//! `house` read the tracked files instead, whatever their kind.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Every Rust file below a folder.
pub(crate) fn below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut folders, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
