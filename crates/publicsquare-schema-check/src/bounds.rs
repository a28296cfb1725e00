//! Reads the bounds of a schema, such as `maxLength` or `minimum`.
//!
//! In comes a schema in either dialect. Out come its bounds by keyword, in the form of JSON Schema 2020-12, so that both
//! sides can be compared. A bound that excludes nothing, such as `minLength: 0`, is left out.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

const KEYWORDS: &[&str] = &[
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Returns the bounds by keyword. In OpenAPI 3.0 `exclusiveMinimum` is a boolean beside `minimum`. Here it is the number,
/// as in later dialects.
pub(crate) fn of(schema: &Map<String, Value>) -> BTreeMap<&'static str, &Value> {
    let mut bounds: BTreeMap<&'static str, &Value> = KEYWORDS
        .iter()
        .filter_map(|keyword| Some((*keyword, schema.get(*keyword)?)))
        .filter(|(keyword, value)| !bounds_nothing(keyword, value))
        .collect();
    for (exclusive, inclusive) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if bounds.get(exclusive) == Some(&&Value::Bool(true)) {
            bounds.remove(exclusive);
            if let Some(limit) = bounds.remove(inclusive) {
                bounds.insert(exclusive, limit);
            }
        }
    }
    bounds
}

fn bounds_nothing(keyword: &str, value: &Value) -> bool {
    let is_count = keyword != "minimum" && keyword.starts_with("min");
    *value == Value::Bool(false) || (is_count && *value == 0)
}

/// Whether two bounds are equal. 1 and 1.0 are equal.
pub(crate) fn are_equal(a: &Value, b: &Value) -> bool {
    a == b || (a.is_number() && b.is_number() && a.as_f64() == b.as_f64())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_bound_is_exclusive_in_either_dialect() {
        let old = json!({"minimum": 1, "exclusiveMinimum": true, "exclusiveMaximum": false});
        let new = json!({"exclusiveMinimum": 1});
        let [old, new] = [&old, &new].map(|schema| of(schema.as_object().expect("an object")));
        assert_eq!(old, new);
        assert_eq!(old.keys().collect::<Vec<_>>(), [&"exclusiveMinimum"]);
    }

    #[test]
    fn a_bound_that_excludes_nothing_is_left_out() {
        let schema = json!({"minLength": 0, "minItems": 0, "uniqueItems": false, "minimum": 0});
        let bounds = of(schema.as_object().expect("an object"));
        assert_eq!(bounds.keys().collect::<Vec<_>>(), [&"minimum"]);
    }

    #[test]
    fn numbers_are_equal_by_value() {
        assert!(are_equal(&json!(1), &json!(1.0)));
        assert!(!are_equal(&json!(1), &json!(2)));
        assert!(!are_equal(&json!("^a"), &json!("^b")));
    }
}
