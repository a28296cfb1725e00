//! Rewrites a document so that progenitor can generate a client from it.
//!
//! The YAML says what the vendor says. progenitor would panic on some of it, or would generate a client that refuses valid
//! responses. In comes the document. Out comes the rewritten document, or refusals. Each rule has a name, a reason and a
//! file in `normalize/`, and [`RULES`] has the order. Documents that no rule can help are refused in `check.rs`. Changes
//! of the generated code are made in `postprocess.rs`.

mod all_of;
mod alternatives;
mod defaults;
mod descriptions;
mod directions;
mod error_schema;
mod errors_in_place;
mod integer_bounds;
mod integer_default;
mod media_types;
mod mocked_statuses;
mod other_bodies;
mod parameters;
mod plain_values;
mod problem_media_type;
mod reachable_schemas;
mod schemas;
mod split;
mod status_classes;
mod titles;
mod tolerant_responses;

#[cfg(test)]
mod fixture;

use openapiv3::OpenAPI;

pub(crate) use self::media_types::{FORM, is_media_type, json_of_success, other_json_of_request};
pub(crate) use self::reachable_schemas::Reachability;
pub(crate) use self::schemas::{each_schema_object, each_schema_reference};

use crate::refusal::Refusal;

/// The code that is to be generated. Some rules apply only to one of the two.
///
/// ```
/// use publicsquare_codegen::{RULES, View};
///
/// let rule = RULES.iter().find(|rule| rule.name == "status-classes").unwrap();
/// assert_eq!(rule.views, [View::Client]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The client, which treats all statuses of a class in the same way.
    Client,
    /// The typed mocks, which have a method for each documented status.
    Mocks,
}

/// One rule that rewrites a document.
///
/// ```
/// for rule in publicsquare_codegen::RULES {
///     println!("{}: {}", rule.name, rule.why);
/// }
/// ```
pub struct Rule {
    /// The name of the rule, for tests and documentation.
    pub name: &'static str,
    /// What would happen without the rule.
    pub why: &'static str,
    /// The views to which the rule applies.
    pub views: &'static [View],
    apply: fn(OpenAPI) -> Result<OpenAPI, Vec<Refusal>>,
}

impl Rule {
    fn is_shared(&self) -> bool {
        self.views.contains(&View::Client) && self.views.contains(&View::Mocks)
    }

    /// Applies the rule to a document.
    ///
    /// ```
    /// use publicsquare_codegen::{RULES, load};
    ///
    /// let yaml = "
    /// openapi: 3.0.3
    /// info: { title: Example, version: v1 }
    /// paths:
    ///   /things:
    ///     get:
    ///       operationId: things
    ///       responses: { '204': { description: d }, '404': { description: d } }
    /// ";
    /// let document = load("api.yaml", yaml)?;
    /// let rule = RULES.iter().find(|rule| rule.name == "status-classes").unwrap();
    /// let rewritten = rule.apply(document.openapi().clone()).unwrap();
    /// let text = serde_json::to_string(&rewritten).unwrap();
    /// assert!(text.contains("2XX") && text.contains("4XX"));
    /// # Ok::<(), publicsquare_codegen::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The parts of the document that the rule cannot rewrite. Each message names the operation or the schema.
    pub fn apply(&self, openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
        (self.apply)(openapi)
    }
}

