//! What the keywords of a schema imply about each other.
//!
//! The keywords of a schema come in. Keywords that say nothing more than the others go out of it: a bound that a
//! format, a pattern or an `enum` implies, and a bound on values of another type. Other functions say which bound the
//! keywords have together, and whether they allow a value. [`schema_facets`](super::schema_facets) collects the
//! keywords first.

use std::cmp::Ordering;
use std::rc::Rc;

use serde_json::{Value, json};

use super::facet::{Facet, Facets};
use super::number::{Bound, compare, is_huge};
use super::pattern;

/// Removes the keywords that other keywords imply.
pub(super) fn simplify(facets: &mut Facets) {
    whole_multiples(facets);
    bounds_on_multiples(facets);
    without_other_types(facets);
    enumerated(facets);
    implied_bounds(facets);
}

fn is(facets: &Facets, keyword: &str, value: &str) -> bool {
    facets
        .get(keyword)
        .is_some_and(|facet| facet.value == value)
}

fn text<'f>(facets: &'f Facets, keyword: &str) -> Option<&'f str> {
    facets.get(keyword)?.value.as_str()
}

/// A multiple of a whole number is an integer, and every integer is a multiple of 1.
fn whole_multiples(facets: &mut Facets) {
    let factor = facets.get("multipleOf").map(|facet| facet.value.clone());
    let Some(factor) = factor.and_then(|factor| factor.as_u64()) else {
        return;
    };
    if is(facets, "type", "number")
        && let Some(facet) = facets.get_mut("type")
    {
        facet.value = Value::from("integer");
    }
    if factor == 1 && is(facets, "type", "integer") {
        facets.remove("multipleOf");
    }
}

/// Moves bounds to the nearest multiple: for multiples of 10, at least 1 becomes at least 10.
fn bounds_on_multiples(facets: &mut Facets) {
    let factor = facets
        .get("multipleOf")
        .and_then(|facet| facet.value.as_u64());
    let Some(factor) = factor.map(i128::from).filter(|factor| *factor > 1) else {
        return;
    };
    for (keyword, up) in [("minimum", true), ("maximum", false)] {
        let Some(facet) = facets.get_mut(keyword) else {
            continue;
        };
        let Some(bound) = Bound::of(facet).filter(|bound| !bound.exclusive) else {
            continue;
        };
        let Some(value) = bound.value.as_i64().map(i128::from) else {
            continue;
        };
        let below = value.div_euclid(factor) * factor;
        let nearest = if up && below < value {
            below + factor
        } else {
            below
        };
        if let Ok(nearest) = i64::try_from(nearest) {
            facet.value = json!({"value": nearest, "exclusive": false});
        }
    }
}

const OF_TYPES: [(&[&str], &[&str]); 4] = [
    (&["string"], &["minLength", "maxLength", "pattern"]),
    (
        &["number", "integer"],
        &["minimum", "maximum", "multipleOf"],
    ),
    (&["array"], &["minItems", "maxItems", "uniqueItems"]),
    (&["object"], &["minProperties", "maxProperties"]),
];

fn without_other_types(facets: &mut Facets) {
    let Some(kind) = text(facets, "type").map(str::to_owned) else {
        return;
    };
    for (types, keywords) in OF_TYPES {
        if !types.contains(&kind.as_str()) {
            facets.retain(|keyword, _| !keywords.contains(keyword));
        }
    }
}

/// Keywords that say which single values are allowed. If an `enum` lists all values, these say nothing more.
const SCALAR: [&str; 7] = [
    "type",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
];

