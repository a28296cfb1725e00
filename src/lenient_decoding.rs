//! Reading a response whose members have other types than the description says.
//!
//! A response that does not decode is a key that is lost. So no single member may make the whole response fail: a
//! member that cannot be read counts as absent. The generated types implement [`LenientDecode`] and name the
//! functions of this module in their serde attributes. In comes JSON; out comes the value, or `None`.
//!
//! The readers are in `lenient_decoding/`: `scalars.rs`, `containers.rs`, and `shape.rs`, on which both are built.
//! A body that breaks off in the middle is the matter of `partial_object.rs`.

mod containers;
mod scalars;
mod shape;

use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer};

use self::shape::{Object, Shape};
use crate::partial_object::{CountedMembers, PartialObject};

#[allow(
    unused_imports,
    reason = "there may be no operation with a type that has nothing to make the best of"
)]
pub(crate) use scalars::whole;

/// A type that makes the best of any JSON value, and knows what shows that the value was one of its own.
pub(crate) trait LenientDecode: Sized {
    /// The names of the members of the JSON object that the type is described as.
    const MEMBERS: &'static [&'static str] = &[];

    /// The value, if sense can be made of it.
    fn decode_lenient<'de, D: Deserializer<'de>>(deserializer: D)
    -> Result<Option<Self>, D::Error>;

    /// Whether the value shows by itself that it was read from one of its type, and not from any other
    /// JSON: at least one of its members was read.
    fn is_recognizable(&self) -> bool {
        true
    }

    /// Whether the text shows it where the value does not: a member can be there and be null.
    fn is_recognizable_in(text: &str, counted: CountedMembers) -> bool {
        PartialObject::read(text).has_any(Self::MEMBERS, counted)
    }
}

/// Reads an optional member.
pub(crate) fn optional<'de, D: Deserializer<'de>, T: LenientDecode>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::decode_lenient(deserializer)
}

/// Reads a list or a map that is empty where it is absent.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: LenientDecode + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::decode_lenient(deserializer).map(Option::unwrap_or_default)
}

/// Reads an object of a type of its own.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(Shape(Object(PhantomData)))
}

#[cfg(test)]
mod tests;
