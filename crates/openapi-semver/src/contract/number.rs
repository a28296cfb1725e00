//! The numbers of schemas, as exact as they are written.
//!
//! Numbers of a document come in: whole numbers of any length, and decimal numbers. Out come one form for each value
//! (`10`, `10.0` and `1e1` are equal) and comparisons. No whole number is rounded on the way.
//! [`schema_facets`](super::schema_facets) uses them for bounds, sizes and enums.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::facet::Facet;

/// A bound on a number, and whether the bound itself is excluded.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    pub(crate) value: Value,
    pub(crate) exclusive: bool,
}

impl Bound {
    pub(crate) fn of(facet: &Facet) -> Option<Self> {
        Some(Self {
            value: facet.value.get("value")?.clone(),
            exclusive: facet.value.get("exclusive")?.as_bool()?,
        })
    }

    /// Compares the numbers of two bounds.
    pub(crate) fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.value, &other.value)
    }
}

/// Compares two numbers. Whole numbers are compared exactly, also if no `f64` can hold them. A value that is no
/// number equals everything.
pub(crate) fn compare(a: &Value, b: &Value) -> Ordering {
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ if a.is_string() || b.is_string() => {
            // The loader passes a number on as text if 64 bits cannot hold it.
            match (decimal(a), decimal(b)) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => Ordering::Equal,
            }
        }
        _ => match (a.as_f64(), b.as_f64()) {
            (Some(a), Some(b)) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
            _ => Ordering::Equal,
        },
    }
}

/// A whole number of any length, in a form that sorts like the numbers.
fn decimal(value: &Value) -> Option<impl Ord + use<>> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => format!("{:.0}", number.as_f64()?),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_negative = text.starts_with('-');
    let digits = text.trim_start_matches(['+', '-']).trim_start_matches('0');
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let magnitude = (digits.len(), digits.to_owned());
    // The longer a negative number is, the smaller it is.
    Some(if is_negative {
        (false, Some(std::cmp::Reverse(magnitude)), None)
    } else {
        (true, None, Some(magnitude))
    })
}

/// A whole number, if 64 bits can hold it.
pub(super) fn whole(value: &Value) -> Option<i128> {
    let signed = value.as_i64().map(i128::from);
    signed.or(value.as_u64().map(i128::from))
}

/// One form for each number: `10`, `10.0` and `1e1` become equal. A whole number that 64 bits cannot hold is a
/// text, as in the loader.
pub(super) fn canonical(value: &Value) -> Value {
    match value.as_f64() {
        _ if whole(value).is_some() => value.clone(),
        Some(float) if float.fract() == 0.0 => {
            // All digits of the shortest decimal number with this value.
            let digits = float.to_string();
            let small = digits.parse::<i64>().map(Value::from);
            let small = small.or_else(|_| digits.parse::<u64>().map(Value::from));
            small.unwrap_or(Value::String(digits))
        }
        _ => value.clone(),
    }
}

/// Whether a value is a whole number that 64 bits cannot hold.
pub(super) fn is_huge(value: &Value) -> bool {
    value.as_str().is_some_and(|text| {
        let digits = text.trim_start_matches(['+', '-']);
        digits.len() > 18 && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A value with all numbers in it in their one form.
pub(super) fn all_canonical(value: &Value) -> Value {
    match value {
        Value::Number(_) => canonical(value),
        Value::Array(list) => list.iter().map(all_canonical).collect(),
        Value::Object(map) => {
            let sorted: BTreeMap<&String, Value> = map
                .iter()
                .map(|(name, value)| (name, all_canonical(value)))
                .collect();
            json!(sorted)
        }
        _ => value.clone(),
    }
}
