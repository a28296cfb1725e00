//! A problem of a document, before the line of the text is known.
//!
//! The steps work on the parsed document and know only the place within it. So they return a [`Refusal`] with a JSON
//! pointer. `generate.rs` turns the pointer into file, line and column, which gives a
//! [`Diagnostic`](openapi_loader::Diagnostic).

/// A part of the document that is valid OpenAPI and cannot become a client.
///
/// [`Rule::apply`](crate::Rule::apply) and [`normalize`](crate::normalize) return it.
///
/// ```
/// use publicsquare_codegen::{View, load, normalize};
///
/// let yaml = "
/// openapi: 3.0.3
/// info: { title: Example, version: v1 }
/// paths:
///   /things:
///     get:
///       operationId: things
///       responses:
///         '204': { description: d }
///         '400': { description: d, content: { application/json: { schema: { type: string } } } }
/// ";
/// let document = load("api.yaml", yaml)?;
/// let refusals = normalize(document.openapi().clone(), View::Client).unwrap_err();
/// assert_eq!(refusals[0].pointer, "/paths/~1things/get/responses/400");
/// # Ok::<(), publicsquare_codegen::Diagnostics>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The place in the document, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What is wrong, as one sentence that names the operation or the schema.
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
