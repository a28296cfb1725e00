//! Differences in the keywords of a schema that contain no schemas, such as `type` and `maxLength`.
//!
//! The same schema of both documents comes in. Each keyword with another meaning goes out as an event. A keyword whose
//! new text means the same, because other keywords imply it, is no event.
//!
//! `numbers` compares bounds and sizes, and `choices` compares `enum` and `discriminator`. The neighbour
//! [`schema`](super::schema) compares properties and elements.

mod choices;
mod numbers;

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::Event;
use super::schema::Found;
use crate::contract::{Facet, Facets, Pointer, Schema, allows, effective, values_of};
use crate::rule_id::Rule;

pub(super) fn compare(base: &Schema, revision: &Schema, found: &mut Found) {
    let keywords: BTreeSet<&str> = base
        .facets
        .keys()
        .chain(revision.facets.keys())
        .copied()
        .collect();
    let another_type = kind_of_type_change(base, revision) == Some(Rule::TypeChanged);
    for keyword in keywords {
        // The old bounds say nothing about values of another type.
        if another_type && depends_on_type(keyword) {
            continue;
        }
        let sides = Sides {
            keyword,
            before: base.facets.get(keyword),
            after: revision.facets.get(keyword),
            base: &base.pointer,
            revision: &revision.pointer,
        };
        if sides.before.map(|facet| &facet.value) != sides.after.map(|facet| &facet.value)
            && !is_implied(base, revision, keyword)
        {
            keyword_changed(&sides, base, revision, found);
        }
    }
    let unknown: BTreeSet<&String> = base.unknown.keys().chain(revision.unknown.keys()).collect();
    for keyword in unknown {
        let sides = Sides {
            keyword,
            before: base.unknown.get(keyword),
            after: revision.unknown.get(keyword),
            base: &base.pointer,
            revision: &revision.pointer,
        };
        if sides.before.map(|facet| &facet.value) != sides.after.map(|facet| &facet.value) {
            found.report(sides.event(Rule::Unclassified));
        }
    }
}

/// Whether a difference in a keyword changes nothing, because other keywords imply the same.
fn is_implied(base_schema: &Schema, revision_schema: &Schema, keyword: &str) -> bool {
    let (base, revision) = (&base_schema.facets, &revision_schema.facets);
    // If only one side lists its values, the keyword of the other side changes nothing if it allows all of them.
    let listed = match (base.get("enum"), revision.get("enum")) {
        (Some(listed), None) => Some((values_of(listed), revision)),
        (None, Some(listed)) => Some((values_of(listed), base)),
        _ => None,
    };
    if let Some((values, other)) = listed
        && keyword != "enum"
        && let Some(facet) = other.get(keyword)
    {
        return values
            .iter()
            .all(|value| allows(keyword, facet, value) == Some(true));
    }
    let same =
        |keyword| effective_of(base_schema, keyword) == effective_of(revision_schema, keyword);
    match keyword {
        "minimum" | "maximum" | "minLength" | "maxLength" | "minProperties" | "maxProperties" => {
            same(keyword)
        }
        // The width of a whole number says nothing that its range does not say.
        "format" => is_width(base) && is_width(revision) && same("minimum") && same("maximum"),
        _ => false,
    }
}

/// The bound that a schema has, by the keyword itself, by other keywords or by its properties.
fn effective_of(schema: &Schema, keyword: &str) -> Option<Value> {
    let (required, described) = schema.counts;
    let of_properties = match keyword {
        "minProperties" => Some(required).filter(|count| *count > 0),
        "maxProperties" => described,
        _ => None,
    };
    effective(&schema.facets, keyword).or_else(|| of_properties.map(Value::from))
}

fn is_width(facets: &Facets) -> bool {
    let format = facets.get("format").and_then(|facet| facet.value.as_str());
    matches!(format, Some("int32" | "int64"))
}

/// One keyword on both sides.
struct Sides<'s> {
    keyword: &'s str,
    before: Option<&'s Facet>,
    after: Option<&'s Facet>,
    /// The places of the schemas.
    base: &'s Pointer,
    revision: &'s Pointer,
}

impl Sides<'_> {
    /// The keyword, or else the bound that other keywords imply.
    fn effective(&self, base: &Schema, revision: &Schema) -> [Option<Facet>; 2] {
        let of = |schema: &Schema| {
            let value = effective_of(schema, self.keyword)?;
            let own = schema.facets.get(self.keyword);
            let pointer = own.map_or(&schema.pointer, |facet| &facet.pointer);
            Some(Facet::new(value, Rc::clone(pointer)))
        };
        [of(base), of(revision)]
    }

    fn event(&self, rule: Rule) -> Event {
        let mut event = Event::new(rule, "");
        event.base = self.before.map(|facet| Rc::clone(&facet.pointer));
        event.revision = self.after.map(|facet| Rc::clone(&facet.pointer));
        event.before = self.before.map(|facet| facet.value.clone());
        event.after = self.after.map(|facet| facet.value.clone());
        if event.base.is_none() && event.revision.is_none() {
            event = event.both(self.base, self.revision);
        }
        event
    }
}

