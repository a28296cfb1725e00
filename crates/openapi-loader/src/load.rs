//! The steps from a text to a [`Document`].
//!
//! The name of a file and its text come in. A checked document goes out, or everything that is wrong with the text.
//! Each phase may rely on the phases before it:
//!
//! 1. `yaml`: the text is one YAML document with a JSON form.
//! 2. `version`: it is OpenAPI 3.0.
//! 3. `keywords`, `reference`, `cycles`, `model`: OpenAPI knows every key, `$ref` and value.
//! 4. `operations`, `whole_model`: the parts fit together, and the OpenAPI model loses none of them.

mod cycles;
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
mod whole_model;
mod yaml;

use std::sync::OnceLock;

use openapiv3::OpenAPI;
use serde_json::Value;

use self::findings::Findings;
use self::node::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, Position};

/// A description that [`load`] or [`load_published`] has checked, with the places of its parts.
///
/// ```
/// let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
/// let document = openapi_loader::load("api.yaml", text)?;
/// assert_eq!(document.value()["info"]["title"], "Keys");
/// assert_eq!(document.openapi().info.version, "v1");
/// # Ok::<(), openapi_loader::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    file: String,
    root: Node,
    value: Value,
    /// Made when a caller asks for it.
    openapi: OnceLock<OpenAPI>,
    notes: Vec<Diagnostic>,
    is_3_1: bool,
    endless: Option<Diagnostic>,
}

/// Reads and checks an OpenAPI 3.0 document in YAML or JSON.
///
/// `file` is the name for messages. No file is read or written.
///
/// # Errors
/// Everything that would make a generated client wrong: broken YAML, keys and values that OpenAPI 3.0 does not know or
/// that the OpenAPI model would lose, a `$ref` that leads nowhere, and operations whose ids, paths, parameters or
/// security schemes do not fit together.
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

/// Reads and checks a document that somebody else publishes and that you cannot correct.
///
/// It refuses what [`load`] refuses, except for parts that are clear to a reader. [`Document::notes`] lists those:
///
/// * keys beside a `$ref`, which OpenAPI 3.0 ignores
/// * numbers that start with a zero or do not fit into 64 bits
/// * texts without quotes that look like numbers, such as `version: 1.0`
/// * ranges of statuses in small letters, such as `4xx`
/// * keys without a value, and responses without a description
/// * merge keys of YAML 1.1
/// * a `$ref` in place of a callback
/// * components with a broken `$ref` that nothing uses
/// * two paths that differ only in the names of their parameters and have different methods
/// * keywords of OpenAPI 3.0 that the OpenAPI model does not have, such as `xml`
///
/// It reads OpenAPI 3.1 as far as 3.0 can say the same, and refuses the rest by name.
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

/// The JSON pointer that a `$ref` into the same document stands for.
///
/// `None` if the `$ref` leads to another document or is not a JSON pointer. The pointer may lead nowhere.
///
/// ```
/// let pointer = openapi_loader::reference_target("#/paths/~1keys~1%7Bid%7D/get");
/// assert_eq!(pointer.as_deref(), Some("/paths/~1keys~1{id}/get"));
/// ```
#[must_use]
pub fn reference_target(reference: &str) -> Option<String> {
    reference::pointer_of(reference)
}

