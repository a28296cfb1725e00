//! Types that are read from the text of a value, and those that any value is tried on.

use chrono::NaiveDate;
use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Lenient, Scalar, Shape};
use crate::ApiKeyId;
use crate::members::{Counted, Members};

macro_rules! read_from_text {
    ($($name:ty),*) => {
        $(impl Lenient for $name {
            fn lenient<'de, D: Deserializer<'de>>(
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

impl Lenient for Value {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Option::<Self>::deserialize(deserializer)
    }
}

/// An object whose members nobody knows.
impl Lenient for Map<String, Value> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Ok(match Option::<Value>::deserialize(deserializer)? {
            Some(Value::Object(members)) => Some(members),
            _ => None,
        })
    }

    fn is_evident_in(text: &str, _: Counted) -> bool {
        Members::read(text).is_whole()
    }
}

/// An element that can be null, which an element that cannot be read counts as.
impl<T: Lenient> Lenient for Option<T> {
    const MEMBERS: &'static [&'static str] = T::MEMBERS;

    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        T::lenient(deserializer).map(Some)
    }

    fn is_evident(&self) -> bool {
        self.as_ref().is_some_and(T::is_evident)
    }

    fn is_evident_in(text: &str, counted: Counted) -> bool {
        text.trim_ascii() == "null" || T::is_evident_in(text, counted)
    }
}

/// The id of a key that is another than documented is no id.
impl Lenient for ApiKeyId {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        whole(deserializer)
    }
}

impl<T: Lenient> Lenient for Box<T> {
    const MEMBERS: &'static [&'static str] = T::MEMBERS;

    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        T::lenient(deserializer).map(|value| value.map(Box::new))
    }

    fn is_evident(&self) -> bool {
        T::is_evident(self)
    }

    fn is_evident_in(text: &str, counted: Counted) -> bool {
        T::is_evident_in(text, counted)
    }
}

/// Reads a type that has nothing to make the best of, such as an enumeration.
#[allow(
    dead_code,
    reason = "there may be no operation with a type that has nothing to make the best of"
)]
pub(crate) fn whole<'de, D: Deserializer<'de>, T: for<'a> Deserialize<'a>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = Option::<Value>::deserialize(deserializer)?;
    Ok(value.and_then(|value| T::deserialize(value).ok()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read<T: Lenient>(value: Value) -> Option<T> {
        T::lenient(value).expect("any value is read")
    }

    #[test]
    fn plain_values_are_read_from_themselves_and_from_text() {
        assert_eq!(read::<i64>(json!(9_000_000_000_i64)), Some(9_000_000_000));
        assert_eq!(read::<i64>(json!(" 7 ")), Some(7));
        assert_eq!(read::<bool>(json!("true")), Some(true));
        assert_eq!(read::<f64>(json!(1)), Some(1.0));
        assert_eq!(read::<Box<i32>>(json!(1)), Some(Box::new(1)));
        assert_eq!(read::<Value>(json!({"a": [1]})), Some(json!({"a": [1]})));
        let day = NaiveDate::from_ymd_opt(2024, 6, 30);
        assert_eq!(read::<NaiveDate>(json!("2024-06-30")), day);
    }

    #[test]
    fn what_does_not_fit_is_none() {
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
    fn an_object_without_known_members_is_an_object() {
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
}
