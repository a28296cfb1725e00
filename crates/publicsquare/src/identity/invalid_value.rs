//! Why a text cannot identify a request.
//!
//! In comes a text. Out comes the first thing that is wrong with it as the value of a header, in words that do not repeat
//! the text. Both values of [`identity`](crate::identity) use it for their own error types.

use std::fmt;

const MAX_LENGTH: usize = 255;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum InvalidValue {
    Empty,
    TooLong(usize),
    /// The place of the byte, counted from 1.
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
                write!(f, "it has {length} bytes; the limit is {MAX_LENGTH}")
            }
            Self::NotVisibleAscii(place) => write!(
                f,
                "byte {place} is not a visible ASCII character; a header can carry no others"
            ),
            Self::HoldsApiKey => f.write_str(
                "it holds a text like the secret value of an API key, and logs would show it",
            ),
        }
    }
}
