//! Refusals of documents in another version of OpenAPI.
//!
//! Each test loads a document with another version, or without one, and checks the place, the message and the help.
//! What `load_published` makes of OpenAPI 3.1 is tested in `published`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "refused/assertion.rs"]
mod refused;

use refused::assert_refused;

#[test]
fn no_version() {
    assert_refused(
        r"info: {title: Keys, version: v1}
paths: {}
",
        &[(
            r"1:1: the document does not say which version of OpenAPI it is written in",
            r"add `openapi: 3.0.3`",
        )],
    );
}

#[test]
fn swagger() {
    assert_refused(
        r"swagger: '2.0'
info: {title: Keys, version: v1}
paths: {}
",
        &[(
            r"1:1: this is a Swagger 2.0 document, not OpenAPI 3.0",
            r"convert it to OpenAPI 3.0",
        )],
    );
}

#[test]
fn openapi_3_1() {
    assert_refused(
        r"openapi: 3.1.0
info: {title: Keys, version: v1}
paths: {}
",
        &[(
            r"1:1: this is an OpenAPI 3.1.0 document; only 3.0 is supported",
            r"write `openapi: 3.0.3`, `nullable: true` for the type `null`, and `example` for `examples` in schemas",
        )],
    );
}

#[test]
fn another_version() {
    assert_refused(
        r"info: {title: Keys, version: v1}
openapi: '4'
paths: {}
",
        &[(
            r"2:1: `4` is not a version of OpenAPI 3.0",
            r"write `openapi: 3.0.3`",
        )],
    );
}

#[test]
fn a_number() {
    assert_refused(
        r"openapi: 3.0
info: {title: Keys, version: v1}
paths: {}
",
        &[(
            r"1:1: the version of OpenAPI is not a string",
            r"write `openapi: 3.0.3`",
        )],
    );
}
