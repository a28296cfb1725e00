//! Refusals of operations whose parts do not fit together.
//!
//! Each test loads a document with such operations and checks every place, message and help: ids, paths, parameters
//! and security schemes. References are tested in `references`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "refused/assertion.rs"]
mod refused;

use refused::assert_refused;

#[test]
fn an_operation_may_lack_an_id_but_not_have_an_empty_one() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get: {responses: {}}
    post: {operationId: '', responses: {}}
",
        &[(
            r"6:12: the `operationId` of `POST /keys` is empty",
            r"write a name for it, or leave it out",
        )],
    );
}

#[test]
fn operations_that_share_an_id() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get: {operationId: list, responses: {}}
  /permissions:
    get: {operationId: list, responses: {}}
",
        &[(
            r"7:11: the `operationId` `list` of `GET /permissions` is also that of `GET /keys` on line 5",
            r"give every operation an id of its own",
        )],
    );
}

#[test]
fn path_parameters_without_a_declaration() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /api-keys/{id}/regenerate:
    post:
      operationId: regenerate
      parameters: [{name: id, in: query, schema: {type: string}}]
      responses: {}
",
        &[(
            r"5:5: `POST /api-keys/{id}/regenerate` does not declare the path parameter `id`",
            r"add a parameter with `name: id`, `in: path`, `required: true`",
        )],
    );
}

#[test]
fn declarations_without_a_path_parameter() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    parameters: [{$ref: '#/components/parameters/id'}]
    get:
      operationId: list
      parameters:
        - {name: key, in: path, required: true, schema: {type: string}}
      responses: {}
components: {parameters: {id: {name: id, in: path, required: true, schema: {type: string}}}}
",
        &[
            (
                r"5:18: `/keys` declares the path parameter `id`, which is not in its path",
                r"add `{id}` to the path, or remove the parameter",
            ),
            (
                r"9:11: `GET /keys` declares the path parameter `key`, which is not in its path",
                r"add `{key}` to the path, or remove the parameter",
            ),
        ],
    );
}

#[test]
fn optional_path_parameters() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys/{id}:
    get:
      operationId: one
      parameters: [{name: id, in: path, schema: {type: string}}]
      responses: {}
",
        &[(
            r"7:20: the path parameter `id` is not required",
            r"add `required: true`: a path has no optional parts",
        )],
    );
}

#[test]
fn parameters_that_are_listed_twice() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get:
      operationId: list
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: page, in: query, schema: {type: integer}}
      responses: {}
",
        &[(
            r"9:11: the query parameter `page` is listed twice",
            r"remove one of the two",
        )],
    );
}

#[test]
fn paths_that_differ_in_names_only() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys/{id}:
    parameters: [{name: id, in: path, required: true, schema: {}}]
  /keys/{key}:
    parameters: [{name: key, in: path, required: true, schema: {}}]
",
        &[(
            r"6:3: the path `/keys/{key}` is the same as `/keys/{id}` on line 4",
            r"merge the two, under one set of parameter names",
        )],
    );
}

#[test]
fn malformed_paths() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys/{id: {}
  /keys/id}: {}
  /keys/{}: {}
  /keys/{id}/{id}: {}
",
        &[
            (
                r"4:3: the path `/keys/{id` has a brace without its counterpart",
                r"write every parameter as `{name}`, once",
            ),
            (
                r"5:3: the path `/keys/id}` has a brace without its counterpart",
                r"write every parameter as `{name}`, once",
            ),
            (
                r"6:3: the path `/keys/{}` has a parameter named ``",
                r"write every parameter as `{name}`, once",
            ),
            (
                r"7:3: the path `/keys/{id}/{id}` has the parameter `id` twice",
                r"write every parameter as `{name}`, once",
            ),
        ],
    );
}

#[test]
fn security_schemes_that_nobody_defined() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
security: [{apiKye: []}]
paths:
  /keys:
    post:
      operationId: create
      security: [{oauth: [write], apiKey: []}]
      responses: {}
components: {securitySchemes: {apiKey: {type: apiKey, in: header, name: X-API-KEY}}}
",
        &[
            (
                r"3:13: the document requires the security scheme `apiKye`, which is not in `components.securitySchemes`",
                r"did you mean `apiKey`?",
            ),
            (
                r"8:19: `POST /keys` requires the security scheme `oauth`, which is not in `components.securitySchemes`",
                r"define it there",
            ),
        ],
    );
}
