//! Which part of a document a name in the generated code comes from.
//!
//! A document and the surface of its client come in. Out come the pointer, the property and the operations of a
//! method, a type or a field. Generators change the spelling of names, so names are compared by their folded form. A
//! type that the generator made up for an inline schema is found through the type or method that uses it.

use std::collections::{BTreeMap, HashMap, HashSet};

use openapi_loader::pointer::{child, escape};
use openapi_loader::{Document, fold_name};
use serde_json::Value;

use crate::draft::Draft;
use crate::rule_id::Rule;
use crate::rust_api::{Anchor, Holder, Reach, Surface};

/// The parts of one document that the generated code has names for.
pub(super) struct Names<'s> {
    /// Pointers of component schemas, by the folded names.
    pub(super) schemas: HashMap<String, String>,
    /// Pointers and labels of operations, by their methods in Rust.
    pub(super) methods: BTreeMap<String, (String, String)>,
    /// Pointers of the properties of component schemas.
    pub(super) properties: HashSet<String>,
    pub(super) reach: Reach<'s>,
}

/// The place of a finding in its document.
pub(super) struct Place {
    pub(super) pointer: String,
    /// The property that the finding is about. For a type that the generator made up, it is the property with this
    /// type.
    pub(super) property: Option<String>,
    /// Whether `pointer` is the operation of a method.
    pub(super) is_of_method: bool,
    pub(super) operations: Vec<String>,
}

impl<'s> Names<'s> {
    pub(super) fn of(document: &Document, surface: &'s Surface) -> Self {
        let value = document.value();
        let members = |pointer: &str| value.pointer(pointer).and_then(Value::as_object);
        let mut schemas = HashMap::new();
        let mut properties = HashSet::new();
        for (name, schema) in members("/components/schemas").into_iter().flatten() {
            let pointer = child("/components/schemas", name);
            let own = schema.get("properties").and_then(Value::as_object);
            for (property, _) in own.into_iter().flatten() {
                properties.insert(format!("{pointer}/properties/{}", escape(property)));
            }
            schemas.insert(fold_name(name), pointer);
        }
        let mut by_folded_id: HashMap<String, (String, String)> = HashMap::new();
        for (path, item) in members("/paths").into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
                    let pointer = format!("/paths/{}/{method}", escape(path));
                    let label = format!("{} {path}", method.to_uppercase());
                    by_folded_id.insert(fold_name(id), (pointer, label));
                }
            }
        }
        let methods = surface.method_names().filter_map(|name| {
            let operation = by_folded_id.get(&fold_name(name))?;
            Some((name.to_owned(), operation.clone()))
        });
        Self {
            methods: methods.collect(),
            schemas,
            properties,
            reach: Reach::of(surface),
        }
    }

    /// Whether all operations that a change reaches still return a type with the removed field.
    pub(super) fn still_has_the_field(&self, draft: &Draft) -> bool {
        let has_field = |operation: &String| {
            let mut methods = self.methods.iter();
            let method = methods.find(|(_, (_, label))| label == operation);
            method.is_some_and(|(method, _)| {
                let property = draft.property.as_deref().unwrap_or_default();
                self.reach.gives_field(method, property)
            })
        };
        draft.change.rule.rule() == Rule::ResponseOptionalPropertyRemoved
            && !draft.change.operations.is_empty()
            && draft.change.operations.iter().all(has_field)
    }

    pub(super) fn place(&self, anchor: &Anchor) -> Place {
        match anchor {
            Anchor::Method(name) => match self.methods.get(name) {
                Some((pointer, label)) => Place {
                    pointer: pointer.clone(),
                    property: None,
                    is_of_method: true,
                    operations: vec![label.clone()],
                },
                None => self.nowhere(),
            },
            Anchor::Type(name) => self.of_type(name, None),
            Anchor::Field {
                type_name,
                wire_name,
            } => self.of_type(type_name, Some(wire_name)),
            Anchor::Elsewhere => self.nowhere(),
        }
    }

    const fn nowhere(&self) -> Place {
        Place {
            pointer: String::new(),
            property: None,
            is_of_method: false,
            operations: Vec::new(),
        }
    }

    /// The place of a type or of its field: its component, or else the part that the generator made the type up
    /// for.
    fn of_type(&self, name: &str, wire_name: Option<&str>) -> Place {
        let labels = self.reach.methods_with(name).into_iter();
        let labels = labels.filter_map(|method| Some(self.methods.get(method)?.1.clone()));
        let mut operations: Vec<String> = labels.collect();
        operations.sort();
        operations.dedup();
        let place = |pointer: String, property: Option<&str>| Place {
            pointer,
            property: property.map(str::to_owned),
            is_of_method: false,
            operations: operations.clone(),
        };
        if let Some(schema) = self.schemas.get(&fold_name(name)) {
            return place(self.member(schema, wire_name), wire_name);
        }
        let found = self.reach.nearest(name, |holder| match holder {
            Holder::Method(method) => {
                let (pointer, _) = self.methods.get(method)?;
                Some(place(pointer.clone(), wire_name))
            }
            Holder::Type {
                name,
                wire_name: held_as,
            } => {
                let schema = self.schemas.get(&fold_name(name))?;
                let held_as = held_as.as_deref();
                Some(place(self.member(schema, held_as), wire_name.or(held_as)))
            }
        });
        found.unwrap_or_else(|| place(String::new(), None))
    }

    /// A property of a component, if it exists, or else the component.
    fn member(&self, schema: &str, property: Option<&str>) -> String {
        let property = property.map(|name| format!("{schema}/properties/{}", escape(name)));
        property
            .filter(|pointer| self.properties.contains(pointer))
            .unwrap_or_else(|| schema.to_owned())
    }
}
