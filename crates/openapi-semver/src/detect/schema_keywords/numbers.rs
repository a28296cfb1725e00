//! Bounds, sizes and multiples: which rule two numbers fall under.
//!
//! Both values of a keyword come in, with the bounds that other keywords imply. The rule comes out: whether the
//! keyword was set or removed, and which of the two numbers is larger.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Sides, added_or_removed};
use crate::contract::{Bound, Facet, Schema, compare_numbers};
use crate::detect::schema::Found;
use crate::rule_id::Rule;

/// Reports a keyword that counts something, such as `maxLength`.
pub(super) fn size(
    sides: &Sides<'_>,
    (base, revision): (&Schema, &Schema),
    [set, unset, increased, decreased]: [Rule; 4],
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
            // The numbers differ, but the comparison finds no order.
            Ordering::Equal => Rule::Unclassified,
        },
        _ => Rule::Unclassified,
    };
    found.report(sides.event(added_or_removed(sides, [set, unset, changed])));
}

/// The rule for a `maximum` or a `minimum`.
pub(super) fn bound(keyword: &str, before: Option<&Facet>, after: Option<&Facet>) -> Rule {
    let upper = keyword == "maximum";
    let (before, after) = (before.and_then(Bound::of), after.and_then(Bound::of));
    match (before, after, upper) {
        (None, _, true) => Rule::MaxSet,
        (None, _, false) => Rule::MinSet,
        (_, None, true) => Rule::MaxUnset,
        (_, None, false) => Rule::MinUnset,
        // The numbers differ, but the comparison finds no order.
        (Some(before), Some(after), _)
            if after.cmp(&before) == Ordering::Equal && after.exclusive == before.exclusive =>
        {
            Rule::Unclassified
        }
        (Some(before), Some(after), _) => match (after.cmp(&before), after.exclusive, upper) {
            (Ordering::Equal, true, true) => Rule::ExclusiveMaxSet,
            (Ordering::Equal, false, true) => Rule::ExclusiveMaxUnset,
            (Ordering::Equal, true, false) => Rule::ExclusiveMinSet,
            (Ordering::Equal, false, false) => Rule::ExclusiveMinUnset,
            (Ordering::Greater, _, true) => Rule::MaxIncreased,
            (Ordering::Greater, _, false) => Rule::MinIncreased,
            (Ordering::Less, _, true) => Rule::MaxDecreased,
            (Ordering::Less, _, false) => Rule::MinDecreased,
        },
    }
}

/// A bound for a sentence.
pub(super) fn shown_bound(facet: &Facet) -> Value {
    let value = facet.value.get("value").cloned().unwrap_or_default();
    if facet.value.get("exclusive") == Some(&Value::Bool(true)) {
        Value::String(format!("{value} (excluded)"))
    } else {
        value
    }
}

/// The rule for a `multipleOf`.
pub(super) fn multiple_of(sides: &Sides<'_>) -> Rule {
    let number = |facet: Option<&Facet>| facet.and_then(|facet| facet.value.as_f64());
    // Decimal numbers are computed in binary, so 0.3 is only nearly three times 0.1.
    let divides = |small: f64, large: f64| {
        let times = large / small;
        (times - times.round()).abs() <= 1e-9 * times.abs()
    };
    match (number(sides.before), number(sides.after)) {
        (None, _) => Rule::MultipleOfSet,
        (_, None) => Rule::MultipleOfUnset,
        (Some(before), Some(after)) if divides(after, before) => Rule::MultipleOfGeneralized,
        (Some(before), Some(after)) if divides(before, after) => Rule::MultipleOfSpecialized,
        _ => Rule::MultipleOfChanged,
    }
}
