//! What a failure means for the old key.
//!
//! In comes what an attempt came to: an answer and whether it shows that the API gave it, or none. Out
//! comes what that proves. Anything between can answer as well, so that no status proves anything by
//! itself.

use std::fmt;

/// How much is known about what a failed request did.
///
/// It is told for a request that regenerates a key. For others the old key is what was there before: a
/// key that was to be changed or deleted, or the absence of one that was to be created. Reading changes
/// nothing, and its failures are never worse than [`Rejected`](Self::Rejected).
///
/// The order is that of the danger, and a later attempt never makes it smaller: when the first
/// attempt was cut off and the second is told 401, the key may well have been replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Certainty {
    /// No byte of the request left this process: **the old key lives.**
    NotSent,
    /// The API refused the request: **the old key lives.**
    ///
    /// Only the documented refusals prove it (400, 401, 403, 404, 422 and 429), with problem details or
    /// with no body at all. A web page or other JSON with such a status is from somewhere in between,
    /// where an answer can be replaced after the API has done the work.
    Rejected,
    /// The request was sent, and no answer came that proves anything: the old key may live or not. Send
    /// the same request again, or reveal the key to see which value is current.
    ///
    /// A timeout, a broken connection, 409, every 5xx and a redirect are such cases. An answer that is not the
    /// API's proves nothing either, be its status 200: a login page, a gateway's `202`, an answer about
    /// another key.
    Unknown,
    /// The API reported success, and the new value could not be read from its answer: **the old key is
    /// dead.** Send the same request again, or reveal the key.
    ///
    /// The answer was a JSON object with members of an API key, or the beginning of one.
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

    /// What an answer that is no success says about a request that changes something, if its body was
    /// one that the API may have given: problem details or nothing.
    ///
    /// These are the refusals that the vendor documents, without 409: it may mean that the first attempt
    /// is still being worked on. All others come from what stands between, which may have passed the
    /// request on before.
    pub(crate) fn of_refusal(status: u16) -> Self {
        match status {
            400 | 401 | 403 | 404 | 422 | 429 => Self::Rejected,
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
        let documented = [400, 401, 403, 404, 422, 429];
        for status in 100..=999 {
            let expected = if documented.contains(&status) {
                Certainty::Rejected
            } else {
                Certainty::Unknown
            };
            assert_eq!(Certainty::of_refusal(status), expected, "{status}");
        }
    }
}