fn enumerated(facets: &mut Facets) {
    let Some(listed) = facets.get("enum").cloned() else {
        return;
    };
    let mut values = values_of(&listed);
    let allowed = |keyword: &str, value: &Value| {
        let facet = facets.get(keyword);
        value.is_null() || facet.is_none_or(|facet| allows(keyword, facet, value) != Some(false))
    };
    values.retain(|value| SCALAR.iter().all(|keyword| allowed(keyword, value)));
    let is_scalar = |value: &Value| !value.is_array() && !value.is_object();
    if values.is_empty() || !values.iter().all(is_scalar) {
        return;
    }
    let of_numbers = is(facets, "type", "integer") || is(facets, "type", "number");
    let kinds: Option<Vec<&str>> = values
        .iter()
        .filter(|value| !value.is_null())
        .map(|value| match is_huge(value) && of_numbers {
            true => Some("integer"),
            false => kind_of(value),
        })
        .collect();
    let kind = kinds.and_then(|kinds| match kinds.as_slice() {
        [] => None,
        all if all.iter().all(|kind| kind == &all[0]) => Some(all[0]),
        all if all.iter().all(|kind| matches!(*kind, "integer" | "number")) => Some("number"),
        _ => None,
    });
    if let Some(kind) = kind {
        let has_type = facets.contains_key("type");
        if !has_type && values.iter().any(Value::is_null) {
            values.retain(|value| !value.is_null());
            let facet = Facet::new(Value::Bool(true), Rc::clone(&listed.pointer));
            if !facets.contains_key("nullable") {
                facets.insert("nullable", facet);
            }
        }
        let place = facets.get("type").unwrap_or(&listed).pointer.clone();
        facets.insert("type", Facet::new(Value::from(kind), place));
        let all_are_of = |format: &Facet| {
            let mut values = values.iter().filter(|value| !value.is_null());
            values.all(|value| allows("format", format, value) == Some(true))
        };
        if kind != "string" || facets.get("format").is_some_and(all_are_of) {
            facets.remove("format");
        }
    }
    let unread = facets
        .get("pattern")
        .and_then(|facet| facet.value.as_str())
        .is_some_and(|pattern| pattern::matches_all(pattern, []).is_none());
    facets.retain(|keyword, _| {
        *keyword == "type" || !SCALAR.contains(keyword) || (*keyword == "pattern" && unread)
    });
    // `true` and `false` are all booleans.
    if kind == Some("boolean") && values.len() == 2 {
        facets.remove("enum");
    } else if let Some(facet) = facets.get_mut("enum") {
        facet.value = Value::Array(values);
    }
}

/// Removes counts that the list of properties implies. No object has fewer properties than the required ones, and
/// no closed object has more than the described ones.
pub(super) fn count_properties(facets: &mut Facets, (required, described): (usize, Option<usize>)) {
    let says_more =
        |facet: &Facet, own: usize, order: Ordering| compare(&facet.value, &json!(own)) == order;
    facets.retain(|keyword, facet| match (*keyword, described) {
        ("minProperties", _) => says_more(facet, required, Ordering::Greater),
        ("maxProperties", Some(all)) => says_more(facet, all, Ordering::Less),
        _ => true,
    });
}

/// The values of an enum.
pub(crate) fn values_of(facet: &Facet) -> Vec<Value> {
    facet.value.as_array().cloned().unwrap_or_default()
}

fn kind_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        _ => None,
    }
}

/// Whether a keyword allows a single value. `None` if this crate cannot tell.
pub(crate) fn allows(keyword: &str, facet: &Facet, value: &Value) -> Option<bool> {
    let length = || {
        let text = value.as_str()?;
        u64::try_from(text.chars().count()).ok()
    };
    let against = |found: Value| compare(&found, &facet.value);
    match keyword {
        "type" => {
            let kind = kind_of(value)?;
            let listed = facet.value.as_str()?;
            if matches!(listed, "integer" | "number") && is_huge(value) {
                return Some(true);
            }
            Some(kind == listed || (kind == "integer" && listed == "number"))
        }
        "minimum" | "maximum" => {
            if !value.is_number() && !is_huge(value) {
                return Some(true);
            }
            let bound = Bound::of(facet)?;
            let order = compare(value, &bound.value);
            let inside = if keyword == "minimum" {
                Ordering::Greater
            } else {
                Ordering::Less
            };
            Some(order == inside || (order == Ordering::Equal && !bound.exclusive))
        }
        "multipleOf" => match (value.as_f64(), facet.value.as_f64()) {
            (Some(value), Some(factor)) => {
                let times = value / factor;
                Some((times - times.round()).abs() <= 1e-9 * times.abs())
            }
            _ => Some(true),
        },
        "maxLength" => Some(length().is_none_or(|n| against(json!(n)) != Ordering::Greater)),
        "minLength" => Some(length().is_none_or(|n| against(json!(n)) != Ordering::Less)),
        "pattern" => match (value.as_str(), facet.value.as_str()) {
            (Some(text), Some(pattern)) => pattern::matches_all(pattern, [text]),
            (None, _) => Some(true),
            _ => None,
        },
        "format" => of_format(facet.value.as_str()?, value),
        _ => None,
    }
}