fn keyword_changed(sides: &Sides<'_>, base: &Schema, revision: &Schema, found: &mut Found) {
    match sides.keyword {
        "enum" => choices::values(sides, found),
        "discriminator" => choices::discriminator(sides, found),
        "maximum" | "minimum" => {
            let [before, after] = sides.effective(base, revision);
            let [before, after] = [before.as_ref(), after.as_ref()];
            let mut event = sides.event(numbers::bound(sides.keyword, before, after));
            event.before = before.map(numbers::shown_bound);
            event.after = after.map(numbers::shown_bound);
            found.report(event);
        }
        // `schema` reports these with the property.
        "readOnly" | "writeOnly" => {}
        "type" => {
            if let Some(rule) = kind_of_type_change(base, revision) {
                found.report(sides.event(rule));
            }
        }
        "format" => found.report(sides.event(format(sides))),
        "multipleOf" => found.report(sides.event(numbers::multiple_of(sides))),
        "nullable" => found.report(sides.event(added_or_removed(
            sides,
            [
                Rule::BecameNullable,
                Rule::BecameNotNullable,
                Rule::BecameNullable,
            ],
        ))),
        "default" => found.report(sides.event(added_or_removed(
            sides,
            [
                Rule::DefaultValueAdded,
                Rule::DefaultValueRemoved,
                Rule::DefaultValueChanged,
            ],
        ))),
        "pattern" => found.report(sides.event(added_or_removed(
            sides,
            [
                Rule::PatternAdded,
                Rule::PatternRemoved,
                Rule::PatternChanged,
            ],
        ))),
        "uniqueItems" => found.report(sides.event(added_or_removed(
            sides,
            [
                Rule::UniqueItemsSet,
                Rule::UniqueItemsUnset,
                Rule::Unclassified,
            ],
        ))),
        "deprecated" => found.report(sides.event(added_or_removed(
            sides,
            [Rule::Deprecated, Rule::Reactivated, Rule::Unclassified],
        ))),
        "xml" => found.report(sides.event(Rule::XmlChanged)),
        keyword => match SIZES.iter().find(|(size, _)| *size == keyword) {
            Some((_, rules)) => numbers::size(sides, (base, revision), *rules, found),
            None => found.report(sides.event(Rule::Unclassified)),
        },
    }
}

/// The keywords that count something, each with its rules: set, unset, increased and decreased.
const SIZES: [(&str, [Rule; 4]); 6] = [
    (
        "maxLength",
        [
            Rule::MaxLengthSet,
            Rule::MaxLengthUnset,
            Rule::MaxLengthIncreased,
            Rule::MaxLengthDecreased,
        ],
    ),
    (
        "minLength",
        [
            Rule::MinLengthSet,
            Rule::MinLengthUnset,
            Rule::MinLengthIncreased,
            Rule::MinLengthDecreased,
        ],
    ),
    (
        "maxItems",
        [
            Rule::MaxItemsSet,
            Rule::MaxItemsUnset,
            Rule::MaxItemsIncreased,
            Rule::MaxItemsDecreased,
        ],
    ),
    (
        "minItems",
        [
            Rule::MinItemsSet,
            Rule::MinItemsUnset,
            Rule::MinItemsIncreased,
            Rule::MinItemsDecreased,
        ],
    ),
    (
        "maxProperties",
        [
            Rule::MaxPropertiesSet,
            Rule::MaxPropertiesUnset,
            Rule::MaxPropertiesIncreased,
            Rule::MaxPropertiesDecreased,
        ],
    ),
    (
        "minProperties",
        [
            Rule::MinPropertiesSet,
            Rule::MinPropertiesUnset,
            Rule::MinPropertiesIncreased,
            Rule::MinPropertiesDecreased,
        ],
    ),
];

const fn added_or_removed(sides: &Sides<'_>, [added, removed, changed]: [Rule; 3]) -> Rule {
    match (sides.before, sides.after) {
        (None, _) => added,
        (_, None) => removed,
        _ => changed,
    }
}

/// Pairs of formats. Every value of the first is a value of the second.
const WIDER: [(&str, &str); 2] = [("int32", "int64"), ("float", "double")];

fn format(sides: &Sides<'_>) -> Rule {
    let [before, after] = [sides.before, sides.after].map(|facet| {
        let text = facet.and_then(|facet| facet.value.as_str());
        text.unwrap_or_default()
    });
    if WIDER.contains(&(before, after)) {
        Rule::FormatGeneralized
    } else if WIDER.contains(&(after, before)) {
        Rule::FormatSpecialized
    } else {
        added_or_removed(
            sides,
            [Rule::FormatAdded, Rule::FormatRemoved, Rule::FormatChanged],
        )
    }
}

fn kind_of_type_change(base: &Schema, revision: &Schema) -> Option<Rule> {
    let kind = |schema: &Schema| schema.facets.get("type").map(|facet| facet.value.clone());
    let (before, after) = (kind(base), kind(revision));
    if before == after {
        return None;
    }
    let is = |value: &Option<Value>, name: &str| value.as_ref().is_some_and(|value| value == name);
    Some(
        if after.is_none() || (is(&before, "integer") && is(&after, "number")) {
            Rule::TypeGeneralized
        } else if before.is_none() || (is(&before, "number") && is(&after, "integer")) {
            Rule::TypeSpecialized
        } else {
            Rule::TypeChanged
        },
    )
}

fn depends_on_type(keyword: &str) -> bool {
    !matches!(
        keyword,
        "type" | "nullable" | "default" | "deprecated" | "discriminator" | "readOnly" | "writeOnly"
    )
}
