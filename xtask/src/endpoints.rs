//! `cargo xtask new-endpoint`: the pieces that an operation needs besides generated code.
//!
//! In come the operations of the description and the files of the workspace. Out come the missing pieces, each with
//! the place where it belongs and what to write there. `cargo xtask new-endpoint` leads through them one by one;
//! `cargo xtask spec-lint` fails as long as one is missing.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use openapi_loader::Document;

use crate::cli::{RegenFlags, RootFlags};
use crate::exit::Exit;
use crate::{regen, revisions, rust_files, spec_lint};

/// A piece that is missing for an operation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    pub(crate) pointer: String,
    /// As in `POST /api-keys/{id}/suspend`.
    pub(crate) operation: String,
    pub(crate) piece: &'static str,
    pub(crate) what_to_do: String,
}

/// The sources that a piece is looked for in.
struct Sources {
    wrapper: Vec<String>,
    blocking: Vec<String>,
    sandbox: Vec<String>,
    tests: Vec<String>,
}

impl Sources {
    fn read(root: &Path) -> io::Result<Self> {
        let wrapper = root.join("crates/publicsquare/src");
        Ok(Self {
            blocking: texts(&wrapper.join("blocking"))?,
            wrapper: texts(&wrapper)?,
            sandbox: texts(&root.join("crates/publicsquare-sandbox/src"))?,
            tests: texts(&root.join("crates/publicsquare/tests"))?,
        })
    }
}

/// Every piece that is missing, in the order in which a person writes them.
pub(crate) fn missing(document: &Document, root: &Path) -> io::Result<Vec<Missing>> {
    let sources = Sources::read(root)?;
    let mut missing = Vec::new();
    for (pointer, operation, value) in spec_lint::each_operation(document) {
        let Some(id) = value.get("operationId").and_then(|id| id.as_str()) else {
            continue;
        };
        let pieces = pieces(id, &operation, &sources);
        missing.extend(pieces.into_iter().map(|(piece, what_to_do)| Missing {
            pointer: pointer.clone(),
            operation: operation.clone(),
            piece,
            what_to_do,
        }));
    }
    Ok(missing)
}

/// The request types of the wrapper, one for each operation.
pub(crate) struct Requests(Vec<String>);

impl Requests {
    /// Those of a workspace. Empty if it has no wrapper.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let folder = root.join("crates/publicsquare/src");
        let texts = if folder.is_dir() {
            texts(&folder)?
        } else {
            Vec::new()
        };
        Ok(Self(texts))
    }

    #[cfg(test)]
    pub(crate) const fn of_texts(texts: Vec<String>) -> Self {
        Self(texts)
    }

    /// The request type that calls the operation of this id.
    pub(crate) fn of(&self, id: &str) -> Option<String> {
        request_type(&snake_case(id), &self.0)
    }
}

fn pieces(id: &str, operation: &str, sources: &Sources) -> Vec<(&'static str, String)> {
    let call = snake_case(id);
    let mut missing = Vec::new();
    match request_type(&call, &sources.wrapper) {
        None => missing.push((
            "its request in the wrapper",
            format!(
                "write a module in crates/publicsquare/src that declares the request, which asks `{call}`, and \
                 name it in lib.rs; update.rs is a short one to begin with, and request_methods.rs has the \
                 methods that all requests share"
            ),
        )),
        Some(request) => {
            // The documentation of a blocking request links to its asynchronous twin.
            let twin = format!("(crate::{request})");
            if !sources.blocking.iter().any(|text| text.contains(&twin)) {
                missing.push((
                    "its blocking twin",
                    format!(
                        "declare `{request}` in crates/publicsquare/src/blocking/requests.rs as the others \
                         are, and name it in blocking.rs"
                    ),
                ));
            }
            if !sources.tests.iter().any(|text| names(text, id, &request)) {
                missing.push((
                    "a test of the wrapper",
                    format!(
                        "write one in crates/publicsquare/tests, against the sandbox, and name `{request}` or \
                         its method in it"
                    ),
                ));
            }
        }
    }
    let asked = format!("{operation:?}");
    if !sources.sandbox.iter().any(|text| text.contains(&asked)) {
        missing.push((
            "its behaviour in the sandbox",
            format!(
                "name {asked} in crates/publicsquare-sandbox/src/operation.rs, write {call}.rs in the folder \
                 operations, and route to it in routes.rs there"
            ),
        ));
    }
    missing
}

