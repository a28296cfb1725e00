//! Two schemas, without what is below them.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::schema_graph::Step;
use super::{Detector, Direction, Event, alternatives, prose, schema_keywords};
use crate::contract::{Additional, Property, Schema, SchemaId};
use crate::rust_name;

/// What is different, and which schemas below are to be compared.
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
                    let what = match (direction, before.required.is_some()) {
                        (Direction::Request, _) => "request-property-removed",
                        (Direction::Response, true) => "response-required-property-removed",
                        (Direction::Response, false) => "response-optional-property-removed",
                    };
                    found.report(Event::new(what, name.as_str()).base(&before.pointer));
                } else {
                    let what = "untravelling-property-removed";
                    found.report(Event::new(what, name.as_str()).base(&before.pointer));
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
        let what = match (direction, &after.required) {
            (Direction::Request, Some(_)) => "required-read-only-request-property-added",
            _ => "untravelling-property-added",
        };
        found.report(Event::new(what, name).revision(&after.pointer));
        return;
    }
    let required = after.required.is_some();
    let what = match direction {
        Direction::Request if required => "new-required-request-property",
        Direction::Request => match &base.additional {
            Additional::Schema(rest) if !detector.equality.schemas(*rest, after.schema) => {
                "request-property-added-unlike-described-rest"
            }
            _ => "new-optional-request-property",
        },
        Direction::Response => match &base.additional {
            Additional::Nothing(_) => "response-property-added-to-closed-object",
            Additional::Schema(rest) if !detector.equality.schemas(*rest, after.schema) => {
                "response-property-added-to-closed-object"
            }
            _ if required => "response-required-property-added",
            _ => "response-optional-property-added",
        },
    };
    found.report(Event::new(what, name).revision(&after.pointer));
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
        let what = match (was.facets.get(keyword), is.facets.get(keyword)) {
            (None, Some(_)) => became,
            (Some(_), None) => became_not,
            _ => continue,
        };
        let what = match (direction, required) {
            (Direction::Request, true) => what[0],
            (Direction::Request, false) => what[1],
            (Direction::Response, true) => what[2],
            (Direction::Response, false) => what[3],
        };
        let mut event = Event::new(what, name);
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
            let what = match (travelled, direction) {
                (false, Direction::Request) if !travels(&is, direction) => {
                    "read-only-request-property-became-required"
                }
                (false, _) => "untravelling-property-changed",
                (true, Direction::Request) => "request-property-became-required",
                (true, Direction::Response) => "response-property-became-required",
            };
            found.report(Event::new(what, name).revision(pointer));
        }
        (Some(pointer), None) => {
            let what = match (travelled, direction) {
                (false, _) => "untravelling-property-changed",
                (true, Direction::Request) => "request-property-became-optional",
                (true, Direction::Response) => "response-property-became-optional",
            };
            found.report(Event::new(what, name).base(pointer));
        }
        _ => {}
    }
    if travelled {
        let step = Step::Property(name.to_owned());
        found.below.push((step, before.schema, after.schema));
    } else if !detector.equality.schemas(before.schema, after.schema)
        && travels(&was, direction) == travels(&is, direction)
    {
        let event = Event::new("untravelling-property-changed", name);
        found.report(event.both(&before.pointer, &after.pointer));
    } else {
        for event in prose::differences(&was.prose, &is.prose, name) {
            found.report(event);
        }
    }
}

/// The keyword, and the rules for required and optional properties of requests and of responses.
const ACCESS: [(&str, [&str; 4], [&str; 4]); 2] = [
    (
        "readOnly",
        [
            "request-required-property-became-read-only",
            "request-optional-property-became-read-only",
            "response-required-property-became-read-only",
            "response-optional-property-became-read-only",
        ],
        [
            "request-required-property-became-not-read-only",
            "request-optional-property-became-not-read-only",
            "response-required-property-became-not-read-only",
            "response-optional-property-became-not-read-only",
        ],
    ),
    (
        "writeOnly",
        [
            "request-required-property-became-write-only",
            "request-optional-property-became-write-only",
            "response-required-property-became-write-only",
            "response-optional-property-became-write-only",
        ],
        [
            "request-required-property-became-not-write-only",
            "request-optional-property-became-not-write-only",
            "response-required-property-became-not-write-only",
            "response-optional-property-became-not-write-only",
        ],
    ),
];

/// Whether a property is sent in this direction at all.
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
            let event = Event::new("additional-properties-forbidden", "");
            found.report(event.both(&home(base), pointer));
        }
        (Nothing(pointer), Anything | Schema(_)) => {
            let event = Event::new("additional-properties-allowed", "");
            found.report(event.both(pointer, &home(revision)));
        }
        (Anything, Schema(_)) => {
            let event = Event::new("additional-properties-restricted", "");
            found.report(event.both(&home(base), &home(revision)));
        }
        (Schema(_), Anything) => {
            let event = Event::new("additional-properties-unrestricted", "");
            found.report(event.both(&home(base), &home(revision)));
        }
    }
}

fn items(base: &Schema, revision: &Schema, found: &mut Found) {
    let (before, after) = (&base.pointer, &revision.pointer);
    match (base.items, revision.items) {
        (Some(before), Some(after)) => found.below.push((Step::Items, before, after)),
        (None, Some(_)) => {
            found.report(Event::new("items-restricted", "").both(before, after));
        }
        (Some(_), None) => {
            found.report(Event::new("items-unrestricted", "").both(before, after));
        }
        (None, None) => {}
    }
}

/// Schemas that hold as well and could not be put together.
fn apart(base: &Schema, revision: &Schema, found: &mut Found) {
    if base.apart.len() != revision.apart.len() {
        let event = Event::new("unclassified", "");
        found.report(event.both(&base.pointer, &revision.pointer));
        return;
    }
    let pairs = base.apart.iter().zip(&revision.apart);
    let pairs = pairs.map(|(before, after)| (Step::Same, *before, *after));
    found.below.extend(pairs);
}

/// The schemas that a discriminator names: values are of these as well.
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

/// Another component, and not the same one under another name or behind an alias.
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
        let event = Event::new("api-schema-replaced", "");
        let event = event.both(&base.pointer, &revision.pointer);
        found.report(event.before(was.clone()).after(is.clone()));
    }
}
