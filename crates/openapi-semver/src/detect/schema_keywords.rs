//! The keywords of a schema that hold no schemas.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::Value;

use super::Event;
use super::schema::Found;
use crate::contract::{
    Bound, Facet, Facets, Pointer, Schema, allows, compare_numbers, effective, values_of,
};

pub(super) fn compare(base: &Schema, revision: &Schema, found: &mut Found) {
    let keywords: BTreeSet<&str> = base
        .facets
        .keys()
        .chain(revision.facets.keys())
        .copied()
        .collect();
    let another_type = kind_of_type_change(base, revision) == Some("type-changed");
    for keyword in keywords {
        // Of values of another type, the old bounds say nothing.
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
            found.report(sides.event("unclassified"));
        }
    }
}

/// Whether a difference in a keyword is none because of what the others say.
fn is_implied(base_schema: &Schema, revision_schema: &Schema, keyword: &str) -> bool {
    let (base, revision) = (&base_schema.facets, &revision_schema.facets);
    // Where one side lists its values, what the other asks of them is met by all of these or not.
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
        // The range of a whole number says all that its width does.
        "format" => is_width(base) && is_width(revision) && same("minimum") && same("maximum"),
        _ => false,
    }
}

/// What a bound of a schema comes to with all else that the schema says.
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
    /// The schemas.
    base: &'s Pointer,
    revision: &'s Pointer,
}

impl Sides<'_> {
    /// The keyword with what the others imply.
    fn effective(&self, base: &Schema, revision: &Schema) -> [Option<Facet>; 2] {
        let of = |schema: &Schema| {
            let value = effective_of(schema, self.keyword)?;
            let own = schema.facets.get(self.keyword);
            let pointer = own.map_or(&schema.pointer, |facet| &facet.pointer);
            Some(Facet::new(value, Rc::clone(pointer)))
        };
        [of(base), of(revision)]
    }

    fn event(&self, what: &'static str) -> Event {
        let mut event = Event::new(what, "");
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
        "enum" => values(sides, found),
        "discriminator" => discriminator(sides, found),
        "maximum" | "minimum" => {
            let [before, after] = sides.effective(base, revision);
            let [before, after] = [before.as_ref(), after.as_ref()];
            let mut event = sides.event(bound(sides.keyword, before, after));
            event.before = before.map(shown_bound);
            event.after = after.map(shown_bound);
            found.report(event);
        }
        // These are reported where the property is.
        "readOnly" | "writeOnly" => {}
        "type" => {
            if let Some(what) = kind_of_type_change(base, revision) {
                found.report(sides.event(what));
            }
        }
        "format" => found.report(sides.event(format(sides))),
        "multipleOf" => found.report(sides.event(multiple_of(sides))),
        "maxLength" => ordered(
            sides,
            (base, revision),
            [
                "max-length-set",
                "max-length-unset",
                "max-length-increased",
                "max-length-decreased",
            ],
            found,
        ),
        "minLength" => ordered(
            sides,
            (base, revision),
            [
                "min-length-set",
                "min-length-unset",
                "min-length-increased",
                "min-length-decreased",
            ],
            found,
        ),
        "maxItems" => ordered(
            sides,
            (base, revision),
            [
                "max-items-set",
                "max-items-unset",
                "max-items-increased",
                "max-items-decreased",
            ],
            found,
        ),
        "minItems" => ordered(
            sides,
            (base, revision),
            [
                "min-items-set",
                "min-items-unset",
                "min-items-increased",
                "min-items-decreased",
            ],
            found,
        ),
        "maxProperties" => ordered(
            sides,
            (base, revision),
            [
                "max-properties-set",
                "max-properties-unset",
                "max-properties-increased",
                "max-properties-decreased",
            ],
            found,
        ),
        "minProperties" => ordered(
            sides,
            (base, revision),
            [
                "min-properties-set",
                "min-properties-unset",
                "min-properties-increased",
                "min-properties-decreased",
            ],
            found,
        ),
        "nullable" => found.report(sides.event(added_or_removed(
            sides,
            ["became-nullable", "became-not-nullable", "became-nullable"],
        ))),
        "default" => found.report(sides.event(added_or_removed(
            sides,
            [
                "default-value-added",
                "default-value-removed",
                "default-value-changed",
            ],
        ))),
        "pattern" => found.report(sides.event(added_or_removed(
            sides,
            ["pattern-added", "pattern-removed", "pattern-changed"],
        ))),
        "uniqueItems" => found.report(sides.event(added_or_removed(
            sides,
            ["unique-items-set", "unique-items-unset", "unclassified"],
        ))),
        "deprecated" => found.report(sides.event(added_or_removed(
            sides,
            ["deprecated", "reactivated", "unclassified"],
        ))),
        "xml" => found.report(sides.event("xml-changed")),
        _ => found.report(sides.event("unclassified")),
    }
}

