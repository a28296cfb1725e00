//! The calls of the client that the bench makes.

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
    /// Whether it is meant to change something.
    pub(super) fn writes(self) -> bool {
        matches!(
            self,
            Self::Regenerate | Self::Create | Self::Update | Self::Delete
        )
    }

    /// Whether what it is for is the value of a key.
    pub(super) fn yields_a_key(self) -> bool {
        matches!(self, Self::Regenerate | Self::Create | Self::Reveal)
    }
}
