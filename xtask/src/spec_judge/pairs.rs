//! The pairs of descriptions that are judged.

use std::fs;
use std::io;
use std::path::Path;

use openapi_source::{Document, load_published};

/// What was and what is.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) base: Document,
    pub(crate) revision: Document,
}

/// The folders with a `base.yaml` and a `revision.yaml` each, in both directions.
pub(crate) fn of_cases(folder: &Path) -> io::Result<Vec<Pair>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.join("base.yaml").is_file() && path.join("revision.yaml").is_file() {
            folders.push(path);
        }
    }
    folders.sort();
    let mut pairs = Vec::new();
    for folder in folders {
        let case = folder.file_name().unwrap_or_default().to_string_lossy();
        let read = |file: &str| -> io::Result<Document> {
            let text = fs::read_to_string(folder.join(file))?;
            load_published(&format!("{case}/{file}"), &text)
                .map_err(|error| io::Error::other(error.to_string()))
        };
        let (base, revision) = (read("base.yaml")?, read("revision.yaml")?);
        pairs.push(Pair {
            name: format!("{case}, forward"),
            base: base.clone(),
            revision: revision.clone(),
        });
        pairs.push(Pair {
            name: format!("{case}, backward"),
            base: revision,
            revision: base,
        });
    }
    Ok(pairs)
}

/// So many of the pairs, from all over them.
pub(crate) fn thinned(pairs: Vec<Pair>, count: usize) -> Vec<Pair> {
    let step = (pairs.len() / count.max(1)).max(1);
    // An odd step, so that both directions are met.
    let step = step | 1;
    pairs.into_iter().step_by(step).take(count).collect()
}

/// The client of a description; `None` if the generator refuses it.
pub(crate) fn client(document: &Document) -> Option<syn::File> {
    document.generatable().ok()?;
    publicsquare_codegen::client_syntax(document).ok()
}
