//! What two parts of an `allOf` allow together.
//!
//! In come the values of one keyword in two parts. Out comes the value that allows what both allow. `None` means that there
//! is no such value, or that nobody can say which one it is, such as for two patterns. The parts are joined in `all_of.rs`.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::same;

/// A bound, the keyword that excludes the bound itself, and how the narrower of two bounds compares with the other.
const RANGES: &[(&str, &str, Ordering)] = &[
    ("minimum", "exclusiveMinimum", Ordering::Greater),
    ("maximum", "exclusiveMaximum", Ordering::Less),
];

/// Joins the values of one keyword.
pub(super) fn of(keyword: &str, known: &Value, value: &Value) -> Option<Value> {
    if known == value {
        return Some(known.clone());
    }
    match keyword {
        "enum" => {
            let (known, values) = (known.as_array()?, value.as_array()?);
            let both: Vec<Value> = known
                .iter()
                .filter(|one| values.contains(one))
                .cloned()
                .collect();
            (!both.is_empty()).then_some(Value::Array(both))
        }
        "minLength" | "minItems" | "minProperties" => {
            Some(narrower(known, value, Ordering::Greater).clone())
        }
        "maxLength" | "maxItems" | "maxProperties" => {
            Some(narrower(known, value, Ordering::Less).clone())
        }
        // They differ, so one of them is true, and what it says holds for the whole.
        "uniqueItems" | "readOnly" | "writeOnly" => Some(Value::Bool(true)),
        "items" | "additionalProperties" => match (known, value) {
            // Anything is allowed there.
            (Value::Bool(true), other) | (other, Value::Bool(true)) => Some(other.clone()),
            _ => same(known, value),
        },
        _ => None,
    }
}

/// Joins minimum and maximum, each with the keyword that excludes it. What is joined is moved out of `part`.
pub(super) fn of_ranges(whole: &mut Map<String, Value>, part: &mut Map<String, Value>) {
    for (bound, exclusive, narrow) in RANGES {
        let (Some(known), Some(value)) = (whole.get(*bound), part.get(*bound)) else {
            // Without a bound, the other keyword says nothing, and would change the bound of the other part.
            for members in [&mut *whole, &mut *part] {
                if !members.contains_key(*bound) {
                    members.remove(*exclusive);
                }
            }
            continue;
        };
        let order = compare(value, known);
        let excludes =
            |members: &Map<String, Value>| members.get(*exclusive) == Some(&Value::Bool(true));
        let is_excluded = match order {
            Ordering::Equal => excludes(whole) || excludes(part),
            order if order == *narrow => excludes(part),
            _ => excludes(whole),
        };
        let value = if order == *narrow { value } else { known }.clone();
        whole.insert((*bound).to_owned(), value);
        for members in [&mut *whole, &mut *part] {
            members.remove(*exclusive);
        }
        part.remove(*bound);
        if is_excluded {
            whole.insert((*exclusive).to_owned(), Value::Bool(true));
        }
    }
}

fn narrower<'a>(known: &'a Value, value: &'a Value, narrow: Ordering) -> &'a Value {
    if compare(value, known) == narrow {
        value
    } else {
        known
    }
}

