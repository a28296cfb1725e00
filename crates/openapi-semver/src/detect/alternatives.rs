//! Differences in `oneOf`, `anyOf` and `not`.
//!
//! The same schema of both documents comes in. Out go events about alternatives that are new or gone. Alternatives
//! that were only edited are paired first, by their name and by their properties, and are compared as schemas. The
//! keywords of the schema itself are in `schema_keywords`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schema::Found;
use super::schema_graph::Step;
use super::{Detector, Event};
use crate::contract::{
    Additional, Choice, Contract, Pointer, Schema, SchemaId, are_disjoint, values_of,
};
use crate::rule_id::Rule;

/// The rules for one of the two keywords.
struct Names {
    added: Rule,
    removed: Rule,
    set: Rule,
    unset: Rule,
    wrapped: Rule,
    unwrapped: Rule,
}

const ONE_OF: Names = Names {
    added: Rule::OneOfAdded,
    removed: Rule::OneOfRemoved,
    set: Rule::OneOfSet,
    unset: Rule::OneOfUnset,
    wrapped: Rule::WrappedInOneOf,
    unwrapped: Rule::UnwrappedFromOneOf,
};

const ANY_OF: Names = Names {
    added: Rule::AnyOfAdded,
    removed: Rule::AnyOfRemoved,
    set: Rule::AnyOfSet,
    unset: Rule::AnyOfUnset,
    wrapped: Rule::WrappedInAnyOf,
    unwrapped: Rule::UnwrappedFromAnyOf,
};

/// Whether one side is an alternative of the other. Then nothing else is compared.
pub(super) fn wrapped(
    detector: &Detector<'_, '_>,
    (base_id, base): (SchemaId, &Schema),
    (revision_id, revision): (SchemaId, &Schema),
    found: &mut Found,
) -> bool {
    for (names, of) in KEYWORDS {
        let (rule, before, after) = match (of(base), of(revision)) {
            ([], [choice]) if is_only_choice(revision) => {
                let mut members = choice.members.iter();
                let same = members.find(|(_, one)| detector.equality.schemas(base_id, *one));
                let Some((_, same)) = same else { continue };
                let rule = by_overlap(names.wrapped, detector.revision, choice, *same);
                (rule, &base.pointer, &choice.pointer)
            }
            ([choice], []) if is_only_choice(base) => {
                let mut members = choice.members.iter();
                let same = members.find(|(_, one)| detector.equality.schemas(*one, revision_id));
                let Some((_, same)) = same else { continue };
                let rule = by_overlap(names.unwrapped, detector.base, choice, *same);
                (rule, &choice.pointer, &revision.pointer)
            }
            _ => continue,
        };
        found.report(Event::new(rule, "").both(before, after));
        return true;
    }
    false
}

type Choices = fn(&Schema) -> &[Choice];

const KEYWORDS: [(&Names, Choices); 2] = [(&ONE_OF, one_of), (&ANY_OF, any_of)];

fn one_of(schema: &Schema) -> &[Choice] {
    &schema.one_of
}

fn any_of(schema: &Schema) -> &[Choice] {
    &schema.any_of
}

/// Whether the schema consists of a list of alternatives only.
fn is_only_choice(schema: &Schema) -> bool {
    schema.one_of.len() + schema.any_of.len() == 1
        && schema.properties.is_empty()
        && schema.items.is_none()
        && schema.not.is_empty()
        && schema.unknown.is_empty()
        && matches!(schema.additional, Additional::Anything)
        && schema
            .facets
            .keys()
            .all(|keyword| *keyword == "discriminator")
}

