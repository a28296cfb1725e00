//! The assertion that the loader refuses a document, shared by all tests of refusals.
//!
//! A text and the expected problems come in. The test fails if the loader accepts the text, or if it reports other
//! problems, places or help texts. The test files include this file by its path.

use openapi_loader::load;

/// Asserts that the loader refuses `text` with exactly these problems: `line:column: message` and the help.
#[track_caller]
pub(crate) fn assert_refused(text: &str, expected: &[(&str, &str)]) {
    let found =
        load("api.yaml", text).expect_err("the loader takes a document that it has to refuse");
    let found: Vec<(String, String)> = found
        .into_iter()
        .map(|problem| {
            assert_eq!(problem.file(), "api.yaml");
            (
                format!("{}: {}", problem.position(), problem.message()),
                problem.help().to_owned(),
            )
        })
        .collect();
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(what, help)| (what.as_str(), help.as_str()))
        .collect();
    assert_eq!(found, expected);
}
