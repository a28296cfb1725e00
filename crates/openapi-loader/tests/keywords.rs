//! Refusals of keys that OpenAPI does not know, or does not know in that place.
//!
//! Each test loads a document with such keys and checks every place, message and help. Values behind known keys are
//! tested in `model`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "refused/assertion.rs"]
mod refused;

use refused::assert_refused;

#[test]
fn misspelled_keywords_of_schemas() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    Name:
      type: string
      maxLenght: 5
      nullabel: true
    Key:
      type: object
      requird: [name]
      properties: {name: {type: string, mnLength: 1}}
",
        &[
            (
                r"8:7: `maxLenght` is not a keyword of a schema",
                r"did you mean `maxLength`?",
            ),
            (
                r"9:7: `nullabel` is not a keyword of a schema",
                r"did you mean `nullable`?",
            ),
            (
                r"12:7: `requird` is not a keyword of a schema",
                r"did you mean `required`?",
            ),
            (
                r"13:41: `mnLength` is not a keyword of a schema",
                r"did you mean `minLength`?",
            ),
        ],
    );
}

#[test]
fn keywords_on_the_wrong_object() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get:
      operationId: list
      schema: {type: string}
      in: query
      responses: {'200': {description: All., required: true, bearerFormat: jwt}}
",
        &[
            (
                r"7:7: `schema` is not a keyword of an operation",
                r"it belongs to a parameter, a media type or a header: move it there",
            ),
            (
                r"8:7: `in` is not a keyword of an operation",
                r"it belongs to a parameter or a security scheme: move it there",
            ),
            (
                r"9:46: `required` is not a keyword of a response",
                r"it belongs to a parameter, a request body, a header or a schema: move it there",
            ),
            (
                r"9:62: `bearerFormat` is not a keyword of a response",
                r"it belongs to a security scheme: move it there",
            ),
        ],
    );
}

#[test]
fn keys_that_nobody_knows() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
foo: 1
bars: []
",
        &[
            (
                r"4:1: `foo` is not a keyword of the document",
                r"remove it, or make it an extension: `x-foo`",
            ),
            (
                r"5:1: `bars` is not a keyword of the document",
                r"remove it, or make it an extension: `x-bars`",
            ),
        ],
    );
}

#[test]
fn a_path_without_a_slash() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  keys:
    get: {operationId: list, responses: {}}
",
        &[(
            r"4:3: `keys` is not a path",
            r"start it with a slash: `/keys`",
        )],
    );
}

#[test]
fn status_codes_that_are_none() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get:
      operationId: list
      responses:
        ok: {description: All.}
        4xx: {description: Bad.}
        600: {description: Odd.}
",
        &[
            (
                r"8:9: `ok` is not a status code",
                r"use a status code such as '200', a range such as '4XX', or `default`",
            ),
            (
                r"9:9: `4xx` is not a status code",
                r"use a status code such as '200', a range such as '4XX', or `default`",
            ),
            (
                r"10:9: `600` is not a status code",
                r"use a status code such as '200', a range such as '4XX', or `default`",
            ),
        ],
    );
}

#[test]
fn unknown_types() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A: {type: strng}
    B: {type: 'null'}
    C: {type: file}
",
        &[
            (
                r"6:9: `strng` is not a type of OpenAPI 3.0",
                r"did you mean `string`?",
            ),
            (
                r"7:9: `null` is not a type of OpenAPI 3.0",
                r"write `nullable: true` beside the type of the other values",
            ),
            (
                r"8:9: `file` is not a type of OpenAPI 3.0",
                r"use one of array, boolean, integer, number, object, string",
            ),
        ],
    );
}

#[test]
fn an_extension_beside_security_schemes() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components: {securitySchemes: {key: {type: apiKey, in: header, name: k}}}
security: [{x-key: []}]
",
        &[(
            r"5:13: the document requires the security scheme `x-key`, which is not in `components.securitySchemes`",
            r"define it there",
        )],
    );
}

#[test]
fn objects_inside_too_many_others() {
    assert_refused(
        "openapi: 3.0.3\ninfo: {title: Keys, version: v1}\npaths: {}\ncomponents:\n  schemas:\n    A: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {not: {}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}\n",
        &[(
            r"6:183: a schema is inside 32 other objects",
            r"move inner schemas to `components` and use `$ref`",
        )],
    );
}
