//! `serde` for [`Node`]: the OpenAPI model reads the tree directly.
//!
//! A node comes in, and any type that implements `Deserialize` goes out. A detour through `serde_json::Value` would
//! sort the members of every object, and with them the operations and types of the generated code. `model` and
//! `whole_model` read with it.

use serde::de::value::{Error, MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::node::{Data, Member, Node};

impl<'de> IntoDeserializer<'de, Error> for &'de Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> IntoDeserializer<'de, Error> for &'de Member {
    type Deserializer = &'de Node;

    fn into_deserializer(self) -> &'de Node {
        &self.value
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.data {
            Data::Null => visitor.visit_unit(),
            Data::Bool(value) => visitor.visit_bool(*value),
            Data::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(value), ..) => visitor.visit_u64(value),
                (None, Some(value), _) => visitor.visit_i64(value),
                (None, None, Some(value)) => visitor.visit_f64(value),
                (None, None, None) => visitor.visit_string(number.to_string()),
            },
            Data::String(text) => visitor.visit_borrowed_str(text),
            Data::Sequence(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Data::Mapping(mapping) => visitor.visit_map(MapDeserializer::new(
                mapping.iter().map(|(key, member)| (key.as_str(), member)),
            )),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.data {
            Data::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.data {
            Data::String(text) => text
                .as_str()
                .into_deserializer()
                .deserialize_enum(name, variants, visitor),
            Data::Mapping(mapping) => visitor.visit_enum(MapAccessDeserializer::new(
                MapDeserializer::new(mapping.iter().map(|(key, member)| (key.as_str(), member))),
            )),
            _ => self.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