/// Who can correct a document.
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
    cycles::check(&visits, &mut endless);
    let endless = endless.take();
    if author == Author::ThisProject {
        findings.add(endless.clone());
    }
    model::check(&visits, &mut findings);
    findings.check()?;

    operations::ids(&root, &visits, &mut findings);
    operations::paths(&root, &visits, author, &mut findings);
    operations::security(&root, &visits, &mut findings);
    whole_model::check(&root, &visits, author, &mut findings);
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
    /// The name of the file, as the caller gave it to [`load`].
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// let document = openapi_loader::load("api.yaml", text)?;
    /// assert_eq!(document.file(), "api.yaml");
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What [`load_published`] has accepted although [`load`] refuses it, in the order of the text. Empty for a
    /// document of [`load`].
    ///
    /// ```
    /// let text = "openapi: 3.0.3\ninfo: {title: Keys, version: 1.0}\npaths: {}\n";
    /// let document = openapi_loader::load_published("theirs.yaml", text)?;
    /// let notes: Vec<&str> = document.notes().iter().map(|note| note.message()).collect();
    /// assert_eq!(notes, ["`version` is written without quotes, and is read as text"]);
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }

    /// A schema that is composed of itself, or the start of a chain of schemas that is too long for a program that
    /// recurses along it. [`load`] refuses both. A document of [`load_published`] may have one, and then no generator
    /// can take it.
    ///
    /// ```
    /// let text = "
    /// openapi: 3.0.3
    /// info: {title: Keys, version: v1}
    /// paths: {}
    /// components:
    ///   schemas:
    ///     Name: {allOf: [{$ref: '#/components/schemas/Name'}]}
    /// ";
    /// let document = openapi_loader::load_published("theirs.yaml", text)?;
    /// assert_eq!(document.endless().map(|problem| problem.line()), Some(7));
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub const fn endless(&self) -> Option<&Diagnostic> {
        self.endless.as_ref()
    }

    /// Checks that a generator can take the document. [`load_published`] reads more than a generator can take.
    ///
    /// # Errors
    /// The part that no generator can take: see [`endless`](Self::endless) and [`is_3_1`](Self::is_3_1).
    ///
    /// ```
    /// let text = "openapi: 3.1.0\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// let document = openapi_loader::load_published("theirs.yaml", text)?;
    /// assert!(document.generatable().is_err());
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
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

    /// Whether the document is written in OpenAPI 3.1 and was rewritten in the words of 3.0.
    ///
    /// ```
    /// let text = "openapi: 3.1.0\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// let document = openapi_loader::load_published("theirs.yaml", text)?;
    /// assert!(document.is_3_1());
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub const fn is_3_1(&self) -> bool {
        self.is_3_1
    }

    /// The document as types of the crate `openapiv3`, in the order of the text. It is made at the first call, and
    /// takes about forty times the memory of the text.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// let document = openapi_loader::load("api.yaml", text)?;
    /// assert_eq!(document.openapi().info.title, "Keys");
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn openapi(&self) -> &OpenAPI {
        self.openapi.get_or_init(|| whole_model::read(&self.root))
    }

    /// The document as JSON, with every `$ref` as it was written.
    ///
    /// Its objects keep the order of the text only if the feature `preserve_order` of `serde_json` is on.
    /// [`openapi`](Self::openapi) always keeps it.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// let document = openapi_loader::load("api.yaml", text)?;
    /// assert_eq!(document.value().pointer("/info/title"), Some(&"Keys".into()));
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// The place of the part at a JSON pointer: the place of its key, or of its start if it has no key.
    ///
    /// If there is no such part, it is the place of the nearest part around it. `None` if `pointer` is not a JSON
    /// pointer.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// let document = openapi_loader::load("api.yaml", text)?;
    /// let place = |pointer: &str| document.position(pointer).map(|place| place.to_string());
    /// assert_eq!(place("/info/title").as_deref(), Some("2:8"));
    /// assert_eq!(place("/info/contact").as_deref(), Some("2:1")); // the nearest: `info`
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn position(&self, pointer: &str) -> Option<Position> {
        self.root.position(pointer)
    }

    /// A problem at the part with this JSON pointer, for checks that run after the loader. It is at the beginning of
    /// the document if `pointer` is not a JSON pointer.
    ///
    /// ```
    /// # let text = "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\n";
    /// let document = openapi_loader::load("api.yaml", text)?;
    /// let problem = document.diagnostic("/info", "there is no contact", "add one");
    /// assert_eq!(problem.to_string(), "api.yaml:2:1: there is no contact\n  help: add one");
    /// # Ok::<(), openapi_loader::Diagnostics>(())
    /// ```
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
