//! How large a document may become.
//!
//! Counts come in from `tree_builder`, and a refusal goes out when a count is too high. A document with nested aliases
//! can expand to any size, and everything behind the parser recurses. Both limits are far above what people write.

use super::scalar::Refusal;

/// How deep a document may nest. Everything behind the parser recurses, so this bounds the stack.
const MAX_DEPTH: usize = 64;

/// How many nodes a document may have once its aliases are expanded.
const MAX_NODES: usize = 1_000_000;

/// Refuses documents with more nodes than memory and patience allow for.
pub(super) fn nodes(count: usize) -> Result<(), Refusal> {
    if count <= MAX_NODES {
        return Ok(());
    }
    Err(Refusal::new(
        format!("with its aliases expanded the document has more than {MAX_NODES} nodes"),
        "replace aliases by `$ref`, or split the document",
    ))
}

/// Refuses documents that nest too deep.
pub(super) fn depth(levels: usize) -> Result<(), Refusal> {
    if levels <= MAX_DEPTH {
        Ok(())
    } else {
        Err(too_deep())
    }
}

/// The refusal of a document that nests too deep.
pub(super) fn too_deep() -> Refusal {
    Refusal::new(
        format!("the document nests deeper than {MAX_DEPTH} levels"),
        "move inner schemas to `components` and use `$ref`",
    )
}