pub(super) fn compare(
    detector: &Detector<'_, '_>,
    base: &Schema,
    revision: &Schema,
    found: &mut Found,
) {
    exclusions(detector, base, revision, found);
    if became_the_other(detector, base, revision, found) {
        return;
    }
    for (names, of) in KEYWORDS {
        let mut left: Vec<&Choice> = of(base).iter().collect();
        let mut right: Vec<&Choice> = of(revision).iter().collect();
        if left.len() + right.len() > 2 {
            // Several lists come from an `allOf`, whose order does not count.
            left.retain(|before| {
                let same = right
                    .iter()
                    .position(|after| detector.equality.choices(before, after));
                same.map(|index| right.remove(index)).is_none()
            });
        }
        for index in 0..left.len().max(right.len()) {
            match (left.get(index), right.get(index)) {
                (Some(before), Some(after)) => choices(detector, names, before, after, found),
                (None, Some(after)) => {
                    let event = Event::new(names.set, "");
                    found.report(event.both(&base.pointer, &after.pointer));
                }
                (Some(before), None) => {
                    let event = Event::new(names.unset, "");
                    found.report(event.both(&before.pointer, &revision.pointer));
                }
                (None, None) => {}
            }
        }
    }
}

fn exclusions(detector: &Detector<'_, '_>, base: &Schema, revision: &Schema, found: &mut Found) {
    if !detector.equality.exclusions(base, revision) {
        let rule = match (base.not.is_empty(), revision.not.is_empty()) {
            (true, _) => Rule::NotAdded,
            (_, true) => Rule::NotRemoved,
            _ => Rule::NotChanged,
        };
        found.report(Event::new(rule, "").both(&base.pointer, &revision.pointer));
    } else {
        // Both sides exclude the same values, perhaps with other prose.
        let pairs = base.not.iter().zip(&revision.not);
        let same = pairs.filter(|(before, after)| detector.equality.schemas(**before, **after));
        found
            .below
            .extend(same.map(|(before, after)| (Step::Same, *before, *after)));
    }
}

/// Whether the other keyword offers the same alternatives now.
fn became_the_other(
    detector: &Detector<'_, '_>,
    base: &Schema,
    revision: &Schema,
    found: &mut Found,
) -> bool {
    let (rule, before, after) = match (
        base.one_of.as_slice(),
        base.any_of.as_slice(),
        revision.one_of.as_slice(),
        revision.any_of.as_slice(),
    ) {
        ([before], [], [], [after]) => (Rule::OneOfBecameAnyOf, before, after),
        ([], [before], [after], []) => (Rule::AnyOfBecameOneOf, before, after),
        _ => return false,
    };
    if !detector.equality.choices(before, after) {
        return false;
    }
    found.report(Event::new(rule, "").both(&before.pointer, &after.pointer));
    true
}

fn choices(
    detector: &Detector<'_, '_>,
    names: &Names,
    before: &Choice,
    after: &Choice,
    found: &mut Found,
) {
    let mut left = before.members.clone();
    let mut right = after.members.clone();
    let tests: [&dyn Fn(SchemaId, SchemaId) -> bool; 2] = [
        &|before, after| {
            let name = detector.base.get(before).component.clone();
            name.is_some() && name == detector.revision.get(after).component
        },
        &|before, after| detector.equality.schemas(before, after),
    ];
    for test in tests {
        left.retain(|(_, before)| {
            let Some(index) = right.iter().position(|(_, after)| test(*before, *after)) else {
                return true;
            };
            let (_, after) = right.remove(index);
            found.below.push((Step::Same, *before, after));
            false
        });
    }
    for (before, after) in edited(detector, &mut left, &mut right) {
        found.below.push((Step::Same, before, after));
    }
    for (place, schema) in left {
        let rule = by_overlap(names.removed, detector.base, before, schema);
        let event = Event::new(rule, "").before(name(detector.base, schema));
        found.report(event.base(&place));
    }
    for (place, schema) in right {
        let rule = by_overlap(names.added, detector.revision, after, schema);
        let event = Event::new(rule, "").after(name(detector.revision, schema));
        found.report(event.both(&before.pointer, &place));
    }
}

