//! Types that are read from the text of a value, such as numbers, times and keys, and wrappers around other types.
//!
//! In comes any JSON value. Out comes the value of the type, or `None` where the JSON value cannot be one: a number
//! may be sent as text and a text as a number. Lists and maps are in `containers.rs`, and the members of an object
//! are read by generated code.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::LenientDecode;
use super::shape::{Reading, Scalar, Shape};
use crate::partial_object::{CountedMembers, PartialObject};
use crate::{ApiKeyId, SecretKey};

impl LenientDecode for String {
    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Shape(Scalar(|text: &str| Some(text.to_owned()))))
    }
}

/// A boolean is not a key. A number is one only if it is an integer, whose digits are exactly the digits that were sent.
impl LenientDecode for SecretKey {
    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Shape(Key))
    }
}

struct Key;

impl Reading<'_> for Key {
    type Output = SecretKey;

    fn text(self, text: &str) -> Option<SecretKey> {
        Some(SecretKey::from(text))
    }

    fn integer(self, number: impl fmt::Display) -> Option<SecretKey> {
        Some(SecretKey::new(number.to_string()))
    }
}

/// A time without a zone is taken as UTC. The documented examples are in UTC.
impl LenientDecode for DateTime<Utc> {
    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Shape(Scalar(time)))
    }
}

fn time(text: &str) -> Option<DateTime<Utc>> {
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

macro_rules! read_from_text {
    ($($name:ty),*) => {
        $(impl LenientDecode for $name {
            fn decode_lenient<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Option<Self>, D::Error> {
                deserializer.deserialize_any(Shape(Scalar(|text: &str| text.trim().parse().ok())))
            }
        })*
    };
}

read_from_text!(
    bool, f32, f64, i8, i16, i32, i64, u8, u16, u32, u64, NaiveDate
);

impl LenientDecode for Value {
    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        Option::<Self>::deserialize(deserializer)
    }
}

/// An object whose members the description does not name.
impl LenientDecode for Map<String, Value> {
    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        Ok(match Option::<Value>::deserialize(deserializer)? {
            Some(Value::Object(members)) => Some(members),
            _ => None,
        })
    }

    fn is_recognizable_in(text: &str, _: CountedMembers) -> bool {
        PartialObject::read(text).is_complete()
    }
}

/// An element that may be null. An element that cannot be read counts as null.
impl<T: LenientDecode> LenientDecode for Option<T> {
    const MEMBERS: &'static [&'static str] = T::MEMBERS;

    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        T::decode_lenient(deserializer).map(Some)
    }

    fn is_recognizable(&self) -> bool {
        self.as_ref().is_some_and(T::is_recognizable)
    }

    fn is_recognizable_in(text: &str, counted: CountedMembers) -> bool {
        text.trim_ascii() == "null" || T::is_recognizable_in(text, counted)
    }
}

/// A text that is not a documented id becomes `None`.
impl LenientDecode for ApiKeyId {
    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        whole(deserializer)
    }
}

impl<T: LenientDecode> LenientDecode for Box<T> {
    const MEMBERS: &'static [&'static str] = T::MEMBERS;

    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        T::decode_lenient(deserializer).map(|value| value.map(Box::new))
    }

    fn is_recognizable(&self) -> bool {
        T::is_recognizable(self)
    }

    fn is_recognizable_in(text: &str, counted: CountedMembers) -> bool {
        T::is_recognizable_in(text, counted)
    }
}

/// Reads a type that decodes as a whole or not at all, such as an enumeration.
#[allow(
    dead_code,
    reason = "the description may have no type that can only be read as a whole"
)]
pub(crate) fn whole<'de, D: Deserializer<'de>, T: for<'a> Deserialize<'a>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = Option::<Value>::deserialize(deserializer)?;
    Ok(value.and_then(|value| T::deserialize(value).ok()))
}

#[cfg(test)]
mod tests {
    use serde::de::value::BytesDeserializer;
    use serde_json::json;

    use super::*;

    fn read<T: LenientDecode>(value: Value) -> Option<T> {
        T::decode_lenient(value).expect("any value is read")
    }

