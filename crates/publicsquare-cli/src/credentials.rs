//! The API key that psq authenticates with. It is never taken from the command line.
//!
//! It comes from `--auth-file`, else from the environment variables, else from the credentials that systemd
//! hands to a service. Out goes the key, or the reason why psq does not take it. `readers` refuses a file
//! that other users can read or change. `variables` reads the environment.

mod readers;
pub(crate) mod variables;

use std::env;
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::path::{Path, PathBuf};

use publicsquare::SecretKey;
use zeroize::{Zeroize, Zeroizing};

use self::variables::Found;
use crate::cli_error::CliError;
use crate::flaw::Flaw;
use crate::key_form::is_publishable;
use crate::plan::Credential;

/// The variable with the folder of a service's credentials (`LoadCredential=` in `systemd.exec(5)`).
const FOLDER: &str = "CREDENTIALS_DIRECTORY";

/// The name of psq's own credential in that folder.
const CREDENTIAL: &str = "publicsquare-api-key";

/// The most bytes that a file with a key may have. A key has far fewer.
const LARGEST: u64 = 4096;

/// Loads the key from the file, else from a variable, else from the credentials of the service.
pub(crate) fn load(file: Option<&Path>) -> Result<SecretKey, CliError> {
    let key = match file {
        Some(path) => read(path).map_err(|flaw| {
            CliError::usage(flaw.of(format_args!("--auth-file {}", path.display())))
        })?,
        None => match variables::read()? {
            Found::Key(key) => key,
            // A shop has its publishable key in this variable. The credential may still come from systemd.
            Found::Publishable(variable) => {
                from_service()?.ok_or_else(|| variables::only_publishable(variable))?
            }
            Found::Nothing => from_service()?.ok_or_else(none)?,
        },
    };
    refuse_publishable(&key)?;
    Ok(key)
}

/// Loads the key from the place that a plan names.
pub(crate) fn load_planned(credential: &Credential) -> Result<SecretKey, CliError> {
    let key = match credential {
        Credential::Variable(name) => match variables::planned(name)? {
            Some(key) => key,
            None => {
                return Err(CliError::usage(format!(
                    "the plan takes a credential from the variable {name}, which is not set"
                )));
            }
        },
        Credential::File(path) => read(path).map_err(|flaw| {
            CliError::usage(flaw.of(format_args!("the credential {}", path.display())))
        })?,
        Credential::Service(name) => {
            let folder = env::var_os(FOLDER).map(PathBuf::from);
            let folder = folder
                .filter(|folder| folder.is_absolute())
                .ok_or_else(|| {
                    CliError::usage(format!(
                        "the plan takes the credential {name} from ${FOLDER}, which is not set here"
                    ))
                    .with_advice(format!(
                        "run psq as a service of systemd with LoadCredential={name}:FILE"
                    ))
                })?;
            let path = folder.join(name);
            read(&path).map_err(|flaw| {
                CliError::usage(flaw.of(format_args!("the credential {}", path.display())))
            })?
        }
    };
    refuse_publishable(&key)?;
    Ok(key)
}

/// Refuses a publishable key before any request is sent, because it cannot manage keys.
fn refuse_publishable(key: &SecretKey) -> Result<(), CliError> {
    if is_publishable(key) {
        return Err(CliError::usage(
            "the key to authenticate with is a publishable key, which may not read or change keys",
        )
        .with_advice("use a secret key, or a restricted one with api-key:read and api-key:write"));
    }
    Ok(())
}

fn none() -> CliError {
    CliError::usage("there is no API key to authenticate with").with_advice(format!(
        "set {}, or give --auth-file FILE",
        variables::SECRET
    ))
}

fn from_service() -> Result<Option<SecretKey>, CliError> {
    let folder = env::var_os(FOLDER).map(PathBuf::from);
    let path = folder
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(CREDENTIAL))
        .filter(|path| path.symlink_metadata().is_ok());
    path.map(|path| {
        read(&path).map_err(|flaw| {
            CliError::usage(flaw.of(format_args!("the credential {}", path.display())))
        })
    })
    .transpose()
}

fn read(path: &Path) -> Result<SecretKey, Flaw> {
    let file = File::open(path)?;
    // The metadata of the opened file, because another file may have taken its place.
    let metadata = file.metadata()?;
    let kind = metadata.file_type();
    if !kind.is_file() && !kind.is_fifo() {
        return Err("it is neither a file nor a pipe".into());
    }
    let user = rustix::process::geteuid().as_raw();
    if metadata.uid() != user && metadata.uid() != 0 {
        return Err(
            Flaw::new("it belongs to somebody else, who could change the key")
                .advise("copy it, and `chmod 600` the copy"),
        );
    }
    readers::check(&file, &metadata, path)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(4097));
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    key_in(&bytes)
}

/// The key in a file with these bytes. The reason of a refusal shows none of them.
pub(crate) fn key_in(bytes: &[u8]) -> Result<SecretKey, Flaw> {
    if bytes.len() as u64 > LARGEST {
        return Err("it is too long for a key".into());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text")?;
    if text.trim().is_empty() {
        return Err("it is empty".into());
    }
    Ok(trimmed(text.to_owned()))
}

/// Removes blanks and line breaks, which editors and `echo` leave behind.
fn trimmed(mut value: String) -> SecretKey {
    let key = SecretKey::from(value.trim());
    value.zeroize();
    key
}
