//! A value of the document together with its JSON pointer.
//!
//! Everything in a contract is read from nodes. A node gives its members, its elements and its keywords, each with the
//! pointer of its place. `contract` follows references from node to node. The pointers are written by
//! [`openapi_loader::pointer`].

use std::rc::Rc;

use openapi_loader::pointer;
use serde_json::Value;

/// A JSON pointer (RFC 6901).
pub(crate) type Pointer = Rc<str>;

/// A value of the document and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) pointer: Pointer,
    pub(crate) value: &'a Value,
}

/// Something that the document says, and where.
#[derive(Clone, Debug)]
pub(crate) struct Fact<T> {
    pub(crate) value: T,
    pub(crate) pointer: Pointer,
}

impl<T> Fact<T> {
    pub(crate) const fn new(value: T, pointer: Pointer) -> Self {
        Self { value, pointer }
    }
}

impl<'a> Node<'a> {
    pub(crate) const fn new(pointer: Pointer, value: &'a Value) -> Self {
        Self { pointer, value }
    }

    pub(crate) fn member(&self, name: &str) -> Option<Self> {
        let value = self.value.as_object()?.get(name)?;
        Some(Self::new(self.child(name), value))
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), Self::new(self.child(name), value)))
    }

    pub(crate) fn elements(&self) -> impl Iterator<Item = Self> {
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| Self::new(self.child(&index.to_string()), value))
    }

    pub(crate) fn child(&self, token: &str) -> Pointer {
        Rc::from(pointer::child(&self.pointer, token))
    }

    pub(crate) fn str(&self, name: &str) -> Option<&'a str> {
        self.value.get(name)?.as_str()
    }

    pub(crate) fn fact_str(&self, name: &str) -> Option<Fact<String>> {
        let text = self.str(name)?;
        Some(Fact::new(text.to_owned(), self.child(name)))
    }

    /// A boolean keyword. If it is missing, its place is the place of the object.
    pub(crate) fn flag(&self, name: &str) -> Fact<bool> {
        match self.value.get(name).and_then(Value::as_bool) {
            Some(value) => Fact::new(value, self.child(name)),
            None => Fact::new(false, Rc::clone(&self.pointer)),
        }
    }

    /// The `$ref`, as it is written.
    pub(crate) fn reference(&self) -> Option<&'a str> {
        self.value.as_object()?.get("$ref")?.as_str()
    }
}

/// The name of the component at a pointer, if there is one.
pub(crate) fn component(pointer: &str) -> Option<String> {
    let name = pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| pointer::unescape(name).into_owned())
}