    #[test]
    fn plain_values_are_read_from_themselves_and_from_text() {
        assert_eq!(read::<i64>(json!(9_000_000_000_i64)), Some(9_000_000_000));
        assert_eq!(read::<i64>(json!(" 7 ")), Some(7));
        assert_eq!(read::<i64>(json!(-7)), Some(-7));
        assert_eq!(read::<bool>(json!("true")), Some(true));
        assert_eq!(read::<f64>(json!(1)), Some(1.0));
        assert_eq!(read::<f64>(json!(1.5)), Some(1.5));
        assert_eq!(read::<Box<i32>>(json!(1)), Some(Box::new(1)));
        assert_eq!(read::<Value>(json!({"a": [1]})), Some(json!({"a": [1]})));
        let day = NaiveDate::from_ymd_opt(2024, 6, 30);
        assert_eq!(read::<NaiveDate>(json!("2024-06-30")), day);
    }

    #[test]
    fn a_value_of_another_type_is_none() {
        for odd in [
            json!(null),
            json!("a"),
            json!([1]),
            json!({"a": 1}),
            json!(1e300),
        ] {
            assert_eq!(read::<i64>(odd.clone()), None, "{odd}");
        }
        assert_eq!(read::<bool>(json!(1)), None);
        assert_eq!(read::<Value>(json!(null)), None);
    }

    #[test]
    fn elements_that_are_null_keep_their_place() {
        let read: Option<Vec<Option<i64>>> = read(json!([1, null, "2", "x"]));
        assert_eq!(read, Some(vec![Some(1), None, Some(2), None]));
    }

    #[test]
    fn an_object_without_known_members_is_read_as_it_is() {
        let map: Option<Map<String, Value>> = read(json!({"a": [1]}));
        assert_eq!(map.map(Value::Object), Some(json!({"a": [1]})));
        for odd in [json!([1]), json!("a"), json!(null)] {
            assert_eq!(read::<Map<String, Value>>(odd), None);
        }
    }

    #[test]
    fn an_enumeration_is_read_as_a_whole() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        #[serde(rename_all = "lowercase")]
        enum Tone {
            Loud,
        }
        let read = |value: Value| whole::<_, Tone>(value).expect("any value is read");
        assert_eq!(read(json!("loud")), Some(Tone::Loud));
        for odd in [json!("shrill"), json!(null), json!({"loud": 1})] {
            assert_eq!(read(odd.clone()), None, "{odd}");
        }
    }

    #[test]
    fn an_id_is_read_as_a_whole() {
        let id = "key_7Ay5mcUXAxwrN6wQEQUVEHBCJ";
        assert_eq!(read::<ApiKeyId>(json!(id)), id.parse().ok());
        for odd in [json!("sk_test_1"), json!(7), json!(null)] {
            assert_eq!(read::<ApiKeyId>(odd.clone()), None, "{odd}");
        }
    }

    #[test]
    fn a_wrapper_is_recognized_by_what_is_in_it() {
        let (full, empty) = (vec![String::new()], Vec::<String>::new());
        for (inner, expected) in [(full, true), (empty, false)] {
            assert_eq!(Box::new(inner.clone()).is_recognizable(), expected);
            assert_eq!(Some(inner).is_recognizable(), expected);
        }
        assert!(!None::<String>.is_recognizable());

        for (text, expected) in [("[]", true), ("<html>", false)] {
            let counted = CountedMembers::Empty;
            let boxed = Box::<Vec<String>>::is_recognizable_in(text, counted);
            let optional = Option::<Vec<String>>::is_recognizable_in(text, counted);
            assert_eq!((boxed, optional), (expected, expected), "{text}");
        }
        let null = Option::<String>::is_recognizable_in(" null ", CountedMembers::Empty);
        assert!(null, "the value of an optional type may be null");
    }

    #[test]
    fn an_object_without_known_members_is_recognized_if_it_is_complete() {
        for (text, expected) in [(r#"{"a": 1}"#, true), (r#"{"a": 1"#, false), ("[]", false)] {
            let found = Map::<String, Value>::is_recognizable_in(text, CountedMembers::All);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_value_that_json_does_not_have_is_an_error_that_says_so() {
        let bytes = BytesDeserializer::<serde::de::value::Error>::new(b"a");
        let error = String::decode_lenient(bytes).expect_err("JSON has no bytes");
        assert!(
            error.to_string().ends_with("expected any JSON value"),
            "{error}"
        );
    }
}
