//! How much each difference matters: the rulings on all rules.
//!
//! Events of [`detect`](crate::detect) come in. A verdict comes out: the class, where the change is felt, and a
//! sentence. The rulings are tables, one file for each subject. A difference without a rule is `unclassified` and
//! counts as breaking, so that nothing passes because nobody has thought of it.
//!
//! The list of the rules themselves is in [`rule_id`](crate::rule_id). The rulings about generated code are in
//! [`rust_api`](crate::rust_api).

mod bounds;
mod components;
mod operations;
mod parameters;
mod properties;
mod prose;
mod requests;
mod responses;
mod schemas;
mod security;
mod servers;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::class::{Class, Why};
use crate::detect::{Direction, Event};
use crate::rule_id::{Rule, RuleId, Subject};
use crate::rust_api;

/// The ruling on a rule: how much its changes matter, and their sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ruling {
    pub(crate) rule: Rule,
    pub(crate) effect: Effect,
    pub(crate) why: Why,
    /// For a rule about names in the generated code: the class if the generated code stays the same.
    pub(crate) wire: Option<Class>,
    /// The sentence, with `{it}` for the subject, `{was}` and `{is}` for the values.
    pub(crate) sentence: &'static str,
}

/// The class of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Effect {
    /// Always the same.
    Always(Class),
    /// The class depends on who writes the value.
    ByDirection {
        /// The class if the client writes it.
        request: Class,
        /// The class if the server writes it.
        response: Class,
    },
}

impl Effect {
    const BREAKING: Self = Self::Always(Class::Breaking);
    const COMPATIBLE: Self = Self::Always(Class::Compatible);
    const DOCS_ONLY: Self = Self::Always(Class::DocsOnly);
    /// Fewer values than before: servers refuse what they accepted, and clients receive nothing new.
    const TIGHTER: Self = Self::ByDirection {
        request: Class::Breaking,
        response: Class::Compatible,
    };
    /// More values than before: servers accept what they accepted, and clients receive what they do not know.
    const LOOSER: Self = Self::ByDirection {
        request: Class::Compatible,
        response: Class::Breaking,
    };
}

impl Ruling {
    const fn new(rule: Rule, effect: Effect, sentence: &'static str) -> Self {
        Self {
            rule,
            effect,
            why: Why::Wire,
            wire: None,
            sentence,
        }
    }

    /// A ruling on something that gives the generated code a name or a type. `effect` counts if no code was compared,
    /// and `wire` counts if the code stays the same.
    const fn rust(rule: Rule, effect: Effect, wire: Class, sentence: &'static str) -> Self {
        Self {
            rule,
            effect,
            why: Why::RustApi,
            wire: Some(wire),
            sentence,
        }
    }

    const fn class(&self, direction: Option<Direction>) -> Class {
        match (self.effect, direction) {
            (Effect::Always(class), _) => class,
            (Effect::ByDirection { request, .. }, Some(Direction::Request)) => request,
            (Effect::ByDirection { response, .. }, Some(Direction::Response)) => response,
            (Effect::ByDirection { .. }, None) => Class::Breaking,
        }
    }
}

/// A rule, for documentation and lists. [`rules`] gives all of them.
///
/// ```
/// use openapi_semver::{Class, rules};
///
/// let breaking = rules().filter(|rule| rule.request == Class::Breaking).count();
/// assert!(breaking > 100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleInfo {
    /// The name. In reports, the id of a rule about a keyword of schemas begins with the owner of the schema, as in
    /// `request-property-max-length-decreased`.
    pub name: &'static str,
    /// Whether the rule is about a keyword of schemas.
    pub is_schema_keyword: bool,
    /// The class if the client writes the value.
    pub request: Class,
    /// The class if the server writes the value.
    pub response: Class,
    /// Where a change under the rule is felt.
    pub why: Why,
}

