//! The files that the key goes to, with what others keep in them.
//!
//! In comes the chance of the round. Out come the files, and at any time the value in the one where the path
//! leads, or what of it is not as it was.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use super::document::Document;
use super::{Stage, VARIABLE};
use crate::faults::scenario::Place;
use crate::faults::user;
use crate::random::Random;

/// What no other secret of the files lacks, and nothing else here has.
pub(in crate::faults) const FOREIGN: &str = "OTHER";

/// A secret of somebody else, as it may stand beside the key or in its place.
const FOREIGN_SECRET: &str = "shop_prod_OTHER_main_8f3Kq2";

impl Stage {
    /// The path that psq is told. Where the key goes to the standard output nobody writes it but `recover`.
    pub(in crate::faults) fn file(&self) -> PathBuf {
        match self.scenario.place {
            Place::Dotenv => self.shop().join(".env"),
            Place::Linked => self.shop().join("current/.env"),
            Place::File | Place::NewFile => self.shop().join("key"),
            Place::Taken if self.has_variable.get() => self.shop().join(".env"),
            Place::Taken => self.shop().join("keys.txt"),
            // A vault keeps what it was given, whatever happens to this machine.
            Place::Command(_) => self.vault().join("key"),
            Place::Stdout => self.shop().join("rescued"),
        }
    }

    /// Where the lines that psq prints take a key that cannot go where it was to go.
    pub(super) fn rescue_files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        paths
            .filter(|path| path.extension().is_some_and(|end| end == "key"))
            .collect()
    }

    /// The files that psq has made for a key alone.
    pub(in crate::faults) fn private_files(&self) -> Vec<PathBuf> {
        let mut files = self.rescue_files();
        if self.scenario.place == Place::NewFile && self.file().exists() && !self.is_taken() {
            files.push(self.file());
        }
        files
    }

    pub(super) fn write_destination(&self, random: &mut Random) -> io::Result<()> {
        let value = self.first_value.clone();
        match self.scenario.place {
            Place::Dotenv => {
                let document = invented(random);
                self.write(&self.file(), document.with(&value), document)
            }
            Place::Linked => {
                for release in ["1", "2"] {
                    let folder = self.shop().join("releases").join(release);
                    fs::create_dir_all(&folder)?;
                    user::give(&folder)?;
                    let document = invented(random);
                    self.write(&folder.join(".env"), document.with(&value), document)?;
                }
                user::give(&self.shop().join("releases"))?;
                self.lead_to("1")
            }
            Place::File => {
                let end = random.of(&["", "\n"]).copied().unwrap_or_default();
                let document = Document::around(String::new(), end.to_owned());
                self.write(&self.file(), document.with(&value), document)
            }
            Place::Taken => self.write_taken(random),
            Place::NewFile | Place::Command(_) | Place::Stdout => Ok(()),
        }
    }

    /// Something that psq is not to overwrite.
    fn write_taken(&self, random: &mut Random) -> io::Result<()> {
        let keys = self.sandbox.seeded().other_account();
        let foreign_key = keys.secret().value().to_owned();
        let several = format!("{}\n{FOREIGN_SECRET}\n", self.first_value);
        let (has_variable, taken) = match random.below(5) {
            0 => (true, FOREIGN_SECRET.to_owned()),
            1 => (true, foreign_key),
            2 => (false, several),
            3 => (false, foreign_key),
            _ => (false, format!("Call the bank: {FOREIGN_SECRET}\n")),
        };
        self.has_variable.set(has_variable);
        self.secrets.borrow_mut().push(taken.trim_end().to_owned());
        let mut document = Document::default();
        let content = if has_variable {
            invented(random).with(&taken)
        } else {
            taken.into_bytes()
        };
        document.untouchable = Some(content.clone());
        self.write(&self.file(), content, document)
    }

    /// As an editor does: a new file of the same name, owner and mode.
    pub(super) fn write(
        &self,
        path: &Path,
        content: Vec<u8>,
        mut document: Document,
    ) -> io::Result<()> {
        let draft = path.with_extension("edited");
        fs::write(&draft, content)?;
        fs::set_permissions(&draft, Permissions::from_mode(self.conditions.mode))?;
        user::give(&draft)?;
        fs::rename(&draft, path)?;
        document.mode = Some(self.conditions.mode);
        let path = path.canonicalize()?;
        self.documents.borrow_mut().insert(path, document);
        Ok(())
    }

    /// Somebody adds a line to the file.
    pub(in crate::faults) fn add_line(&self) -> io::Result<()> {
        let path = self.file().canonicalize()?;
        let mut content = fs::read(&path)?;
        let line = format!("\nADDED={FOREIGN_SECRET}");
        let known = self.documents.borrow().get(&path).cloned();
        let mut document = known.unwrap_or_default();
        content.extend_from_slice(line.as_bytes());
        if matches!(self.scenario.place, Place::Dotenv | Place::Linked) {
            document.after.extend_from_slice(line.as_bytes());
        } else {
            // That is no file of a key any more.
            document.untouchable = Some(content.clone());
        }
        self.write(&path, content, document)
    }

    /// Somebody puts another secret where the key is.
    pub(in crate::faults) fn take_place(&self) -> io::Result<()> {
        let path = self.file().canonicalize()?;
        let known = self.documents.borrow().get(&path).cloned();
        let mut document = known.unwrap_or_default();
        let content = document.with(FOREIGN_SECRET);
        document.untouchable = Some(content.clone());
        self.write(&path, content, document)
    }

    /// A deployment moves the link.
    pub(in crate::faults) fn lead_to(&self, release: &str) -> io::Result<()> {
        let (link, draft) = (self.shop().join("current"), self.shop().join("next"));
        symlink(Path::new("releases").join(release), &draft)?;
        user::give(&draft)?;
        fs::rename(draft, link)
    }

    /// Whether another secret is where the key was to go.
    pub(in crate::faults) fn is_taken(&self) -> bool {
        let documents = self.documents.borrow();
        documents
            .values()
            .any(|document| document.untouchable.is_some())
    }

    /// The value where the path leads; an error where any other byte of the file is not as it was.
    pub(in crate::faults) fn held(&self) -> Result<Option<String>, String> {
        match self.file().canonicalize() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            path => self.held_at(&path.map_err(|error| error.to_string())?),
        }
    }

    /// What is wrong with any of the files that somebody else keeps things in.
    pub(in crate::faults) fn damaged(&self) -> Vec<String> {
        let paths: Vec<_> = self.documents.borrow().keys().cloned().collect();
        let damaged = |path: &PathBuf| match self.held_at(path) {
            Err(flaw) => Some(format!("{}: {flaw}", path.display())),
            Ok(None) => Some(format!("{}: the file is gone", path.display())),
            Ok(Some(_)) => None,
        };
        paths.iter().filter_map(damaged).collect()
    }

    pub(super) fn held_at(&self, path: &Path) -> Result<Option<String>, String> {
        let content = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            content => content.map_err(|error| error.to_string())?,
        };
        let documents = self.documents.borrow();
        let Some(document) = documents.get(path) else {
            return Document::default().value_in(&content).map(Some);
        };
        let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
        let mode = metadata.permissions().mode() & 0o7777;
        if document.mode.is_some_and(|wanted| wanted != mode) {
            return Err(format!("its mode is {mode:04o}"));
        }
        if user::ordinary().is_some_and(|user| user != metadata.uid()) {
            return Err(format!("it belongs to {}", metadata.uid()));
        }
        document.value_in(&content).map(Some)
    }
}

