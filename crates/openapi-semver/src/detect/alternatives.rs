//! `oneOf`, `anyOf` and `not`.

use serde_json::Value;

use super::schema::Found;
use super::schema_graph::Step;
use super::{Detector, Event};
use crate::contract::{Contract, Schema, SchemaId};

/// What is reported of one of the two keywords.
struct Names {
    added: &'static str,
    removed: &'static str,
    set: &'static str,
    unset: &'static str,
    wrapped: &'static str,
    unwrapped: &'static str,
}

const ONE_OF: Names = Names {
    added: "one-of-added",
    removed: "one-of-removed",
    set: "one-of-set",
    unset: "one-of-unset",
    wrapped: "wrapped-in-one-of",
    unwrapped: "unwrapped-from-one-of",
};

const ANY_OF: Names = Names {
    added: "any-of-added",
    removed: "any-of-removed",
    set: "any-of-set",
    unset: "any-of-unset",
    wrapped: "wrapped-in-any-of",
    unwrapped: "unwrapped-from-any-of",
};

/// Whether one side is an alternative of the other; then nothing else is compared.
pub(super) fn wrapped(
    detector: &Detector<'_, '_>,
    (base_id, base): (SchemaId, &Schema),
    (revision_id, revision): (SchemaId, &Schema),
    found: &mut Found,
) -> bool {
    for (names, of) in [(&ONE_OF, one_of as Choice), (&ANY_OF, any_of)] {
        let what = match (of(base), of(revision)) {
            ([], [alternatives])
                if is_only_choice(revision)
                    && alternatives
                        .iter()
                        .any(|one| detector.equality.schemas(base_id, *one)) =>
            {
                names.wrapped
            }
            ([alternatives], [])
                if is_only_choice(base)
                    && alternatives
                        .iter()
                        .any(|one| detector.equality.schemas(*one, revision_id)) =>
            {
                names.unwrapped
            }
            _ => continue,
        };
        found.report(Event::new(what, "").both(&base.pointer, &revision.pointer));
        return true;
    }
    false
}

type Choice = fn(&Schema) -> &[Vec<SchemaId>];

fn one_of(schema: &Schema) -> &[Vec<SchemaId>] {
    &schema.one_of
}

fn any_of(schema: &Schema) -> &[Vec<SchemaId>] {
    &schema.any_of
}

/// Whether the schema says nothing but which alternatives there are.
fn is_only_choice(schema: &Schema) -> bool {
    let decoration = ["discriminator", "nullable", "deprecated", "default"];
    schema.one_of.len() + schema.any_of.len() == 1
        && schema.properties.is_empty()
        && schema.items.is_none()
        && schema.not.is_empty()
        && schema
            .facets
            .keys()
            .all(|facet| decoration[..1].contains(facet))
}

pub(super) fn compare(
    detector: &Detector<'_, '_>,
    base: &Schema,
    revision: &Schema,
    found: &mut Found,
) {
    for (names, of) in [(&ONE_OF, one_of as Choice), (&ANY_OF, any_of)] {
        let (before, after) = (of(base), of(revision));
        for index in 0..before.len().max(after.len()) {
            match (before.get(index), after.get(index)) {
                (Some(before), Some(after)) => {
                    choices(detector, names, (base, before), (revision, after), found);
                }
                (None, Some(_)) => {
                    found.report(Event::new(names.set, "").both(&base.pointer, &revision.pointer))
                }
                (Some(_), None) => {
                    found.report(Event::new(names.unset, "").both(&base.pointer, &revision.pointer))
                }
                (None, None) => {}
            }
        }
    }
    let same_not = base.not.len() == revision.not.len()
        && base
            .not
            .iter()
            .zip(&revision.not)
            .all(|(before, after)| detector.equality.schemas(*before, *after));
    if !same_not {
        let what = match (base.not.is_empty(), revision.not.is_empty()) {
            (true, _) => "not-added",
            (_, true) => "not-removed",
            _ => "not-changed",
        };
        found.report(Event::new(what, "").both(&base.pointer, &revision.pointer));
    }
}

fn choices(
    detector: &Detector<'_, '_>,
    names: &Names,
    (_, before): (&Schema, &[SchemaId]),
    (home, after): (&Schema, &[SchemaId]),
    found: &mut Found,
) {
    let mut left: Vec<SchemaId> = before.to_vec();
    let mut right: Vec<SchemaId> = after.to_vec();
    let tests: [&dyn Fn(SchemaId, SchemaId) -> bool; 2] = [
        &|before, after| {
            let name = detector.base.get(before).component.clone();
            name.is_some() && name == detector.revision.get(after).component
        },
        &|before, after| detector.equality.schemas(before, after),
    ];
    for test in tests {
        left.retain(|before| {
            let Some(index) = right.iter().position(|after| test(*before, *after)) else {
                return true;
            };
            let after = right.remove(index);
            found.below.push((Step::Same, *before, after));
            false
        });
    }
    // What is left over is taken for edited, if the one looks like the other.
    if left.len() == right.len() {
        let mut index = 0;
        while let (Some(before), Some(after)) = (left.get(index), right.get(index)) {
            if look_alike(detector, *before, *after) {
                found.below.push((Step::Same, *before, *after));
                left.remove(index);
                right.remove(index);
            } else {
                index += 1;
            }
        }
    }
    for before in left {
        let schema = detector.base.get(before);
        let event = Event::new(names.removed, "").before(name(detector.base, before));
        found.report(event.base(&schema.pointer));
    }
    for after in right {
        let schema = detector.revision.get(after);
        let event = Event::new(names.added, "").after(name(detector.revision, after));
        found.report(event.both(&home.pointer, &schema.pointer));
    }
}

/// Neither has a name of its own, and both are of one type and share a property or have none.
fn look_alike(detector: &Detector<'_, '_>, before: SchemaId, after: SchemaId) -> bool {
    let (before, after) = (detector.base.get(before), detector.revision.get(after));
    let kind = |schema: &Schema| schema.facets.get("type").map(|facet| facet.value.clone());
    before.component.is_none()
        && after.component.is_none()
        && kind(&before) == kind(&after)
        && (before.properties.is_empty() == after.properties.is_empty())
        && (before.properties.is_empty()
            || before
                .properties
                .keys()
                .any(|name| after.properties.contains_key(name)))
}

fn name(contract: &Contract<'_>, id: SchemaId) -> Value {
    let schema = contract.get(id);
    match (&schema.component, schema.facets.get("type")) {
        (Some(name), _) => Value::from(name.clone()),
        (None, Some(kind)) => kind.value.clone(),
        (None, None) => Value::from("a schema without a name"),
    }
}
