//! Code that is broken on purpose, to see whether a bench finds it.
//!
//! In comes a place in the sources with what is right and what is wrong there. Out comes what was built of a
//! copy of the workspace that is wrong in this one place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::workspace;

/// A place where the code is broken, and what the bench has to say to it.
pub(crate) struct Breakage<Flaw> {
    pub(crate) what: &'static str,
    /// From the root of the workspace.
    pub(crate) file: &'static str,
    pub(crate) right: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) flaw: Flaw,
}

impl<Flaw> Breakage<Flaw> {
    /// The file as it is, where it has the place exactly once.
    pub(crate) fn place(&self) -> io::Result<String> {
        let code = fs::read_to_string(workspace::path(self.file))?;
        if code.matches(self.right).count() == 1 {
            return Ok(code);
        }
        Err(io::Error::other(format!(
            "{} does not have this once, so that the breakage \"{}\" has to follow it:\n{}",
            self.file, self.what, self.right
        )))
    }
}

/// The sources of the workspace once more, to be broken.
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

    /// Builds with this breakage and no other. The closure gets the folder to build, and the one for what
    /// comes of it.
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
