//! The place of a node in half the memory of a [`Position`].
//!
//! A tree has two places for each member, so their size counts. A position comes in and comes out again unchanged. The
//! public type is [`Position`]; this one stays inside the loader.

use crate::diagnostic::Position;

/// A line and a column, both from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    line: u32,
    column: u32,
}

impl From<Position> for Place {
    fn from(Position { line, column }: Position) -> Self {
        // The limits on the size of a document keep both numbers far below this.
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            line: narrow(line),
            column: narrow(column),
        }
    }
}

impl From<Place> for Position {
    fn from(Place { line, column }: Place) -> Self {
        let wide = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        Self::new(wide(line), wide(column))
    }
}
