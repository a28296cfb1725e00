//! Values that fit a schema.
//!
//! In comes a schema as the description writes it. Out comes JSON with every member that travels in the given
//! direction. The code that the generator makes of the schema is not looked at, so that it can be judged. Requests
//! are put together in `sent`.

use serde_json::{Map, Value, json};

/// The text that stands for every secret.
pub(crate) const SECRET: &str = "s3cret";

/// How deep a value of a recursive schema may be.
const DEPTH: usize = 4;

/// The direction in which the value travels.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    There,
    Back,
}

/// What kind of values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// As described.
    Fitting,
    /// As described, with null wherever null is allowed and differs from leaving the member out.
    Null,
    /// Of another type than described, except for the secrets.
    Hostile,
}

/// A description, for following its references.
pub(crate) struct Samples<'a> {
    pub(crate) root: &'a Value,
    pub(crate) way: Way,
    pub(crate) kind: Kind,
}

impl Samples<'_> {
    /// The schema that a reference points to.
    pub(crate) fn resolve<'v>(&'v self, part: &'v Value) -> &'v Value {
        let mut part = part;
        for _ in 0..32 {
            let Some(pointer) = part.get("$ref").and_then(Value::as_str) else {
                break;
            };
            part = self
                .root
                .pointer(pointer.trim_start_matches('#'))
                .unwrap_or(&Value::Null);
        }
        part
    }

    pub(crate) fn value(&self, schema: &Value) -> Value {
        self.within(schema, DEPTH).unwrap_or(Value::Null)
    }

    /// A value that can be null without being left out: an element, or a member that is required.
    fn or_null(&self, schema: &Value, depth: usize) -> Option<Value> {
        if self.kind == Kind::Null && self.is_nullable(schema, depth) {
            return Some(Value::Null);
        }
        self.within(schema, depth)
    }

    fn is_nullable(&self, schema: &Value, depth: usize) -> bool {
        let schema = self.resolve(schema);
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        let parts = |keyword| {
            let parts = schema.get(keyword).and_then(Value::as_array);
            parts.into_iter().flatten()
        };
        schema.get("nullable") == Some(&Value::Bool(true))
            || parts("oneOf")
                .chain(parts("anyOf"))
                .any(|part| self.is_nullable(part, depth))
    }

    /// `None` if the value would be too deep.
    fn within(&self, schema: &Value, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let is_key_id = schema
            .get("$ref")
            .and_then(Value::as_str)
            .is_some_and(|reference| reference.ends_with("/ApiKeyId"));
        if is_key_id && self.kind != Kind::Hostile {
            return Some(json!("key_7Ay5mcUXAxwrN6wQEQUVEHBCJ"));
        }
        let schema = self.resolve(schema);
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            return self.merged(schema, parts, depth);
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(first) = schema.get(keyword).and_then(|parts| parts.get(0)) {
                let has_more = schema.get("properties").is_some();
                return if has_more {
                    self.merged(schema, std::slice::from_ref(first), depth)
                } else {
                    self.within(first, depth + 1)
                };
            }
        }
        let format = schema
            .get("format")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if format == "password" {
            return Some(json!(SECRET));
        }
        if let Some(values) = schema
            .get("enum")
            .and_then(Value::as_array)
            .filter(|_| self.kind != Kind::Hostile)
        {
            return values.first().cloned();
        }
        let kind = schema
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_else(|| {
                if schema.get("properties").is_some() {
                    "object"
                } else {
                    ""
                }
            });
        if self.kind == Kind::Hostile && !["array", "object"].contains(&kind) {
            return Some(json!([[{"odd": 1}]]));
        }
        Some(match kind {
            "string" => self.text(schema, format),
            "integer" => json!(7),
            "number" => json!(1.5),
            "boolean" => json!(true),
            "array" => match self.or_null(schema.get("items").unwrap_or(&Value::Null), depth) {
                Some(item) => json!([item, item]),
                None => json!([]),
            },
            "object" => self.object(schema, depth)?,
            _ => json!({"any": [1, "x"]}),
        })
    }

    fn text(&self, schema: &Value, format: &str) -> Value {
        let most = schema
            .get("maxLength")
            .and_then(Value::as_u64)
            .unwrap_or(99);
        let least = schema.get("minLength").and_then(Value::as_u64).unwrap_or(0);
        match format {
            "date-time" => json!("2024-06-30T01:02:03Z"),
            "date" => json!("2024-06-30"),
            "uuid" => json!("67e55044-10b1-426f-9247-bb680e5fe0c8"),
            _ if most < 3 => json!("a".repeat(usize::try_from(most).unwrap_or(1))),
            _ if least > 3 => json!("a".repeat(usize::try_from(least).unwrap_or(9))),
            _ => json!("a,b"),
        }
    }

    fn object(&self, schema: &Value, depth: usize) -> Option<Value> {
        let withheld = match self.way {
            Way::There => "readOnly",
            Way::Back => "writeOnly",
        };
        let mut members = Map::new();
        let required = schema.get("required").and_then(Value::as_array);
        for (name, property) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let is_withheld = |schema: &Value| schema.get(withheld) == Some(&Value::Bool(true));
            if is_withheld(property) || is_withheld(self.resolve(property)) {
                continue;
            }
            let is_required =
                required.is_some_and(|names| names.iter().any(|known| known == name.as_str()));
            let value = if is_required {
                self.or_null(property, depth)
                    .or_else(|| self.is_nullable(property, DEPTH).then_some(Value::Null))
            } else {
                // The client does not send an empty member that may be missing.
                self.within(property, depth)
                    .filter(|value| !is_empty(value))
            };
            match value {
                Some(value) => drop(members.insert(name.clone(), value)),
                None if is_required => return None,
                None => {}
            }
        }
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            let is_described = schema
                .get("properties")
                .and_then(|all| all.get(name))
                .is_some();
            if !is_described && self.way == Way::There {
                members.insert(name.to_owned(), json!("a"));
            }
        }
        let has_members = schema.get("properties").is_some();
        if !has_members && !matches!(schema.get("additionalProperties"), Some(Value::Bool(false))) {
            members.insert("free".to_owned(), json!([1]));
        }
        match schema.get("additionalProperties") {
            Some(further @ Value::Object(_)) => {
                members.remove("free");
                if let Some(value) = self.or_null(further, depth) {
                    members.insert("zzz".to_owned(), value);
                }
            }
            Some(Value::Bool(false)) if self.way == Way::There => {}
            // A member that the description does not know must not cost the others.
            _ if self.way == Way::Back && !members.is_empty() => {
                members.insert("new to the description".to_owned(), Value::Null);
            }
            _ => {}
        }
        Some(Value::Object(members))
    }

    fn merged(&self, schema: &Value, parts: &[Value], depth: usize) -> Option<Value> {
        if let [one] = parts
            && schema.get("properties").is_none()
        {
            return self.within(one, depth + 1);
        }
        let mut rest = schema.clone();
        if let Some(rest) = rest.as_object_mut() {
            for keyword in ["allOf", "oneOf", "anyOf"] {
                rest.remove(keyword);
            }
        }
        let mut members = Map::new();
        let mut scalar = None;
        for part in parts.iter().chain([&rest]) {
            match self.within(part, depth + 1)? {
                Value::Object(part) => members.extend(part),
                value => scalar = Some(value),
            }
        }
        members.remove("any");
        Some(scalar.unwrap_or(Value::Object(members)))
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Whether a value contains a secret.
pub(crate) fn has_secret(value: &Value) -> bool {
    match value {
        Value::String(text) => text == SECRET,
        Value::Array(values) => values.iter().any(has_secret),
        Value::Object(members) => members.values().any(has_secret),
        _ => false,
    }
}

/// A value without everything except its secrets.
pub(crate) fn secrets_only(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(secrets_only).collect(),
        Value::Object(members) => members
            .iter()
            .filter(|(_, value)| has_secret(value))
            .map(|(name, value)| (name.clone(), secrets_only(value)))
            .collect(),
        value => value.clone(),
    }
}
