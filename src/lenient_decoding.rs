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
    reason = "the description may have no type that can only be read as a whole"
)]
pub(crate) use scalars::whole;

/// A type that can be read from any JSON value, and that knows which JSON was meant for it.
pub(crate) trait LenientDecode: Sized {
    /// The names of the members, if the description calls the type an object.
    const MEMBERS: &'static [&'static str] = &[];

    /// Reads the value. `None` means that the JSON value cannot be one of this type.
    fn decode_lenient<'de, D: Deserializer<'de>>(deserializer: D)
    -> Result<Option<Self>, D::Error>;

    /// Whether the value shows that its JSON was meant for this type: at least one of its members was read.
    fn is_recognizable(&self) -> bool {
        true
    }

    /// Whether the JSON text shows it, even if the value does not: a member may be present and null.
    fn is_recognizable_in(text: &str, counted: CountedMembers) -> bool {
        PartialObject::read(text).has_any(Self::MEMBERS, counted)
    }
}

/// Reads an optional member. A value of another type counts as absent.
pub(crate) fn optional<'de, D: Deserializer<'de>, T: LenientDecode>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::decode_lenient(deserializer)
}

/// Reads a list or a map. An absent one is empty.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: LenientDecode + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::decode_lenient(deserializer).map(Option::unwrap_or_default)
}

/// Reads an object by the type's own `Deserialize`. Any other JSON value becomes `None`.
pub(crate) fn object<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(Shape(Object(PhantomData)))
}

#[cfg(test)]
mod tests;
