//! Pairs the schemas of a description with the types of the client.
//!
//! In comes a loaded description and the JSON Schema of each type. Out come all disagreements, in the order of the text of
//! the description. A schema and a type form a pair if their names have the same words (`openapi_loader::fold_name`). A
//! single pair is compared in `comparison.rs`.

use openapi_loader::pointer::child;
use std::collections::BTreeSet;

use openapi_loader::Document;
use openapi_loader::fold_name;
use serde_json::{Map, Value};

use crate::comparison::Comparison;
use crate::dialect::Dialect;
use crate::disagreement::Disagreement;
use crate::inline_schemas;
use crate::kind::{Aspect, Kind, Side};
use crate::shape::Site;

const SCHEMAS: &str = "/components/schemas";

/// Returns each place where the Rust types and the description say different things, in the order of the description's
/// text.
///
/// `schemas` is the result of `types::json_schemas()` of the client: the JSON Schema of each type, by the name of the type.
/// A component and a type form a pair if their names have the same words. If progenitor makes a type of a schema that is
/// described in place, this type is compared too, and it needs no component.
///
/// Some differences do not count, because progenitor chooses the type: an integer without a `format` agrees with `int64`,
/// a number without one agrees with `double`, and an object that does not mention further members agrees with a type that
/// keeps them.
///
/// ```
/// use publicsquare_schema_check::disagreements;
/// use serde_json::json;
///
/// let yaml = "
/// openapi: 3.0.3
/// info: { title: Example, version: v1 }
/// paths: {}
/// components:
///   schemas:
///     Page: { type: object, required: [size], properties: { size: { type: integer } } }
/// ";
/// let document = openapi_loader::load("api.yaml", yaml)?;
/// let schemas = json!({"Page": {"type": "object", "properties": {"size": {"type": "integer"}}}});
/// let found = disagreements(&document, schemas.as_object().ok_or("an object")?);
/// assert_eq!(found[0].kind.to_string(), "required-only-in-yaml");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn disagreements(document: &Document, schemas: &Map<String, Value>) -> Vec<Disagreement> {
    let mut types = Types::new(document.value(), schemas);
    for (name, schema) in components(document.value()) {
        types.compare_component(name, schema);
    }
    for place in inline_schemas::schemas(document.value()) {
        types.compare_inline(&place.type_name, &place.site);
    }
    types.report_unknown();
    let mut found = types.found;
    // A schema that several operations share is found once for each of them.
    found.sort_by_cached_key(|one| (document.position(&one.pointer), one.to_string()));
    found.dedup();
    found
}

fn components(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let schemas = document.pointer(SCHEMAS).and_then(Value::as_object);
    schemas.into_iter().flatten()
}

struct Types<'a> {
    document: &'a Value,
    schemas: &'a Map<String, Value>,
    /// The components by their words.
    components: BTreeSet<String>,
    /// Types of schemas that are described in place, by their words.
    inline_schemas: BTreeSet<String>,
    found: Vec<Disagreement>,
}

impl<'a> Types<'a> {
    fn new(document: &'a Value, schemas: &'a Map<String, Value>) -> Self {
        Self {
            document,
            schemas,
            components: components(document)
                .map(|(name, _)| fold_name(name))
                .collect(),
            inline_schemas: BTreeSet::new(),
            found: Vec::new(),
        }
    }

    fn compare_component(&mut self, name: &str, schema: &'a Value) {
        let site = Site::new(child(SCHEMAS, name), schema);
        match self.rust_type(name) {
            Some((own, derived)) => self.compare(&site, own, derived),
            None => self.report(
                Side::OnlyInYaml,
                site.pointer,
                format!("`{name}` is described, and there is no Rust type of this name"),
            ),
        }
    }

    /// Compares a schema in place if it has become a type, else what it holds.
    fn compare_inline(&mut self, name: &str, site: &Site<'a>) {
        if site.schema.get("$ref").is_some() {
            return;
        }
        if let Some((own, derived)) = self.rust_type(name) {
            self.inline_schemas.insert(fold_name(own));
            self.compare(site, own, derived);
        } else if let Some(items) = site.schema.get("items") {
            let name = inline_schemas::title(items).map_or(format!("{name}item"), str::to_owned);
            self.compare_inline(&name, &Site::new(child(&site.pointer, "items"), items));
        }
    }

    fn rust_type(&self, name: &str) -> Option<(&'a str, &'a Value)> {
        let wanted = fold_name(name);
        let mut types = self.schemas.iter();
        let (own, derived) = types.find(|(name, _)| fold_name(name) == wanted)?;
        Some((own, derived))
    }

    fn compare(&mut self, site: &Site<'a>, own: &'a str, derived: &'a Value) {
        let mut comparison = Comparison {
            yaml: Dialect::Yaml(self.document),
            rust: Dialect::Rust(own, derived),
            components: &self.components,
            inline_schemas: &mut self.inline_schemas,
            found: &mut self.found,
        };
        comparison.compare(site, &Site::new("", derived));
    }

    /// Types that nothing in the description leads to.
    fn report_unknown(&mut self) {
        for name in self.schemas.keys() {
            let words = fold_name(name);
            if !self.components.contains(&words) && !self.inline_schemas.contains(&words) {
                self.report(
                    Side::OnlyInRust,
                    child(SCHEMAS, name),
                    format!("the Rust type `{name}` stands for nothing that is described"),
                );
            }
        }
    }

    fn report(&mut self, side: Side, pointer: String, message: String) {
        self.found.push(Disagreement {
            kind: Kind {
                aspect: Aspect::Schema,
                side,
            },
            pointer,
            message,
        });
    }
}