fn of_format(format: &str, value: &Value) -> Option<bool> {
    const DATE: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}";
    let like = |pattern: String| pattern::matches_all(&pattern, value.as_str());
    match format {
        "int32" => Some(value.as_i64().is_none_or(|n| i32::try_from(n).is_ok())),
        "int64" | "float" | "double" => Some(true),
        "date" => like(format!("{DATE}$")),
        "date-time" => like(format!("{DATE}[Tt]")),
        "uuid" => like(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$".to_owned()),
        _ => None,
    }
}

/// The length of the shortest and of the longest text of a format, in characters.
fn lengths_of_format(format: &str) -> Option<(u64, Option<u64>)> {
    match format {
        "date" => Some((10, Some(10))),
        "date-time" => Some((20, None)),
        "uuid" => Some((36, Some(36))),
        _ => None,
    }
}

/// The bound that other keywords imply.
fn implied(facets: &Facets, keyword: &str) -> Option<Value> {
    let range = match text(facets, "format") {
        Some("int32") => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
        Some("int64") => Some((i64::MIN, i64::MAX)),
        _ => None,
    };
    let range = range.filter(|_| is(facets, "type", "integer"));
    let lengths = || {
        let of_format = text(facets, "format").and_then(lengths_of_format);
        let of_pattern = text(facets, "pattern").and_then(pattern::lengths);
        match (of_format, of_pattern) {
            (Some((least, most)), Some((other, most_other))) => {
                Some((least.max(other), most.into_iter().chain(most_other).min()))
            }
            (one, other) => one.or(other),
        }
    };
    let bound = |value: i64| json!({"value": value, "exclusive": false});
    match keyword {
        "minimum" => range.map(|range| bound(range.0)),
        "maximum" => range.map(|range| bound(range.1)),
        "minLength" => lengths().map(|lengths| json!(lengths.0)),
        "maxLength" => lengths()
            .and_then(|lengths| lengths.1)
            .map(|most| json!(most)),
        _ => None,
    }
}

/// The bound that a schema has, by the keyword itself or by other keywords.
pub(crate) fn effective(facets: &Facets, keyword: &str) -> Option<Value> {
    let own = facets.get(keyword).map(|facet| facet.value.clone());
    own.or_else(|| implied(facets, keyword).filter(|value| value != &json!(0)))
}

/// Removes bounds that say no more than other keywords.
fn implied_bounds(facets: &mut Facets) {
    for (keyword, beyond) in [
        ("minimum", Ordering::Less),
        ("maximum", Ordering::Greater),
        ("minLength", Ordering::Less),
        ("maxLength", Ordering::Greater),
    ] {
        let Some(facet) = facets.get(keyword) else {
            continue;
        };
        let Some(implied) = implied(facets, keyword) else {
            continue;
        };
        let order = match (Bound::of(facet), implied.get("value")) {
            (Some(own), Some(implied)) => compare(&own.value, implied),
            _ => compare(&facet.value, &implied),
        };
        let excludes_itself = facet.value.get("exclusive") == Some(&Value::Bool(true));
        if order == beyond || (order == Ordering::Equal && !excludes_itself) {
            facets.remove(keyword);
        }
    }
    if facets.get("maxItems").is_some_and(|most| most.value == 1) {
        facets.remove("uniqueItems");
    }
}