const fn added_or_removed(
    sides: &Sides<'_>,
    [added, removed, changed]: [&'static str; 3],
) -> &'static str {
    match (sides.before, sides.after) {
        (None, _) => added,
        (_, None) => removed,
        _ => changed,
    }
}

fn ordered(
    sides: &Sides<'_>,
    (base, revision): (&Schema, &Schema),
    [set, unset, increased, decreased]: [&'static str; 4],
    found: &mut Found,
) {
    let [before, after] = sides.effective(base, revision);
    let sides = &Sides {
        before: before.as_ref(),
        after: after.as_ref(),
        ..*sides
    };
    let changed = match (sides.before, sides.after) {
        (Some(before), Some(after)) => match compare_numbers(&after.value, &before.value) {
            Ordering::Greater => increased,
            Ordering::Less => decreased,
            // Numbers that differ and cannot be told apart.
            Ordering::Equal => "unclassified",
        },
        _ => "unclassified",
    };
    found.report(sides.event(added_or_removed(sides, [set, unset, changed])));
}

fn bound(keyword: &str, before: Option<&Facet>, after: Option<&Facet>) -> &'static str {
    let upper = keyword == "maximum";
    let (before, after) = (before.and_then(Bound::of), after.and_then(Bound::of));
    match (before, after, upper) {
        (None, _, true) => "max-set",
        (None, _, false) => "min-set",
        (_, None, true) => "max-unset",
        (_, None, false) => "min-unset",
        // Numbers that differ and cannot be told apart.
        (Some(before), Some(after), _)
            if after.cmp(&before) == Ordering::Equal && after.exclusive == before.exclusive =>
        {
            "unclassified"
        }
        (Some(before), Some(after), _) => match (after.cmp(&before), after.exclusive, upper) {
            (Ordering::Equal, true, true) => "exclusive-max-set",
            (Ordering::Equal, false, true) => "exclusive-max-unset",
            (Ordering::Equal, true, false) => "exclusive-min-set",
            (Ordering::Equal, false, false) => "exclusive-min-unset",
            (Ordering::Greater, _, true) => "max-increased",
            (Ordering::Greater, _, false) => "min-increased",
            (Ordering::Less, _, true) => "max-decreased",
            (Ordering::Less, _, false) => "min-decreased",
        },
    }
}

fn shown_bound(facet: &Facet) -> Value {
    let value = facet.value.get("value").cloned().unwrap_or_default();
    if facet.value.get("exclusive") == Some(&Value::Bool(true)) {
        Value::String(format!("{value} (excluded)"))
    } else {
        value
    }
}