/// The rule for an alternative that comes or goes. A `oneOf` refuses values that match two of its alternatives, so such a
/// change is harmless only if no value matches this alternative and another one.
fn by_overlap(rule: Rule, contract: &Contract<'_>, choice: &Choice, changed: SchemaId) -> Rule {
    let overlapping = match rule {
        Rule::OneOfAdded => Rule::OneOfAddedOverlapping,
        Rule::OneOfRemoved => Rule::OneOfRemovedOverlapping,
        Rule::WrappedInOneOf => Rule::WrappedInOverlappingOneOf,
        Rule::UnwrappedFromOneOf => Rule::UnwrappedFromOverlappingOneOf,
        // An `anyOf` accepts values that match several alternatives.
        other => return other,
    };
    let members = || choice.members.iter().map(|(_, member)| *member);
    let is_there_twice = members().filter(|member| *member == changed).count() > 1;
    let is_apart = members()
        .filter(|member| *member != changed)
        .all(|member| are_disjoint(contract, changed, member));
    if is_apart && !is_there_twice {
        rule
    } else {
        overlapping
    }
}

/// Pairs of alternatives that are left on both sides and that seem to be edited. The pairs that are most alike
/// come first.
fn edited(
    detector: &Detector<'_, '_>,
    left: &mut Vec<(Pointer, SchemaId)>,
    right: &mut Vec<(Pointer, SchemaId)>,
) -> Vec<(SchemaId, SchemaId)> {
    let mut pairs = Vec::new();
    for (_, before) in left.iter() {
        for (_, after) in right.iter() {
            if let Some(likeness) = likeness(detector, *before, *after) {
                pairs.push((likeness, *before, *after));
            }
        }
    }
    // The sort is stable, so the first of several equal pairs is taken.
    pairs.sort_by_key(|(likeness, ..)| std::cmp::Reverse(*likeness));
    let mut taken = Vec::new();
    for (_, before, after) in pairs {
        let position =
            |list: &[(Pointer, SchemaId)], id| list.iter().position(|(_, one)| *one == id);
        if let (Some(one), Some(other)) = (position(left, before), position(right, after)) {
            left.remove(one);
            right.remove(other);
            taken.push((before, after));
        }
    }
    taken
}

/// How much two alternatives without a name are alike, in thousandths. `None` if they are not alike.
fn likeness(detector: &Detector<'_, '_>, before: SchemaId, after: SchemaId) -> Option<usize> {
    let (before, after) = (detector.base.get(before), detector.revision.get(after));
    let facet =
        |schema: &Schema, name: &str| schema.facets.get(name).map(|facet| facet.value.clone());
    if before.component.is_some()
        || after.component.is_some()
        || facet(&before, "type") != facet(&after, "type")
    {
        return None;
    }
    let names = |schema: &Schema| {
        schema
            .properties
            .keys()
            .cloned()
            .collect::<BTreeSet<String>>()
    };
    let (one, other) = (names(&before), names(&after));
    if one.is_empty() && other.is_empty() {
        let same_format = facet(&before, "format") == facet(&after, "format");
        return Some(if same_format { 1_000 } else { 500 });
    }
    // A property with one value on each side, like a property that distinguishes alternatives.
    let only = |contract: &Contract<'_>, schema: &Schema, name: &String| {
        let property = contract.get(schema.properties.get(name)?.schema);
        let values = values_of(property.facets.get("enum")?);
        (values.len() == 1).then_some(values)
    };
    let tells_apart = |name: &&String| {
        let values = (
            only(detector.base, &before, name),
            only(detector.revision, &after, name),
        );
        matches!(values, (Some(one), Some(other)) if one != other)
    };
    let shared: Vec<&String> = one.intersection(&other).collect();
    if shared.is_empty() || shared.iter().any(tells_apart) {
        return None;
    }
    Some(shared.len() * 1_000 / one.union(&other).count())
}

/// The name of an alternative in a sentence.
fn name(contract: &Contract<'_>, id: SchemaId) -> Value {
    let schema = contract.get(id);
    let required = schema.properties.iter();
    let required = required.filter(|(_, property)| property.required.is_some());
    let property = required.chain(&schema.properties).next();
    match (&schema.component, property, schema.facets.get("type")) {
        (Some(name), ..) => Value::from(name.clone()),
        (None, Some((name, _)), _) => Value::from(format!("an object with `{name}`")),
        (None, None, Some(kind)) => kind.value.clone(),
        (None, None, None) => Value::from("a schema without a name"),
    }
}
