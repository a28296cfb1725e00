//! Where psq keeps its journals, its locks and the audit log.
//!
//! The environment comes in: `PSQ_STATE_DIR`, else the state folder of the platform. Out go the paths of the
//! files, and the lock of a key. A folder that others can write to is refused. `journal`, `audit` and `lock`
//! use the files.

use std::env;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::{fs, io};

use etcetera::BaseStrategy;
use publicsquare::ApiKeyId;
use sha2::{Digest, Sha256};

use crate::cli_error::{CliError, OldKey};
use crate::durable::create_private_folders;
use crate::fingerprint::hex;
use crate::flaw::Flaw;
use crate::lock::Lock;
use crate::next_step::NextStep;

const VARIABLE: &str = "PSQ_STATE_DIR";

/// The folder of the state: `PSQ_STATE_DIR`, or `psq` in the platform's state folder.
#[derive(Debug, Clone)]
pub(crate) struct StateFolder(PathBuf);

impl StateFolder {
    /// Finds the folder. It may not exist yet.
    pub(crate) fn locate() -> Result<Self, CliError> {
        if let Some(folder) = env::var_os(VARIABLE).filter(|value| !value.is_empty()) {
            let folder = PathBuf::from(folder);
            if !folder.is_absolute() {
                return Err(
                    CliError::usage(format!("{VARIABLE} is not an absolute path")).with_advice(
                        "give the whole path, so that psq finds its journals from every folder",
                    ),
                );
            }
            return Ok(Self(folder));
        }
        let strategy = etcetera::base_strategy::choose_native_strategy().map_err(|_| {
            CliError::usage("there is no home folder for the journal")
                .with_advice(format!("set {VARIABLE} to a folder of your own"))
        })?;
        let base = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
        if !base.is_absolute() {
            return Err(CliError::usage(
                "the home folder is not an absolute path, so psq could not find its journals again",
            )
            .with_advice(format!("correct HOME, or set {VARIABLE}")));
        }
        Ok(Self(base.join("psq")))
    }

    /// A folder that a test chooses.
    #[cfg(test)]
    pub(crate) fn at(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// Creates the folder. Refuses a folder that others can write to.
    pub(crate) fn prepare(&self) -> Result<(), CliError> {
        create_private_folders(&self.rotations()).map_err(|error| self.unusable(&error))?;
        for folder in [&self.0, &self.rotations()] {
            let metadata = fs::metadata(folder).map_err(|error| self.unusable(&error))?;
            let own = metadata.uid() == rustix::process::geteuid().as_raw();
            if !own || metadata.permissions().mode() & 0o022 != 0 {
                return Err(CliError::usage(format!(
                    "{} belongs to somebody else, or others can write to it and forge a journal",
                    folder.display()
                ))
                .with_advice(format!(
                    "`chmod 700` it, or set {VARIABLE} to another folder"
                )));
            }
        }
        Ok(())
    }

    fn unusable(&self, error: &io::Error) -> CliError {
        CliError::usage(format!(
            "psq cannot keep its journal in {}: {error}",
            self.0.display()
        ))
        .with_advice(format!("set {VARIABLE} to a folder that psq can write to"))
    }

    /// The folder of the journals and locks.
    pub(crate) fn rotations(&self) -> PathBuf {
        self.0.join("rotations")
    }

    /// The path of the journal of a key.
    pub(crate) fn journal(&self, id: &ApiKeyId) -> PathBuf {
        self.rotations().join(format!("{}.journal", id.as_str()))
    }

    /// The path of the lock of a key, which keeps two processes from changing the key at once.
    pub(crate) fn lock(&self, id: &ApiKeyId) -> PathBuf {
        self.rotations().join(format!("{}.lock", id.as_str()))
    }

    /// Takes the lock of a key. Fails if another psq has it.
    pub(crate) fn take_lock(&self, id: &ApiKeyId) -> Result<Lock, CliError> {
        match Lock::try_take(&self.lock(id)) {
            Ok(Some(lock)) => Ok(lock),
            Ok(None) => Err(CliError::unfinished(
                id,
                OldKey::Unknown,
                Flaw::new("another psq is working on this key right now")
                    .advise("wait until it has ended"),
            )
            .with_next(NextStep::Status)),
            Err(error) => Err(CliError::usage(format!(
                "the lock cannot be taken: {error}"
            ))),
        }
    }

    /// The path of the lock that keeps two processes from editing one file at once.
    pub(crate) fn file_lock(&self, path: &Path) -> PathBuf {
        let digest = hex(&Sha256::digest(path.as_os_str().as_encoded_bytes()));
        let name = digest.get(..16).unwrap_or(&digest);
        self.rotations().join(format!("file-{name}.lock"))
    }

    /// The folder of the approvals of plans and of the locks of their runs.
    pub(crate) fn plans(&self) -> PathBuf {
        self.0.join("plans")
    }

    /// The path of the audit log.
    pub(crate) fn audit(&self) -> PathBuf {
        self.0.join("audit.jsonl")
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}
