//! What a request is meant to do, for saying what became of it.
//!
//! In comes what is known of the change. Out go the words for it: what it means for the key, what to do about a
//! doubt, and which permission the request needs. Each operation states its own words in one place.

use crate::certainty::Certainty;

/// What a request changes, in words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effect {
    /// `None` for what changes nothing.
    change: Option<Change>,
    /// What to do about a doubt.
    pub(crate) remedy: &'static str,
    /// What to do about a missing permission.
    pub(crate) permission: &'static str,
}

/// What is known of a change, by certainty.
#[derive(Debug, Clone, Copy)]
struct Change {
    not_sent: &'static str,
    rejected: &'static str,
    unknown: &'static str,
    done: &'static str,
}

/// The effect of a request that changes a key, as in `change!("renamed", "api-key:write")`: what becomes of the
/// key, and the scope that the vendor documents for it.
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

/// What to do about a doubt in a request that has an idempotency key.
pub(crate) const SAME_REQUEST_AGAIN: &str = "send the request again with the same idempotency key";

impl Effect {
    /// Nothing.
    pub(crate) const READ: Self = Self {
        change: None,
        remedy: "send the request again",
        permission: "the vendor documents the scope api-key:read for API keys: give it to the key, or use a \
                     secret key",
    };

    /// The secret value of a key.
    pub(crate) const REGENERATE: Self = Self::new(
        [
            "nothing was sent, the old key lives",
            "the key was not regenerated, the old key lives",
            "the key may have been regenerated, the old key may be dead",
            "the key was regenerated, the old key is dead",
        ],
        // The documentation contradicts itself here, so that a person has to know both.
        "the vendor documents the scope api-key:write and, on the same page, the permission \
         payment-method:write: give the key both, or use a secret key",
    )
    .with_remedy("send the request again with the same idempotency key, or reveal the key");

    /// The words for a change that was not sent, rejected, may have happened, and has happened; and what to do
    /// about a missing permission.
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

    /// What is known of the change. For reading there is nothing to know.
    pub(crate) fn verdict(&self, certainty: Certainty) -> Option<&'static str> {
        let change = self.change.as_ref()?;
        Some(match certainty {
            Certainty::NotSent => change.not_sent,
            Certainty::Rejected => change.rejected,
            Certainty::Unknown => change.unknown,
            Certainty::RotatedUnreadable => change.done,
        })
    }

    /// What is known of the change: reading makes none, whatever became of the answer.
    pub(crate) fn at_worst(&self, certainty: Certainty) -> Certainty {
        match self.change {
            None => certainty.min(Certainty::Rejected),
            Some(_) => certainty,
        }
    }
}
