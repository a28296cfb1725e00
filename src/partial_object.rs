//! The members of a JSON object, as far as the object goes.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// What could be read of an object, in its order.
pub(crate) struct PartialObject<'a> {
    members: Vec<(String, &'a RawValue)>,
    /// The name of the member whose value is cut off.
    begun: Option<String>,
    is_complete: bool,
}

/// Which members tell what an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CountedMembers {
    /// All of them, also one whose value is cut off.
    All,
    /// Those that hold nothing: they are null or an empty list.
    Empty,
}

impl<'a> PartialObject<'a> {
    /// Reads member by member until the end, or until the text makes no sense any more.
    ///
    /// A member counts only when its value is complete: a key that is cut off is not a key.
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

    /// Whether a member with one of the names is there.
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
                .any(|(name, value)| is_one(name) && holds_nothing(value.get())),
        }
    }

    /// Whether the whole value of a member with this name is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|(found, _)| found == name)
    }

    /// Whether the text is one object from its first to its last character.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The object, with what could be read of it.
    ///
    /// Of members with the same name the last one stays, and one whose value cannot be held in
    /// memory (a lone surrogate, a hundred levels of nesting) becomes null.
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

fn holds_nothing(value: &str) -> bool {
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

/// The name of a member. A lone surrogate in it, which no text can hold, is replaced.
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
    fn a_whole_object_says_so() {
        let text = r#" {"a": 1, "b": {"c": "\u00e4"}} "#;
        assert!(PartialObject::read(text).is_complete());
        assert!(!PartialObject::read(&text[..20]).is_complete());
        assert!(!PartialObject::read("{} {}").is_complete());
    }

    #[test]
    fn what_is_complete_is_kept() {
        assert_eq!(salvaged(r#"{"a": "x", "b": "y"#), json!({"a": "x"}));
        assert_eq!(salvaged(r#"{"a": "x"} trailing"#), json!({"a": "x"}));
        for nothing in ["<html>", "", "null", "[1]", "{"] {
            assert_eq!(salvaged(nothing), json!({}), "{nothing}");
        }
    }

    #[test]
    fn names_tell_what_an_object_is_also_one_that_is_cut_off() {
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
    fn of_two_members_of_one_name_the_last_stays_also_further_in() {
        let read = salvaged(r#"{"a":1,"b":{"c":1,"c":2},"a":3}"#);
        assert_eq!(read, json!({"a": 3, "b": {"c": 2}}));
    }

    #[test]
    fn what_cannot_be_held_becomes_null() {
        let expected = json!({"a": null, "b": 1});
        assert_eq!(salvaged(r#"{"\ud800":1,"b":1}"#)["b"], 1);
        assert_eq!(salvaged(r#"{"a":"\ud800","b":1}"#), expected);
        assert_eq!(salvaged(r#"{"a":1e999,"b":1}"#), expected);
        let deep = format!(r#"{{"a":{}{},"b":1}}"#, "[".repeat(200), "]".repeat(200));
        assert_eq!(salvaged(&deep), expected);
    }
}
