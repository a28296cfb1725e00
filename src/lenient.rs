//! Members of a response that come in another type than described.
//!
//! A response that does not decode is a key that is lost, so no single member may be the reason:
//! what cannot be understood counts as absent.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::SecretKey;

/// A type that makes the best of any JSON value.
pub(crate) trait Lenient: Sized {
    /// The value, if sense can be made of it.
    fn lenient(value: Value) -> Option<Self>;
}

/// Reads an optional member.
pub(crate) fn optional<'de, D: Deserializer<'de>, T: Lenient>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Value::deserialize(deserializer).map(T::lenient)
}

/// Reads a list or a map that is empty where it is absent.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Lenient + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    optional(deserializer).map(Option::unwrap_or_default)
}

impl Lenient for String {
    fn lenient(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

impl Lenient for SecretKey {
    fn lenient(value: Value) -> Option<Self> {
        String::lenient(value).map(SecretKey::new)
    }
}

impl Lenient for i32 {
    fn lenient(value: Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_i64()?.try_into().ok(),
            Value::String(text) => text.trim().parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

/// A time without a zone is taken as UTC, which is what the documented examples are in.
impl Lenient for DateTime<Utc> {
    fn lenient(value: Value) -> Option<Self> {
        let Value::String(text) = value else {
            return None;
        };
        let text = text.trim();
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Some(time.to_utc());
        }
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
            .or_else(|| {
                NaiveDate::parse_from_str(text, "%Y-%m-%d")
                    .ok()?
                    .and_hms_opt(0, 0, 0)
            })
            .map(|time| time.and_utc())
    }
}

/// A single value counts as a list of one.
impl<T: Lenient> Lenient for Vec<T> {
    fn lenient(value: Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Array(values) => Some(values.into_iter().filter_map(T::lenient).collect()),
            single => T::lenient(single).map(|one| vec![one]),
        }
    }
}

/// What is not a map counts as one whose only entry has no name.
impl<T: Lenient> Lenient for HashMap<String, T> {
    fn lenient(value: Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Object(members) => Some(
                members
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, T::lenient(value)?)))
                    .collect(),
            ),
            other => T::lenient(other).map(|value| HashMap::from([(String::new(), value)])),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::types::{ApiKey, ValidationProblemDetails};

    fn api_key(value: Value) -> ApiKey {
        serde_json::from_value(value).expect("every object decodes")
    }

    #[test]
    fn a_key_is_read_beside_members_of_any_type() {
        for odd in [
            json!(null),
            json!(1),
            json!(1.5),
            json!(true),
            json!([[]]),
            json!({"a": 1}),
        ] {
            let mut value = json!({"key": "k"});
            for name in [
                "id",
                "account_id",
                "environment",
                "type",
                "created_at",
                "name",
                "permissions",
            ] {
                value[name] = odd.clone();
            }
            assert_eq!(api_key(value).key, Some(SecretKey::new("k")), "{odd}");
        }
    }

    #[test]
    fn numbers_stand_for_text() {
        let read = api_key(json!({"key": 42, "name": 7, "permissions": "api-key:write"}));
        assert_eq!(read.key, Some(SecretKey::new("42")));
        assert_eq!(read.name.as_deref(), Some("7"));
        assert_eq!(read.permissions, ["api-key:write"]);
    }

    #[test]
    fn times_are_read_with_and_without_a_zone() {
        let read = |text: &str| {
            api_key(json!({"created_at": text}))
                .created_at
                .map(|time| time.to_rfc3339())
        };
        let expected = Some("2024-06-30T01:02:29.212+00:00".to_owned());
        assert_eq!(read("2024-06-30T01:02:29.212Z"), expected);
        assert_eq!(read("2024-06-30T03:02:29.212+02:00"), expected);
        assert_eq!(read("2024-06-30T01:02:29.212"), expected);
        assert_eq!(read("2024-06-30 01:02:29.212"), expected);
        assert_eq!(
            read("2024-06-30"),
            Some("2024-06-30T00:00:00+00:00".to_owned())
        );
        assert_eq!(read("soon"), None);
    }

    #[test]
    fn field_errors_are_read_in_other_shapes() {
        let errors = |value: Value| {
            let problem: ValidationProblemDetails =
                serde_json::from_value(json!({"errors": value})).expect("every object decodes");
            let mut errors: Vec<_> = problem.errors.unwrap_or_default().into_iter().collect();
            errors.sort();
            errors
        };
        let is = |name: &str, texts: &[&str]| {
            (
                name.to_owned(),
                texts.iter().map(ToString::to_string).collect::<Vec<_>>(),
            )
        };
        assert_eq!(errors(json!({"id": ["a", "b"]})), [is("id", &["a", "b"])]);
        assert_eq!(errors(json!({"id": "a"})), [is("id", &["a"])]);
        assert_eq!(errors(json!(["a", "b"])), [is("", &["a", "b"])]);
        assert_eq!(errors(json!("a")), [is("", &["a"])]);
        assert_eq!(errors(json!(null)), []);
    }
}
