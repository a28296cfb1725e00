//! Lists and maps, read leniently.
//!
//! In comes a value that the description calls a list or a map. Out comes the list or the map, without the elements
//! that could not be read. A single value counts as a list with one element, and a value that is not a map counts as
//! a map with one entry that has no name. The elements themselves are read in `scalars.rs`.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess};
use serde_json::value::RawValue;

use super::LenientDecode;
use super::shape::{Reading, Shape};
use crate::partial_object::CountedMembers;

/// A single value counts as a list with one element.
impl<T: LenientDecode> LenientDecode for Vec<T> {
    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Shape(List(PhantomData)))
    }

    fn is_recognizable(&self) -> bool {
        self.iter().any(T::is_recognizable)
    }

    /// An empty list in the text counts. An empty value does not, because its elements may have been left out.
    fn is_recognizable_in(text: &str, counted: CountedMembers) -> bool {
        serde_json::from_str::<Vec<&RawValue>>(text).is_ok_and(|items| {
            items.is_empty()
                || items
                    .iter()
                    .any(|item| T::is_recognizable_in(item.get(), counted))
        })
    }
}

struct List<T>(PhantomData<T>);

impl<'de, T: LenientDecode> Reading<'de> for List<T> {
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

    fn boolean(self, value: bool) -> Option<Vec<T>> {
        self.text(&value.to_string())
    }

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Vec<T>>, A::Error> {
        let mut read = Vec::new();
        while let Some(one) = list.next_element_seed(Seed(PhantomData))? {
            read.extend(one);
        }
        Ok(Some(read))
    }
}

/// A value that is not a map counts as a map with one entry, whose name is empty.
impl<T: LenientDecode> LenientDecode for HashMap<String, T> {
    fn decode_lenient<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Shape(Entries(PhantomData)))
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: LenientDecode> Reading<'de> for Entries<T> {
    type Output = HashMap<String, T>;

    fn text(self, text: &str) -> Option<HashMap<String, T>> {
        from_text(text).map(unnamed)
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<HashMap<String, T>>, A::Error> {
        let deserializer = serde::de::value::SeqAccessDeserializer::new(list);
        T::decode_lenient(deserializer).map(|value| value.map(unnamed))
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

fn from_text<T: LenientDecode>(text: &str) -> Option<T> {
    T::decode_lenient(IntoDeserializer::<serde::de::value::Error>::into_deserializer(text)).ok()?
}

/// Reads a [`LenientDecode`] value inside another value.
struct Seed<T>(PhantomData<T>);

impl<'de, T: LenientDecode> DeserializeSeed<'de> for Seed<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::decode_lenient(deserializer)
    }
}