/// Compares two numbers. The loader has refused bounds that are none.
fn compare(one: &Value, other: &Value) -> Ordering {
    match (one.as_i64(), other.as_i64()) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => one
            .as_f64()
            .zip(other.as_f64())
            .and_then(|(one, other)| one.partial_cmp(&other))
            .unwrap_or(Ordering::Equal),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::super::fixture::{after, component, exchange};
    use super::super::apply;
    use super::*;

    /// What two parts allow together, in both orders, which must not differ.
    fn both(one: Value, other: Value) -> Value {
        let joined = |parts: Value| {
            let schemas = format!("    Thing: {}", json!({"allOf": parts}));
            let any = "{type: object}";
            component(&after(apply, exchange(any, any, &schemas)), "Thing")
        };
        let found = joined(json!([one, other]));
        assert_eq!(joined(json!([other, one])), found);
        found
    }

    #[test]
    fn the_narrower_bound_counts() {
        for (one, other, expected) in [
            (
                json!({"type": "string", "maxLength": 5, "minLength": 1}),
                json!({"type": "string", "maxLength": 255, "minLength": 2}),
                json!({"type": "string", "maxLength": 5, "minLength": 2}),
            ),
            (
                json!({"type": "array", "items": {}, "maxItems": 5, "minItems": 1, "uniqueItems": true}),
                json!({"type": "array", "items": {"type": "string"}, "maxItems": 4, "minItems": 0, "uniqueItems": false}),
                json!({"type": "array", "items": {"type": "string"}, "maxItems": 4, "minItems": 1, "uniqueItems": true}),
            ),
            (
                json!({"type": "object", "minProperties": 1, "maxProperties": 9, "additionalProperties": true}),
                json!({"type": "object", "minProperties": 3, "maxProperties": 8, "additionalProperties": {"type": "integer"}}),
                json!({"type": "object", "minProperties": 3, "maxProperties": 8, "additionalProperties": {"type": "integer"}}),
            ),
        ] {
            assert_eq!(both(one, other.clone()), expected, "{other}");
        }
    }

    #[test]
    fn a_bound_takes_its_exclusion_with_it() {
        let range = |members: Value| {
            let mut schema = json!({"type": "number"});
            for (keyword, value) in members.as_object().expect("members") {
                schema[keyword] = value.clone();
            }
            schema
        };
        for (one, other, expected) in [
            (
                json!({"minimum": 1.0, "exclusiveMinimum": true}),
                json!({"minimum": 2.5}),
                json!({"minimum": 2.5}),
            ),
            (
                json!({"minimum": 3.0, "exclusiveMinimum": true}),
                json!({"minimum": 2.5}),
                json!({"minimum": 3.0, "exclusiveMinimum": true}),
            ),
            (
                json!({"maximum": 3.0, "exclusiveMaximum": true}),
                json!({"maximum": 3.0}),
                json!({"maximum": 3.0, "exclusiveMaximum": true}),
            ),
            (
                json!({"maximum": -3.0}),
                json!({"maximum": 3.0, "exclusiveMaximum": true}),
                json!({"maximum": -3.0}),
            ),
            (
                json!({"maximum": 3.0, "exclusiveMinimum": true}),
                json!({"minimum": 1.0}),
                json!({"maximum": 3.0, "minimum": 1.0}),
            ),
        ] {
            assert_eq!(
                both(range(one), range(other.clone())),
                range(expected),
                "{other}"
            );
        }
    }

    #[test]
    fn only_values_of_both_enumerations_are_left() {
        let of = |values: &[&str]| json!({"type": "string", "enum": values});
        assert_eq!(both(of(&["a", "b"]), of(&["b", "c"])), of(&["b"]));
    }

    #[test]
    fn what_cannot_be_joined_is_refused() {
        for (one, other, what) in [
            (
                json!({"type": "string", "enum": ["a"]}),
                json!({"type": "string", "enum": ["b"]}),
                "`enum` is [\"a\"] and [\"b\"]",
            ),
            (
                json!({"type": "array", "items": {"type": "string"}}),
                json!({"type": "array", "items": {"type": "integer"}}),
                "`items` is {\"type\":\"string\"} and {\"type\":\"integer\"}",
            ),
            (
                json!({"type": "string", "format": "date"}),
                json!({"type": "string", "format": "uuid"}),
                "`format` is \"date\" and \"uuid\"",
            ),
            (
                json!({"type": "integer", "default": 1}),
                json!({"type": "integer", "default": 2}),
                "`default` is 1 and 2",
            ),
        ] {
            let any = "{type: object}";
            let schemas = format!("    Thing: {}", json!({"allOf": [one, other]}));
            let refusals = apply(exchange(any, any, &schemas)).expect_err("a contradiction");
            let message = &refusals[0].message;
            assert!(message.ends_with(what), "{message}");
        }
    }
}
