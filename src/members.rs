//! The members of a JSON object, as far as the object goes.

use std::fmt;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
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

    /// The object written anew, or nothing where the original is fine as it is.
    ///
    /// Of members with the same name the last one stays, and one whose value cannot be held in
    /// memory (a lone surrogate, a hundred levels of nesting) becomes null.
    pub(crate) fn repaired(&self) -> Option<String> {
        let is_fine = self.is_whole
            && self
                .members
                .iter()
                .enumerate()
                .all(|(index, (name, value))| {
                    is_holdable(value) && !self.is_named_later(index, name)
                });
        if is_fine {
            return None;
        }
        let mut object = String::from("{");
        for (index, (name, value)) in self.members.iter().enumerate() {
            if self.is_named_later(index, name) {
                continue;
            }
            if object.len() > 1 {
                object.push(',');
            }
            object.push_str(&Value::from(name.as_str()).to_string());
            object.push(':');
            object.push_str(if is_holdable(value) {
                value.get()
            } else {
                "null"
            });
        }
        object.push('}');
        Some(object)
    }

    fn is_named_later(&self, index: usize, name: &str) -> bool {
        self.members[index + 1..]
            .iter()
            .any(|(later, _)| later == name)
    }
}

fn is_holdable(value: &RawValue) -> bool {
    let text = value.get();
    let is_plain_text = text.starts_with('"') && !text.contains('\\');
    is_plain_text || serde_json::from_str::<Value>(text).is_ok()
}

struct Collect<'m, 'a>(&'m mut Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Visitor<'de> for Collect<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(name) = map.next_key()? {
            self.0.push((name, map.next_value()?));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> Option<String> {
        Members::read(text).repaired()
    }

    #[test]
    fn a_whole_object_needs_no_repair() {
        assert_eq!(repaired(r#" {"a": 1, "b": {"c": "\u00e4"}} "#), None);
    }

    #[test]
    fn what_is_complete_is_kept() {
        assert_eq!(
            repaired(r#"{"a": "x", "b": "y"#).as_deref(),
            Some(r#"{"a":"x"}"#)
        );
        assert_eq!(
            repaired(r#"{"a": "x"} trailing"#).as_deref(),
            Some(r#"{"a":"x"}"#)
        );
        assert_eq!(repaired("<html>").as_deref(), Some("{}"));
        assert_eq!(repaired("").as_deref(), Some("{}"));
        assert_eq!(repaired("null").as_deref(), Some("{}"));
    }

    #[test]
    fn of_two_members_of_one_name_the_last_stays() {
        assert_eq!(
            repaired(r#"{"a":1,"b":2,"a":3}"#).as_deref(),
            Some(r#"{"b":2,"a":3}"#)
        );
    }

    #[test]
    fn what_cannot_be_held_becomes_null() {
        assert_eq!(
            repaired(r#"{"a":"\ud800","b":1}"#).as_deref(),
            Some(r#"{"a":null,"b":1}"#)
        );
        assert_eq!(
            repaired(r#"{"a":1e999,"b":1}"#).as_deref(),
            Some(r#"{"a":null,"b":1}"#)
        );
        let deep = format!(r#"{{"a":{}{},"b":1}}"#, "[".repeat(200), "]".repeat(200));
        assert_eq!(repaired(&deep).as_deref(), Some(r#"{"a":null,"b":1}"#));
    }
}