/// All rules, in the order in which they run.
///
/// ```
/// use publicsquare_codegen::RULES;
///
/// assert_eq!(RULES[0].name, "one-media-type");
/// ```
pub const RULES: &[Rule] = &[
    Rule {
        name: "one-media-type",
        why: "the generator panics on a body with several media types",
        views: &[View::Client, View::Mocks],
        apply: media_types::apply,
    },
    Rule {
        name: "descriptions",
        why: "rustdoc would compile and run a code block in a description",
        views: &[View::Client, View::Mocks],
        apply: descriptions::apply,
    },
    Rule {
        name: "parameters",
        why: "the application would have to set a header that the client sends anyway",
        views: &[View::Client, View::Mocks],
        apply: parameters::apply,
    },
    Rule {
        name: "all-of",
        why: "a response that is composed of several schemas could not be read member by member",
        views: &[View::Client, View::Mocks],
        apply: all_of::apply,
    },
    Rule {
        name: "defaults",
        why: "the client would send a default that is not valid",
        views: &[View::Client, View::Mocks],
        apply: defaults::apply,
    },
    Rule {
        name: "plain-values",
        why: "a pattern or a format would need a crate that the client does not have",
        views: &[View::Client, View::Mocks],
        apply: plain_values::apply,
    },
    Rule {
        name: "request-and-response",
        why: "a schema of both requests and responses would have to be strict and lenient at once",
        views: &[View::Client, View::Mocks],
        apply: split::apply,
    },
    Rule {
        name: "directions",
        why: "a request would require members that only responses have",
        views: &[View::Client, View::Mocks],
        apply: directions::apply,
    },
    Rule {
        name: "alternatives",
        why: "the client would have to guess which of several schemas a response has",
        views: &[View::Client, View::Mocks],
        apply: alternatives::apply,
    },
    Rule {
        name: "problem-media-type",
        why: "an error declared as application/problem+json would become a raw byte stream",
        views: &[View::Client, View::Mocks],
        apply: problem_media_type::apply,
    },
    Rule {
        name: "errors-in-place",
        why: "an error that is described in place would have a type of its own",
        views: &[View::Client, View::Mocks],
        apply: errors_in_place::apply,
    },
    Rule {
        name: "one-error-schema",
        why: "two error schemas on one operation make the generator panic",
        views: &[View::Client, View::Mocks],
        apply: error_schema::apply,
    },
    Rule {
        name: "tolerant-responses",
        why: "a client that enforces the bounds of a response would lose the key in it",
        views: &[View::Client, View::Mocks],
        apply: tolerant_responses::apply,
    },
    Rule {
        name: "integer-bounds",
        why: "a bound would decide the Rust type, so loosening the bound would break applications",
        views: &[View::Client, View::Mocks],
        apply: integer_bounds::apply,
    },
    Rule {
        name: "other-bodies",
        why: "the generator can only write request bodies that are JSON or bytes",
        views: &[View::Client, View::Mocks],
        apply: other_bodies::apply,
    },
    Rule {
        name: "titles",
        why: "a type that is named after its place could get the name of another type",
        views: &[View::Client, View::Mocks],
        apply: titles::apply,
    },
    Rule {
        name: "mocked-statuses",
        why: "the generator panics on a status that has no name, such as 499",
        views: &[View::Mocks],
        apply: mocked_statuses::apply,
    },
    Rule {
        name: "status-classes",
        why: "a 201 in place of a 200, or an undocumented 502, must be read like the documented status",
        views: &[View::Client],
        apply: status_classes::apply,
    },
];

/// Applies all rules of a view, in their order.
///
/// ```
/// use publicsquare_codegen::{View, load, normalize};
///
/// let yaml = "
/// openapi: 3.0.3
/// info: { title: Example, version: v1 }
/// paths:
///   /things:
///     get:
///       operationId: things
///       responses: { '204': { description: d }, '404': { description: d } }
/// ";
/// let document = load("api.yaml", yaml)?;
/// let mocks = normalize(document.openapi().clone(), View::Mocks).unwrap();
/// let text = serde_json::to_string(&mocks).unwrap();
/// assert!(text.contains("404") && !text.contains("4XX"));
/// # Ok::<(), publicsquare_codegen::Diagnostics>(())
/// ```
///
/// # Errors
///
/// The refusals of the first rule that refuses anything.
pub fn normalize(openapi: OpenAPI, view: View) -> Result<OpenAPI, Vec<Refusal>> {
    RULES
        .iter()
        .filter(|rule| rule.views.contains(&view))
        .try_fold(openapi, |openapi, rule| rule.apply(openapi))
}

/// Applies the rules that both views share. They come before the rules of one view.
pub(crate) fn normalize_for_all_views(openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let mut shared = RULES.iter().filter(|rule| rule.is_shared());
    shared.try_fold(openapi, |openapi, rule| rule.apply(openapi))
}

/// Applies the rules of one view to the result of [`normalize_for_all_views`].
pub(crate) fn normalize_for(openapi: OpenAPI, view: View) -> Result<OpenAPI, Vec<Refusal>> {
    let mut own = RULES
        .iter()
        .filter(|rule| !rule.is_shared() && rule.views.contains(&view));
    own.try_fold(openapi, |openapi, rule| rule.apply(openapi))
}

/// Reduces each body to one media type. All later steps rely on it.
pub(crate) fn one_media_type(openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    media_types::apply(openapi)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fixture::{after, described, part};
    use super::*;

    #[test]
    fn the_rules_of_one_view_come_after_the_rules_of_both() {
        let openapi = described(
            "paths:
  /things:
    get:
      operationId: get
      responses:
        '204': {description: d}
        '499': {description: d, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
components: {schemas: {Problem: {type: object, properties: {title: {type: string}}}}}
",
        );
        let responses = |openapi: &OpenAPI| part(openapi, "/paths/~1things/get/responses");
        let statuses = |openapi: &OpenAPI| -> Vec<String> {
            let found = responses(openapi);
            let found = found.as_object().into_iter().flatten();
            found.map(|(status, _)| status.clone()).collect()
        };
        let shared = after(normalize_for_all_views, openapi.clone());
        assert_eq!(statuses(&shared), ["204", "499"]);
        let problem =
            json!({"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}});
        assert_eq!(responses(&shared)["499"]["content"], problem);
        for (view, expected) in [
            (View::Client, &["2XX", "4XX", "5XX"][..]),
            (View::Mocks, &["204"]),
        ] {
            let rest = normalize_for(shared.clone(), view);
            assert_eq!(
                rest.as_ref().map(statuses),
                Ok(expected.iter().map(ToString::to_string).collect())
            );
            assert_eq!(rest, normalize(openapi.clone(), view));
        }
    }
}
