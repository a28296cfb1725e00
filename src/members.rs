//! The members of a JSON object, as far as the object goes.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// What could be read of an object, in its order.
pub(crate) struct Members<'a> {
    members: Vec<(String, &'a RawValue)>,
    is_whole: bool,
}

impl<'a> Members<'a> {
    /// Reads member by member until the end, or until the text makes no sense any more.
    ///
    /// A member counts only when its value is complete: a key that is cut off is not a key.
    pub(crate) fn read(text: &'a str) -> Self {
        let mut members = Vec::new();
        let mut json = serde_json::Deserializer::from_str(text);
        let is_whole = json.deserialize_map(Collect(&mut members)).is_ok() && json.end().is_ok();
        Self { members, is_whole }
    }

    /// Whether the text is one object from its first to its last character.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
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

struct Collect<'m, 'a>(&'m mut Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Visitor<'de> for Collect<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(Name(name)) = map.next_key()? {
            self.0.push((name, map.next_value()?));
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
        Members::read(text).salvaged()
    }

    #[test]
    fn a_whole_object_says_so() {
        let text = r#" {"a": 1, "b": {"c": "\u00e4"}} "#;
        assert!(Members::read(text).is_whole());
        assert!(!Members::read(&text[..20]).is_whole());
        assert!(!Members::read("{} {}").is_whole());
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
