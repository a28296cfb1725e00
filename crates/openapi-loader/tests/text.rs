//! Refusals of texts that are no YAML, or no YAML that JSON can express.
//!
//! Each test loads a text and checks every place, message and help: broken syntax, empty files, tabs, duplicate keys
//! and aliases. Keys and single values are tested in `text/scalars`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "refused/assertion.rs"]
mod refused;
#[path = "text/scalars.rs"]
mod scalars;

use refused::assert_refused;

#[test]
fn broken_yaml() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys
paths: {}
",
        &[(
            r"3:6: this is not YAML: while parsing a flow mapping, did not find expected ',' or '}'",
            r"correct the syntax at or shortly before this place",
        )],
    );
}

#[test]
fn an_empty_file() {
    assert_refused(
        "",
        &[(r"1:1: the file is empty", r"start with `openapi: 3.0.3`")],
    );
}

#[test]
fn a_file_of_comments() {
    assert_refused(
        "# nothing\n",
        &[(r"1:1: the file is empty", r"start with `openapi: 3.0.3`")],
    );
}

#[test]
fn a_null_document() {
    assert_refused(
        r"---
~
",
        &[(r"2:1: the file is empty", r"start with `openapi: 3.0.3`")],
    );
}

#[test]
fn a_list() {
    assert_refused(
        "- openapi: 3.0.3\n",
        &[(
            r"1:1: an OpenAPI document is a mapping",
            r"start with `openapi: 3.0.3`, followed by `info:` and `paths:`",
        )],
    );
}

#[test]
fn a_scalar() {
    assert_refused(
        "openapi 3.0.3\n",
        &[(
            r"1:1: an OpenAPI document is a mapping",
            r"start with `openapi: 3.0.3`, followed by `info:` and `paths:`",
        )],
    );
}

#[test]
fn tabs_in_the_indentation() {
    assert_refused(
        "openapi: 3.0.3\ninfo:\n\ttitle: Keys\n\tversion: v1\npaths: {}\n",
        &[
            (
                r"3:1: this line is indented with a tab",
                r"indent with spaces: YAML does not allow tabs here",
            ),
            (
                r"4:1: this line is indented with a tab",
                r"indent with spaces: YAML does not allow tabs here",
            ),
        ],
    );
}

#[test]
fn every_duplicate_key() {
    assert_refused(
        r"openapi: 3.0.3
info:
  title: Keys
  title: Keys
  version: v1
paths: {}
info: {}
",
        &[
            (
                r"4:3: the key `title` is already in this mapping, on line 3",
                r"remove or rename one of the two",
            ),
            (
                r"7:1: the key `info` is already in this mapping, on line 2",
                r"remove or rename one of the two",
            ),
        ],
    );
}

#[test]
fn a_status_code_in_two_spellings() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get:
      operationId: list
      responses:
        200: {description: All.}
        '200': {description: All.}
",
        &[(
            r"9:9: the key `200` is already in this mapping, on line 8",
            r"remove or rename one of the two",
        )],
    );
}

#[test]
fn several_documents() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
---
openapi: 3.0.3
",
        &[(
            r"4:1: a second YAML document starts here",
            r"keep one document in the file: remove the `---` and what follows",
        )],
    );
}

#[test]
fn an_unknown_alias() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a: *nobody
",
        &[(
            r"4:6: this is not YAML: while parsing node, found unknown anchor",
            r"define the anchor (`&name`) before the alias (`*name`); quote a text that starts with `*`",
        )],
    );
}

#[test]
fn an_alias_inside_its_anchor() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
x-a: &loop
  inner: *loop
",
        &[(
            r"5:10: this alias stands for a node that contains it",
            r"describe recursive data with `$ref`",
        )],
    );
}

#[test]
fn a_lone_surrogate() {
    assert_refused(
        "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\nx-a: \"\\ud83d\\ude00\"\n",
        &[(
            r"4:6: this is not YAML: while parsing a quoted scalar, found invalid Unicode character escape code",
            r"write the character itself: YAML has no surrogate pairs",
        )],
    );
}
