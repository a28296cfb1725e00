//! One place where type and description part.

use std::fmt;

use crate::kind::Kind;

/// One thing that the description and a Rust type do not say alike.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Disagreement {
    /// In what they differ.
    pub kind: Kind,
    /// Where, as a JSON pointer (RFC 6901) into the description. What the description does not have
    /// is blamed on the place where it would stand.
    pub pointer: String,
    /// What either side says, in one sentence.
    pub message: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.pointer, self.message, self.kind)
    }
}