fn multiple_of(sides: &Sides<'_>) -> &'static str {
    let number = |facet: Option<&Facet>| facet.and_then(|facet| facet.value.as_f64());
    // Written in decimals, computed in binary: 0.3 is three times 0.1.
    let divides = |small: f64, large: f64| {
        let times = large / small;
        (times - times.round()).abs() <= 1e-9 * times.abs()
    };
    match (number(sides.before), number(sides.after)) {
        (None, _) => "multiple-of-set",
        (_, None) => "multiple-of-unset",
        (Some(before), Some(after)) if divides(after, before) => "multiple-of-generalized",
        (Some(before), Some(after)) if divides(before, after) => "multiple-of-specialized",
        _ => "multiple-of-changed",
    }
}

/// Formats whose values are all values of the other.
const WIDER: [(&str, &str); 2] = [("int32", "int64"), ("float", "double")];

fn format(sides: &Sides<'_>) -> &'static str {
    let [before, after] = [sides.before, sides.after].map(|facet| {
        let text = facet.and_then(|facet| facet.value.as_str());
        text.unwrap_or_default()
    });
    if WIDER.contains(&(before, after)) {
        "format-generalized"
    } else if WIDER.contains(&(after, before)) {
        "format-specialized"
    } else {
        added_or_removed(sides, ["format-added", "format-removed", "format-changed"])
    }
}

fn kind_of_type_change(base: &Schema, revision: &Schema) -> Option<&'static str> {
    let kind = |schema: &Schema| schema.facets.get("type").map(|facet| facet.value.clone());
    let (before, after) = (kind(base), kind(revision));
    if before == after {
        return None;
    }
    let is = |value: &Option<Value>, name: &str| value.as_ref().is_some_and(|value| value == name);
    Some(
        if after.is_none() || (is(&before, "integer") && is(&after, "number")) {
            "type-generalized"
        } else if before.is_none() || (is(&before, "number") && is(&after, "integer")) {
            "type-specialized"
        } else {
            "type-changed"
        },
    )
}

fn depends_on_type(keyword: &str) -> bool {
    !matches!(
        keyword,
        "type" | "nullable" | "default" | "deprecated" | "discriminator" | "readOnly" | "writeOnly"
    )
}

fn values(sides: &Sides<'_>, found: &mut Found) {
    let (Some(before), Some(after)) = (sides.before, sides.after) else {
        let what = added_or_removed(sides, ["became-enum", "enum-removed", "unclassified"]);
        found.report(sides.event(what));
        return;
    };
    let list = |facet: &Facet| -> BTreeMap<String, Value> {
        let values = facet.value.as_array().into_iter().flatten();
        values
            .map(|value| (value.to_string(), value.clone()))
            .collect()
    };
    let (was, is) = (list(before), list(after));
    let missing = |some: &BTreeMap<String, Value>, others: &BTreeMap<String, Value>| {
        let missing = some.iter().filter(|(text, _)| !others.contains_key(*text));
        missing.map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let (removed, added) = (missing(&was, &is), missing(&is, &was));
    let event = match (removed.is_empty(), added.is_empty()) {
        (true, true) => return,
        (false, true) => Event::new("enum-value-removed", "").base(&before.pointer),
        (true, false) => Event::new("enum-value-added", "").both(&before.pointer, &after.pointer),
        (false, false) => {
            Event::new("enum-values-changed", "").both(&before.pointer, &after.pointer)
        }
    };
    // One value is shown as it is, and several as a list.
    let shown = |mut values: Vec<Value>| match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(Value::Array(values)),
    };
    found.report(Event {
        before: shown(removed),
        after: shown(added),
        ..event
    });
}

fn discriminator(sides: &Sides<'_>, found: &mut Found) {
    let (Some(before), Some(after)) = (sides.before, sides.after) else {
        let what = added_or_removed(
            sides,
            [
                "discriminator-added",
                "discriminator-removed",
                "unclassified",
            ],
        );
        found.report(sides.event(what));
        return;
    };
    let property = |facet: &Facet| facet.value.get("propertyName").cloned().unwrap_or_default();
    if property(before) != property(after) {
        let event = Event::new("discriminator-property-name-changed", "")
            .both(&before.pointer, &after.pointer)
            .before(property(before))
            .after(property(after));
        found.report(event);
    }
    let mapping = |facet: &Facet| -> BTreeMap<String, Value> {
        let mapping = facet.value.get("mapping").and_then(Value::as_object);
        mapping
            .into_iter()
            .flatten()
            .map(|(name, target)| (name.clone(), target.clone()))
            .collect()
    };
    let (was, is) = (mapping(before), mapping(after));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        let what = match (was.get(name), is.get(name)) {
            (None, Some(_)) => "discriminator-mapping-added",
            (Some(_), None) => "discriminator-mapping-deleted",
            (Some(before), Some(after)) if before != after => "discriminator-mapping-changed",
            _ => continue,
        };
        let mut event = Event::new(what, "").both(&before.pointer, &after.pointer);
        event.before = was
            .get(name)
            .map(|target| Value::from(format!("{name} → {target}")));
        event.after = is
            .get(name)
            .map(|target| Value::from(format!("{name} → {target}")));
        found.report(event);
    }
}
