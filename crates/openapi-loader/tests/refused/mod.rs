//! What a document is refused for.

use openapi_loader::load;

/// Asserts that `text` is refused with exactly these problems: `line:column: message` and the help.
#[track_caller]
pub(crate) fn assert_refused(text: &str, expected: &[(&str, &str)]) {
    let found = load("api.yaml", text).expect_err("this document is to be refused");
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
