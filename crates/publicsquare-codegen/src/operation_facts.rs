//! Facts about each operation that the description states and progenitor's output does not show.
//!
//! In comes the document. Out comes, for each operation, how its lists are written, whether its body is optional, how the
//! body is sent, and which successes have no body or are not JSON. `postprocess.rs` needs them: progenitor writes all lists
//! in one way, requires every body, and reads responses that are not JSON without a limit.

use std::collections::BTreeMap;

use openapi_loader::fold_name;
use openapiv3::{
    OpenAPI, Operation, Parameter, ParameterSchemaOrContent, QueryStyle, ReferenceOr, RequestBody,
    Schema, SchemaKind, StatusCode, StringFormat, Type, VariantOrUnknownOrEmpty,
};

use crate::normalize::{FORM, json_of_success, other_json_of_request};
use crate::operations::{self, Site, resolve};

/// The operations of a document, by the words of their names.
#[derive(Debug, Default)]
pub(crate) struct Facts(BTreeMap<String, OperationFacts>);

#[derive(Debug)]
pub(crate) struct OperationFacts {
    /// For a message, such as `GET /books`.
    pub(crate) label: String,
    /// As a JSON pointer.
    pub(crate) pointer: String,
    pub(crate) path: String,
    /// Whether there is a body, and it is optional.
    pub(crate) has_optional_body: bool,
    pub(crate) sent_as: SentAs,
    /// Statuses of successes without a body, other than 200 and 204.
    pub(crate) empty_successes: Vec<u16>,
    /// The media type of the success, if it is not JSON.
    pub(crate) raw: Option<String>,
    /// The value of `Accept`, if the success is JSON of another name than `application/json`.
    pub(crate) accept: Option<String>,
    parameters: Vec<ParameterFacts>,
}

/// How the body of a request is written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SentAs {
    Json,
    /// As JSON with another media type than `application/json`.
    JsonAs(String),
    Form,
    /// As bytes, with this media type.
    Raw(String),
}

impl SentAs {
    fn of(body: &RequestBody) -> Self {
        match body.content.keys().next().map(String::as_str) {
            None | Some("application/json") => Self::Json,
            Some(FORM) => Self::Form,
            Some(other) => Self::Raw(other.to_owned()),
        }
    }
}

#[derive(Debug)]
struct ParameterFacts {
    name: String,
    is_header: bool,
    is_in_path: bool,
    /// The delimiter of a list that is sent as one parameter.
    delimiter: Option<&'static str>,
    is_list: bool,
    is_secret: bool,
}

impl Facts {
    /// Collects the facts of a document in which each body has one media type. `described` is the same document before
    /// that, with all media types and their names.
    pub(crate) fn of(openapi: &OpenAPI, described: &OpenAPI) -> Self {
        let mut facts = BTreeMap::new();
        let descriptions: BTreeMap<String, &Operation> = operations::all(described)
            .map(|(site, operation)| (site.pointer, operation))
            .collect();
        for (path, item) in openapi.paths.iter() {
            let Some(item) = item.as_item() else { continue };
            for (method, operation) in item.iter() {
                if let Some(id) = &operation.operation_id {
                    let site = Site::new(path, method);
                    let parameters = item.parameters.iter().chain(&operation.parameters);
                    let before = descriptions.get(&site.pointer).copied();
                    let mut of_one = OperationFacts::of(openapi, site, path, operation, parameters);
                    if let Some(before) = before {
                        of_one.name_json(described, before);
                    }
                    facts.insert(fold_name(id), of_one);
                }
            }
        }
        Self(facts)
    }

    /// Returns the facts about the operation whose builder or method has this name.
    pub(crate) fn of_builder(&self, name: &str) -> Option<&OperationFacts> {
        self.0.get(&fold_name(name))
    }
}