/// Every rule, by subject.
///
/// The rules about generated code come last. Their names start with `rust-`, and their class is the worst one that they
/// can have. A difference without a rule is `unclassified` and breaking; `unclassified` is not in this list.
///
/// ```
/// let rule = openapi_semver::rules().find(|rule| rule.name == "max-length-decreased");
/// let rule = rule.ok_or("it is known")?;
/// assert_eq!(rule.request, openapi_semver::Class::Breaking);
/// assert_eq!(rule.response, openapi_semver::Class::Compatible);
/// # Ok::<(), &str>(())
/// ```
pub fn rules() -> impl Iterator<Item = RuleInfo> {
    let documents = table_rows().map(|ruling| RuleInfo {
        name: ruling.rule.as_str(),
        is_schema_keyword: ruling.rule.subject() == Subject::SchemaKeyword,
        request: ruling.class(Some(Direction::Request)),
        response: ruling.class(Some(Direction::Response)),
        why: ruling.why,
    });
    let code = rust_api::RULES.iter().map(|(rule, worst)| RuleInfo {
        name: rule.as_str(),
        is_schema_keyword: false,
        request: *worst,
        response: *worst,
        why: Why::RustApi,
    });
    documents.chain(code)
}

fn table_rows() -> impl Iterator<Item = &'static Ruling> {
    TABLES.iter().flat_map(|table| table.iter())
}

const TABLES: &[&[Ruling]] = &[
    operations::RULINGS,
    parameters::RULINGS,
    requests::RULINGS,
    responses::RULINGS,
    properties::RULINGS,
    schemas::RULINGS,
    bounds::RULINGS,
    security::RULINGS,
    servers::RULINGS,
    components::RULINGS,
    prose::RULINGS,
];

static RULINGS: LazyLock<HashMap<Rule, &'static Ruling>> =
    LazyLock::new(|| table_rows().map(|ruling| (ruling.rule, ruling)).collect());

/// The ruling on a difference without a rule.
const UNCLASSIFIED: Ruling = Ruling::new(
    Rule::Unclassified,
    Effect::BREAKING,
    "{it} has changed in a way that no rule knows, so it counts as breaking",
);

/// Whether a rule is about nothing but names in the generated code.
pub(crate) fn is_only_a_name(rule: RuleId) -> bool {
    let known = RULINGS.get(&rule.rule()).and_then(|ruling| ruling.wire);
    rule.rule().subject() == Subject::GeneratedCode
        || known.is_some_and(|wire| wire <= Class::DocsOnly)
}

/// The verdict on one event.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) rule: RuleId,
    pub(crate) class: Class,
    pub(crate) why: Why,
    pub(crate) wire: Option<Class>,
    pub(crate) message: String,
}

/// How much an event matters.
pub(crate) fn class(event: &Event) -> Class {
    ruling(event).class(event.direction)
}

fn ruling(event: &Event) -> &'static Ruling {
    RULINGS.get(&event.rule).copied().unwrap_or(&UNCLASSIFIED)
}

/// The verdict on an event: its class, where it is felt, and its sentence.
pub(crate) fn verdict(event: &Event) -> Verdict {
    let ruling = ruling(event);
    Verdict {
        rule: RuleId::new(ruling.rule, event.owner),
        class: ruling.class(event.direction),
        why: ruling.why,
        wire: ruling.wire,
        message: sentence(template(ruling, event), event),
    }
}

/// The sentence of a rule. The part behind a colon is about clients and their requests. It is left out for a callback,
/// where the server writes the request.
fn template(ruling: &Ruling, event: &Event) -> &'static str {
    match ruling.sentence.split_once(": ") {
        Some((fact, _)) if event.is_callback() => fact,
        _ => ruling.sentence,
    }
}

