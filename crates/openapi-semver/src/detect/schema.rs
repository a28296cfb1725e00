//! Differences between two schemas, without the schemas inside them.
//!
//! The same schema of both documents comes in, with the direction in which it is sent. Out come events about its
//! properties and keywords, and the pairs of inner schemas that have to be compared next. `schema_graph` walks along
//! these pairs, and `schema_keywords` compares the keywords.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::schema_graph::Step;
use super::{Detector, Direction, Event, alternatives, prose, schema_keywords};
use crate::contract::{Additional, Property, Schema, SchemaId};
use crate::rule_id::Rule;
use crate::rust_name;

/// The differences, and the pairs of inner schemas that have to be compared.
#[derive(Default)]
pub(super) struct Found {
    pub(super) events: Vec<Event>,
    pub(super) below: Vec<(Step, SchemaId, SchemaId)>,
    direction: Option<Direction>,
}

impl Found {
    pub(super) fn report(&mut self, event: Event) {
        self.events.push(Event {
            direction: self.direction,
            ..event
        });
    }
}

pub(super) fn compare(
    detector: &Detector<'_, '_>,
    base_id: SchemaId,
    revision_id: SchemaId,
    direction: Direction,
) -> Found {
    let mut found = Found {
        direction: Some(direction),
        ..Found::default()
    };
    let base = &*detector.base.get(base_id);
    let revision = &*detector.revision.get(revision_id);
    if alternatives::wrapped(
        detector,
        (base_id, base),
        (revision_id, revision),
        &mut found,
    ) {
        return found;
    }
    replaced(
        detector,
        (base_id, base),
        (revision_id, revision),
        &mut found,
    );
    schema_keywords::compare(base, revision, &mut found);
    properties(detector, base, revision, direction, &mut found);
    additional(base, revision, &mut found);
    items(base, revision, &mut found);
    apart(base, revision, &mut found);
    mapped(detector, base, revision, &mut found);
    alternatives::compare(detector, base, revision, &mut found);
    for event in prose::differences(&base.prose, &revision.prose, "") {
        found.report(event);
    }
    found
}

fn properties(
    detector: &Detector<'_, '_>,
    base: &Schema,
    revision: &Schema,
    direction: Direction,
    found: &mut Found,
) {
    let names: BTreeSet<&String> = base
        .properties
        .keys()
        .chain(revision.properties.keys())
        .collect();
    for name in names {
        match (base.properties.get(name), revision.properties.get(name)) {
            (Some(before), Some(after)) => {
                kept(detector, name, before, after, direction, found);
            }
            (Some(before), None) => {
                if travels(&detector.base.get(before.schema), direction) {
                    let rule = match (direction, before.required.is_some()) {
                        (Direction::Request, _) => Rule::RequestPropertyRemoved,
                        (Direction::Response, true) => Rule::ResponseRequiredPropertyRemoved,
                        (Direction::Response, false) => Rule::ResponseOptionalPropertyRemoved,
                    };
                    found.report(Event::new(rule, name.as_str()).base(&before.pointer));
                } else {
                    let rule = Rule::UntravellingPropertyRemoved;
                    found.report(Event::new(rule, name.as_str()).base(&before.pointer));
                }
            }
            (None, Some(after)) => {
                added(detector, name, base, after, direction, found);
            }
            (None, None) => {}
        }
    }
}

fn added(
    detector: &Detector<'_, '_>,
    name: &str,
    base: &Schema,
    after: &Property,
    direction: Direction,
    found: &mut Found,
) {
    let schema = detector.revision.get(after.schema);
    if !travels(&schema, direction) {
        let rule = match (direction, &after.required) {
            (Direction::Request, Some(_)) => Rule::RequiredReadOnlyRequestPropertyAdded,
            _ => Rule::UntravellingPropertyAdded,
        };
        found.report(Event::new(rule, name).revision(&after.pointer));
        return;
    }
    let required = after.required.is_some();
    let rule = match direction {
        Direction::Request if required => Rule::NewRequiredRequestProperty,
        Direction::Request => match &base.additional {
            Additional::Schema(rest) if !detector.equality.schemas(*rest, after.schema) => {
                Rule::RequestPropertyAddedUnlikeDescribedRest
            }
            _ => Rule::NewOptionalRequestProperty,
        },
        Direction::Response => match &base.additional {
            Additional::Nothing(_) => Rule::ResponsePropertyAddedToClosedObject,
            Additional::Schema(rest) if !detector.equality.schemas(*rest, after.schema) => {
                Rule::ResponsePropertyAddedToClosedObject
            }
            _ if required => Rule::ResponseRequiredPropertyAdded,
            _ => Rule::ResponseOptionalPropertyAdded,
        },
    };
    found.report(Event::new(rule, name).revision(&after.pointer));
}

