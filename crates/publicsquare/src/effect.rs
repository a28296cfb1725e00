//! The words for the effect of a request on a key.
//!
//! In comes what is known of a change, as a [`Certainty`]. Out come three sentences: what it means for the key, what to
//! do about a doubt, and which permission the request needs. Every operation has its own words in one place, and
//! `error/display.rs` puts them into an error message.

use crate::certainty::Certainty;

/// The effect of a request, in words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effect {
    /// `None` if the request changes nothing.
    change: Option<Change>,
    /// What to do if nobody knows whether the change was made.
    pub(crate) remedy: &'static str,
    /// What to do if a permission is missing.
    pub(crate) permission: &'static str,
}

/// What each certainty means for the key.
#[derive(Debug, Clone, Copy)]
struct Change {
    not_sent: &'static str,
    rejected: &'static str,
    unknown: &'static str,
    done: &'static str,
}

/// The effect of a request that changes a key, as in `change!("renamed", "api-key:write")`: the verb for the change,
/// and the scope that the vendor documents for it.
macro_rules! change {
    ($done:literal, $scope:literal) => {
        $crate::effect::Effect::new(
            [
                "nothing was sent",
                concat!("the key was not ", $done),
                concat!("the key may have been ", $done),
                concat!("the key was ", $done),
            ],
            concat!(
                "the vendor documents the scope ",
                $scope,
                ": give it to the key, or use a secret key"
            ),
        )
    };
}

pub(crate) use change;

/// The remedy for a request that has an idempotency key.
pub(crate) const SAME_REQUEST_AGAIN: &str = "send the request again with the same idempotency key";

impl Effect {
    /// A request that reads.
    pub(crate) const READ: Self = Self {
        change: None,
        remedy: "send the request again",
        permission: "the vendor documents the scope api-key:read for API keys: give it to the key, or use a \
                     secret key",
    };

    /// Whether a request with this effect changes nothing.
    pub(crate) const fn only_reads(&self) -> bool {
        self.change.is_none()
    }

    /// A request that replaces the secret value of a key.
    pub(crate) const REGENERATE: Self = Self::new(
        [
            "nothing was sent, the old key lives",
            "the key was not regenerated, the old key lives",
            "the key may have been regenerated, the old key may be dead",
            "the key was regenerated, the old key is dead",
        ],
        // The documentation contradicts itself here, so the message names both permissions.
        "the vendor documents the scope api-key:write and, on the same page, the permission \
         payment-method:write: give the key both, or use a secret key",
    )
    .with_remedy("send the request again with the same idempotency key, or reveal the key");

    /// The words for a change that was not sent, was rejected, may have happened, and has happened; and what to do if a
    /// permission is missing.
    pub(crate) const fn new(change: [&'static str; 4], permission: &'static str) -> Self {
        let [not_sent, rejected, unknown, done] = change;
        Self {
            change: Some(Change {
                not_sent,
                rejected,
                unknown,
                done,
            }),
            remedy: "send the request again",
            permission,
        }
    }

    pub(crate) const fn with_remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = remedy;
        self
    }

    /// What this certainty means for the key. `None` for a request that reads.
    pub(crate) fn verdict(&self, certainty: Certainty) -> Option<&'static str> {
        let change = self.change.as_ref()?;
        Some(match certainty {
            Certainty::NotSent => change.not_sent,
            Certainty::Rejected => change.rejected,
            Certainty::Unknown => change.unknown,
            Certainty::RotatedUnreadable => change.done,
        })
    }

    /// The certainty for this kind of request: one that reads changes nothing, whatever the response was.
    pub(crate) fn at_worst(&self, certainty: Certainty) -> Certainty {
        match self.change {
            None => certainty.min(Certainty::Rejected),
            Some(_) => certainty,
        }
    }
}
