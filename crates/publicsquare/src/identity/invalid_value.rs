//! Why a text cannot be the value of a header that identifies a request.

use std::fmt;

const MAX_LENGTH: usize = 255;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum InvalidValue {
    Empty,
    TooLong(usize),
    /// At which byte, from 1.
    NotVisibleAscii(usize),
    HoldsApiKey,
}

impl InvalidValue {
    /// What is wrong with the text as the value of a header.
    pub(super) fn of(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Empty);
        }
        if text.len() > MAX_LENGTH {
            return Some(Self::TooLong(text.len()));
        }
        text.bytes()
            .position(|byte| !byte.is_ascii_graphic())
            .map(|index| Self::NotVisibleAscii(index + 1))
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::TooLong(length) => {
                write!(f, "it has {length} bytes, and {MAX_LENGTH} is the most")
            }
            Self::NotVisibleAscii(place) => write!(
                f,
                "byte {place} is not a visible ASCII character, and a header can carry no other"
            ),
            Self::HoldsApiKey => f.write_str(
                "it holds what looks like the secret value of an API key, and it would be shown in logs",
            ),
        }
    }
}
