//! What the generator cannot take, before it is known which line of which file says it.

/// A part of the document that is valid OpenAPI and still cannot become a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where, as a JSON pointer into the document.
    pub pointer: String,
    /// What is wrong, in one sentence that names the operation or the schema.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Refusal {
    pub(crate) fn new(
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
            help: help.into(),
        }
    }
}