fn kept(
    detector: &Detector<'_, '_>,
    name: &str,
    before: &Property,
    after: &Property,
    direction: Direction,
    found: &mut Found,
) {
    let (was, is) = (
        detector.base.get(before.schema),
        detector.revision.get(after.schema),
    );
    let required = after.required.is_some();
    for (keyword, became, became_not) in ACCESS {
        let rule = match (was.facets.get(keyword), is.facets.get(keyword)) {
            (None, Some(_)) => became,
            (Some(_), None) => became_not,
            _ => continue,
        };
        let rule = match (direction, required) {
            (Direction::Request, true) => rule[0],
            (Direction::Request, false) => rule[1],
            (Direction::Response, true) => rule[2],
            (Direction::Response, false) => rule[3],
        };
        let mut event = Event::new(rule, name);
        event.base = was
            .facets
            .get(keyword)
            .map(|facet| Rc::clone(&facet.pointer));
        event.revision = is
            .facets
            .get(keyword)
            .map(|facet| Rc::clone(&facet.pointer));
        found.report(event);
    }
    let travelled = travels(&was, direction) && travels(&is, direction);
    match (&before.required, &after.required) {
        (None, Some(pointer)) => {
            let rule = match (travelled, direction) {
                (false, Direction::Request) if !travels(&is, direction) => {
                    Rule::ReadOnlyRequestPropertyBecameRequired
                }
                (false, _) => Rule::UntravellingPropertyChanged,
                (true, Direction::Request) => Rule::RequestPropertyBecameRequired,
                (true, Direction::Response) => Rule::ResponsePropertyBecameRequired,
            };
            found.report(Event::new(rule, name).revision(pointer));
        }
        (Some(pointer), None) => {
            let rule = match (travelled, direction) {
                (false, _) => Rule::UntravellingPropertyChanged,
                (true, Direction::Request) => Rule::RequestPropertyBecameOptional,
                (true, Direction::Response) => Rule::ResponsePropertyBecameOptional,
            };
            found.report(Event::new(rule, name).base(pointer));
        }
        _ => {}
    }
    if travelled {
        let step = Step::Property(name.to_owned());
        found.below.push((step, before.schema, after.schema));
    } else if !detector.equality.schemas(before.schema, after.schema)
        && travels(&was, direction) == travels(&is, direction)
    {
        let event = Event::new(Rule::UntravellingPropertyChanged, name);
        found.report(event.both(&before.pointer, &after.pointer));
    } else {
        for event in prose::differences(&was.prose, &is.prose, name) {
            found.report(event);
        }
    }
}

/// The keyword, then the rules if it was set, and the rules if it was removed. Each list is for required and
/// optional properties of requests, and for required and optional properties of responses.
const ACCESS: [(&str, [Rule; 4], [Rule; 4]); 2] = [
    (
        "readOnly",
        [
            Rule::RequestRequiredPropertyBecameReadOnly,
            Rule::RequestOptionalPropertyBecameReadOnly,
            Rule::ResponseRequiredPropertyBecameReadOnly,
            Rule::ResponseOptionalPropertyBecameReadOnly,
        ],
        [
            Rule::RequestRequiredPropertyBecameNotReadOnly,
            Rule::RequestOptionalPropertyBecameNotReadOnly,
            Rule::ResponseRequiredPropertyBecameNotReadOnly,
            Rule::ResponseOptionalPropertyBecameNotReadOnly,
        ],
    ),
    (
        "writeOnly",
        [
            Rule::RequestRequiredPropertyBecameWriteOnly,
            Rule::RequestOptionalPropertyBecameWriteOnly,
            Rule::ResponseRequiredPropertyBecameWriteOnly,
            Rule::ResponseOptionalPropertyBecameWriteOnly,
        ],
        [
            Rule::RequestRequiredPropertyBecameNotWriteOnly,
            Rule::RequestOptionalPropertyBecameNotWriteOnly,
            Rule::ResponseRequiredPropertyBecameNotWriteOnly,
            Rule::ResponseOptionalPropertyBecameNotWriteOnly,
        ],
    ),
];

