//! The pairs of descriptions that are checked.
//!
//! In comes a folder with cases. Out come the pairs in both directions, each with its report and with the generated
//! clients. Random pairs are made by `mutation`.

use std::cell::OnceCell;
use std::fs;
use std::io;
use std::path::Path;
use std::ptr;
use std::rc::Rc;

use openapi_loader::{Document, load_published};
use openapi_semver::{Comparison, Report};
use quote::ToTokens;

/// The description before and after a change.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) base: Rc<Side>,
    pub(crate) revision: Rc<Side>,
}

impl Pair {
    /// The report, made as spec-diff makes it; `None` if the generator refuses one of the two.
    pub(crate) fn report(&self) -> Option<Report> {
        let (base, revision) = (&self.base.document, &self.revision.document);
        let (before, after) = (self.base.client()?, self.revision.client()?);
        let report = Comparison::new(base, revision)
            .with_rust(&|document| {
                let text = if ptr::eq(document, base) {
                    before
                } else {
                    after
                };
                syn::parse_str(text).map_err(|error| error.to_string())
            })
            .report();
        Some(report)
    }
}

/// A description and its client, which is generated once for all pairs that have it.
pub(crate) struct Side {
    pub(crate) document: Document,
    client: OnceCell<Option<String>>,
}

impl Side {
    pub(crate) fn of(document: Document) -> Rc<Self> {
        Rc::new(Self {
            document,
            client: OnceCell::new(),
        })
    }

    /// The code of the client; `None` if the generator refuses the description.
    pub(crate) fn client(&self) -> Option<&str> {
        let generate = || {
            self.document.generatable().ok()?;
            let client = publicsquare_codegen::client_syntax(&self.document).ok()?;
            Some(client.into_token_stream().to_string())
        };
        self.client.get_or_init(generate).as_deref()
    }
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
        let read = |file: &str| -> io::Result<Rc<Side>> {
            let text = fs::read_to_string(folder.join(file))?;
            load_published(&format!("{case}/{file}"), &text)
                .map(Side::of)
                .map_err(|error| io::Error::other(error.to_string()))
        };
        let (base, revision) = (read("base.yaml")?, read("revision.yaml")?);
        pairs.push(Pair {
            name: format!("{case}, forward"),
            base: Rc::clone(&base),
            revision: Rc::clone(&revision),
        });
        pairs.push(Pair {
            name: format!("{case}, backward"),
            base: revision,
            revision: base,
        });
    }
    Ok(pairs)
}

/// This many of the pairs, spread evenly over all of them.
pub(crate) fn thinned(pairs: Vec<Pair>, count: usize) -> Vec<Pair> {
    let step = (pairs.len() / count.max(1)).max(1);
    // The step is odd, so that both directions occur.
    let step = step | 1;
    pairs.into_iter().step_by(step).take(count).collect()
}
