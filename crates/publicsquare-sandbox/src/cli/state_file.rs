//! The files of `--seed` and `--dump`, which contain keys.
//!
//! A path comes in. Out comes a builder with the keys of the file, or a file that only its owner can read. The
//! format of the text is in the library, in `state/snapshot.rs`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use publicsquare_sandbox::Builder;

/// Reads the file and lets the sandbox start with its keys. Errors name the file.
pub(crate) fn seed(builder: Builder, path: &Path) -> io::Result<Builder> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text =
        fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), named(&error)))?;
    builder
        .seed_json(&text)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, named(&error)))
}

/// Writes the text to the file, which only its owner can read. It is written under another name first and then
/// renamed, so that the file is complete at any time.
pub(crate) fn dump(text: &str, path: &Path) -> io::Result<()> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let draft = draft_of(path);
    let mut file = create(&draft).map_err(named)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    // Windows does not rename an open file.
    drop(file);
    written
        .and_then(|()| fs::rename(&draft, path))
        .map_err(|error| {
            // A forgotten file would contain values. If removing fails, the first error still matters more.
            let _ = fs::remove_file(&draft);
            named(error)
        })
}

/// A name of this process, next to the file. A rename works only within one file system.
fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.draft", std::process::id()));
    name.into()
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // A file that exists already could be readable by others, or be a link to somewhere else.
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}