/// A file of variables as people write them.
pub(super) fn invented(random: &mut Random) -> Document {
    const OTHERS: [&str; 9] = [
        "PORT=8080",
        "# PUBLICSQUARE_KEY=not this one",
        "",
        "export NAME='a b  c'",
        "PUBLICSQUARE_KEY_ID=key_1",
        "URL=\"https://shop.example/?a=b#c\"",
        "LATIN=\u{fc}ber",
        "DB_PASSWORD=shop_prod_OTHER_main_8f3Kq2",
        "PAYMENTS_KEY='sk_live_OTHER4eC39HqLyjWDarjtT1'",
    ];
    let line_end = if random.percent(30) { "\r\n" } else { "\n" };
    let lines = |random: &mut Random| {
        (0..random.below(6)).fold(String::new(), |text, _| {
            text + random.of(&OTHERS).copied().unwrap_or_default() + line_end
        })
    };
    let (quote, export) = (
        random.of(&["", "'", "\""]).copied().unwrap_or_default(),
        random.of(&["", "export "]).copied().unwrap_or_default(),
    );
    let comment = random.of(&["", "  # till 4"]).copied().unwrap_or_default();
    let before = lines(random) + export + VARIABLE + "=" + quote;
    let last = if random.percent(20) {
        String::new()
    } else {
        line_end.to_owned() + &lines(random)
    };
    Document::around(before, quote.to_owned() + comment + &last)
}
