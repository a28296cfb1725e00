//! Refusals of what the OpenAPI model would lose or change.
//!
//! Each test loads a document that is correct by the specification and that the model cannot hold, and checks every
//! place, message and help. The last tests show that a published document may contain such parts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "refused/assertion.rs"]
mod refused;

use openapi_loader::{load, load_published};
use refused::assert_refused;

#[test]
fn keywords_that_the_model_lacks() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    Key: {type: object, xml: {name: key}, properties: {id: {type: string, xml: {attribute: true}}}}
  headers:
    Total: {schema: {type: integer}, explode: true}
",
        &[
            (
                r"6:25: `xml` would be lost: the model that code is generated from cannot hold it",
                r"remove it, or make it an extension (`x-…`)",
            ),
            (
                r"6:75: `xml` would be lost: the model that code is generated from cannot hold it",
                r"remove it, or make it an extension (`x-…`)",
            ),
            (
                r"8:38: `explode` would be lost: the model that code is generated from cannot hold it",
                r"remove it, or make it an extension (`x-…`)",
            ),
        ],
    );
}

#[test]
fn members_that_exclude_each_other() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer}, content: {text/plain: {}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: k, bearerFormat: jwt}
  links:
    l: {operationId: list, operationRef: '#/paths/~1keys/get'}
",
        &[
            (
                r"6:60: `content` and its alternative are both here",
                r"keep one of `schema` and `content`",
            ),
            (
                r"8:46: `bearerFormat` does not belong to a security scheme of this type",
                r"remove it, or correct the type",
            ),
            (
                r"10:28: `operationRef` and its alternative are both here",
                r"keep one of `operationId` and `operationRef`",
            ),
        ],
    );
}

#[test]
fn values_that_a_parameter_cannot_have() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  parameters:
    page: {name: page, in: header, allowReserved: true, schema: {}}
",
        &[(
            r"6:36: `allowReserved` does not belong to a parameter in this place",
            r"remove it, or correct `in`",
        )],
    );
}

#[test]
fn numbers_that_would_be_rounded() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A: {type: number, maximum: 9007199254740993}
    B: {type: integer, maximum: 18446744073709551615}
",
        &[
            (
                r"6:23: this value would become `9007199254740992.0` in the model that code is generated from",
                r"write a value that the model can hold exactly",
            ),
            (
                r"7:24: this value would become `1.8446744073709552e+19` in the model that code is generated from",
                r"write a value that the model can hold exactly",
            ),
        ],
    );
}

#[test]
fn what_the_model_has_no_room_for_is_the_authors_own_business() {
    let text = "openapi: 3.0.3
info: {title: A, version: v1}
paths: {}
components:
  schemas:
    A: {type: object, xml: {name: a}, properties: {b: {type: string, xml: {attribute: true}}}}
";
    assert!(load("ours.yaml", text).is_err());
    let document = load_published("theirs.yaml", text).unwrap();
    let schema = "/components/schemas/A";
    assert_eq!(
        document
            .value()
            .pointer(&format!("{schema}/xml/name"))
            .unwrap(),
        "a"
    );

    let misplaced = text.replace(
        "schemas:\n    A: {",
        "headers:\n    A: {content: {text/plain: {}}, schema: {",
    );
    let misplaced = misplaced.trim_end().to_owned() + "}\n";
    let problems = load_published("theirs.yaml", &misplaced).unwrap_err();
    assert!(
        problems
            .to_string()
            .contains("and its alternative are both here"),
        "{problems}"
    );
}