fn sentence(template: &str, event: &Event) -> String {
    let text = |value: &Option<Value>| match value {
        Some(Value::String(text)) => shortened(text),
        Some(Value::Array(values)) => listed(values),
        Some(value) => shortened(&value.to_string()),
        None => "nothing".to_owned(),
    };
    let mut sentence = String::with_capacity(template.len() + event.subject.len());
    let mut rest = template;
    // One pass, so that a brace in a value is no placeholder.
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        sentence.push_str(before);
        let (value, length) = if from.starts_with("{it}") {
            (event.subject.clone(), "{it}".len())
        } else if from.starts_with("{was}") {
            (text(&event.before), "{was}".len())
        } else if from.starts_with("{is}") {
            (text(&event.after), "{is}".len())
        } else {
            ("{".to_owned(), 1)
        };
        sentence.push_str(&value);
        rest = from.get(length..).unwrap_or_default();
    }
    sentence.push_str(rest);
    sentence
}

/// A list for a sentence, as in "a, b and c".
fn listed(values: &[Value]) -> String {
    let texts: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        })
        .collect();
    match texts.as_slice() {
        [] => "[]".to_owned(),
        [one] => shortened(one),
        [first @ .., last] => shortened(&format!("{} and {last}", first.join(", "))),
    }
}

/// The beginning of a long value. Nobody reads a sentence with 80 characters of it to the end.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 80;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    #[test]
    fn every_rule_has_one_ruling() {
        let known = table_rows().map(|ruling| ruling.rule);
        let known = known.chain(rust_api::RULES.iter().map(|(rule, _)| *rule));
        let mut known: Vec<Rule> = known.chain([UNCLASSIFIED.rule]).collect();
        known.sort();
        assert_eq!(known, Rule::ALL);
        let listed = rules().map(|rule| rule.name).chain(["unclassified"]);
        let all = Rule::ALL.iter().map(|rule| rule.as_str());
        assert_eq!(
            listed.collect::<BTreeSet<_>>(),
            all.collect::<BTreeSet<_>>()
        );
    }

    #[test]
    fn a_directed_rule_without_a_direction_is_breaking() {
        assert_eq!(
            verdict(&Event::new(Rule::PatternRemoved, "it")).class,
            Class::Breaking
        );
    }

    #[test]
    fn only_rules_about_generated_code_and_those_that_leave_the_wire_alone_are_about_names() {
        for (rule, expected) in [
            (Rule::RustTypeRemoved, true),
            (Rule::ApiSchemaRenamed, true),
            (Rule::ApiOperationIdChanged, true),
            // The generated code gets another type, and clients see the difference as well.
            (Rule::ResponseBodyAdded, false),
            (Rule::ApiTagChanged, false),
            (Rule::PatternRemoved, false),
            (Rule::Unclassified, false),
        ] {
            let found = is_only_a_name(RuleId::new(rule, None));
            assert_eq!(found, expected, "{}", rule.as_str());
        }
    }

    #[test]
    fn a_sentence_lists_values_as_a_person_would() {
        for (values, expected) in [
            (json!([]), "[]"),
            (json!(["a"]), "a"),
            (json!(["a", 1]), "a and 1"),
            (json!(["a", null, "c"]), "a, null and c"),
        ] {
            let event = Event::new(Rule::MaxSet, "it").before(values);
            assert_eq!(sentence("{was}", &event), expected);
        }
        let many = vec!["abcdefghi"; 30];
        let event = Event::new(Rule::MaxSet, "it").before(many);
        let shown = sentence("{was}", &event);
        assert_eq!(shown.chars().count(), 81, "{shown}");
        assert!(
            shown.starts_with("abcdefghi, ") && shown.ends_with('…'),
            "{shown}"
        );
    }

    #[test]
    fn a_placeholder_in_a_value_stays_as_it_is() {
        let event = Event::new(Rule::MaxSet, "`{was}`").before("{is}").after(3);
        assert_eq!(
            sentence("{it}: {was}, {is} {x}", &event),
            "`{was}`: {is}, 3 {x}"
        );
    }
}
