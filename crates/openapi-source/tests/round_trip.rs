//! What the OpenAPI model would drop or change in silence is refused.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod refused;

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
                r"6:25: `xml` would be lost: code is generated from a model that has no room for it",
                r"remove it, or make it an extension (`x-…`)",
            ),
            (
                r"6:75: `xml` would be lost: code is generated from a model that has no room for it",
                r"remove it, or make it an extension (`x-…`)",
            ),
            (
                r"8:38: `explode` would be lost: code is generated from a model that has no room for it",
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
                r"6:60: `content` stands beside its alternative",
                r"keep one of `schema` and `content`",
            ),
            (
                r"8:46: `bearerFormat` does not belong to a security scheme of this type",
                r"remove it, or correct the type",
            ),
            (
                r"10:28: `operationRef` stands beside its alternative",
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
