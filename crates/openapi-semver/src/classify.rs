//! How much each kind of difference matters.
//!
//! The rules are tables, one file a subject. An event whose name is in none of them is breaking: what
//! nobody has thought about is not let pass.

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
use crate::rust_api;

/// A rule: what it is called, how much its events matter, and what they are in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) effect: Effect,
    pub(crate) why: Why,
    /// For a rule about names in the generated code: the class where that stays as it is.
    pub(crate) wire: Option<Class>,
    /// With `{it}` for the subject, `{was}` and `{is}` for the values.
    pub(crate) sentence: &'static str,
}

/// The class of a rule's events.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Effect {
    /// Always the same.
    Always(Class),
    /// It depends on who writes the value.
    ByDirection {
        /// The client does.
        request: Class,
        /// The server does.
        response: Class,
    },
}

impl Effect {
    const BREAKING: Self = Self::Always(Class::Breaking);
    const COMPATIBLE: Self = Self::Always(Class::Compatible);
    const DOCS_ONLY: Self = Self::Always(Class::DocsOnly);
    /// Fewer values than before: servers refuse what they took, clients lose nothing.
    const TIGHTER: Self = Self::ByDirection {
        request: Class::Breaking,
        response: Class::Compatible,
    };
    /// More values than before: clients lose nothing, and meet what they never met.
    const LOOSER: Self = Self::ByDirection {
        request: Class::Compatible,
        response: Class::Breaking,
    };
}

impl Rule {
    const fn new(name: &'static str, effect: Effect, sentence: &'static str) -> Self {
        Self {
            name,
            effect,
            why: Why::Wire,
            wire: None,
            sentence,
        }
    }

    /// A rule about what the generated code takes its names or its types from. `effect` is what it means
    /// where that code is not looked at, `wire` what it means where that code stays as it is.
    const fn rust(name: &'static str, effect: Effect, wire: Class, sentence: &'static str) -> Self {
        Self {
            name,
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

/// A rule, as it is documented and listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleInfo {
    /// The name. Those of schema keywords appear in reports behind whose schema it is, as in
    /// `request-property-max-length-decreased`.
    pub name: &'static str,
    /// Whether it is about a keyword of a schema.
    pub is_schema_keyword: bool,
    /// The class where the client writes the value.
    pub request: Class,
    /// The class where the server writes the value.
    pub response: Class,
    /// Where it is felt.
    pub why: Why,
}

/// Every rule, by subject; at the end those about the generated code, whose names start with `rust-`,
/// with the worst class that they can have. What differs in the documents and has no rule is
/// `unclassified`, and breaking.
///
/// ```
/// let rule = openapi_semver::rules().find(|rule| rule.name == "max-length-decreased");
/// let rule = rule.ok_or("it is known")?;
/// assert_eq!(rule.request, openapi_semver::Class::Breaking);
/// assert_eq!(rule.response, openapi_semver::Class::Compatible);
/// # Ok::<(), &str>(())
/// ```
pub fn rules() -> impl Iterator<Item = RuleInfo> {
    let documents = table_rows().map(|rule| RuleInfo {
        name: rule.name,
        is_schema_keyword: schemas::is_prefixed(rule.name),
        request: rule.class(Some(Direction::Request)),
        response: rule.class(Some(Direction::Response)),
        why: rule.why,
    });
    let code = rust_api::RULES.iter().map(|(name, worst)| RuleInfo {
        name,
        is_schema_keyword: false,
        request: *worst,
        response: *worst,
        why: Why::RustApi,
    });
    documents.chain(code)
}

fn table_rows() -> impl Iterator<Item = &'static Rule> {
    TABLES.iter().flat_map(|table| table.iter())
}

const TABLES: &[&[Rule]] = &[
    operations::RULES,
    parameters::RULES,
    requests::RULES,
    responses::RULES,
    properties::RULES,
    schemas::RULES,
    bounds::RULES,
    security::RULES,
    servers::RULES,
    components::RULES,
    prose::RULES,
];

static BY_NAME: LazyLock<HashMap<&'static str, &'static Rule>> =
    LazyLock::new(|| table_rows().map(|rule| (rule.name, rule)).collect());

/// What counts when there is no rule.
const UNCLASSIFIED: Rule = Rule::new(
    "unclassified",
    Effect::BREAKING,
    "{it} has changed in a way that no rule knows, so it counts as breaking",
);

/// Whether a rule is about nothing but names in the generated code.
pub(crate) fn is_only_a_name(rule: &str) -> bool {
    let known = BY_NAME.get(rule).and_then(|rule| rule.wire);
    rule.starts_with("rust-") || known.is_some_and(|wire| wire <= Class::DocsOnly)
}

/// The verdict on one event.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) rule: String,
    pub(crate) class: Class,
    pub(crate) why: Why,
    pub(crate) wire: Option<Class>,
    pub(crate) message: String,
}

/// How much an event matters.
pub(crate) fn class(event: &Event) -> Class {
    rule(event).class(event.direction)
}

fn rule(event: &Event) -> &'static Rule {
    BY_NAME.get(event.what).copied().unwrap_or(&UNCLASSIFIED)
}

pub(crate) fn verdict(event: &Event) -> Verdict {
    let rule = rule(event);
    Verdict {
        rule: match event.prefix {
            Some(prefix) if schemas::is_prefixed(rule.name) => format!("{prefix}-{}", rule.name),
            _ => rule.name.to_owned(),
        },
        class: rule.class(event.direction),
        why: rule.why,
        wire: rule.wire,
        message: sentence(template(rule, event), event),
    }
}

/// The sentence of a rule. What it says of clients and their requests behind a colon is not true of a
/// callback, where the server writes the request.
fn template(rule: &Rule, event: &Event) -> &'static str {
    match rule.sentence.split_once(": ") {
        Some((fact, _)) if event.is_callback() => fact,
        _ => rule.sentence,
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
    // One pass, so that a brace in a value is not taken for a placeholder.
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

/// As in "a, b and c".
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

/// Long values make a sentence that nobody reads to its end.
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
    use super::*;

    #[test]
    fn no_two_rules_have_one_name() {
        assert_eq!(BY_NAME.len(), table_rows().count());
    }

    #[test]
    fn an_event_without_a_rule_is_breaking() {
        let verdict = verdict(&Event::new("nobody-has-thought-of-this", "it"));
        assert_eq!(verdict.rule, "unclassified");
        assert_eq!(verdict.class, Class::Breaking);
    }

    #[test]
    fn a_directed_rule_without_a_direction_is_breaking() {
        assert_eq!(
            verdict(&Event::new("pattern-removed", "it")).class,
            Class::Breaking
        );
    }

    #[test]
    fn a_placeholder_in_a_value_stays_as_it_is() {
        let event = Event::new("x", "`{was}`").before("{is}").after(3);
        assert_eq!(
            sentence("{it}: {was}, {is} {x}", &event),
            "`{was}`: {is}, 3 {x}"
        );
    }
}
