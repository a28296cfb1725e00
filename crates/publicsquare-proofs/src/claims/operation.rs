//! The calls of the client that the bench makes.
//!
//! The plan of a round has one [`Operation`]. [`call`](super::call) makes the call, and the oracle asks here whether
//! it changes something or returns a value.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Regenerate,
    Create,
    Update,
    Delete,
    Get,
    Reveal,
    List,
    KeyTypes,
    Permissions,
}

pub(super) const OPERATIONS: [Operation; 9] = [
    Operation::Regenerate,
    Operation::Create,
    Operation::Update,
    Operation::Delete,
    Operation::Get,
    Operation::Reveal,
    Operation::List,
    Operation::KeyTypes,
    Operation::Permissions,
];

impl Operation {
    /// Whether the call changes something.
    pub(super) fn writes(self) -> bool {
        matches!(
            self,
            Self::Regenerate | Self::Create | Self::Update | Self::Delete
        )
    }

    /// Whether the call returns the value of a key.
    pub(super) fn yields_a_key(self) -> bool {
        matches!(self, Self::Regenerate | Self::Create | Self::Reveal)
    }
}
