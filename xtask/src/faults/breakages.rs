//! `cargo xtask faults --breakages`: psq is broken on purpose, in one place at a time, and each time the
//! bench has to find it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::bench::Bench;
use super::build;
use super::judge::Flaw;
use crate::cli::FaultsFlags;
use crate::exit::Exit;
use crate::{cargo, workspace};

/// A place where psq is broken, and what the bench has to say to it.
struct Breakage {
    what: &'static str,
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
    flaw: Flaw,
}

const BREAKAGES: [Breakage; 12] = [
    Breakage {
        what: "the request is sent before the journal is written",
        file: "rotate.rs",
        right: "    let mut course = preflight.begin(Operation::Rotate, None, facts, progress)?;",
        wrong: "    let _ = preflight.api.regenerate(&request);
    let mut course = preflight.begin(Operation::Rotate, None, facts, progress)?;",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "the first entry of the journal is not synced",
        file: "journal.rs",
        right: "            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&draft, &path));",
        wrong: "            .and_then(|()| fs::rename(&draft, &path));",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "the folder of a new journal is not synced",
        file: "journal.rs",
        right: "        if let Err(error) = sync_folder_of(&path) {",
        wrong: "        if let Err(error) = io::Result::Ok(()) {",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "the staged file is renamed before it is synced",
        file: "destination/staging.rs",
        right: "        staged.set_len(content.len() as u64)?;
        staged.sync_all()",
        wrong: "        staged.set_len(content.len() as u64)",
        flaw: Flaw::Bytes,
    },
    Breakage {
        what: "the folder of the destination is not synced after the rename",
        file: "destination/staging.rs",
        right: "        fs::rename(&self.path, self.file.path())?;
        sync_folder_of(self.file.path())",
        wrong: "        fs::rename(&self.path, self.file.path())",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "the destination is overwritten in place",
        file: "destination/staging.rs",
        right: "        fs::rename(&self.path, self.file.path())?;
        sync_folder_of(self.file.path())",
        wrong: "        fs::copy(&self.path, self.file.path())?;
        fs::remove_file(&self.path)?;
        self.settle()",
        flaw: Flaw::Bytes,
    },
    Breakage {
        what: "no answer is taken for a refusal",
        file: "rotate.rs",
        right: "    let Ok(revealed) = course.api.reveal(id) else {
        return Err(Stop::unfinished(id, old_key, message));
    };",
        wrong: "    let Ok(revealed) = course.api.reveal(id) else {
        return Err(Stop::untouched(message));
    };",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "whether the delivered key is the current one is not looked at",
        file: "course/verify.rs",
        right: "                let is_current = revealed.key == *key;",
        wrong: "                let is_current = true | (revealed.key == *key);",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "the new key is shown instead of its fingerprint",
        file: "rotate.rs",
        right: "                \"Rotated: the old value is dead, the new one is {fingerprint}\"",
        wrong: "                \"Rotated: the new value is {}\", rotated.key.expose_secret()",
        flaw: Flaw::Leak,
    },
    Breakage {
        what: "the old key is deleted before its successor is delivered",
        file: "replace.rs",
        right: "    course.deliver(key)?;
    course.verify(key)?;
    delete_old(course)",
        wrong: "    course.api.delete(course.id(), None).ok();
    course.deliver(key)?;
    course.verify(key)?;
    delete_old(course)",
        flaw: Flaw::Lost,
    },
    Breakage {
        what: "a delivery that failed is reported as if nothing had been done",
        file: "course.rs",
        right: "        Stop::unfinished(self.id(), self.old_key(), message)",
        wrong: "        Stop::untouched(message)",
        flaw: Flaw::FalseClaim,
    },
    Breakage {
        what: "waiting for a new key to be accepted panics",
        file: "api.rs",
        right: "            .block_on(async { tokio::time::sleep(duration).await });",
        wrong: "            .block_on(tokio::time::sleep(duration));",
        flaw: Flaw::Disorder,
    },
];

pub(super) fn run(flags: &FaultsFlags, can_mount: bool, out: &mut dyn Write) -> io::Result<Exit> {
    let copy = Copy::new()?;
    let mut exit = Exit::Success;
    for breakage in &BREAKAGES {
        let psq = copy.build_broken(breakage, out)?;
        let bench = Bench::new(&psq, flags, can_mount)?;
        let tally = bench.play(None, true)?;
        let found = tally.first_of(breakage.flaw);
        match &found {
            Some(found) => writeln!(out, "found: {}\n{found}", breakage.what)?,
            None => {
                exit = Exit::Failure;
                writeln!(
                    out,
                    "NOT FOUND in {} rounds: {}",
                    tally.rounds(),
                    breakage.what
                )?;
            }
        }
        out.flush()?;
    }
    Ok(exit)
}

/// The sources of the workspace once more, to be broken.
struct Copy {
    folder: PathBuf,
}

impl Copy {
    fn new() -> io::Result<Self> {
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

    /// psq with the breakage and no other.
    fn build_broken(&self, breakage: &Breakage, out: &mut dyn Write) -> io::Result<PathBuf> {
        let file = format!("crates/publicsquare-cli/src/{}", breakage.file);
        let place = self.folder.join(&file);
        let right = fs::read_to_string(&place)?;
        if right.matches(breakage.right).count() != 1 {
            return Err(io::Error::other(format!(
                "{file} does not have this once, so that breakages.rs has to follow it:\n{}",
                breakage.right
            )));
        }
        fs::write(&place, right.replace(breakage.right, breakage.wrong))?;
        let mut command = cargo::command(&super::BUILD);
        command
            .current_dir(&self.folder)
            .arg("--target-dir")
            .arg(workspace::path("target/breakages/target"));
        let built = build(command, out);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_breakage_has_its_place_in_the_code() {
        for breakage in &BREAKAGES {
            let file = format!("crates/publicsquare-cli/src/{}", breakage.file);
            let code = fs::read_to_string(workspace::path(&file)).unwrap();
            let places = code.matches(breakage.right).count();
            assert_eq!(places, 1, "{}: {}", breakage.file, breakage.what);
        }
    }
}
