//! Brings a schema into a form that can be compared, whatever its dialect is.
//!
//! In comes a schema as JSON. Out comes a [`Shape`]: its types, members, bounds and alternatives, with `allOf` joined and
//! `null` separated from the types. `comparison.rs` compares two shapes.

use openapi_loader::pointer::child;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::bounds;
use crate::dialect::Dialect;

/// An `allOf` that is nested deeper than this refers to itself, and is not followed.
const DEEPEST: usize = 32;

/// A schema and its place.
#[derive(Clone)]
pub(crate) struct Site<'a> {
    pub(crate) pointer: String,
    pub(crate) schema: &'a Value,
}

impl<'a> Site<'a> {
    pub(crate) fn new(pointer: impl Into<String>, schema: &'a Value) -> Self {
        Self {
            pointer: pointer.into(),
            schema,
        }
    }

    fn below(&self, step: &str, schema: &'a Value) -> Self {
        Self::new(child(&self.pointer, step), schema)
    }
}

/// What an object says about members that it does not name.
#[derive(Clone, Default)]
pub(crate) enum Further<'a> {
    #[default]
    Unsaid,
    Any,
    Closed,
    Schema(Site<'a>),
}

/// What a schema says, in a form that does not depend on the dialect.
#[derive(Default)]
pub(crate) struct Shape<'a> {
    /// The name of the schema to which this one refers.
    pub(crate) reference: Option<&'a str>,
    /// The types without `null`. Empty if any type is accepted.
    pub(crate) types: BTreeSet<&'a str>,
    pub(crate) null: bool,
    pub(crate) format: Option<&'a str>,
    /// The only accepted values, without `null`.
    pub(crate) values: Option<Vec<&'a Value>>,
    pub(crate) bounds: BTreeMap<&'static str, &'a Value>,
    pub(crate) members: BTreeMap<&'a str, Site<'a>>,
    pub(crate) required: BTreeSet<&'a str>,
    pub(crate) further: Further<'a>,
    pub(crate) items: Option<Site<'a>>,
    /// The parts of `oneOf` and `anyOf`.
    pub(crate) alternatives: Vec<Site<'a>>,
    /// Whether there is a keyword that cannot be compared.
    pub(crate) is_opaque: bool,
}

impl<'a> Shape<'a> {
    pub(crate) fn of(dialect: Dialect<'a>, site: &Site<'a>) -> Self {
        let mut shape = Self::read(dialect, site, 0);
        shape.infer_type();
        shape
    }

