//! Refusals of references that cannot be followed, and of schemas that are composed of themselves.
//!
//! Each test loads a document with such a `$ref` and checks every place, message and help. References in published
//! documents are tested in `published`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "refused/assertion.rs"]
mod refused;

use refused::assert_refused;

#[test]
fn dangling() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    Name: {type: string}
    Key: {type: object, properties: {name: {$ref: '#/components/schemas/Nmae'}, id: {$ref: '#/components/schemas/Identifier'}}}
",
        &[
            (
                r"7:45: `#/components/schemas/Nmae` does not exist",
                r"did you mean '#/components/schemas/Name'?",
            ),
            (
                r"7:86: `#/components/schemas/Identifier` does not exist",
                r"define it, or correct the name",
            ),
        ],
    );
}

#[test]
fn external() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A: {$ref: 'other.yaml#/components/schemas/A'}
    B: {$ref: 'https://example.com/api.yaml'}
",
        &[
            (
                r"6:9: `other.yaml#/components/schemas/A` leads out of this document",
                r"copy what it refers to into `components` and refer to '#/components/…'",
            ),
            (
                r"7:9: `https://example.com/api.yaml` leads out of this document",
                r"copy what it refers to into `components` and refer to '#/components/…'",
            ),
        ],
    );
}

#[test]
fn not_a_pointer() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A: {$ref: '#Name'}
    B: {$ref: '#/components/schemas/%zz'}
",
        &[
            (
                r"6:9: `#Name` is not a JSON pointer",
                r"write it like '#/components/schemas/Name'",
            ),
            (
                r"7:9: `#/components/schemas/%zz` is not a JSON pointer",
                r"write it like '#/components/schemas/Name'",
            ),
        ],
    );
}

#[test]
fn not_a_string() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A: {$ref: 5}
    B: {$ref: {type: string}}
",
        &[
            (
                r"6:9: a `$ref` is a string",
                r"write it like '#/components/schemas/Name', in quotes",
            ),
            (
                r"7:9: a `$ref` is a string",
                r"write it like '#/components/schemas/Name', in quotes",
            ),
        ],
    );
}

#[test]
fn of_the_wrong_type() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  parameters:
    page: {name: page, in: query, schema: {$ref: '#/components/parameters/page'}}
    size: {$ref: '#/info/title'}
",
        &[
            (
                r"6:44: `#/components/parameters/page` is a parameter, but a schema is needed here",
                r"refer to a schema",
            ),
            (
                r"7:12: `#/info/title` is not a parameter",
                r"refer to a parameter",
            ),
        ],
    );
}

#[test]
fn circles() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    C: {$ref: '#/components/schemas/A'}
    D: {$ref: '#/components/schemas/D'}
",
        &[
            (
                r"6:9: these references lead in a circle: #/components/schemas/A → #/components/schemas/B → #/components/schemas/A",
                r"let one of them be the object itself",
            ),
            (
                r"9:9: these references lead in a circle: #/components/schemas/D → #/components/schemas/D",
                r"let one of them be the object itself",
            ),
        ],
    );
}

#[test]
fn siblings() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths: {}
components:
  schemas:
    Name: {type: string}
    Alias:
      $ref: '#/components/schemas/Name'
      description: Lost.
      nullable: true
  parameters:
    page: {name: page, in: query, schema: {}}
    size: {$ref: '#/components/parameters/page', required: true}
",
        &[
            (
                r"9:7: `description` stands beside a `$ref`, where OpenAPI 3.0 ignores it",
                r"put the `$ref` into an `allOf` and the rest beside it, or remove this key",
            ),
            (
                r"10:7: `nullable` stands beside a `$ref`, where OpenAPI 3.0 ignores it",
                r"put the `$ref` into an `allOf` and the rest beside it, or remove this key",
            ),
            (
                r"13:50: `required` stands beside a `$ref`, where OpenAPI 3.0 ignores it",
                r"remove this key, or write the object here instead of the `$ref`",
            ),
        ],
    );
}

#[test]
fn where_the_specification_has_none() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get: {$ref: '#/components/x'}
",
        &[(
            r"5:11: `$ref` cannot stand for an operation",
            r"write the object here",
        )],
    );
}

#[test]
fn where_the_model_has_none() {
    assert_refused(
        r"openapi: 3.0.3
info: {title: Keys, version: v1}
paths:
  /keys:
    get:
      operationId: list
      responses: {}
      callbacks: {done: {$ref: '#/components/callbacks/done'}}
components: {callbacks: {done: {}}}
",
        &[(
            r"8:26: a `$ref` in place of a callback is not supported here",
            r"write the object here",
        )],
    );
}

#[test]
fn a_schema_that_is_made_of_itself() {
    for (schemas, ring) in [
        (
            "A: {allOf: [{$ref: '#/components/schemas/A'}, {type: object}]}",
            "#/components/schemas/A → #/components/schemas/A/allOf/0",
        ),
        (
            "A: {anyOf: [{$ref: '#/components/schemas/B'}]}, B: {not: {$ref: '#/components/schemas/A'}}",
            "#/components/schemas/A → #/components/schemas/A/anyOf/0 → #/components/schemas/B → #/components/schemas/B/not",
        ),
    ] {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: v1}}\npaths: {{}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
        );
        let problems = openapi_loader::load("api.yaml", &text).unwrap_err();
        assert!(
            problems
                .to_string()
                .contains(&format!("this schema is composed of itself: {ring}")),
            "{problems}"
        );
        // Such a document can be compared, but no code can be generated from it.
        let published = openapi_loader::load_published("api.yaml", &text).unwrap();
        let endless = published.endless().unwrap();
        assert!(endless.message().contains(ring), "{endless}");
    }
    let fine = "openapi: 3.0.3\ninfo: {title: t, version: v1}\npaths: {}\ncomponents: {schemas: {A: {type: object, \
                properties: {a: {allOf: [{$ref: '#/components/schemas/A'}]}, l: {type: array, items: {$ref: '#/components/schemas/A'}}}}}}\n";
    assert!(openapi_loader::load("api.yaml", fine).is_ok());
}

#[test]
fn a_chain_of_schemas_without_an_end_in_sight() {
    let chain = |length: usize| {
        let links: Vec<String> = (0..length)
            .map(|n| format!("S{n}: {{type: object, properties: {{a: {{$ref: '#/components/schemas/S{}'}}}}}}", n + 1))
            .collect();
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: v1}}\npaths: {{}}\ncomponents: {{schemas: {{{}, S{length}: {{type: string}}}}}}\n",
            links.join(", ")
        );
        openapi_loader::load("api.yaml", &text)
    };
    assert!(chain(200).is_ok());
    let problems = chain(3_000).unwrap_err().to_string();
    assert!(
        problems.contains("more than 256 schemas lead to one another"),
        "{problems}"
    );
}
