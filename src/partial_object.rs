//! Reads a JSON object that may break off, so that a key before the break is not lost.
//!
//! In comes text that may be a whole JSON object, the beginning of one, or something else. Out comes each member whose
//! value is complete. `body.rs` uses it when a body does not decode as a whole. Members of an unexpected type are
//! handled in `lenient_decoding.rs`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// The members that could be read, in their order in the text.
pub(crate) struct PartialObject<'a> {
    members: Vec<(String, &'a RawValue)>,
    /// The name of the member whose value breaks off.
    begun: Option<String>,
    is_complete: bool,
}

/// Which members count when an object is recognized by the names of its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountedMembers {
    /// All members, including one whose value breaks off.
    All,
    /// Only members without content: null and empty lists.
    Empty,
}

impl<'a> PartialObject<'a> {
    /// Reads one member after the other, until the text ends or is no longer valid JSON.
    ///
    /// A value that breaks off is not read: the beginning of a key is not a key.
    pub(crate) fn read(text: &'a str) -> Self {
        let mut read = Self {
            members: Vec::new(),
            begun: None,
            is_complete: false,
        };
        let mut json = serde_json::Deserializer::from_str(text);
        read.is_complete = json.deserialize_map(Collect(&mut read)).is_ok() && json.end().is_ok();
        read
    }

    /// Whether there is a member with one of the names.
    pub(crate) fn has_any(&self, names: &[&str], counted: CountedMembers) -> bool {
        let is_one = |name: &str| names.contains(&name);
        match counted {
            CountedMembers::All => {
                self.members.iter().any(|(name, _)| is_one(name))
                    || self.begun.as_deref().is_some_and(is_one)
            }
            CountedMembers::Empty => self
                .members
                .iter()
                .any(|(name, value)| is_one(name) && is_without_content(value.get())),
        }
    }

    /// Whether there is a member with this name and a complete value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.last(name).is_some()
    }

    /// The JSON of the last member with this name and a complete value. It is the one that [`salvaged`](Self::salvaged)
    /// keeps.
    pub(crate) fn last(&self, name: &str) -> Option<&'a str> {
        let mut members = self.members.iter().rev();
        let (_, value) = members.find(|(found, _)| found == name)?;
        Some(value.get())
    }

    /// Whether the text is one JSON object and nothing else.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Whether nothing shows that the text is an object: it is not a complete one, and not even a member has begun.
    pub(crate) fn shows_nothing(&self) -> bool {
        !self.is_complete && self.members.is_empty() && self.begun.is_none()
    }

    /// Returns the members that could be read, as an object.
    ///
    /// If several members have the same name, the last one is kept. A value that Rust cannot represent (a lone
    /// surrogate, a number that is too large, more than a hundred levels of nesting) becomes null.
    pub(crate) fn salvaged(&self) -> Value {
        self.members
            .iter()
            .map(|(name, value)| {
                (
                    name.clone(),
                    serde_json::from_str(value.get()).unwrap_or(Value::Null),
                )
            })
            .collect()
    }
}

fn is_without_content(value: &str) -> bool {
    let inside = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    value == "null" || inside.is_some_and(|inside| inside.trim_ascii().is_empty())
}

struct Collect<'m, 'a>(&'m mut PartialObject<'a>);

impl<'de: 'a, 'a> Visitor<'de> for Collect<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(Name(name)) = map.next_key()? {
            match map.next_value() {
                Ok(value) => self.0.members.push((name, value)),
                Err(error) => {
                    self.0.begun = Some(name);
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// The name of a member. A lone surrogate in it is replaced, because a Rust text cannot contain one.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl Visitor<'_> for Bytes {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }

            fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Name, E> {
                Ok(Name(String::from_utf8_lossy(name).into_owned()))
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn salvaged(text: &str) -> Value {
        PartialObject::read(text).salvaged()
    }

    #[test]
    fn only_a_whole_object_is_complete() {
        let text = r#" {"a": 1, "b": {"c": "\u00e4"}} "#;
        assert!(PartialObject::read(text).is_complete());
        assert!(!PartialObject::read(&text[..20]).is_complete());
        assert!(!PartialObject::read("{} {}").is_complete());
    }

    #[test]
    fn members_with_a_complete_value_are_read() {
        assert_eq!(salvaged(r#"{"a": "x", "b": "y"#), json!({"a": "x"}));
        assert_eq!(salvaged(r#"{"a": "x"} trailing"#), json!({"a": "x"}));
        for nothing in ["<html>", "", "null", "[1]", "{"] {
            assert_eq!(salvaged(nothing), json!({}), "{nothing}");
        }
    }

    #[test]
    fn an_object_is_recognized_by_its_names_even_if_it_breaks_off() {
        let have = |text: &str, counted| PartialObject::read(text).has_any(&["id", "key"], counted);
        for text in [
            r#"{"id": null}"#,
            r#"{"a": 1, "key": []} trailing"#,
            r#"{"id": "k"#,
            r#"{"id":"#,
        ] {
            assert!(have(text, CountedMembers::All), "{text}");
        }
        for text in ["", "[]", "<html>", "{}", r#"{"a": {"id": 1}}"#, r#"{"id"#] {
            assert!(!have(text, CountedMembers::All), "{text}");
        }
        for text in [
            r#"{"id": null}"#,
            r#"{"key": [], "id": 1}"#,
            r#"{"id":[ ]}"#,
        ] {
            assert!(have(text, CountedMembers::Empty), "{text}");
        }
        assert!(!have(
            r#"{"id": 1, "a": null, "key": [0]}"#,
            CountedMembers::Empty
        ));
    }

    #[test]
    fn the_last_of_several_members_with_one_name_is_kept_at_every_depth() {
        let read = salvaged(r#"{"a":1,"b":{"c":1,"c":2},"a":3}"#);
        assert_eq!(read, json!({"a": 3, "b": {"c": 2}}));
    }

    #[test]
    fn a_value_that_rust_cannot_represent_becomes_null() {
        let expected = json!({"a": null, "b": 1});
        assert_eq!(salvaged(r#"{"\ud800":1,"b":1}"#)["b"], 1);
        assert_eq!(salvaged(r#"{"a":"\ud800","b":1}"#), expected);
        assert_eq!(salvaged(r#"{"a":1e999,"b":1}"#), expected);
        let deep = format!(r#"{{"a":{}{},"b":1}}"#, "[".repeat(200), "]".repeat(200));
        assert_eq!(salvaged(&deep), expected);
    }
}
