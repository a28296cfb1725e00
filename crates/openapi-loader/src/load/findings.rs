//! The problems that a phase has found so far.
//!
//! Pointers, messages and help texts come in. Diagnostics with a line and a column go out when the phase ends. Every
//! phase that looks at the tree reports here. Problems of the YAML text have no tree yet and are collected by
//! `tree_builder`.

use super::node::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, Position};

/// Collects what is wrong with a document.
pub(super) struct Findings<'a> {
    file: &'a str,
    root: &'a Node,
    found: Vec<Diagnostic>,
}

impl<'a> Findings<'a> {
    pub(super) const fn new(file: &'a str, root: &'a Node) -> Self {
        Self {
            file,
            root,
            found: Vec::new(),
        }
    }

    /// An empty collection for the same tree.
    pub(super) const fn fresh(&self) -> Self {
        Self::new(self.file, self.root)
    }

    /// Adds a problem at the node with this pointer.
    pub(super) fn blame(
        &mut self,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let pointer = pointer.into();
        self.found
            .push(at(self.file, self.root, pointer, message, help));
    }

    /// Adds problems that were found elsewhere.
    pub(super) fn add(&mut self, found: Vec<Diagnostic>) {
        self.found.extend(found);
    }

    /// The problems, without stopping because of them.
    pub(super) fn take(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Ends a phase. Later phases may rely on what it has checked.
    ///
    /// # Errors
    /// The problems, if there are any.
    pub(super) fn check(&mut self) -> Result<(), Diagnostics> {
        Diagnostics::check(std::mem::take(&mut self.found))
    }
}

/// A diagnostic for the node at `pointer`.
pub(super) fn at(
    file: &str,
    root: &Node,
    pointer: impl Into<String>,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    let pointer = pointer.into();
    let position = root.position(&pointer).unwrap_or(Position::new(1, 1));
    Diagnostic::new(file, position, pointer, message, help)
}
