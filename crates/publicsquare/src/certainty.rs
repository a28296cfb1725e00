//! What a failure means for the old key.
//!
//! In comes the outcome of an attempt: a response, and whether it shows that the API gave it, or no response. Out comes
//! what that proves. A proxy or a gateway can answer as well, so a status alone proves nothing. The words for each
//! certainty depend on the operation and are in [`effect`](crate::effect).

use std::fmt;

/// What is known about the effect of a failed request.
///
/// The variants are worded for a request that regenerates a key. For other requests "the old key" is the state from
/// before: the key as it was, or no key at all if one was to be created. A request that reads changes nothing, and its
/// failures are never worse than [`Rejected`](Self::Rejected).
///
/// The variants are ordered from harmless to dangerous. A later attempt never makes the certainty of an earlier one
/// smaller: if the first attempt broke off and the second gets a 401, the key may well have been replaced.
///
/// ```
/// use publicsquare::Certainty;
///
/// fn next_step(certainty: Certainty) -> &'static str {
///     match certainty {
///         Certainty::NotSent | Certainty::Rejected => "the old key works: correct the cause",
///         _ => "send the same request again, or reveal the key",
///     }
/// }
/// assert!(Certainty::Rejected < Certainty::Unknown);
/// # assert!(next_step(Certainty::Unknown).contains("reveal"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Certainty {
    /// No byte of the request left this process: **the old key works.**
    NotSent,
    /// The API refused the request: **the old key works.**
    ///
    /// Only the documented refusals prove it (400, 401, 403, 404, 422 and 429), and only with problem details or without
    /// a body. A web page or other JSON with such a status comes from a server in between. That server can replace a
    /// response after the API has done the work.
    Rejected,
    /// The request was sent, and no response proves anything: **the old key may work or not.** Send the same request
    /// again, or reveal the key to see which value is current.
    ///
    /// Examples are a timeout, a broken connection, 409, every 5xx and a redirect. A response that is not the API's
    /// proves nothing either, even with status 200: a login page, a gateway's `202`, a response about another key.
    Unknown,
    /// The API reported success, and the new value could not be read from its response: **the old key is dead.** Send
    /// the same request again, or reveal the key.
    ///
    /// The response was a JSON object with members of an API key, or the beginning of one.
    RotatedUnreadable,
}

impl Certainty {
    /// Whether the old key still works, or `None` if nobody knows.
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

    /// What a failure status proves about a request that changes something. The body has to be one that the API may have
    /// sent: problem details or nothing.
    ///
    /// The vendor documents these refusals. It documents 409 as well, but that may mean that the first attempt is still
    /// being worked on. Every other status can come from a server in between, which may have passed the request on.
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
