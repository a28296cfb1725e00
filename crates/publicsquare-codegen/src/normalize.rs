//! The document as the generator can take it.
//!
//! The YAML stays faithful to the vendor. Where progenitor would panic on it, or would make a client
//! that is stricter than a client may be, a named rule rewrites the document on its way in. The
//! rules run in the order of [`RULES`].

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

pub(crate) use self::media_types::{FORM, essence};
pub(crate) use self::reachable_schemas::Reachability;
pub(crate) use self::schemas::{each_schema_object, each_schema_reference};

use crate::refusal::Refusal;

/// What is to be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The client: every status of a class is treated alike.
    Client,
    /// The typed mocks: one method for each documented status.
    Mocks,
}

/// One rewriting step.
pub struct Rule {
    /// Its name, which the tests and the documentation use.
    pub name: &'static str,
    /// What it is there for.
    pub why: &'static str,
    /// The views that it is applied in.
    pub views: &'static [View],
    apply: fn(OpenAPI) -> Result<OpenAPI, Vec<Refusal>>,
}

impl Rule {
    fn is_shared(&self) -> bool {
        self.views.contains(&View::Client) && self.views.contains(&View::Mocks)
    }

    /// Rewrites the document.
    ///
    /// # Errors
    ///
    /// What the rule cannot rewrite, naming the operation or the schema.
    pub fn apply(&self, openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
        (self.apply)(openapi)
    }
}

/// All rules, in the order in which they run.
pub const RULES: &[Rule] = &[
    Rule {
        name: "one-media-type",
        why: "the generator panics on a body with several media types",
        views: &[View::Client, View::Mocks],
        apply: media_types::apply,
    },
    Rule {
        name: "descriptions",
        why: "a block of code in a description would be compiled and run",
        views: &[View::Client, View::Mocks],
        apply: descriptions::apply,
    },
    Rule {
        name: "parameters",
        why: "a header that the client sends anyway would be asked for",
        views: &[View::Client, View::Mocks],
        apply: parameters::apply,
    },
    Rule {
        name: "all-of",
        why: "a response that is put together could not be read member by member",
        views: &[View::Client, View::Mocks],
        apply: all_of::apply,
    },
    Rule {
        name: "defaults",
        why: "a default that its member cannot have would be sent",
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
        why: "a schema that is used both ways would have to be strict and lenient at once",
        views: &[View::Client, View::Mocks],
        apply: split::apply,
    },
    Rule {
        name: "directions",
        why: "a request would ask for members that only responses have",
        views: &[View::Client, View::Mocks],
        apply: directions::apply,
    },
    Rule {
        name: "alternatives",
        why: "a response that is one of several things would be read by guessing",
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
        why: "the type of an error that is described in place could not be that of the others",
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
        why: "a client that enforces the bounds of a response loses the key that is in it",
        views: &[View::Client, View::Mocks],
        apply: tolerant_responses::apply,
    },
    Rule {
        name: "integer-bounds",
        why: "a bound that chooses the Rust type makes it a break to loosen the bound",
        views: &[View::Client, View::Mocks],
        apply: integer_bounds::apply,
    },
    Rule {
        name: "other-bodies",
        why: "the generator knows no body of a request but JSON and bytes that the client can write",
        views: &[View::Client, View::Mocks],
        apply: other_bodies::apply,
    },
    Rule {
        name: "titles",
        why: "a type that gets its name from its place would meet another one of that name",
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
        why: "a 201 for a 200 or an undocumented 502 carries the same body and must be read alike",
        views: &[View::Client],
        apply: status_classes::apply,
    },
];

/// Applies every rule of the view.
///
/// # Errors
///
/// The refusals of the first rule that has any.
pub fn normalize(openapi: OpenAPI, view: View) -> Result<OpenAPI, Vec<Refusal>> {
    RULES
        .iter()
        .filter(|rule| rule.views.contains(&view))
        .try_fold(openapi, |openapi, rule| rule.apply(openapi))
}

/// Applies the rules that all views share, which stand before those of one view only.
pub(crate) fn normalize_for_all_views(openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    let mut shared = RULES.iter().filter(|rule| rule.is_shared());
    shared.try_fold(openapi, |openapi, rule| rule.apply(openapi))
}

/// Applies the rules of one view only to what [`normalize_for_all_views`] has made.
pub(crate) fn normalize_for(openapi: OpenAPI, view: View) -> Result<OpenAPI, Vec<Refusal>> {
    let mut own = RULES
        .iter()
        .filter(|rule| !rule.is_shared() && rule.views.contains(&view));
    own.try_fold(openapi, |openapi, rule| rule.apply(openapi))
}

/// Leaves one media type for each body, which everything else rests on.
pub(crate) fn one_media_type(openapi: OpenAPI) -> Result<OpenAPI, Vec<Refusal>> {
    media_types::apply(openapi)
}
