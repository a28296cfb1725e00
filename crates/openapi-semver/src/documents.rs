//! The two documents of a comparison, and where a change stands in them.
//!
//! A change comes in with the JSON pointer of its place. It goes out with the line and the column of that place, and
//! with the nearest line of the revision. [`comparison`](crate::Comparison) and [`generated_code`](crate::generated_code)
//! use it.

use openapi_loader::{Document, Position};

use crate::report::{Change, Side};

/// The document that was there before, and the document that is there now.
#[derive(Clone, Copy)]
pub(crate) struct Documents<'a> {
    pub(crate) base: &'a Document,
    pub(crate) revision: &'a Document,
}

impl Documents<'_> {
    /// Fills in the lines of a change.
    pub(crate) fn place(&self, change: Change) -> Change {
        let at = |document: &Document| -> (usize, usize) {
            document
                .position(&change.pointer)
                .map_or((1, 1), |Position { line, column, .. }| (line, column))
        };
        let (line, column) = at(match change.side {
            Side::Base => self.base,
            Side::Revision => self.revision,
        });
        let (revision_line, _) = at(self.revision);
        Change {
            line,
            column,
            revision_line,
            ..change
        }
    }
}