/// Whether a property is sent in this direction.
fn travels(property: &Schema, direction: Direction) -> bool {
    let keyword = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    !property.facets.contains_key(keyword)
}

fn additional(base: &Schema, revision: &Schema, found: &mut Found) {
    use Additional::{Anything, Nothing, Schema};
    let home = |schema: &crate::contract::Schema| Rc::clone(&schema.pointer);
    match (&base.additional, &revision.additional) {
        (Anything, Anything) | (Nothing(_), Nothing(_)) => {}
        (Schema(before), Schema(after)) => {
            found.below.push((Step::Additional, *before, *after));
        }
        (Anything | Schema(_), Nothing(pointer)) => {
            let event = Event::new(Rule::AdditionalPropertiesForbidden, "");
            found.report(event.both(&home(base), pointer));
        }
        (Nothing(pointer), Anything | Schema(_)) => {
            let event = Event::new(Rule::AdditionalPropertiesAllowed, "");
            found.report(event.both(pointer, &home(revision)));
        }
        (Anything, Schema(_)) => {
            let event = Event::new(Rule::AdditionalPropertiesRestricted, "");
            found.report(event.both(&home(base), &home(revision)));
        }
        (Schema(_), Anything) => {
            let event = Event::new(Rule::AdditionalPropertiesUnrestricted, "");
            found.report(event.both(&home(base), &home(revision)));
        }
    }
}

fn items(base: &Schema, revision: &Schema, found: &mut Found) {
    let (before, after) = (&base.pointer, &revision.pointer);
    match (base.items, revision.items) {
        (Some(before), Some(after)) => found.below.push((Step::Items, before, after)),
        (None, Some(_)) => {
            found.report(Event::new(Rule::ItemsRestricted, "").both(before, after));
        }
        (Some(_), None) => {
            found.report(Event::new(Rule::ItemsUnrestricted, "").both(before, after));
        }
        (None, None) => {}
    }
}

/// Further schemas that values have to match and that were not read together with the others.
fn apart(base: &Schema, revision: &Schema, found: &mut Found) {
    if base.apart.len() != revision.apart.len() {
        let event = Event::new(Rule::Unclassified, "");
        found.report(event.both(&base.pointer, &revision.pointer));
        return;
    }
    let pairs = base.apart.iter().zip(&revision.apart);
    let pairs = pairs.map(|(before, after)| (Step::Same, *before, *after));
    found.below.extend(pairs);
}

/// The schemas that a discriminator names. Values may have these schemas, too.
fn mapped(detector: &Detector<'_, '_>, base: &Schema, revision: &Schema, found: &mut Found) {
    for name in revision.named_by_discriminator() {
        let before = detector.base.component(&name);
        let after = detector.revision.component(&name);
        if let (Some(before), Some(after)) = (before, after)
            && base.named_by_discriminator().contains(&name)
        {
            found.below.push((Step::Same, before, after));
        }
    }
}

/// Reports a reference to another component. A new name or an alias of the same component is no difference here.
fn replaced(
    detector: &Detector<'_, '_>,
    (base_id, base): (SchemaId, &Schema),
    (revision_id, revision): (SchemaId, &Schema),
    found: &mut Found,
) {
    let (Some(was), Some(is)) = (&base.component, &revision.component) else {
        return;
    };
    let is_another = |found: Option<SchemaId>, id| found.is_some_and(|found| found != id);
    let are_two = is_another(detector.base.component(is), base_id)
        || is_another(detector.revision.component(was), revision_id);
    if !rust_name::is_same_type(was, is) && are_two {
        let event = Event::new(Rule::ApiSchemaReplaced, "");
        let event = event.both(&base.pointer, &revision.pointer);
        found.report(event.before(was.clone()).after(is.clone()));
    }
}
