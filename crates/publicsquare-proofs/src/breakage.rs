//! Code that is broken on purpose, to check that a bench finds the bug.
//!
//! A place in the sources comes in, with the right and the wrong code. Out comes whatever was built from a copy
//! of the workspace that is wrong in this one place. The lists of breakages are in `faults/breakages.rs` and
//! `claims/breakages.rs`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::workspace;

/// One bug: where the code is changed, and the flaw that the bench has to find.
pub(crate) struct Breakage<Flaw> {
    pub(crate) what: &'static str,
    /// The path from the root of the workspace.
    pub(crate) file: &'static str,
    pub(crate) right: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) flaw: Flaw,
}

impl<Flaw> Breakage<Flaw> {
    /// The content of the file. It is an error unless the right code is in it exactly once.
    pub(crate) fn place(&self) -> io::Result<String> {
        let code = fs::read_to_string(workspace::path(self.file))?;
        if code.matches(self.right).count() == 1 {
            return Ok(code);
        }
        Err(io::Error::other(format!(
            "{} does not contain this code exactly once; adapt the breakage \"{}\" to the new code:\n{}",
            self.file, self.what, self.right
        )))
    }
}

/// A copy of the sources of the workspace, in which the bugs are made.
pub(crate) struct Sources {
    folder: PathBuf,
}

impl Sources {
    pub(crate) fn copied() -> io::Result<Self> {
        let folder = workspace::path("target/breakages/source");
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(&folder)?,
        }
        for name in ["Cargo.toml", "Cargo.lock", "build.rs", "README.md"] {
            fs::copy(workspace::path(name), folder.join(name))?;
        }
        for name in ["src", "openapi", "crates", "examples", "xtask", "tests"] {
            copy_folder(&workspace::path(name), &folder.join(name))?;
        }
        Ok(Self { folder })
    }

    /// Builds with this breakage and no other. The closure gets the folder of the sources and the target folder.
    pub(crate) fn with<Flaw, T>(
        &self,
        breakage: &Breakage<Flaw>,
        build: impl FnOnce(&Path, &Path) -> io::Result<T>,
    ) -> io::Result<T> {
        let right = breakage.place()?;
        let place = self.folder.join(breakage.file);
        fs::write(&place, right.replace(breakage.right, breakage.wrong))?;
        let built = build(&self.folder, &workspace::path("target/breakages/target"));
        fs::write(&place, right)?;
        built
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
