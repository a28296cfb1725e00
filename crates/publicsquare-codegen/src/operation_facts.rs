//! What the description says of an operation and the generator forgets.
//!
//! In comes the document, out comes what the polish of the generated code needs to know of each operation: the
//! generator sends lists in one way, asks for every body, and reads raw answers without a bound.

use std::collections::BTreeMap;

use openapi_loader::fold_name;
use openapiv3::{
    OpenAPI, Operation, Parameter, ParameterSchemaOrContent, QueryStyle, ReferenceOr, RequestBody,
    Schema, SchemaKind, StatusCode, StringFormat, Type, VariantOrUnknownOrEmpty,
};

use crate::normalize::FORM;
use crate::operations::{self, Site, resolve};

/// The operations of a document, by their names in Rust.
#[derive(Debug, Default)]
pub(crate) struct Facts(BTreeMap<String, OperationFacts>);

#[derive(Debug)]
pub(crate) struct OperationFacts {
    /// For a message, such as `GET /books`.
    pub(crate) label: String,
    /// As a JSON pointer.
    pub(crate) pointer: String,
    pub(crate) path: String,
    /// Whether there is a body that can be left out.
    pub(crate) has_optional_body: bool,
    pub(crate) sent_as: SentAs,
    /// Statuses other than 200 and 204 of successes without a body.
    pub(crate) empty_successes: Vec<u16>,
    /// The media type of a success that is not JSON.
    pub(crate) raw: Option<String>,
    parameters: Vec<ParameterFacts>,
}

/// How the body of a request is written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum SentAs {
    Json,
    Form,
    /// As it is, under this media type.
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
    /// What stands between the elements of a list that is sent as one parameter.
    delimiter: Option<&'static str>,
    is_list: bool,
    is_secret: bool,
}

impl Facts {
    /// Reads them from a document whose bodies have one media type each.
    pub(crate) fn of(openapi: &OpenAPI) -> Self {
        let mut facts = BTreeMap::new();
        for (path, item) in openapi.paths.iter() {
            let Some(item) = item.as_item() else { continue };
            for (method, operation) in item.iter() {
                if let Some(id) = &operation.operation_id {
                    let site = Site::new(path, method);
                    let parameters = item.parameters.iter().chain(&operation.parameters);
                    let of_one = OperationFacts::of(openapi, site, path, operation, parameters);
                    facts.insert(fold_name(id), of_one);
                }
            }
        }
        Self(facts)
    }

    /// Those of the operation that became a builder of this name, or something whose name starts with the
    /// builder's.
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
            parameters: parameters
                .filter_map(|parameter| parameter_of(openapi, parameter))
                .map(|parameter| ParameterFacts::of(openapi, parameter))
                .collect(),
        }
    }

    /// What stands between the elements of a list in the query, if it is sent as one parameter.
    pub(crate) fn delimiter(&self, name: &str) -> Option<&'static str> {
        self.parameters
            .iter()
            .find(|known| !known.is_header && known.name == name)?
            .delimiter
    }

    /// Whether a parameter of the query is a list.
    pub(crate) fn is_list(&self, name: &str) -> bool {
        self.parameters
            .iter()
            .any(|known| !known.is_header && known.is_list && known.name == name)
    }

    /// Whether the parameter of the path that has this name in Rust is a list.
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
                // Both are sent as one parameter unless the description says otherwise.
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

/// What a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Scalar,
    Secret,
    /// A list of scalars.
    List,
    /// An object, a list of lists or objects, or one of several things.
    Compound,
}

/// What the parameter is; `None` if it is not described by a schema.
pub(crate) fn kind(openapi: &OpenAPI, parameter: &Parameter) -> Option<Kind> {
    match &parameter.parameter_data_ref().format {
        ParameterSchemaOrContent::Schema(schema) => Some(kind_of(openapi, schema)),
        ParameterSchemaOrContent::Content(_) => None,
    }
}

/// What a value in a parameter or a form is.
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

/// A schema, or what its reference leads to.
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

/// A parameter, or what its reference leads to.
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

/// A body, or what its reference leads to.
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
