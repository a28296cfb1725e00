//! The files that hold keys.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use publicsquare_sandbox::Builder;

/// Sets the sandbox up with the keys in the file.
pub(crate) fn seed(builder: Builder, path: &Path) -> io::Result<Builder> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text =
        fs::read_to_string(path).map_err(|error| io::Error::new(error.kind(), named(&error)))?;
    builder
        .seed_json(&text)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, named(&error)))
}

/// Writes the text under another name first, so that the file is never half there; only its owner can
/// read it.
pub(crate) fn dump(text: &str, path: &Path) -> io::Result<()> {
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let draft = draft_of(path);
    let mut file = create(&draft).map_err(named)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    // Windows renames no file that is open.
    drop(file);
    written
        .and_then(|()| fs::rename(&draft, path))
        .map_err(|error| {
            // Values must not lie about; whether this works as well changes nothing about the error.
            let _ = fs::remove_file(&draft);
            named(error)
        })
}

/// A name of this process, next to the file: a rename works within one file system only.
fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.draft", std::process::id()));
    name.into()
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    // A file that is there already could be readable by others, or be a link to somewhere else.
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}
