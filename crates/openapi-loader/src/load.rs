//! A specification as it is on disk, checked.
//!
//! The phases, each of which may rely on the ones before it:
//!
//! 1. `yaml`: the text is one YAML document with a JSON form.
//! 2. `version`: it is OpenAPI 3.0.
//! 3. `keywords`, `reference`, `circles`, `model`: every key, every `$ref` and every value is one that OpenAPI
//!    knows and the model can read.
//! 4. `operations`, `whole`: the parts fit together, and the model forgets none of them.
//!
//! A phase reports everything that it finds, in the order of the text.

mod circles;
mod findings;
mod grammar;
mod keyword_table;
mod keywords;
mod limits;
mod mapping;
mod mapping_key;
mod model;
mod model_type;
mod node;
mod node_deserializer;
mod operations;
mod parts;
mod path_template;
mod place;
mod published;
mod reference;
mod round_trip;
mod scalar;
mod suggestion;
mod surrogates;
mod tree_builder;
mod unreached;
mod version;
mod version_3_1;
mod walk;
mod whole;
mod yaml;

use std::sync::OnceLock;

use openapiv3::OpenAPI;
use serde_json::Value;

use self::findings::Findings;
use self::node::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, Position};

/// A specification without the defects that [`load`] looks for, and the places of its parts.
#[derive(Clone, Debug)]
pub struct Document {
    file: String,
    root: Node,
    value: Value,
    /// Once somebody has asked for it.
    openapi: OnceLock<OpenAPI>,
    notes: Vec<Diagnostic>,
    is_3_1: bool,
    endless: Option<Diagnostic>,
}

/// Reads and checks an OpenAPI 3.0 document in YAML or JSON.
///
/// `file` is only used in messages; nothing is read or written.
///
/// # Errors
/// Everything that keeps the document from being one that a client can be generated from: broken
/// YAML, keys and values that OpenAPI 3.0 does not know or that the model would silently drop, `$ref`s
/// that lead nowhere, and operations whose ids, paths, parameters or security schemes do not fit
/// together.
///
/// # Examples
/// ```
/// let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nsevers: []\n";
/// let problems = openapi_loader::load("api.yaml", text).unwrap_err();
/// assert_eq!(
///     problems.to_string(),
///     "api.yaml:4:1: `severs` is not a keyword of the document\n  help: did you mean `servers`?"
/// );
/// ```
pub fn load(file: &str, text: &str) -> Result<Document, Diagnostics> {
    read(file, text, Author::ThisProject)
}

/// Reads and checks a document that somebody else publishes and that cannot be mended here.
///
/// It is refused for everything that [`load`] refuses, except for what is a trap for its author or for
/// the generator and clear to a reader: keys beside a `$ref`, which OpenAPI 3.0 ignores; numbers that
/// start with a zero or do not fit into 64 bits; texts without quotes that look like numbers, such as
/// `version: 1.0`; ranges of statuses in small letters; keys without a value; responses without a description; merge keys of YAML 1.1; a
/// `$ref` in place of a callback; components that refer to nothing and that nothing uses; paths that are
/// the same but for the names of their parameters, under different methods; and what OpenAPI 3.0 knows and
/// the model has no room for, such as `xml`. What it looks past is in [`Document::notes`].
///
/// OpenAPI 3.1 is read where it says what 3.0 can say, and refused by name where it goes beyond that.
///
/// # Errors
/// As for [`load`].
///
/// # Examples
/// ```
/// let text = "
/// openapi: 3.0.3
/// info: {title: Keys, version: v1}
/// paths: {}
/// components:
///   schemas:
///     Name: {type: string, example: 090}
/// ";
/// assert!(openapi_loader::load("theirs.yaml", text).is_err());
/// assert!(openapi_loader::load_published("theirs.yaml", text).is_ok());
/// ```
pub fn load_published(file: &str, text: &str) -> Result<Document, Diagnostics> {
    read(file, text, Author::SomebodyElse)
}