impl OperationFacts {
    fn of<'a>(
        openapi: &OpenAPI,
        site: Site,
        path: &str,
        operation: &Operation,
        parameters: impl Iterator<Item = &'a ReferenceOr<Parameter>>,
    ) -> Self {
        let body = operation
            .request_body
            .as_ref()
            .and_then(|body| body_of(openapi, body));
        let raw = operation
            .responses
            .responses
            .iter()
            .filter(|(status, _)| operations::class(status) == 2)
            .filter_map(|(_, response)| resolve(openapi, response))
            .flat_map(|response| response.content.keys())
            .find(|name| *name != "application/json")
            .cloned();
        let empty_successes = operation
            .responses
            .responses
            .iter()
            .filter_map(|(status, response)| match status {
                StatusCode::Code(code @ 201..=299) if *code != 204 => {
                    let is_empty = resolve(openapi, response)?.content.is_empty();
                    is_empty.then_some(*code)
                }
                _ => None,
            })
            .collect();
        Self {
            empty_successes,
            label: site.label,
            pointer: site.pointer,
            path: path.to_owned(),
            has_optional_body: body.is_some_and(|body| !body.required && !body.content.is_empty()),
            sent_as: body.map_or(SentAs::Json, SentAs::of),
            raw,
            accept: None,
            parameters: parameters
                .filter_map(|parameter| parameter_of(openapi, parameter))
                .map(|parameter| ParameterFacts::of(openapi, parameter))
                .collect(),
        }
    }

    /// Notes the names of JSON bodies. The operation comes as it is described, because all JSON is `application/json` in a
    /// document in which each body has one media type.
    fn name_json(&mut self, described: &OpenAPI, operation: &Operation) {
        let body = operation
            .request_body
            .as_ref()
            .and_then(|body| body_of(described, body));
        if self.sent_as == SentAs::Json
            && let Some(name) = body.and_then(|body| other_json_of_request(described, body))
        {
            self.sent_as = SentAs::JsonAs(name.to_owned());
        }
        let mut names: Vec<&str> = operation
            .responses
            .responses
            .iter()
            .filter(|(status, _)| operations::class(status) == 2)
            .filter_map(|(_, response)| json_of_success(described, resolve(described, response)?))
            .collect();
        names.sort_unstable();
        names.dedup();
        let is_plain = names.iter().all(|name| *name == "application/json");
        self.accept = (!is_plain && self.raw.is_none()).then(|| names.join(", "));
    }

    /// Returns the delimiter of a list in the query, if the list is sent as one parameter.
    pub(crate) fn delimiter(&self, name: &str) -> Option<&'static str> {
        self.parameters
            .iter()
            .find(|known| !known.is_header && known.name == name)?
            .delimiter
    }

    /// Whether a parameter in the query is a list.
    pub(crate) fn is_list(&self, name: &str) -> bool {
        self.parameters
            .iter()
            .any(|known| !known.is_header && known.is_list && known.name == name)
    }

    /// Whether the parameter in the path with this Rust name is a list.
    pub(crate) fn is_list_in_path(&self, field: &str) -> bool {
        self.parameters.iter().any(|known| {
            known.is_in_path && known.is_list && fold_name(&known.name) == fold_name(field)
        })
    }

    pub(crate) fn is_secret_header(&self, name: &str) -> bool {
        self.parameters
            .iter()
            .any(|known| known.is_header && known.is_secret && known.name == name)
    }
}

impl ParameterFacts {
    fn of(openapi: &OpenAPI, parameter: &Parameter) -> Self {
        let data = parameter.parameter_data_ref();
        let delimiter = match parameter {
            Parameter::Query { style, .. } => match style {
                QueryStyle::Form => (data.explode == Some(false)).then_some(","),
                // These two styles send one parameter, unless the description says otherwise.
                QueryStyle::SpaceDelimited => (data.explode != Some(true)).then_some(" "),
                QueryStyle::PipeDelimited => (data.explode != Some(true)).then_some("|"),
                QueryStyle::DeepObject => None,
            },
            _ => None,
        };
        Self {
            name: data.name.clone(),
            is_header: matches!(parameter, Parameter::Header { .. }),
            is_in_path: matches!(parameter, Parameter::Path { .. }),
            delimiter: delimiter.filter(|_| kind(openapi, parameter) == Some(Kind::List)),
            is_list: kind(openapi, parameter) == Some(Kind::List),
            is_secret: kind(openapi, parameter) == Some(Kind::Secret),
        }
    }
}

