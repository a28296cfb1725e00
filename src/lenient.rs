//! Members of a response that come in another type than described.
//!
//! A response that does not decode is a key that is lost, so no single member may be the reason:
//! what cannot be understood counts as absent.

mod plain;

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess,
    SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::SecretKey;
use crate::members::{Counted, Members};

#[allow(
    unused_imports,
    reason = "there may be no operation with a type that has nothing to make the best of"
)]
pub(crate) use plain::whole;

/// A type that makes the best of any JSON value, and knows what shows that the value was one of its own.
pub(crate) trait Lenient: Sized {
    /// The names of the members of the JSON object that the type is described as.
    const MEMBERS: &'static [&'static str] = &[];

    /// The value, if sense can be made of it.
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;

    /// Whether the value shows by itself that it was read from one of its type, and not from any other
    /// JSON: at least one of its members was read.
    fn is_evident(&self) -> bool {
        true
    }

    /// Whether the text shows it where the value does not: a member can be there and be null.
    fn is_evident_in(text: &str, counted: Counted) -> bool {
        Members::read(text).have_any(Self::MEMBERS, counted)
    }
}

/// Reads an optional member.
pub(crate) fn optional<'de, D: Deserializer<'de>, T: Lenient>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::lenient(deserializer)
}

/// Reads a list or a map that is empty where it is absent.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Lenient + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::lenient(deserializer).map(Option::unwrap_or_default)
}

/// Reads an object of a type of its own.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(Shape(Object(PhantomData)))
}

/// What can be made of each shape of a value. Nothing, where nothing else is said.
trait Reading<'de>: Sized {
    type Output;

    fn text(self, _: &str) -> Option<Self::Output> {
        None
    }

    fn integer(self, _: impl fmt::Display) -> Option<Self::Output> {
        None
    }

    fn fraction(self, _: f64) -> Option<Self::Output> {
        None
    }

    fn truth(self, _: bool) -> Option<Self::Output> {
        None
    }

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Self::Output>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Self::Output>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// Lets a [`Reading`] visit any value.
struct Shape<R>(R);

impl<'de, R: Reading<'de>> Visitor<'de> for Shape<R> {
    type Value = Option<R::Output>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(self.0.truth(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(self.0.integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(self.0.integer(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(self.0.fraction(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.0.text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        self.0.list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.0.map(map)
    }
}

/// A value that has a text: numbers and truths are taken as theirs.
struct Scalar<F>(F);

impl<T, F: FnOnce(&str) -> Option<T>> Reading<'_> for Scalar<F> {
    type Output = T;

    fn text(self, text: &str) -> Option<T> {
        (self.0)(text)
    }

    fn integer(self, number: impl fmt::Display) -> Option<T> {
        (self.0)(&number.to_string())
    }

    fn fraction(self, number: f64) -> Option<T> {
        (self.0)(&number.to_string())
    }

    fn truth(self, truth: bool) -> Option<T> {
        (self.0)(if truth { "true" } else { "false" })
    }
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Reading<'de> for Object<T> {
    type Output = T;

    fn map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

impl Lenient for String {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Shape(Scalar(|text: &str| Some(text.to_owned()))))
    }
}

/// A truth is no key, and a number only where its digits are sure to be those that were sent.
impl Lenient for SecretKey {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
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

/// A time without a zone is taken as UTC, which is what the documented examples are in.
impl Lenient for DateTime<Utc> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
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

/// A single value counts as a list of one.
impl<T: Lenient> Lenient for Vec<T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Shape(List(PhantomData)))
    }

    fn is_evident(&self) -> bool {
        self.iter().any(T::is_evident)
    }

    /// A list that is empty shows itself: what could not be read has left the value.
    fn is_evident_in(text: &str, counted: Counted) -> bool {
        serde_json::from_str::<Vec<&RawValue>>(text).is_ok_and(|items| {
            items.is_empty()
                || items
                    .iter()
                    .any(|item| T::is_evident_in(item.get(), counted))
        })
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: Lenient> Reading<'de> for List<T> {
    type Output = Vec<T>;

    fn text(self, text: &str) -> Option<Vec<T>> {
        from_text(text).map(|one| vec![one])
    }

    fn integer(self, number: impl fmt::Display) -> Option<Vec<T>> {
        self.text(&number.to_string())
    }

    fn fraction(self, number: f64) -> Option<Vec<T>> {
        self.text(&number.to_string())
    }

    fn truth(self, truth: bool) -> Option<Vec<T>> {
        self.text(&truth.to_string())
    }

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Vec<T>>, A::Error> {
        let mut read = Vec::new();
        while let Some(one) = list.next_element_seed(Seed(PhantomData))? {
            read.extend(one);
        }
        Ok(Some(read))
    }
}

/// What is not a map counts as one whose only entry has no name.
impl<T: Lenient> Lenient for HashMap<String, T> {
    fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Shape(Entries(PhantomData)))
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Lenient> Reading<'de> for Entries<T> {
    type Output = HashMap<String, T>;

    fn text(self, text: &str) -> Option<HashMap<String, T>> {
        from_text(text).map(unnamed)
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<HashMap<String, T>>, A::Error> {
        let deserializer = serde::de::value::SeqAccessDeserializer::new(list);
        T::lenient(deserializer).map(|value| value.map(unnamed))
    }

    fn map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<HashMap<String, T>>, A::Error> {
        let mut read = HashMap::new();
        while let Some(name) = map.next_key()? {
            if let Some(value) = map.next_value_seed(Seed(PhantomData))? {
                read.insert(name, value);
            }
        }
        Ok(Some(read))
    }
}

fn unnamed<T>(value: T) -> HashMap<String, T> {
    HashMap::from([(String::new(), value)])
}

fn from_text<T: Lenient>(text: &str) -> Option<T> {
    T::lenient(IntoDeserializer::<serde::de::value::Error>::into_deserializer(text)).ok()?
}

/// Reads a [`Lenient`] value inside of another one.
struct Seed<T>(PhantomData<T>);

impl<'de, T: Lenient> DeserializeSeed<'de> for Seed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::lenient(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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
    fn what_cannot_be_a_key_is_none() {
        for odd in [
            json!(true),
            json!(1.5),
            json!(1e30),
            json!(["k"]),
            json!({"key": "k"}),
        ] {
            assert_eq!(api_key(json!({"key": odd})).key, None, "{odd}");
        }
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
