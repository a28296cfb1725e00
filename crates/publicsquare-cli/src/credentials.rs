//! The API key that psq authenticates with. It is never taken from the command line.

use std::env::{self, VarError};
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::Path;

use publicsquare::SecretKey;
use zeroize::{Zeroize, Zeroizing};

use crate::stop::Stop;

/// The variable with the API key.
pub(crate) const VARIABLE: &str = "PUBLICSQUARE_API_KEY";

/// Far more than a key has.
const LARGEST: u64 = 4096;

/// The key in the file, else the one in the variable.
pub(crate) fn load(file: Option<&Path>) -> Result<SecretKey, Stop> {
    match file {
        Some(path) => read(path)
            .map_err(|flaw| Stop::usage(format!("--auth-file {}: {flaw}", path.display()))),
        None => from_environment(),
    }
}

fn from_environment() -> Result<SecretKey, Stop> {
    match env::var(VARIABLE) {
        Ok(value) if !value.trim().is_empty() => Ok(trimmed(value)),
        Ok(_) | Err(VarError::NotPresent) => Err(Stop::usage(format!(
            "there is no API key to authenticate with: set {VARIABLE}, or give --auth-file FILE"
        ))),
        Err(VarError::NotUnicode(_)) => {
            Err(Stop::usage(format!("{VARIABLE} is not valid Unicode")))
        }
    }
}

fn read(path: &Path) -> Result<SecretKey, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    // Of what was opened, and not of what may have taken its place.
    let metadata = file.metadata().map_err(|error| error.to_string())?;
    let kind = metadata.file_type();
    if !kind.is_file() && !kind.is_fifo() {
        return Err("it is neither a file nor a pipe".to_owned());
    }
    let user = rustix::process::geteuid().as_raw();
    if metadata.uid() != user && metadata.uid() != 0 {
        return Err(
            "it belongs to somebody else, who could change the key; copy it, and `chmod 600` the copy"
                .to_owned(),
        );
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(format!(
            "others can read or write it (mode {:04o}); `chmod 600` it, and think of the key in it as \
             known to them",
            metadata.mode() & 0o7777
        ));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(4097));
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error: io::Error| error.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err("it is too long for a key".to_owned());
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    Ok(trimmed(text.to_owned()))
}

/// Editors and `echo` leave a line break behind.
fn trimmed(mut value: String) -> SecretKey {
    let key = SecretKey::from(value.trim());
    value.zeroize();
    key
}
