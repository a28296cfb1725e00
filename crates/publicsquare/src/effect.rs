//! What a request is meant to do, for saying what became of it.

use crate::certainty::Certainty;

/// What a request changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The secret value of a key.
    Regenerate,
    /// That there is a key.
    Create,
    /// What a key is called and may do.
    Update,
    /// That there is a key no more.
    Delete,
    /// Nothing.
    Read,
}

impl Effect {
    /// What is known of the change. For reading there is nothing to know.
    pub(crate) fn verdict(self, certainty: Certainty) -> Option<&'static str> {
        use Certainty::{NotSent, Rejected, RotatedUnreadable, Unknown};
        Some(match (self, certainty) {
            (Self::Read, _) => return None,
            (Self::Regenerate, NotSent) => "nothing was sent, the old key lives",
            (Self::Regenerate, Rejected) => "the key was not regenerated, the old key lives",
            (Self::Regenerate, Unknown) => {
                "the key may have been regenerated, the old key may be dead"
            }
            (Self::Regenerate, RotatedUnreadable) => "the key was regenerated, the old key is dead",
            (_, NotSent) => "nothing was sent",
            (Self::Create, Rejected) => "no key was created",
            (Self::Create, Unknown) => "the key may have been created",
            (Self::Create, RotatedUnreadable) => "the key was created",
            (Self::Update, Rejected) => "the key was not changed",
            (Self::Update, Unknown) => "the key may have been changed",
            (Self::Update, RotatedUnreadable) => "the key was changed",
            (Self::Delete, Rejected) => "the key was not deleted",
            (Self::Delete, Unknown) => "the key may have been deleted",
            (Self::Delete, RotatedUnreadable) => "the key was deleted",
        })
    }

    /// What is known of the change: reading makes none, whatever became of the answer.
    pub(crate) fn at_worst(self, certainty: Certainty) -> Certainty {
        match self {
            Self::Read => certainty.min(Certainty::Rejected),
            _ => certainty,
        }
    }

    /// What to do about a doubt.
    pub(crate) fn way_out(self) -> &'static str {
        match self {
            Self::Regenerate => {
                "send the request again with the same idempotency key, or reveal the key"
            }
            Self::Create => "send the request again with the same idempotency key",
            Self::Update | Self::Delete | Self::Read => "send the request again",
        }
    }

    /// What to do about a missing permission.
    pub(crate) fn permission(self) -> &'static str {
        match self {
            // The documentation contradicts itself here, so that a person has to know both.
            Self::Regenerate => {
                "the vendor documents the scope api-key:write and, on the same page, the \
                 permission payment-method:write: give the key both, or use a secret key"
            }
            Self::Create | Self::Update => {
                "the vendor documents the scope api-key:write: give it to the key, or use a secret key"
            }
            Self::Delete => {
                "the vendor documents the scope api-key:delete: give it to the key, or use a secret key"
            }
            Self::Read => {
                "the vendor documents the scope api-key:read for API keys: give it to the key, or use a \
                 secret key"
            }
        }
    }
}
