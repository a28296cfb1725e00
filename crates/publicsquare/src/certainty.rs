//! What a failure means for the old key.

use std::fmt;

/// How much is known about what a failed request did.
///
/// It is told for a request that regenerates a key. For others the old key is what was there before: a
/// key that was to be changed or deleted, or the absence of one that was to be created. Reading changes
/// nothing, and its failures are never worse than [`Rejected`](Self::Rejected).
///
/// The order is that of the danger, and a later attempt never makes it smaller: when the first
/// attempt was cut off and the second is told 401, the key may well have been replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Certainty {
    /// No byte of the request left this process: **the old key lives.**
    NotSent,
    /// The server answered and did not replace the key: **the old key lives.**
    Rejected,
    /// The request was sent and no usable answer came: the old key may live or not. Send the same
    /// request again, or reveal the key to see which value is current.
    Unknown,
    /// The server replaced the key, and the new value could not be read from its answer: **the old
    /// key is dead.** Send the same request again, or reveal the key.
    RotatedUnreadable,
}

impl Certainty {
    /// Whether the old key still works, as far as that is known.
    ///
    /// ```
    /// use publicsquare::Certainty;
    ///
    /// assert_eq!(Certainty::Rejected.old_key_lives(), Some(true));
    /// assert_eq!(Certainty::Unknown.old_key_lives(), None);
    /// assert_eq!(Certainty::RotatedUnreadable.old_key_lives(), Some(false));
    /// ```
    #[must_use]
    pub fn old_key_lives(self) -> Option<bool> {
        match self {
            Self::NotSent | Self::Rejected => Some(true),
            Self::Unknown => None,
            Self::RotatedUnreadable => Some(false),
        }
    }

    /// What an answer with this status says about a request that changes something.
    ///
    /// Statuses that intermediaries give after having passed a request on are not trusted.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::RotatedUnreadable,
            // The two redirects that ask for the same request elsewhere have not acted on it.
            307 | 308 => Self::Rejected,
            // 409 may mean that the first attempt is still being worked on.
            408 | 409 => Self::Unknown,
            400..=499 => Self::Rejected,
            _ => Self::Unknown,
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSent => "not sent, the old key lives",
            Self::Rejected => "rejected, the old key lives",
            Self::Unknown => "unknown whether the old key lives",
            Self::RotatedUnreadable => "rotated, the old key is dead",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_answers_that_prove_it_say_that_the_old_key_lives() {
        for status in [400, 401, 403, 404, 405, 413, 422, 429, 307, 308] {
            assert_eq!(
                Certainty::of_status(status),
                Certainty::Rejected,
                "{status}"
            );
        }
        for status in [101, 301, 302, 303, 408, 409, 500, 502, 503, 504, 599] {
            assert_eq!(Certainty::of_status(status), Certainty::Unknown, "{status}");
        }
        for status in [200, 201, 204] {
            assert_eq!(
                Certainty::of_status(status),
                Certainty::RotatedUnreadable,
                "{status}"
            );
        }
    }
}
