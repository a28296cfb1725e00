//! The document in the OpenAPI model: read once to see that nothing is lost, and again for a caller who asks for it.
//!
//! The tree comes in, and problems or the model go out. The model takes about forty times the memory of the text, and
//! most callers never use it. So each path and component is read, compared and dropped before the next one. The whole
//! model is made only when a caller asks for it. `round_trip` compares the parts.

use std::borrow::Cow;

use openapiv3::OpenAPI;
use serde::Deserialize;

use super::findings::Findings;
use super::grammar::Kind;
use super::node::{Data, Node};
use super::walk::{self, Visit};
use super::{Author, published, round_trip};

/// Reports everything that the model cannot read or would lose.
pub(super) fn check(
    root: &Node,
    visits: &[Visit<'_>],
    author: Author,
    findings: &mut Findings<'_>,
) {
    let readable = readable(root, visits);
    let mut losses = findings.fresh();
    let Err(of_a_part) = round_trip::check(&readable, author, &mut losses) else {
        findings.add(losses.take());
        return;
    };
    // Each object was read on its own before. This error shows only in their combination. The model decides on its
    // order and reports only the first such place.
    let error = match OpenAPI::deserialize(&*readable) {
        Ok(_) => of_a_part,
        Err(error) => error.to_string(),
    };
    findings.blame(
        "",
        format!("the document does not fit the OpenAPI model: {error}"),
        "give it the form that OpenAPI 3.0 requires",
    );
}

/// The whole document. It cannot fail, because [`check`] has read all parts before.
pub(super) fn read(root: &Node) -> OpenAPI {
    let visits = walk::objects(root, &mut Findings::new("", root));
    OpenAPI::deserialize(&*readable(root, &visits)).unwrap_or_default()
}

/// The document without the parts of callbacks that the model misreads or cannot hold. References in callbacks
/// occur only in published documents.
fn readable<'a>(root: &'a Node, visits: &[Visit<'_>]) -> Cow<'a, Node> {
    let mut readable = without_callback_extensions(root, visits);
    if visits.iter().any(|visit| visit.kind == Kind::Callback) {
        published::without_callback_references(readable.to_mut(), visits);
    }
    readable
}

/// The document without the extensions of callbacks. The specification allows them, but the model would read them
/// as paths.
fn without_callback_extensions<'a>(root: &'a Node, visits: &[Visit<'_>]) -> Cow<'a, Node> {
    let mut callbacks = visits
        .iter()
        .filter(|visit| visit.kind == Kind::Callback)
        .peekable();
    if callbacks.peek().is_none() {
        return Cow::Borrowed(root);
    }
    let mut root = root.clone();
    for callback in callbacks {
        let Some(Node {
            data: Data::Mapping(mapping),
            ..
        }) = root.find_mut(&callback.pointer)
        else {
            continue;
        };
        mapping.retain(|key, _| !Kind::Callback.is_extension(key));
    }
    Cow::Owned(root)
}