/// The request type that makes the call: the last type that is declared before the call.
fn request_type(call: &str, texts: &[String]) -> Option<String> {
    let call = format!(".{call}()");
    texts.iter().find_map(|text| {
        let at = text.find(&call)?;
        let before = text.get(..at)?;
        let declared = before.rfind("pub struct ")?;
        let name = before.get(declared + "pub struct ".len()..)?;
        let end = name.find(|c: char| !c.is_alphanumeric())?;
        name.get(..end).map(str::to_owned)
    })
}

/// Whether a test uses the request: by its type, or by a method whose name is that of the type or the operation.
fn names(text: &str, id: &str, request: &str) -> bool {
    let method = snake_case(request);
    [format!(".{method}("), request.to_owned(), snake_case(id)]
        .iter()
        .any(|name| text.contains(name))
}

/// The Rust name of a method or a member.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

/// The Rust files below a folder.
fn texts(folder: &Path) -> io::Result<Vec<String>> {
    let files = rust_files::below(folder)?;
    files.iter().map(fs::read_to_string).collect()
}

/// Writes the generated code, and names the piece that comes next.
pub(crate) fn run(flags: &RootFlags, out: &mut dyn Write) -> io::Result<Exit> {
    let regen = RegenFlags {
        check: false,
        root: flags.root.clone(),
    };
    let exit = regen::run(&regen, out)?;
    if exit != Exit::Success {
        return Ok(exit);
    }
    let Some(document) = revisions::own(&flags.root)? else {
        return Ok(Exit::Unusable);
    };
    let missing = missing(&document, &flags.root)?;
    let Some(next) = missing.first() else {
        writeln!(
            out,
            "Every operation has all its pieces. Next: cargo xtask spec-changelog, cargo xtask ci"
        )?;
        return Ok(Exit::Success);
    };
    writeln!(out, "{} lacks {}.", next.operation, next.piece)?;
    writeln!(out, "Next: {}.", next.what_to_do)?;
    for later in missing.iter().skip(1) {
        writeln!(out, "After that: {}: {}", later.operation, later.piece)?;
    }
    Ok(Exit::Failure)
}

#[cfg(test)]
mod tests {
    use openapi_loader::load;

    use super::*;
    use crate::{spec, workspace};

    fn sources(wrapper: &str) -> Sources {
        Sources {
            wrapper: vec![wrapper.to_owned()],
            blocking: vec!["/// As [`Get`](crate::Get).".to_owned()],
            sandbox: vec!["GetKey \"get\" \"GET /keys/{id}\"".to_owned()],
            tests: vec!["keys.get(id)".to_owned()],
        }
    }

    fn lacks(id: &str, operation: &str, wrapper: &str) -> Vec<&'static str> {
        let pieces = pieces(id, operation, &sources(wrapper));
        pieces.into_iter().map(|(piece, _)| piece).collect()
    }

    #[test]
    fn each_piece_is_asked_for_until_it_is_there() {
        let get = "pub struct Get { id } generated.get_key().id(id)";
        assert_eq!(lacks("getKey", "GET /keys/{id}", get), [""; 0]);
        assert_eq!(
            lacks("suspendKey", "POST /keys/{id}/suspend", get),
            ["its request in the wrapper", "its behaviour in the sandbox"]
        );
        let both = "pub struct Suspend {} generated.suspend_key().id(id)";
        assert_eq!(
            lacks("suspendKey", "POST /keys/{id}/suspend", both),
            [
                "its blocking twin",
                "a test of the wrapper",
                "its behaviour in the sandbox"
            ]
        );
    }

    #[test]
    fn no_operation_of_this_workspace_lacks_anything() {
        let root = workspace::path("");
        let text = fs::read_to_string(root.join(spec::FILE)).unwrap();
        let document = load(spec::FILE, &text).unwrap();
        assert_eq!(missing(&document, &root).unwrap(), []);
    }
}