/// The JSON pointer of what a `$ref` leads to in its own document; `None` if that is no JSON pointer.
///
/// ```
/// let pointer = openapi_loader::reference_target("#/paths/~1keys~1%7Bid%7D/get");
/// assert_eq!(pointer.as_deref(), Some("/paths/~1keys~1{id}/get"));
/// ```
#[must_use]
pub fn reference_target(reference: &str) -> Option<String> {
    reference::pointer_of(reference)
}

/// Who can be asked to mend a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Author {
    ThisProject,
    SomebodyElse,
}

fn read(file: &str, text: &str, author: Author) -> Result<Document, Diagnostics> {
    let (mut root, mut notes) = yaml::read(file, text, author)?;
    if author == Author::SomebodyElse {
        published::settle(file, &mut root, &mut notes)?;
    }
    let mut findings = Findings::new(file, &root);
    version::check(&root, author, &mut findings);
    findings.check()?;

    let visits = walk::objects(&root, &mut findings);
    keywords::check(&visits, &mut findings);
    reference::check(&root, &visits, author, &mut findings);
    let mut endless = Findings::new(file, &root);
    circles::check(&visits, &mut endless);
    let endless = endless.take();
    if author == Author::ThisProject {
        findings.add(endless.clone());
    }
    model::check(&visits, &mut findings);
    findings.check()?;

    operations::ids(&root, &visits, &mut findings);
    operations::paths(&root, &visits, author, &mut findings);
    operations::security(&root, &visits, &mut findings);
    whole::check(&root, &visits, author, &mut findings);
    findings.check()?;
    notes.sort_by_key(Diagnostic::position);
    let value = root.to_value();
    Ok(Document {
        file: file.to_owned(),
        is_3_1: version_3_1::is_3_1(&root),
        endless: endless.into_iter().next(),
        value,
        openapi: OnceLock::new(),
        root,
        notes,
    })
}

impl Document {
    /// The name of the file, as it was given to [`load`].
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What [`load_published`] has looked past, in the order of the text. Empty for what [`load`] reads.
    #[must_use]
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// A schema that is made of itself, or the start of a chain of schemas that is too long for whoever
    /// recurses along it. [`load`] refuses both; what [`load_published`] reads may have them, and is not for
    /// a generator then.
    #[must_use]
    pub const fn endless(&self) -> Option<&Diagnostic> {
        self.endless.as_ref()
    }

    /// Whether a generator can be given the document: [`load_published`] reads more than one can take.
    ///
    /// # Errors
    /// What it cannot take: see [`endless`](Self::endless) and [`is_3_1`](Self::is_3_1).
    pub fn generatable(&self) -> Result<(), Diagnostics> {
        if let Some(endless) = &self.endless {
            return Err(endless.clone().into());
        }
        if self.is_3_1 {
            let message = "the document is written in OpenAPI 3.1, and the generator takes 3.0";
            return Err(self
                .diagnostic("/openapi", message, "write it in OpenAPI 3.0")
                .into());
        }
        Ok(())
    }

    /// Whether the document is written in OpenAPI 3.1 and was brought into the words of 3.0.
    #[must_use]
    pub const fn is_3_1(&self) -> bool {
        self.is_3_1
    }

    /// The document in the OpenAPI model, its parts in the order in which they were written. It is made
    /// when it is first asked for.
    #[must_use]
    pub fn openapi(&self) -> &OpenAPI {
        self.openapi.get_or_init(|| whole::read(&self.root))
    }

    /// The document as it was written, `$ref`s included.
    ///
    /// Whether its objects keep the order of the text is up to `serde_json` (`preserve_order`);
    /// [`openapi`](Self::openapi) keeps it in any case.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The place of the node at a JSON pointer: that of its key if it is a member of an object, else
    /// of its start. The place of the nearest node around it if there is none at `pointer`; `None`
    /// if `pointer` is not a JSON pointer.
    #[must_use]
    pub fn position(&self, pointer: &str) -> Option<Position> {
        self.root.position(pointer)
    }

    /// Blames the node at a JSON pointer, for problems that show only later. The beginning of the
    /// document if `pointer` is not a JSON pointer.
    #[must_use]
    pub fn diagnostic(
        &self,
        pointer: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        findings::at(&self.file, &self.root, pointer, message, help)
    }
}
