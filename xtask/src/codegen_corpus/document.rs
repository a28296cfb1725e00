//! The descriptions of a corpus, and the expected outcome of each.
//!
//! In comes a folder. Out come its descriptions, and whether the generator treats each as it should: one whose first
//! line is `# refused: WORDS` has to be refused with these words, any other has to be generated. In a folder of
//! somebody else's, any refusal is accepted. What is generated is built by `project`.

use std::path::Path;
use std::{fs, io};

use publicsquare_codegen::{Generated, generate};

/// The comment that announces a refusal.
const REFUSED: &str = "# refused: ";

pub(crate) struct Corpus {
    pub(crate) documents: Vec<Document>,
}

pub(crate) struct Document {
    /// The name of the file without its ending, as the name of a Rust module.
    pub(crate) name: String,
    file: String,
    text: String,
    /// Whether a refusal that the first line does not announce is a fault.
    is_strict: bool,
}

pub(crate) enum Outcome {
    Generated(Generated),
    /// With the message of the generator, if the first line did not announce it.
    Refused(String),
    Wrong(String),
}

impl Corpus {
    /// Reads the YAML and JSON files of a folder, in the order of their names.
    pub(crate) fn read(folder: &Path) -> io::Result<Self> {
        let is_strict = folder.join(".strict").is_file();
        let mut documents = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let (Some(stem), Some(ending)) = (path.file_stem(), path.extension()) else {
                continue;
            };
            if !["yaml", "yml", "json"].iter().any(|known| ending == *known) {
                continue;
            }
            documents.push(Document {
                name: module_name(&stem.to_string_lossy()),
                file: path.display().to_string(),
                text: fs::read_to_string(&path)?,
                is_strict,
            });
        }
        documents.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { documents })
    }

    /// Keeps `count` documents, spread evenly over all of them.
    pub(crate) fn thin_out(&mut self, count: usize) {
        let step = self.documents.len().div_ceil(count).max(1);
        let all = std::mem::take(&mut self.documents);
        self.documents = all.into_iter().step_by(step).collect();
    }
}

fn module_name(stem: &str) -> String {
    let words = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect::<String>();
    format!("d_{words}")
}

impl Document {
    /// The description as it is written.
    pub(crate) fn value(&self) -> io::Result<serde_json::Value> {
        openapi_loader::load_published(&self.file, &self.text)
            .map(|document| document.value().clone())
            .map_err(|error| io::Error::other(error.to_string()))
    }

    pub(crate) fn outcome(&self) -> Outcome {
        let announced = self
            .text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix(REFUSED));
        let generated = openapi_loader::load_published(&self.file, &self.text)
            .and_then(|document| document.generatable().and_then(|()| generate(&document)));
        match (generated, announced) {
            (Ok(code), None) => Outcome::Generated(code),
            (Ok(_), Some(words)) => Outcome::Wrong(format!(
                "code was generated from it, but it should be refused with: {words}"
            )),
            (Err(why), Some(words)) if why.to_string().contains(words) => {
                Outcome::Refused(String::new())
            }
            (Err(why), Some(words)) => Outcome::Wrong(format!(
                "it should be refused with: {words}\nand was refused with: {why}"
            )),
            (Err(why), None) if self.is_strict => Outcome::Wrong(why.to_string()),
            (Err(why), None) => Outcome::Refused(why.to_string()),
        }
    }
}