/// The kind of value that a parameter has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Scalar,
    Secret,
    /// A list of scalars.
    List,
    /// An object, a list of lists or objects, or a choice between several of these.
    Compound,
}

/// Returns the kind of a parameter. `None` if no schema describes it.
pub(crate) fn kind(openapi: &OpenAPI, parameter: &Parameter) -> Option<Kind> {
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(schema) => Some(kind_of(openapi, schema)),
        ParameterSchemaOrContent::Content(_) => None,
    }
}

/// Returns the kind of a value in a parameter or a form.
pub(crate) fn kind_of(openapi: &OpenAPI, schema: &ReferenceOr<Schema>) -> Kind {
    let Some(schema) = schema_of(openapi, schema) else {
        return Kind::Compound;
    };
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(text)) => match &text.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Password) => Kind::Secret,
            _ => Kind::Scalar,
        },
        SchemaKind::Type(Type::Number(_) | Type::Integer(_) | Type::Boolean(_)) => Kind::Scalar,
        SchemaKind::Type(Type::Array(list)) => {
            let items = list
                .items
                .as_ref()
                .map(|items| kind_of(openapi, &items.clone().unbox()));
            match items {
                None | Some(Kind::Scalar) => Kind::List,
                Some(_) => Kind::Compound,
            }
        }
        SchemaKind::AllOf { all_of } => match &all_of[..] {
            [one] => kind_of(openapi, one),
            _ => Kind::Compound,
        },
        SchemaKind::OneOf { one_of: parts } | SchemaKind::AnyOf { any_of: parts }
            if parts
                .iter()
                .all(|part| kind_of(openapi, part) == Kind::Scalar) =>
        {
            Kind::Scalar
        }
        SchemaKind::Any(any)
            if any.properties.is_empty()
                && any.items.is_none()
                && any.typ.is_none()
                && any.one_of.is_empty()
                && any.all_of.is_empty()
                && any.any_of.is_empty() =>
        {
            Kind::Scalar
        }
        _ => Kind::Compound,
    }
}

/// Follows the references of a schema.
pub(crate) fn schema_of<'a>(
    openapi: &'a OpenAPI,
    schema: &'a ReferenceOr<Schema>,
) -> Option<&'a Schema> {
    let schemas = &openapi
        .components
        .as_ref()
        .map(|components| &components.schemas);
    let mut found = schema;
    for _ in 0..=schemas.map_or(0, |schemas| schemas.len()) {
        match found {
            ReferenceOr::Item(schema) => return Some(schema),
            ReferenceOr::Reference { reference } => {
                found = schemas
                    .as_ref()?
                    .get(reference.strip_prefix("#/components/schemas/")?)?;
            }
        }
    }
    None
}

/// Follows the references of a parameter.
pub(crate) fn parameter_of<'a>(
    openapi: &'a OpenAPI,
    parameter: &'a ReferenceOr<Parameter>,
) -> Option<&'a Parameter> {
    match parameter {
        ReferenceOr::Item(parameter) => Some(parameter),
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/parameters/")?;
            parameter_of(openapi, openapi.components.as_ref()?.parameters.get(name)?)
        }
    }
}

/// Follows the references of a body.
pub(crate) fn body_of<'a>(
    openapi: &'a OpenAPI,
    body: &'a ReferenceOr<RequestBody>,
) -> Option<&'a RequestBody> {
    match body {
        ReferenceOr::Item(body) => Some(body),
        ReferenceOr::Reference { reference } => {
            let name = reference.strip_prefix("#/components/requestBodies/")?;
            body_of(
                openapi,
                openapi.components.as_ref()?.request_bodies.get(name)?,
            )
        }
    }
}
