//! Refusals of values that OpenAPI 3.0 does not allow behind a keyword.
//!
//! Each test loads a document with wrong values and checks every place, message and help. Unknown keys are tested in
//! `keywords`, and values that the model would change in `round_trip`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "refused/assertion.rs"]
mod refused;

use refused::assert_refused;

#[test]
fn values_of_the_wrong_type() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    Name:
      type: string
      maxLength: five
      nullable: yes
      description: [a]
    Key: {type: object, required: [id, 5, {a: b}]}
",
        &[
            (
                r#"8:7: `maxLength` of a schema does not fit: invalid type: string "five", expected a whole number from 0"#,
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r#"9:7: `nullable` of a schema does not fit: invalid type: string "yes", expected a boolean"#,
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"10:21: `description` of a schema does not fit: invalid type: list, expected a string",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"11:40: `required` of a schema does not fit: invalid type: integer `5`, expected a string",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"11:43: `required` of a schema does not fit: invalid type: mapping, expected a string",
                r"give it the form that OpenAPI 3.0 requires",
            ),
        ],
    );
}

#[test]
fn missing_members() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys}
paths:
  /keys:
    get:
      operationId: list
      parameters:
        - {in: query, schema: {}}
        - {name: page, in: query}
      responses:
        '200': {content: {}}
    delete: {operationId: drop}
",
        &[
            (r"2:1: the info object needs `version`", r"add `version`"),
            (r"8:11: a parameter needs `name`", r"add `name`"),
            (
                r"9:11: a parameter needs `schema` or `content`",
                r"add `schema` or `content`",
            ),
            (
                r"11:9: a response needs `description`",
                r"add `description`",
            ),
            (r"12:5: an operation needs `responses`", r"add `responses`"),
        ],
    );
}

#[test]
fn a_missing_info() {
    assert_refused(
        r"openapi: 3.0.3
paths: {}
",
        &[(r"1:1: the document needs `info`", r"add `info`")],
    );
}

#[test]
fn values_outside_an_enumeration() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  parameters:
    page: {name: page, in: body, schema: {}}
    size: {name: size, in: path, required: true, style: form, schema: {}}
  securitySchemes:
    key: {type: apikey, in: header, name: k}
",
        &[
            (
                r"6:24: `in` of a parameter does not fit: unknown variant `body`, expected one of `query`, `header`, `path`, `cookie`",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"7:50: `style` of a parameter does not fit: unknown variant `form`, expected one of `matrix`, `label`, `simple`",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"9:11: `type` of a security scheme does not fit: unknown variant `apikey`, expected one of `apiKey`, `http`, `oauth2`, `openIdConnect`",
                r"give it the form that OpenAPI 3.0 requires",
            ),
        ],
    );
}

#[test]
fn scalars_for_objects() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get:
      operationId: list
      responses: {'200': fine}
    parameters: {page: 1}
components: {schemas: [A]}
",
        &[
            (
                r#"7:19: `200` of the responses does not fit: invalid type: string "fine", expected a mapping"#,
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"8:5: `parameters` of a path item does not fit: invalid type: mapping, expected a list",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"9:24: `schemas` of the components does not fit: invalid type: list, expected a mapping",
                r"give it the form that OpenAPI 3.0 requires",
            ),
        ],
    );
}

#[test]
fn keys_without_a_value() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get:
      operationId: list
      description:
      responses: {}
tags:
",
        &[
            (
                r"7:7: `description` has no value",
                r"give it a value, or remove the key",
            ),
            (
                r"9:1: `tags` has no value",
                r"give it a value, or remove the key",
            ),
        ],
    );
}

#[test]
fn collections_without_a_value() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A: {enum: }
  links:
    l: {operationId: list, parameters: }
security:
  - x-key:
",
        &[
            (
                r"6:9: `enum` has no value",
                r"give it a value, or remove the key",
            ),
            (
                r"8:28: `parameters` has no value",
                r"give it a value, or remove the key",
            ),
            (
                r"10:5: `security` of the document does not fit: invalid type: null, expected a list",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"10:5: `x-key` has no value",
                r"give it a value, or remove the key",
            ),
        ],
    );
}

#[test]
fn members_of_maps() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A:
    B: text
    C: {type: object, properties: {id: 5}, allOf: [{}, 7]}
",
        &[
            (
                r"6:5: `schemas` of the components does not fit: invalid type: null, expected a mapping",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r#"7:5: `schemas` of the components does not fit: invalid type: string "text", expected a mapping"#,
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"8:36: `properties` of a schema does not fit: invalid type: integer `5`, expected a mapping",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"8:56: `allOf` of a schema does not fit: invalid type: integer `7`, expected a mapping",
                r"give it the form that OpenAPI 3.0 requires",
            ),
        ],
    );
}

#[test]
fn nested_problems_all_at_once() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A: {items: {items: {minItems: -1}, maxItems: x}, type: array}
    B: {additionalProperties: {minimum: low}}
    C: {additionalProperties: maybe}
",
        &[
            (
                r"6:25: `minItems` of a schema does not fit: invalid value: integer `-1`, expected a whole number from 0",
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r#"6:40: `maxItems` of a schema does not fit: invalid type: string "x", expected a whole number from 0"#,
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r#"7:32: `minimum` of a schema does not fit: invalid type: string "low", expected a JSON number"#,
                r"give it the form that OpenAPI 3.0 requires",
            ),
            (
                r"8:9: `additionalProperties` of a schema does not fit: expected a boolean or a schema",
                r"give it the form that OpenAPI 3.0 requires",
            ),
        ],
    );
}

#[test]
fn a_broken_oauth_flow() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components: {securitySchemes: {o: {type: oauth2, flows: {password: {scopes: {}}}}}}
",
        &[(
            r"4:58: `password` of the OAuth flows does not fit: missing field `tokenUrl`",
            r"give it the form that OpenAPI 3.0 requires",
        )],
    );
}

#[test]
fn a_key_of_no_type() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components: {securitySchemes: {k: {in: header, name: k}}}
",
        &[(r"4:32: a security scheme needs `type`", r"add `type`")],
    );
}

#[test]
fn a_link_to_nothing() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components: {links: {l: {description: Where?}}}
",
        &[(
            r"4:22: a link needs `operationId` or `operationRef`",
            r"add `operationId` or `operationRef`",
        )],
    );
}
