//! The shapes that a JSON value can have, and what each reader makes of them.
//!
//! In comes any value, through serde's `deserialize_any`. A [`Reading`] says what each shape (text, number,
//! boolean, list, object) becomes; a shape that it does not mention becomes `None`. [`Shape`] connects a `Reading` to
//! serde. The types that are read this way are in `scalars.rs` and `containers.rs`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What a reader makes of each shape of a value. A shape without a method of its own becomes `None`.
pub(super) trait Reading<'de>: Sized {
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

    fn boolean(self, _: bool) -> Option<Self::Output> {
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

/// Lets serde give any value to a [`Reading`].
pub(super) struct Shape<R>(pub(super) R);

impl<'de, R: Reading<'de>> Visitor<'de> for Shape<R> {
    type Value = Option<R::Output>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<R::Output>, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<R::Output>, E> {
        Ok(self.0.boolean(value))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<R::Output>, E> {
        Ok(self.0.integer(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<R::Output>, E> {
        Ok(self.0.integer(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Option<R::Output>, E> {
        Ok(self.0.fraction(number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<R::Output>, E> {
        Ok(self.0.text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Option<R::Output>, A::Error> {
        self.0.list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<R::Output>, A::Error> {
        self.0.map(map)
    }
}

/// Reads a value from its text. A number or a boolean is read from the text that JSON writes for it.
pub(super) struct Scalar<F>(pub(super) F);

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

    fn boolean(self, value: bool) -> Option<T> {
        (self.0)(if value { "true" } else { "false" })
    }
}

/// Reads an object by the `Deserialize` of its type.
pub(super) struct Object<T>(pub(super) PhantomData<T>);

impl<'de, T: Deserialize<'de>> Reading<'de> for Object<T> {
    type Output = T;

    fn map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}