    fn read(dialect: Dialect<'a>, site: &Site<'a>, depth: usize) -> Self {
        let mut shape = Self::default();
        let Some(schema) = site.schema.as_object() else {
            // `true` accepts anything, like an empty shape.
            shape.is_opaque = *site.schema == Value::Bool(false);
            return shape;
        };
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            shape.reference = Some(dialect.name(reference));
            if dialect.is_yaml() {
                return shape;
            }
        }
        shape.read_type(schema);
        shape.format = schema.get("format").and_then(Value::as_str);
        shape.read_values(schema);
        shape.bounds = bounds::of(schema);
        shape.read_object(schema, site);
        shape.items = schema.get("items").map(|items| site.below("items", items));
        shape.is_opaque = schema.contains_key("not") || schema.contains_key("prefixItems");
        for keyword in ["oneOf", "anyOf"] {
            shape.read_alternatives(dialect, &parts(schema, site, keyword), depth);
        }
        shape.read_all_of(dialect, &parts(schema, site, "allOf"), depth);
        shape
    }

    fn read_type(&mut self, schema: &'a Map<String, Value>) {
        match schema.get("type") {
            Some(Value::String(name)) => drop(self.types.insert(name)),
            Some(Value::Array(names)) => {
                self.types.extend(names.iter().filter_map(Value::as_str));
            }
            _ => {}
        }
        self.null |= self.types.remove("null");
        self.null |= schema.get("nullable") == Some(&Value::Bool(true));
    }

    fn read_values(&mut self, schema: &'a Map<String, Value>) {
        let listed = schema.get("enum").and_then(Value::as_array);
        let single = schema.get("const");
        if listed.is_some() || single.is_some() {
            let all = listed.into_iter().flatten().chain(single);
            self.values = Some(all.filter(|value| !value.is_null()).collect());
        }
    }

    fn read_object(&mut self, schema: &'a Map<String, Value>, site: &Site<'a>) {
        if let Some(members) = schema.get("properties").and_then(Value::as_object) {
            for (name, member) in members {
                let place = child(&child(&site.pointer, "properties"), name);
                self.members.insert(name, Site::new(place, member));
            }
        }
        if let Some(names) = schema.get("required").and_then(Value::as_array) {
            self.required.extend(names.iter().filter_map(Value::as_str));
        }
        self.further = match schema.get("additionalProperties") {
            None => Further::Unsaid,
            Some(Value::Bool(false)) => Further::Closed,
            Some(further) if takes_anything(further) => Further::Any,
            Some(further) => Further::Schema(site.below("additionalProperties", further)),
        };
    }

    /// A `null` among the alternatives means that null is accepted. If one other alternative is left, it is the schema.
    fn read_alternatives(&mut self, dialect: Dialect<'a>, parts: &[Site<'a>], depth: usize) {
        let (nulls, others): (Vec<_>, Vec<_>) =
            parts.iter().cloned().partition(|part| is_null(part.schema));
        self.null |= !nulls.is_empty();
        let constants: Option<Vec<&Value>> =
            others.iter().map(|part| part.schema.get("const")).collect();
        match (&others[..], constants) {
            ([], _) => {}
            ([only], _) => self.absorb(Self::read(dialect, only, depth + 1)),
            (_, Some(values)) => self.values.get_or_insert_default().extend(values),
            _ => self.alternatives.extend(others),
        }
    }

    fn read_all_of(&mut self, dialect: Dialect<'a>, parts: &[Site<'a>], depth: usize) {
        if depth > DEEPEST {
            self.is_opaque = true;
            return;
        }
        for part in parts {
            let mut part_shape = Self::read(dialect, part, depth + 1);
            // A single reference keeps its name: this form makes a reference nullable.
            if parts.len() > 1
                && let Some(target) = part_shape.reference.and_then(|name| dialect.target(name))
            {
                let target = Site::new(part.pointer.clone(), target);
                part_shape = Self::read(dialect, &target, depth + 1);
            }
            self.absorb(part_shape);
        }
    }

    fn absorb(&mut self, other: Self) {
        self.reference = self.reference.or(other.reference);
        self.types.extend(other.types);
        self.null |= other.null;
        self.format = self.format.or(other.format);
        self.values = self.values.take().or(other.values);
        self.bounds.extend(other.bounds);
        self.members.extend(other.members);
        self.required.extend(other.required);
        if matches!(self.further, Further::Unsaid) {
            self.further = other.further;
        }
        self.items = self.items.take().or(other.items);
        self.alternatives.extend(other.alternatives);
        self.is_opaque |= other.is_opaque;
    }

    /// A schema may leave out a type that its other keywords imply.
    fn infer_type(&mut self) {
        if !self.types.is_empty() || self.reference.is_some() {
            return;
        }
        if !self.members.is_empty() {
            self.types.insert("object");
        } else if self.items.is_some() {
            self.types.insert("array");
        } else if let Some(values) = &self.values {
            self.types
                .extend(values.iter().copied().map(|value| type_name(value)));
        }
    }
}

fn parts<'a>(schema: &'a Map<String, Value>, site: &Site<'a>, keyword: &str) -> Vec<Site<'a>> {
    let parts = schema.get(keyword).and_then(Value::as_array);
    parts
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, part)| Site::new(format!("{}/{keyword}/{index}", site.pointer), part))
        .collect()
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|name| name == "null")
        || schema.get("const").is_some_and(Value::is_null)
        || schema.get("enum") == Some(&Value::Array(vec![Value::Null]))
}

/// Whether a schema has only descriptions and examples.
pub(crate) fn takes_anything(schema: &Value) -> bool {
    match schema {
        Value::Bool(anything) => *anything,
        Value::Object(keywords) => keywords.keys().all(|keyword| {
            keyword.starts_with("x-")
                || ["description", "title", "example", "deprecated"].contains(&&**keyword)
        }),
        _ => false,
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
